import csv
import io
import re

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cmkc import roles
from cmkc.core.partial_date import PartialDate
from cmkc.regulatory.vocabulary import Basis
from tests.accounts.factories import UserFactory
from tests.queries import cold_cost
from tests.regulatory.factories import JurisdictionFactory, TopicFactory, draft, page, statement

pytestmark = pytest.mark.django_db
TABLE, COMPARE = "/regulatory/", "/regulatory/compare/"


@pytest.fixture
def _table():
    statement(jurisdiction="us", topic="rtrt", summary="American words.", valid_from=PartialDate("2020-06"))
    statement(jurisdiction="eu", topic="rtrt", basis=Basis.BINDING, summary="European words.")
    statement(jurisdiction="us", topic="pat", basis=Basis.NONE_FOUND, summary="Nothing found.")
    TopicFactory(slug="ai")


def file_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


@pytest.mark.usefixtures("_table")
def test_a_cell_shows_basis_date_source_and_confidence(client):
    html = client.get(TABLE).content.decode()
    cell = re.search(r'<td class="cell basis-guidance">.*?</td>', html, re.DOTALL)[0]
    for shown in ('href="/regulatory/us/rtrt/"', "Guidance", "2020-06", "Agency", "D", 'class="cell-mark"'):
        assert shown in cell


@pytest.mark.usefixtures("_table")
def test_the_table_has_a_caption_and_headings_with_scope(client):
    response = client.get(TABLE)
    assertContains(response, '<caption id="matrix-caption">Questions: 3. Jurisdictions: 2.', count=1)
    assertContains(response, '<th scope="row"', count=3)
    assertContains(response, '<th scope="col"', count=3)
    assertContains(response, 'scope="rowgroup"', count=1)


@pytest.mark.usefixtures("_table")
def test_the_kinds_of_empty_look_different(client):
    draft(jurisdiction="eu", topic="ai", summary="Unverified words.")
    visitor = client.get(TABLE).content.decode()
    assert visitor.count('searched <span class="nowrap">2026-11-22</span>') == 1
    assert visitor.count('<span class="visually-hidden">Nothing prepared</span>') == 3
    assert " is-draft" not in visitor
    client.force_login(UserFactory(roles=[roles.EDITOR]))
    editor = client.get(TABLE).content.decode()
    assert editor.count(" is-draft") == 1
    assert editor.count('<span class="visually-hidden">Nothing prepared</span>') == 2


@pytest.mark.usefixtures("_table")
@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("", {("us", "rtrt"), ("eu", "rtrt"), ("us", "pat")}),
        ("?basis=binding", {("eu", "rtrt")}),
        ("?jurisdiction=us", {("us", "rtrt"), ("us", "pat")}),
        ("?as_of=2020-05-31", {("eu", "rtrt"), ("us", "pat")}),
        ("?group=release&basis=guidance&basis=binding", {("us", "rtrt"), ("eu", "rtrt")}),
        ("?known_at=2020-01-01", set()),
    ],
)
def test_the_file_holds_what_the_table_shows(client, query, rows):
    html = client.get(f"{TABLE}{query}").content.decode()
    table = html[html.index("<table") : html.index("</table>")] if "<table" in html else ""
    on_screen = set(re.findall(r'<td class="cell basis-(?!empty)[^>]*><a href="/regulatory/(\w+)/(\w+)/', table))
    in_file = {
        (row["jurisdiction"], row["topic"])
        for row in file_of(client, f"{TABLE}{query}{'&' if query else '?'}format=csv")
    }
    assert on_screen == in_file == rows


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("as_of=2024", "Write it as 2024-06-30"),
        ("known_at=2099-01-01", "Nobody knows yet"),
        ("basis=rumour", "rumour is not one of the available choices"),
        ("jurisdiction=atlantis", "atlantis is not one of the available choices"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_in_words_and_shows_no_result(client, query, says):
    statement(summary="Words.")
    response = client.get(f"{TABLE}?{query}")
    assertContains(response, says, status_code=400)
    assertNotContains(response, "<table", status_code=400)
    file = client.get(f"{TABLE}?{query}&format=csv")
    assert (file.status_code, file.headers["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert says in file.content.decode()


@pytest.mark.usefixtures("_table")
def test_a_filter_in_use_can_be_taken_away(client):
    response = client.get(f"{TABLE}?basis=binding&jurisdiction=eu")
    assertContains(response, 'href="?jurisdiction=eu"')
    assertContains(response, 'href="?basis=binding"')


@pytest.mark.usefixtures("_table")
def test_links_stay_at_the_date_that_was_asked_for(client):
    assertContains(client.get(f"{TABLE}?as_of=2022-01-01"), 'href="/regulatory/us/rtrt/?as_of=2022-01-01"')


@pytest.mark.usefixtures("_table")
def test_two_jurisdictions_stand_side_by_side_on_one_question(client):
    response = client.get(f"{COMPARE}?topic=rtrt&a=us&a=eu")
    for shown in ("American words.", "European words.", "https://agency.example/page", "valid from", "D: imported"):
        assertContains(response, shown)
    assertContains(response, 'class="is-different"', count=1)
    assertNotContains(response, "Nothing found.")


@pytest.mark.usefixtures("_table")
def test_differences_only_leaves_equal_rows_out(client):
    statement(jurisdiction="us", topic="ai", summary="Same here.")
    statement(jurisdiction="eu", topic="ai", summary="Same there.")
    assertContains(client.get(f"{COMPARE}?a=us&a=eu"), "Same here.")
    response = client.get(f"{COMPARE}?a=us&a=eu&differences=on")
    assertNotContains(response, "Same here.")
    assertContains(response, "American words.")


@pytest.mark.usefixtures("_table")
def test_the_file_of_a_comparison_holds_the_same_statements(client):
    query = "?a=us&a=eu&differences=on"
    shown = set(
        re.findall(r"<p[^>]*>([^<]* words\.|Nothing found\.)</p>", client.get(f"{COMPARE}{query}").content.decode())
    )
    assert {row["summary"] for row in file_of(client, f"{COMPARE}{query}&format=csv")} == shown
    assert len(shown) == 3


@pytest.mark.usefixtures("_table")
def test_boxes_left_empty_or_chosen_twice_do_not_count(client):
    assert client.get(f"{COMPARE}?a=us&a=&a=eu&a=us&topic=&group=").status_code == 200


@pytest.mark.parametrize(
    ("codes", "says"),
    [
        ([], "Choose 2 jurisdictions or more"),
        (["us"], "Choose one more jurisdiction"),
        (["us", "us"], "Choose one more jurisdiction"),
        (["us", "eu", "gb", "jp", "ca", "ch"], "Choose 5 jurisdictions at most"),
        (["us", "atlantis"], "atlantis is not one of the available choices"),
    ],
)
def test_a_comparison_takes_two_to_five(client, codes, says):
    for code in ("us", "eu", "gb", "jp", "ca", "ch"):
        JurisdictionFactory(code=code)
    query = "&".join(f"a={code}" for code in codes) or "topic="
    assertContains(client.get(f"{COMPARE}?{query}"), says, status_code=400)


def test_the_comparison_begins_with_an_empty_form(client):
    response = client.get(COMPARE)
    assert response.status_code == 200
    assertNotContains(response, "error")


@pytest.mark.parametrize("query", ["", "compare/?a=j0&a=j1"])
def test_a_page_costs_the_same_for_one_statement_and_for_a_hundred(client, query):
    statement(jurisdiction="j0", topic="t0")
    statement(jurisdiction="j1", topic="t0")
    one = cold_cost(client, f"{TABLE}{query}")
    for number in range(98):
        statement(jurisdiction=f"j{number % 5}", topic=f"t{number // 5 + 1}", evidence=(page(), page(title="Second")))
    assert cold_cost(client, f"{TABLE}{query}") == one <= 15


def test_text_is_escaped(client):
    statement(jurisdiction="us", topic="rtrt", summary="<script>alert(1)</script>")
    statement(jurisdiction="eu", topic="rtrt")
    assertNotContains(client.get(f"{COMPARE}?a=us&a=eu"), "<script>alert")
    assert reverse("regulatory:compare") == COMPARE
