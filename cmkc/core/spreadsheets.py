"""CSV files that a spreadsheet opens without running what stands in them."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet takes for the beginning of a formula, the wide forms included."""


def guarded(value: object) -> str:
    """Write a value as a cell; text that a spreadsheet would run gets an apostrophe in front (OWASP, CSV injection)."""
    text = "" if value is None else str(value)
    if isinstance(value, int | float):
        return text
    return f"'{text}" if text.lstrip(" ").startswith(DANGEROUS) else text


def csv_text(header: Sequence[object], rows: Iterable[Sequence[object]]) -> str:
    """Write a table as RFC 4180 says, every cell guarded."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(guarded(cell) for cell in header)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return out.getvalue()


def csv_response(name: str, header: Sequence[object], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """Answer with a CSV file in UTF-8; the mark at its beginning makes spreadsheets read it as such."""
    response = HttpResponse("\ufeff" + csv_text(header, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
