import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cmkc.regulatory.models import RESERVED_CODES, Evidence, Jurisdiction, SearchRecord, Statement, Verification
from cmkc.regulatory.vocabulary import Basis, EvidenceKind
from tests.accounts.factories import UserFactory
from tests.regulatory.factories import JurisdictionFactory, TopicFactory, statement

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)


def row(**fields):
    given = {"basis": "guidance", "summary": "Text.", "state": "published", "recorded_from": NOON}
    return Statement.objects.create(**given | fields)


@pytest.fixture
def cell():
    return {"jurisdiction": JurisdictionFactory(), "topic": TopicFactory()}


def refused():
    return pytest.raises(IntegrityError)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"valid_from": "2020"}, {"valid_from": "2022"}),
        ({}, {"valid_from": "2020"}),
        ({"valid_from": "2020", "valid_to": "2021"}, {"valid_from": "2020", "valid_to": "2022"}),
        ({"valid_to": "2021"}, {"valid_to": "2022"}),
        ({"state": "draft"}, {"state": "draft"}),
    ],
    ids=["two open ends", "unknown start and open end", "one start twice", "two unknown starts", "two drafts"],
)
def test_the_database_keeps_one_current_row_for_a_cell_scope_and_period(cell, first, second):
    row(**cell, **first)
    with refused(), transaction.atomic():
        row(**cell, **second)
    row(**cell, **second, product_class="biologics")  # another scope is another matter


@pytest.mark.parametrize(
    "fields",
    [
        {"recorded_to": NOON - datetime.timedelta(seconds=1)},
        {"valid_from": "2022", "valid_to": "2022"},
        {"valid_from": "2022-11", "valid_to": "2022"},
        {"basis": "rumour"},
        {"state": "secret"},
        {"shipped_confidence": "general"},
    ],
    ids=str,
)
def test_the_database_refuses_a_row_that_cannot_be_true(cell, fields):
    with refused(), transaction.atomic():
        row(**cell, **fields)


def test_the_database_refuses_a_person_who_publishes_alone(cell):
    author = UserFactory()
    for second in (None, author):
        with refused(), transaction.atomic():
            row(**cell, recorded_by=author, approved_by=second)
    with refused(), transaction.atomic():
        row(**cell, approved_by=author)
    assert row(**cell, recorded_by=author, approved_by=UserFactory()).pk


def test_a_statement_is_closed_once_and_never_changed_or_deleted():
    made = statement()
    same = Statement.objects.filter(pk=made.pk)
    for change in ({"summary": "Other."}, {"state": "draft"}, {"basis": "binding"}, {"recorded_from": NOON}):
        with refused(), transaction.atomic():
            same.update(**change)
    later = made.recorded_from + datetime.timedelta(days=1)
    assert same.update(recorded_to=later) == 1
    with refused(), transaction.atomic():
        same.update(recorded_to=later + datetime.timedelta(days=1))
    with refused(), transaction.atomic():
        same._raw_delete(same.db)


def test_evidence_searches_and_verifications_are_never_changed_or_deleted():
    made = statement(basis=Basis.NONE_FOUND)
    Verification.objects.create(
        statement=made, person=UserFactory(), capacity="expert", method="read", verified_on=NOON.date()
    )
    for model, change in ((Evidence, {"title": "x"}), (SearchRecord, {"what": "x"}), (Verification, {"method": "x"})):
        rows = model.objects.filter(statement=made)
        assert rows.exists()
        with refused(), transaction.atomic():
            rows.update(**change)
        with refused(), transaction.atomic():
            rows._raw_delete(rows.db)


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": EvidenceKind.PAGE},
        {"kind": EvidenceKind.PAGE, "title": "Page", "key": "ref-1"},
        {"kind": EvidenceKind.INSTRUMENT},
        {"kind": EvidenceKind.CLAUSE},
        {"kind": EvidenceKind.PUBLICATION},
        {"kind": "hearsay", "title": "Page"},
    ],
    ids=str,
)
def test_evidence_names_one_thing(fields):
    with refused(), transaction.atomic():
        Evidence.objects.create(statement=statement(), order=7, **fields)


@pytest.mark.parametrize("code", sorted(RESERVED_CODES))
def test_a_word_that_is_an_address_is_no_code_of_a_jurisdiction(code):
    place = JurisdictionFactory.build(code=code)
    with pytest.raises(ValidationError):
        place.full_clean()
    with refused(), transaction.atomic():
        Jurisdiction.objects.create(code=code, name="Land", region="Europe", kind="state")
