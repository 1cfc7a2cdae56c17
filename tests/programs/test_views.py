import csv
import io

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cmkc.core import places, references
from cmkc.core.places import Place
from cmkc.core.references import Target
from cmkc.programs.models import ApprovalEvent, ProgramKind
from tests.accounts.factories import UserFactory
from tests.glossary.factories import TermFactory
from tests.loading import subjects
from tests.programs.factories import ApprovalFactory, ProgramFactory
from tests.queries import cold_cost

pytestmark = pytest.mark.django_db
PROGRAMS, APPROVALS, CSV = "/programs/", "/approvals/", "/approvals/approvals.csv"
ATTACK = "<script>alert(1)</script>\"'&"


@pytest.fixture
def named_places(monkeypatch):
    """Jurisdictions with names, whoever owns them."""
    known = {"us": Place("us", "United States", "/regulatory/us/"), "eu": Place("eu", "European Union")}
    monkeypatch.setattr(places, "lookups", [lambda codes: {code: known[code] for code in codes & known.keys()}])


def titles(answer):
    return {row["title"] for row in answer.context["rows"]}


def rows_of(answer):
    text = answer.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_programs_are_narrowed_by_region_kind_and_audience(client):
    ProgramFactory(name="A", region="us", kind=ProgramKind.TRAINING)
    ProgramFactory(name="B", region="eu", for_academia=True)
    ProgramFactory(name="C", region="eu", for_industry=False, for_regulators=True)
    cases = {
        "region=us": {"A"},
        "region=eu": {"B", "C"},
        "region=us&region=eu": {"A", "B", "C"},
        "kind=training": {"A"},
        "audience=for_academia": {"B"},
        "audience=for_academia&audience=for_regulators": {"B", "C"},
        "audience=for_industry&region=eu": {"B"},
        "audience=is_superuser": {"A", "B", "C"},
        "region=xx": set(),
    }
    for query, names in cases.items():
        assert titles(client.get(f"{PROGRAMS}?{query}")) == names, query
    facets = {facet["name"]: facet["values"] for facet in client.get(f"{PROGRAMS}?region=eu&x=").context["facets"]}
    assert {value["value"]: value["count"] for value in facets["region"]} == {"us": 1, "eu": 2}
    assert {value["value"]: value["count"] for value in facets["audience"]} == {
        "for_industry": 1, "for_academia": 1, "for_regulators": 1,
    }  # fmt: skip


def test_a_program_shows_its_facts_and_its_source(client, named_places):
    program = ProgramFactory(
        name="Emerging Technology Program", abbreviation="ETP", since="2014-03", site="https://example.org/etp",
        form="pilot", source_year=2015,
    )  # fmt: skip
    page = client.get(program.get_absolute_url())
    for text in (
        "Emerging Technology Program", "ETP", "Authority", "Early dialogue.", "March 2014", "United States", "pilot",
        'href="https://example.org/etp"', 'href="/regulatory/us/"', "Somebody", "2015", "industry",
    ):  # fmt: skip
        assertContains(page, text)


def test_a_place_that_nobody_knows_is_shown_by_its_code(client):
    assertContains(client.get(ProgramFactory(region="zz").get_absolute_url()), "ZZ")
    assertContains(client.get(ProgramFactory(region="international").get_absolute_url()), "International")


def test_approvals_are_narrowed_by_jurisdiction_technology_and_year(client):
    technologies = subjects()
    ApprovalFactory(product="A", jurisdiction="us", date="2015", subject=technologies["continuous-manufacturing"])
    ApprovalFactory(product="B", jurisdiction="eu", date="2015-11-20", subject=technologies["additive-manufacturing"])
    ApprovalFactory(product="C", jurisdiction="eu", date=None)
    cases = {
        "jurisdiction=eu": {"B", "C"},
        "technology=continuous-manufacturing": {"A"},
        "year=2015": {"A", "B"},
        "year=2015&jurisdiction=eu": {"B"},
        "year=x": {"A", "B", "C"},
    }
    for query, products in cases.items():
        answer = client.get(f"{APPROVALS}?{query}")
        assert {row.product for row in answer.context["page"]} == products, query
        assert {row["product"] for row in rows_of(client.get(answer.context["csv_url"]))} == products
    answer = client.get(f"{APPROVALS}?x=")
    assert [row.product for row in answer.context["page"]] == ["B", "A", "C"]
    facets = {facet["name"]: facet["values"] for facet in answer.context["facets"]}
    assert [(value["value"], value["count"]) for value in facets["year"]] == [("2015", 2)]


def test_an_approval_and_a_sum_of_approvals_show_what_is_known(client, named_places):
    one = ApprovalFactory(product="Prezista", event=ApprovalEvent.SWITCH, date="2016-04", note="In April.")
    some = ApprovalFactory(product="", event=ApprovalEvent.AGGREGATE, number=6, number_is_least=True)
    page = client.get(one.get_absolute_url())
    for text in ("Prezista", "Switch from batch", "April 2016", "In April.", "United States", "Company", "Somebody"):
        assertContains(page, text)
    assertContains(client.get(some.get_absolute_url()), "at least 6")
    assertContains(client.get(APPROVALS), "Number of approvals: at least 6")


def test_what_nobody_checked_is_public_and_says_so_everywhere(client):
    program, approval = (
        ProgramFactory(confidence="general"),
        ApprovalFactory(confidence="general", source_body="editor"),
    )
    for address in (PROGRAMS, program.get_absolute_url(), APPROVALS, approval.get_absolute_url(), CSV):
        assertContains(client.get(address), "not yet checked")


def test_the_file_carries_source_date_and_confidence(client, named_places):
    approval = ApprovalFactory(product="Prezista", source_url="https://example.org/x", source_year=2018)
    answer = client.get(CSV)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["Content-Disposition"]
    [row] = rows_of(answer)
    assert (row["source_title"], row["source_body"], row["source_year"]) == ("Where it was read", "Somebody", "2018")
    assert (row["source_url"], row["source_date"], row["confidence"]) == ("https://example.org/x", "2018", "found")
    assert (row["jurisdiction_name"], row["date"]) == ("United States", "2020")
    assert row["page"].endswith(approval.get_absolute_url())


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "=cmd|' /C calc'!A0"])
def test_a_cell_never_is_a_formula(client, formula):
    ApprovalFactory(product=formula, note=formula, company=formula)
    [row] = rows_of(client.get(CSV))
    for name in ("product", "note", "company"):
        assert row[name] == f"'{formula}"


def test_things_name_what_cites_them(client):
    program, approval, term = ProgramFactory(), ApprovalFactory(), TermFactory(term="Citing thing")
    references.record(
        Target("glossary", term.slug), [Target("program", program.slug), Target("approval", approval.slug)]
    )
    for thing in (program, approval):
        assertContains(client.get(thing.get_absolute_url()), "Citing thing")


def test_text_is_never_markup(client):
    program = ProgramFactory(name=ATTACK, lead=ATTACK, offers=ATTACK, abbreviation=ATTACK[:40], source_title=ATTACK)
    approval = ApprovalFactory(product=ATTACK, company=ATTACK, substance=ATTACK, note=ATTACK, technology=ATTACK)
    for address in (PROGRAMS, program.get_absolute_url(), APPROVALS, approval.get_absolute_url()):
        assertNotContains(client.get(address), "<script>alert")


def test_foreign_values_in_the_address_harm_nothing(client):
    ProgramFactory()
    ApprovalFactory()
    for query in ("region=%00", "year=99999999999", "after=%ff", "jurisdiction='", "technology=%25"):
        for address in (PROGRAMS, APPROVALS, CSV):
            assert client.get(f"{address}?{query}").status_code == 200


def test_unknown_things_are_not_found(client):
    assert client.get("/programs/nothing/").status_code == 404
    assert client.get("/approvals/nothing/").status_code == 404


@pytest.mark.parametrize("signed_in", [False, True])
@pytest.mark.parametrize("address", [PROGRAMS, APPROVALS, CSV])
def test_lists_cost_the_same_for_one_row_and_for_many(client, address, signed_in):
    if signed_in:
        client.force_login(UserFactory())
    ai = subjects()["artificial-intelligence"]

    def add():
        ProgramFactory()
        ApprovalFactory(subject=ai)

    add()
    before = cold_cost(client, address)
    for _ in range(99):
        add()
    assert cold_cost(client, address) == before <= 15


def test_pages_cost_the_same_with_one_citation_and_with_many(client):
    for make, kind in ((ProgramFactory, "program"), (ApprovalFactory, "approval")):
        few, many = make(), make()
        for thing, number in ((few, 1), (many, 60)):
            for _ in range(number):
                references.record(Target("glossary", TermFactory().slug), [Target(kind, thing.slug)])
        costs = [cold_cost(client, thing.get_absolute_url()) for thing in (few, many)]
        assert costs[0] == costs[1] <= 15


def test_long_lists_are_read_page_by_page(client):
    for number in range(60):
        ProgramFactory(name=f"Program {number:03}")
        ApprovalFactory(product=f"Product {number:03}", date=f"{1950 + number}")
    for address, last in ((PROGRAMS, "Program 031"), (APPROVALS, "Product 003")):
        first = client.get(address)
        assertNotContains(first, last)
        assertContains(client.get(address, {"after": first.context["page"].next}), last)


def test_a_kept_page_changes_with_the_facts(client):
    program = ProgramFactory(offers="Before.")
    address = reverse("programs:program", args=[program.slug])
    assertContains(client.get(address), "Before.")
    program.offers = "After."
    program.save()
    assertContains(client.get(address), "After.")
