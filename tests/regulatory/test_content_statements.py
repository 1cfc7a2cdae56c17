import datetime
from collections import Counter

import pytest

from cmkc.core.importing import Result
from cmkc.regulatory.actions import record_statement
from cmkc.regulatory.answers import answers_to
from cmkc.regulatory.entries import entry_of
from cmkc.regulatory.models import Change, Evidence, SearchRecord, Statement
from cmkc.regulatory.moments import now
from cmkc.regulatory.vocabulary import Reason, State
from tests.accounts.factories import UserFactory
from tests.regulatory.content import NOBODY, load, shipped, statement, write

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 11, 22)


@pytest.fixture
def loading(tmp_path):
    """Load these statements, after those of an earlier call."""

    def loading(*statements):
        report = load(write(tmp_path, statements=list(statements)))
        assert report.problems == []
        return report.counts()["statements"] if statements else Counter()

    return loading


def current():
    return Statement.objects.current().get()


def test_the_shipped_statements_stand_in_the_record_as_the_files_say():
    counts = load().counts()
    for name in ("jurisdictions", "topics", "instruments"):
        assert counts[name] == {Result.CREATED: len(shipped(f"{name}.json")[name])}
    records = {record["id"]: record for record in shipped("positions.json")["positions"]}
    rows = Statement.objects.select_related("jurisdiction", "topic")
    assert {f"{row.jurisdiction.code}--{row.topic.slug}" for row in rows} == set(records)
    for row in rows:
        record = records[f"{row.jurisdiction.code}--{row.topic.slug}"]
        unchecked = record["confidence"] == "general"
        assert row.state == (State.DRAFT if unchecked else State.PUBLISHED)
        assert (row.basis, row.position, row.summary) == (record["status"], "", record["summary"])
        assert (row.valid_from, row.valid_to) == (record["date"], None)
        assert row.recorded_by is None
        assert row.looked_up_on == DAY
        assert hasattr(row, "search") == (record["status"] == "none-found" and not unchecked)
    assert {search.searched_by for search in SearchRecord.objects.all()} == {"editors, before import"}
    assert {answer.grade.level for answer in answers_to(rows, now())} <= {"D", "E"}
    assert not Change.objects.filter(statement__isnull=False).exists()
    supported = Evidence.objects.filter(statement__in=rows.published()).values("statement")
    assert not rows.published().exclude(pk__in=supported).exclude(basis="none-found").exists()
    again = load()
    assert again.counts()["statements"] == {Result.UNCHANGED: len(records)}


def test_the_page_that_was_read_and_the_instruments_become_evidence(loading):
    loading(statement(clause="21 CFR 211.165"))
    assert [(piece.kind, piece.title, piece.locator) for piece in Evidence.objects.order_by("order")] == [
        ("page", "Guideline", "21 CFR 211.165"),
        ("instrument", "", ""),
    ]


@pytest.mark.parametrize(
    ("summary", "on", "what"),
    [
        ("None. Searched 2026-10-01: QIG, PRIME, rules.", "2026-10-01", "Searched 2026-10-01: QIG, PRIME, rules."),
        (
            "None was found (searched on 3 October 2026). More.",
            "2026-10-03",
            "None was found (searched on 3 October 2026).",
        ),
        (
            "None in the search of 22 November 2026 (Q13).",
            "2026-11-22",
            "None in the search of 22 November 2026 (Q13).",
        ),
        ("No such text.", "2026-11-22", ""),
    ],
)
def test_a_search_takes_its_day_from_the_text_or_else_from_the_file(loading, summary, on, what):
    loading(statement(status="none-found", summary=summary))
    search = SearchRecord.objects.get()
    assert (search.searched_on.isoformat(), search.what) == (on, what)


def test_a_search_that_nobody_logged_is_not_invented(loading):
    loading(statement(status="none-found", confidence="general", source=NOBODY))
    assert current().state == State.DRAFT
    assert current().note == "General knowledge"
    assert not SearchRecord.objects.exists()


def test_a_corrected_file_adds_a_row_and_keeps_the_old_one(loading):
    loading(statement(summary="First."))
    assert loading(statement(summary="Second.")) == {Result.UPDATED: 1}
    assert [(row.summary, row.recorded_to is None) for row in Statement.objects.order_by("pk")] == [
        ("First.", False),
        ("Second.", True),
    ]
    assert Change.objects.get(statement__isnull=False).kind == "corrected"


def test_a_statement_that_is_no_longer_sure_goes_back_to_the_queue(loading):
    loading(statement())
    loading(statement(confidence="general"))
    assert current().state == State.DRAFT
    assert current().reason == Reason.WITHDRAWN


def test_a_draft_that_was_checked_meanwhile_is_published(loading):
    loading(statement(confidence="general"))
    loading(statement())
    assert current().state == State.PUBLISHED


def test_what_editors_recorded_is_kept(loading):
    loading(statement(summary="Imported."))
    edited = entry_of(current(), summary="Edited.", reason=Reason.CORRECTED, shipped_confidence="")
    record_statement(edited, replaces=current(), by=UserFactory(), approved_by=UserFactory())
    assert loading(statement(summary="A later import.")) == {Result.KEPT: 1}
    assert current().summary == "Edited."


def test_an_editors_draft_beside_it_keeps_an_import_away_too(loading):
    loading(statement(summary="Imported."))
    proposal = entry_of(current(), summary="Proposed.", state=State.DRAFT)
    record_statement(proposal, replaces=current(), by=UserFactory())
    assert loading(statement(summary="A later import.")) == {Result.KEPT: 1}
