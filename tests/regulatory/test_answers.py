import datetime

import pytest

from cmkc.core.partial_date import PartialDate
from cmkc.regulatory.answers import answers_to
from cmkc.regulatory.entries import Piece
from cmkc.regulatory.models import Clause, Verification
from cmkc.regulatory.moments import now, read_moment
from cmkc.regulatory.vocabulary import Basis, EvidenceKind
from tests.accounts.factories import UserFactory
from tests.regulatory.factories import InstrumentVersionFactory, page, resting_on, statement

pytestmark = pytest.mark.django_db


def answer(**fields):
    return answers_to([statement(**fields)], now())[0]


@pytest.mark.parametrize(
    ("fields", "date", "says"),
    [
        ({"valid_from": PartialDate("2023-05")}, "2023-05", "valid from"),
        ({"evidence": (page(year=None), page(year=2019))}, "2019", "source of"),
        ({"evidence": (page(year=None),)}, "2026-11-22", "as of"),
        ({"basis": Basis.NONE_FOUND, "evidence": ()}, "2026-11-22", "as of"),
    ],
)
def test_the_date_shown_is_the_best_one_known(fields, date, says):
    shown = answer(**fields)
    assert (shown.date, shown.date_says) == (date, says)


def test_a_clause_is_shown_with_its_instrument_and_quote():
    version = InstrumentVersionFactory(stage="final")
    clause = Clause.objects.create(
        version=version, locator="Art. 4", quote="Die Grenzen.", language="de", translation="The limits."
    )
    (source,) = answer(evidence=(Piece(kind=EvidenceKind.CLAUSE, clause=clause),)).sources
    assert (source.title, source.locator, source.stage) == (version.instrument.short, "Art. 4", "final")
    assert (source.quote, source.language, source.translation) == ("Die Grenzen.", "de", "The limits.")


def test_what_stands_in_another_app_is_named_by_its_key_when_it_is_not_there():
    (source,) = answer(evidence=(Piece(kind=EvidenceKind.PUBLICATION, key="no-such-publication"),)).sources
    assert (source.title, source.page, source.url) == ("no-such-publication", "", "")


def test_a_verification_counts_from_the_moment_it_was_recorded():
    made = statement()
    day = datetime.datetime.now(tz=datetime.UTC).date()
    Verification.objects.create(statement=made, person=UserFactory(), capacity="expert", method="read", verified_on=day)
    assert answers_to([made], now())[0].grade.level == "C"
    earlier = read_moment("", (day - datetime.timedelta(days=1)).isoformat())
    assert answers_to([type(made).objects.get()], earlier)[0].grade.level == "D"


def test_the_stage_of_a_source_is_that_of_its_latest_version():
    instrument = InstrumentVersionFactory(stage="final").instrument
    made = statement(evidence=(resting_on(instrument),))
    InstrumentVersionFactory(instrument=instrument, sequence=2, stage="superseded")
    shown = answers_to([type(made).objects.get()], now())[0]
    assert shown.sources[0].is_past
    assert shown.grade.level == "E"


def test_many_statements_cost_as_many_queries_as_one(django_assert_num_queries):
    instrument = InstrumentVersionFactory().instrument
    rows = [statement(evidence=(page(), resting_on(instrument))) for _number in range(10)]
    with django_assert_num_queries(4):
        answers_to(rows, now())
