import datetime
from dataclasses import dataclass

import pytest

from cmkc.regulatory.confidence import grade

TODAY = datetime.date(2026, 11, 22)
PAST = datetime.date(2026, 11, 21)


@dataclass
class Check:
    capacity: str
    person_id: int = 1
    expires_on: datetime.date | None = None


AUTHORITY, EXPERT, EDITOR = Check("authority-confirmed"), Check("expert"), Check("editor")


@pytest.mark.parametrize(
    ("imported", "checks", "stages", "level"),
    [
        (True, [], [], "D"),
        (False, [], [], "D"),
        (False, [EDITOR], ["effective"], "D"),
        (False, [EXPERT], ["effective"], "C"),
        (False, [EXPERT, EXPERT], [], "C"),
        (False, [EXPERT, Check("expert", 2)], [], "B"),
        (False, [EXPERT, Check("expert", 2, PAST)], [], "C"),
        (False, [AUTHORITY], [], "A"),
        (True, [Check("expert", 1, PAST)], [], "E"),
        (True, [Check("expert", 1, TODAY)], [], "C"),
        (True, [], ["superseded"], "E"),
        (True, [], ["superseded", "withdrawn"], "E"),
        (False, [AUTHORITY], ["withdrawn"], "E"),
        (True, [], ["superseded", "final"], "D"),
    ],
)
def test_the_grade_follows_from_checks_and_sources(imported, checks, stages, level):
    assert grade(imported=imported, verifications=checks, stages=stages, on=TODAY).level == level


def test_what_was_imported_says_so():
    assert "imported, not yet verified here" in str(grade(imported=True, verifications=[], stages=[], on=TODAY).text)
    assert "imported" not in str(grade(imported=False, verifications=[], stages=[], on=TODAY).text)
