"""Load `glossary.json`: the terms, and after them what they refer to."""

from pathlib import Path
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from cmkc.core.content_dates import as_of
from cmkc.core.content_files import OPTIONAL_TEXT, SOURCED, Shape, records
from cmkc.core.facts import source_fields
from cmkc.core.importing import Importer, Report, Row, register
from cmkc.glossary.actions import set_see_also, set_term
from cmkc.glossary.models import Category, Term

FILE = "glossary.json"
SHAPE = Shape(
    required={
        "term": str, "expansion": OPTIONAL_TEXT, "category": str, "definition": str, "synonyms": list, "see_also": list,
        **SOURCED,
    }
)  # fmt: skip


def read_terms(folder: Path, report: Report) -> list[Row]:
    """List the terms, and refuse those that name an unknown category or term."""
    found = records(folder, FILE, report, within="terms", shape=SHAPE)
    ids = {record["id"] for record in found}
    day = as_of(folder, FILE)
    for record in found:
        if category_of(record) not in Category.values:
            report.refuse(FILE, record["id"], "category", _("there is no such category"))
        for other in record["see_also"]:
            if other not in ids:
                report.refuse(FILE, record["id"], "see_also", _("there is no term {id}").format(id=other))
    return [
        Row(record["id"], {name: record[name] for name in record if name != "see_also"} | {"as_of": day}, FILE)
        for record in found
    ]


def category_of(record: dict[str, Any]) -> str:
    """Give the category's id; the files name it in words."""
    return slugify(record["category"])


def read_links(folder: Path, _report: Report) -> list[Row]:
    """List what each term refers to, if anything; the faults of the file were named by `read_terms`."""
    found = records(folder, FILE, Report(), within="terms", shape=SHAPE)
    return [Row(record["id"], {"see_also": record["see_also"]}, FILE) for record in found if record["see_also"]]


def apply_term(row: Row) -> None:
    """Write one term with its synonyms."""
    data = row.data
    fields = {
        "term": data["term"],
        "expansion": data["expansion"] or "",
        "category": category_of(data),
        "definition": data["definition"],
        **source_fields(data, as_of=data["as_of"]),
    }
    set_term(row.key, fields, synonyms=data["synonyms"])


def apply_links(row: Row) -> None:
    """Write what one term refers to."""
    set_see_also(row.key, row.data["see_also"])


def fingerprint(key: str) -> dict[str, Any] | None:
    """Give the loaded fields of a term as they stand; 2 queries."""
    term = Term.objects.filter(slug=key).first()
    if term is None:
        return None
    loaded = (
        "term", "expansion", "category", "definition", "source_title", "source_body", "source_year", "source_url",
        "confidence",
    )  # fmt: skip
    return {name: getattr(term, name) for name in loaded} | {
        "as_of": term.as_of and term.as_of.isoformat(),
        "synonyms": sorted(term.synonyms.values_list("text", "relation")),
    }


def fingerprint_links(key: str) -> dict[str, Any] | None:
    """Give what a term refers to as it stands, None when that is nothing; 1 query."""
    others = sorted(Term.objects.filter(seen_from__slug=key).values_list("slug", flat=True))
    return {"see_also": others} if others else None


register(Importer("glossary", 20, read_terms, apply_term, fingerprint))
register(Importer("glossary links", 21, read_links, apply_links, fingerprint_links))
