"""Lines of the list of changes with what must be shown beside them."""

from collections.abc import Iterable
from dataclasses import dataclass

from cmkc.regulatory.answers import Answer, answers_to
from cmkc.regulatory.models import Change
from cmkc.regulatory.moments import now


@dataclass(frozen=True)
class Line:
    """One change, and the statement it tells of with its source, date and confidence."""

    change: Change
    answer: Answer | None = None


def lines_of(changes: Iterable[Change]) -> list[Line]:
    """Add to changes what is shown beside them; 3 queries, none when they tell of instruments alone."""
    rows = list(changes)
    told = [row.statement for row in rows if row.statement]
    answers = {answer.statement.pk: answer for answer in answers_to(told, now())}
    return [Line(row, answers.get(row.statement_id) if row.statement_id else None) for row in rows]
