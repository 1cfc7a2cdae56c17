"""A cell's history: every published row that was ever recorded, told in order."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from cmkc.regulatory.models import Statement
from cmkc.regulatory.vocabulary import Reason


def timeline(history: Sequence[Statement]) -> list[dict[str, Any]]:
    """Tell a cell's rows, given in the order of their recording, newest first; no query."""
    return [_event(statement) for statement in reversed(history)]


def last_moment(history: Sequence[Statement]) -> datetime.datetime | None:
    """Give the moment since which these rows stand as they do, None when there are none."""
    moments = [moment for row in history for moment in (row.recorded_from, row.recorded_to) if moment]
    return max(moments, default=None)


def _event(statement: Statement) -> dict[str, Any]:
    """Tell one row: when it was recorded and why, what it said, for which period, and until when it stood."""
    told = [f"{statement.get_basis_display()}.", _period(statement), statement.summary]
    if statement.recorded_to:
        day = statement.recorded_to.date().isoformat()
        told.append(_("This row stood in the record until %(day)s.") % {"day": day})
    return {
        "date": statement.recorded_from.date().isoformat(),
        "title": _title(statement),
        "text": " ".join(told),
        "tone": "" if statement.recorded_to else "signal",
    }


def _title(statement: Statement) -> str:
    """Say why the row was recorded."""
    if statement.reason == Reason.FIRST and statement.recorded_by_id is None:
        return _("Imported")
    return str(statement.get_reason_display())


def _period(statement: Statement) -> str:
    """Say for which period the row holds."""
    begin, end = statement.valid_from, statement.valid_to
    if begin and end:
        return _("Holds from %(begin)s until %(end)s.") % {"begin": begin, "end": end}
    if begin:
        return _("Holds from %(begin)s.") % {"begin": begin}
    if end:
        return _("Holds until %(end)s; the start is not known.") % {"end": end}
    return _("The start is not known: it counts at every date.")
