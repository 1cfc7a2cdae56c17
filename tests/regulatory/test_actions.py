import datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError

from cmkc.core import references
from cmkc.core.models import AuditEvent
from cmkc.core.partial_date import PartialDate
from cmkc.regulatory.actions import record_change_of_law, record_statement
from cmkc.regulatory.entries import entry_of
from cmkc.regulatory.models import Change, Statement
from cmkc.regulatory.vocabulary import Basis, Position, Reason, Role, State
from tests.accounts.factories import UserFactory
from tests.regulatory.factories import InstrumentFactory, draft, entry, page, resting_on, statement

pytestmark = pytest.mark.django_db


def codes(refused):
    return {error.code for error in refused.value.error_list}


def test_an_edit_closes_the_old_row_and_adds_one_at_the_same_moment():
    old = statement(summary="First wording.")
    new = record_statement(entry_of(old, summary="Second wording.", reason=Reason.CORRECTED), replaces=old)
    old.refresh_from_db()
    assert old.recorded_to == new.recorded_from
    assert (old.summary, new.summary, new.supersedes) == ("First wording.", "Second wording.", old)
    assert list(Statement.objects.current()) == [new]


def test_two_rows_of_a_cell_are_never_recorded_at_the_same_moment():
    with time_machine.travel(datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC), tick=False):
        old = statement()
        new = record_statement(entry_of(old, summary="Another.", reason=Reason.CORRECTED), replaces=old)
    assert new.recorded_from > old.recorded_from


def test_a_statement_that_overlaps_another_is_refused_with_a_sentence_that_names_it():
    other = statement(valid_from=PartialDate("2022-11"))
    with pytest.raises(ValidationError) as refused:
        statement(jurisdiction=other.jurisdiction, topic=other.topic, valid_from=PartialDate("2024"))
    assert codes(refused) == {"overlap"}
    assert "already has a statement that holds from 2022-11 until further notice" in refused.value.messages[0]
    assert Statement.objects.count() == 1


@pytest.mark.parametrize(
    ("first", "second", "overlaps"),
    [
        ((None, "2020"), ("2020", None), False),
        (("2020", "2021"), ("2021-01", None), False),
        (("2020", "2021-06"), ("2021-05-31", None), True),
        ((None, None), (None, None), True),
        (("2020", "2022"), ("2018", "2020-01-01"), False),
        (("2020", "2022"), ("2021", "2021-02"), True),
    ],
)
def test_periods_are_half_open_from_their_earliest_day(first, second, overlaps):
    def period(dates):
        return {"valid_from": dates[0] and PartialDate(dates[0]), "valid_to": dates[1] and PartialDate(dates[1])}

    old = statement(**period(first))
    given = {"jurisdiction": old.jurisdiction, "topic": old.topic, **period(second)}
    if overlaps:
        with pytest.raises(ValidationError):
            statement(**given)
    else:
        assert statement(**given).pk


def test_statements_of_different_scope_stand_beside_each_other():
    general = statement()
    scope = general.scope | {"substance_or_product": "product"}
    statement(jurisdiction=general.jurisdiction, topic=general.topic, scope=scope)
    assert Statement.objects.current().count() == 2


def test_who_comes_second_is_refused_and_nothing_is_written():
    old = statement()
    theirs = Statement.objects.get(pk=old.pk)
    record_statement(entry_of(old, summary="Theirs.", reason=Reason.CORRECTED), replaces=old)
    with pytest.raises(ValidationError) as refused:
        record_statement(entry_of(theirs, summary="Mine.", reason=Reason.CORRECTED), replaces=theirs)
    assert codes(refused) == {"changed-meanwhile"}
    assert [row.summary for row in Statement.objects.current()] == ["Theirs."]


def test_a_change_of_law_ends_the_old_period_and_keeps_both():
    old = statement(valid_from=PartialDate("2019"), basis=Basis.DRAFT)
    new = record_change_of_law(
        old,
        entry(
            jurisdiction=old.jurisdiction,
            topic=old.topic,
            valid_from=PartialDate("2023-03-01"),
            basis=Basis.GUIDANCE,
            reason=Reason.LAW_CHANGED,
        ),
    )
    assert [(row.basis, row.valid_from, row.valid_to) for row in Statement.objects.current()] == [
        ("draft", "2019", "2023-03-01"),
        ("guidance", "2023-03-01", None),
    ]
    until = Statement.objects.current().get(basis="draft")
    assert until.recorded_from == new.recorded_from
    assert list(until.evidence.values_list("title", flat=True)) == ["Guideline on release"]
    assert [(change.day, change.nature, change.statement) for change in Change.objects.all()] == [
        ("2023-03-01", "law", new)
    ]


def test_a_change_of_law_needs_its_day():
    old = statement()
    with pytest.raises(ValidationError) as refused:
        record_change_of_law(old, entry(jurisdiction=old.jurisdiction, topic=old.topic, reason=Reason.LAW_CHANGED))
    assert codes(refused) == {"start-missing"}
    assert Statement.objects.current().get() == old


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"evidence": ()}, "evidence-missing"),
        ({"evidence": (page(role=Role.CONTRADICTS),)}, "evidence-missing"),
        ({"basis": Basis.NONE_FOUND, "search": None}, "search-missing"),
        ({"position": Position.CONDITIONAL}, "conditions-missing"),
        ({"summary": " "}, "summary-missing"),
        ({"valid_from": PartialDate("2024"), "valid_to": PartialDate("2023")}, "period-empty"),
        ({"shipped_confidence": "general"}, "unchecked"),
    ],
)
def test_what_breaks_a_rule_is_refused_with_a_code_for_each_rule(fields, code):
    with pytest.raises(ValidationError) as refused:
        record_statement(entry(**fields))
    assert code in codes(refused)
    assert not Statement.objects.exists()


def test_a_draft_may_lack_what_a_published_statement_must_have():
    assert draft(basis=Basis.NONE_FOUND).state == State.DRAFT


def test_a_second_draft_for_the_same_cell_is_refused():
    first = draft()
    with pytest.raises(ValidationError) as refused:
        draft(jurisdiction=first.jurisdiction, topic=first.topic)
    assert codes(refused) == {"draft-waits"}


def test_nobody_publishes_alone():
    author, second = UserFactory(), UserFactory()
    for alone in (None, author):
        with pytest.raises(ValidationError) as refused:
            record_statement(entry(), by=author, approved_by=alone)
        assert codes(refused) == {"one-person"}
    published = record_statement(entry(), by=author, approved_by=second)
    assert (published.recorded_by, published.approved_by) == (author, second)


def test_a_draft_about_a_published_statement_leaves_it_standing():
    published = statement()
    proposal = record_statement(
        entry_of(published, summary="Better.", state=State.DRAFT), replaces=published, by=UserFactory()
    )
    published.refresh_from_db()
    assert published.recorded_to is None
    assert proposal.supersedes == published


def test_a_withdrawn_statement_goes_back_to_the_queue_and_is_listed():
    published = statement()
    record_statement(
        entry_of(published, state=State.DRAFT, reason=Reason.WITHDRAWN), replaces=published, by=UserFactory()
    )
    assert not Statement.objects.current().published().exists()
    assert [(change.kind, change.statement) for change in Change.objects.all()] == [("withdrawn", published)]


def test_corrections_are_listed_on_the_day_they_were_made_and_the_first_import_is_not():
    with time_machine.travel(datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)):
        old = statement(valid_from=PartialDate("2020"))
        assert not Change.objects.exists()
        record_statement(entry_of(old, summary="Corrected.", reason=Reason.CORRECTED), replaces=old)
    change = Change.objects.get()
    assert (change.day, change.nature, change.kind) == ("2026-11-22", "record", "corrected")


def test_a_change_is_audited_without_its_words():
    made = record_statement(entry(), by=UserFactory(), approved_by=UserFactory())
    event = AuditEvent.objects.get(verb="regulatory.statement.recorded")
    assert event.target_key == str(made.pk)
    assert event.actor == made.recorded_by
    assert made.summary not in str(event.data)


def test_a_cell_cites_the_instruments_of_its_published_statements_alone():
    instrument, unseen = InstrumentFactory(), InstrumentFactory()
    old = statement(evidence=(page(), resting_on(instrument)))
    statement_of_draft = entry(
        state=State.DRAFT, shipped_confidence="general", evidence=(resting_on(unseen),), topic="unchecked"
    )
    record_statement(statement_of_draft)
    cell = f"{old.jurisdiction.code}/{old.topic.slug}"
    assert [referent.key for referent in references.cited_by("instrument", instrument.code, UserFactory())] == [cell]
    assert references.cited_by("instrument", unseen.code, UserFactory()) == []
    record_statement(entry_of(old, evidence=(page(),), reason=Reason.CORRECTED), replaces=old)
    assert references.cited_by("instrument", instrument.code, UserFactory()) == []
