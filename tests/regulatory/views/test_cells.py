import csv
import datetime
import io

import pytest
import time_machine
from pytest_django.asserts import assertContains, assertNotContains

from cmkc import roles
from cmkc.core import references
from cmkc.core.limits import LIMITS, Limit
from cmkc.core.partial_date import PartialDate
from cmkc.core.references import Target
from cmkc.regulatory.actions import record_statement
from cmkc.regulatory.entries import entry_of
from cmkc.regulatory.models import Jurisdiction, Verification
from cmkc.regulatory.vocabulary import Basis, Reason
from search.models import SearchDocument
from tests.accounts.factories import UserFactory
from tests.queries import cold_cost
from tests.regulatory.factories import (
    AuthorityFactory,
    InstrumentVersionFactory,
    JurisdictionFactory,
    TopicFactory,
    draft,
    page,
    resting_on,
    searched,
    statement,
)

pytestmark = pytest.mark.django_db
CELL = "/regulatory/us/rtrt/"


def at(year, month=6, day=1):
    return datetime.datetime(year, month, day, 12, tzinfo=datetime.UTC)


def test_a_cell_shows_its_statement_with_sources_date_and_confidence(client):
    instrument = InstrumentVersionFactory(stage="final").instrument
    statement(
        jurisdiction="us",
        topic="rtrt",
        summary="It may be used.",
        valid_from=PartialDate("2023-03"),
        evidence=(page(title="Guidance page", locator="section 4"), resting_on(instrument)),
    )
    response = client.get(CELL)
    for shown in (
        "It may be used.",
        "Final guidance",
        "from 2023-03",
        "D: imported, not yet verified here",
        '<a href="https://agency.example/page" rel="external"',
        "Guidance page</a>, section 4, ",
        f'href="{instrument.get_absolute_url()}"',
        "looked up 2026-11-22",
        "Imported",
    ):
        assertContains(response, shown)


def test_a_cell_with_nothing_prepared_invites_and_claims_nothing(client):
    JurisdictionFactory(code="us")
    TopicFactory(slug="rtrt")
    response = client.get(CELL)
    assertContains(response, "Nothing prepared yet.")
    assertContains(response, "does not mean that there is no rule")


def test_a_search_that_found_nothing_is_dated(client):
    statement(jurisdiction="us", topic="rtrt", basis=Basis.NONE_FOUND, search=searched("the register"), evidence=())
    response = client.get(CELL)
    assertContains(response, "Searched and not found")
    for shown in ("2026-11-22, ", "editors, before import", "the register"):
        assertContains(response, shown)


def test_a_verification_is_shown_and_raises_the_confidence(client):
    made = statement(jurisdiction="us", topic="rtrt")
    day = datetime.datetime.now(tz=datetime.UTC).date()
    Verification.objects.create(
        statement=made, person=UserFactory(), capacity="expert", method="read the act", verified_on=day
    )
    response = client.get(CELL)
    assertContains(response, "C: checked by one expert")
    assertContains(response, "read the act")


def test_a_statement_on_a_superseded_source_says_so(client):
    old = InstrumentVersionFactory(superseded=True).instrument
    statement(jurisdiction="us", topic="rtrt", evidence=(resting_on(old),))
    assertContains(client.get(CELL), "E: what it rests on was superseded")


@pytest.fixture
def _corrected():
    """Recorded in June 2024 and corrected in June 2025; it holds from 2023."""
    with time_machine.travel(at(2024)):
        first = statement(jurisdiction="us", topic="rtrt", summary="First words.", valid_from=PartialDate("2023"))
    with time_machine.travel(at(2025)):
        record_statement(entry_of(first, summary="Second words.", reason=Reason.CORRECTED), replaces=first)


@pytest.mark.usefixtures("_corrected")
@pytest.mark.parametrize(
    ("address", "shown", "hidden"),
    [
        (CELL, "Second words.", None),
        (f"{CELL}?known_at=2025-01-01", "First words.", "Second words."),
        (f"{CELL}@2024-06-30~2025-01-01", "First words.", "Second words."),
        (f"{CELL}@2024-06-30~2025-06-01T12:00:00Z", "Second words.", None),
        (f"{CELL}@2024-06-30~2025-06-01T11:59:59Z", "First words.", "Second words."),
        (f"{CELL}?as_of=2022-12-31", "No statement holds on this date.", None),
        (f"{CELL}?known_at=2024-01-01", "Nothing prepared yet.", "First words."),
    ],
)
def test_a_cell_is_read_at_both_times(client, address, shown, hidden):
    response = client.get(address)
    assertContains(response, shown)
    if hidden:
        assertNotContains(response, hidden)


@pytest.mark.usefixtures("_corrected")
def test_the_fixed_address_shows_for_ever_what_it_shows_now(client):
    html = client.get(CELL).content.decode()
    fixed = html.split('id="permalink"')[0].rsplit('href="', 1)[1].split('"')[0]
    assertContains(client.get(fixed), "Second words.")
    old = Jurisdiction.objects.get(code="us").statements.get(recorded_to=None)
    record_statement(entry_of(old, summary="Third words.", reason=Reason.CORRECTED), replaces=old)
    assertContains(client.get(CELL), "Third words.")
    response = client.get(fixed)
    assertContains(response, "Second words.")
    assertNotContains(response, "Third words.")


@pytest.mark.usefixtures("_corrected")
def test_the_history_tells_every_row_and_why(client):
    response = client.get(CELL)
    for told in (
        "Imported",
        "First words.",
        "This row stood in the record until 2025-06-01.",
        "We corrected the record",
    ):
        assertContains(response, told)


@pytest.mark.usefixtures("_corrected")
@pytest.mark.parametrize("moment", ["@yesterday~2025-01-01", "@2024-06-30~2999-01-01", "@2024-06-30~", "@~2025-01-01"])
def test_an_address_that_names_no_moment_is_not_found(client, moment):
    assert client.get(f"{CELL}{moment}").status_code == 404


def test_a_wrong_date_is_refused_in_words(client):
    statement(jurisdiction="us", topic="rtrt", summary="Words.")
    response = client.get(f"{CELL}?as_of=soon")
    assertContains(response, "is no day", status_code=400)
    assertNotContains(response, "Words.", status_code=400)


@pytest.mark.parametrize(
    "address",
    ["/regulatory/atlantis/", "/regulatory/us/nothing/", "/regulatory/atlantis/rtrt/", "/regulatory/topics/nothing/"],
)
def test_what_is_not_there_is_not_found(client, address):
    statement(jurisdiction="us", topic="rtrt")
    assert client.get(address).status_code == 404


def test_a_cell_names_who_cites_it(client):
    statement(jurisdiction="us", topic="rtrt")
    topic = TopicFactory(title="A question that cites")
    references.record(Target("question", topic.slug), [Target("cell", "us/rtrt")])
    assertContains(client.get(CELL), "A question that cites")


def test_a_cell_offers_comparison_with_those_that_answer_too(client):
    statement(jurisdiction="us", topic="rtrt")
    statement(jurisdiction="eu", topic="rtrt")
    draft(jurisdiction="jp", topic="rtrt")
    response = client.get(CELL)
    assertContains(response, '<option value="eu">')
    assertNotContains(response, '<option value="jp">')


def test_a_question_lists_every_answer(client):
    statement(jurisdiction="us", topic="rtrt", summary="American words.")
    statement(jurisdiction="eu", topic="rtrt", summary="European words.")
    JurisdictionFactory(code="jp", name="Japan")
    response = client.get("/regulatory/topics/rtrt/")
    for shown in ("American words.", "European words.", "Nothing prepared yet", "Japan", "What holds on rtrt?"):
        assertContains(response, shown)
    text = client.get("/regulatory/topics/rtrt/?format=csv").content.decode("utf-8-sig")
    assert {row["jurisdiction"] for row in csv.DictReader(io.StringIO(text))} == {"us", "eu"}


def test_a_jurisdiction_shows_authorities_answers_and_instruments(client):
    instrument = InstrumentVersionFactory(instrument__jurisdiction=JurisdictionFactory(code="us")).instrument
    statement(jurisdiction="us", topic="rtrt", summary="American words.")
    authority = AuthorityFactory(jurisdiction=JurisdictionFactory(code="us"))
    response = client.get("/regulatory/us/")
    for shown in ("American words.", authority.name, instrument.short, "List of members"):
        assertContains(response, shown)


def test_a_jurisdiction_names_last_what_nobody_has_prepared(client):
    statement(jurisdiction="us", topic="rtrt", summary="American words.")
    TopicFactory(slug="pat", title="Nobody asked yet")
    html = client.get("/regulatory/us/").content.decode()
    assert html.index("American words.") < html.index('id="unanswered"') < html.index("Nobody asked yet")
    assert html.count('<li class="row"><div class="row-main">') == 1


SECRET = "Unverified words"
SURFACES = [
    "/regulatory/",
    "/regulatory/?format=csv",
    "/regulatory/?basis=guidance",
    "/regulatory/compare/?a=us&a=eu",
    "/regulatory/compare/?a=us&a=eu&topic=rtrt&format=csv",
    "/regulatory/us/",
    "/regulatory/us/?format=csv",
    CELL,
    f"{CELL}?format=csv",
    "/regulatory/topics/rtrt/",
    "/regulatory/topics/rtrt/?format=csv",
    "/regulatory/instruments/guide/",
    "/regulatory/instruments/guide/?format=csv",
    "/regulatory/changes/",
    "/es/regulatory/us/rtrt/",
]


@pytest.fixture
def _with_drafts():
    """Drafts on a guidance and on a search that nobody logged, beside published statements."""
    instrument = InstrumentVersionFactory(instrument__code="guide").instrument
    draft(jurisdiction="us", topic="rtrt", summary=SECRET)
    draft(jurisdiction="us", topic="pat", summary=SECRET, basis=Basis.NONE_FOUND)
    statement(jurisdiction="eu", topic="rtrt", evidence=(resting_on(instrument),))
    old = statement(jurisdiction="eu", topic="pat", summary="Published words.")
    proposal = entry_of(old, summary=SECRET, state="draft", evidence=(resting_on(instrument),))
    record_statement(proposal, replaces=old, by=UserFactory())


@pytest.mark.usefixtures("_with_drafts")
@pytest.mark.parametrize("address", SURFACES)
@pytest.mark.parametrize("reader", ["visitor", "member", "regulator", "reviewer"])
def test_nothing_unverified_shows_to_readers(client, address, reader):
    people = {
        "member": UserFactory,
        "regulator": lambda: UserFactory(regulator=True),
        "reviewer": lambda: UserFactory(roles=[roles.REVIEWER]),
    }
    if reader in people:
        client.force_login(people[reader]())
    response = client.get(address)
    assert response.status_code == 200
    assert SECRET not in response.content.decode()


@pytest.mark.usefixtures("_with_drafts")
def test_nothing_unverified_is_in_search():
    texts = [f"{row.title} {row.summary} {row.body}" for row in SearchDocument.objects.all()]
    assert texts
    assert not [text for text in texts if SECRET in text]


@pytest.mark.usefixtures("_with_drafts")
@pytest.mark.parametrize("address", [CELL, "/regulatory/topics/rtrt/", "/regulatory/us/", f"{CELL}?format=csv"])
def test_an_editor_sees_drafts_marked_as_unverified(client, address):
    client.force_login(UserFactory(roles=[roles.EDITOR]))
    response = client.get(address)
    assert response.headers["Cache-Control"] == "private, no-store"
    assertContains(response, SECRET)
    assertContains(response, "draft")
    assertNotContains(response, "Nothing prepared yet.")


@pytest.mark.parametrize("address", [CELL, "/regulatory/us/", "/regulatory/topics/rtrt/"])
def test_a_page_costs_the_same_for_one_statement_and_for_a_hundred(client, address):
    instrument = InstrumentVersionFactory(instrument__jurisdiction=JurisdictionFactory(code="us")).instrument
    made = statement(jurisdiction="us", topic="rtrt", evidence=(page(), resting_on(instrument)))
    statement(jurisdiction="eu", topic="rtrt")
    references.record(Target("question", "rtrt"), [Target("cell", "us/rtrt")])
    one = cold_cost(client, address)
    for number in range(30):
        made = record_statement(entry_of(made, summary=f"Edit {number}.", reason=Reason.CORRECTED), replaces=made)
        other = statement(jurisdiction="us", topic=f"t{number}", evidence=(page(), resting_on(instrument)))
        statement(jurisdiction=f"j{number}", topic="rtrt")
        references.record(Target("question", other.topic.slug), [Target("cell", "us/rtrt")])
    assert cold_cost(client, address) == one <= 15


def test_files_are_counted_and_pages_are_not(client, settings, monkeypatch):
    settings.LIMITS_FACTOR = 1
    monkeypatch.setitem(LIMITS, "exports", Limit(1, 60, reads=True))
    addresses = ["/regulatory/", "/regulatory/?basis=binding", "/regulatory/?format=csv", "/regulatory/changes/"]
    assert [client.get(address).status_code for address in addresses] == [200] * 4
    assert client.get("/regulatory/?format=csv&basis=binding").status_code == 429
