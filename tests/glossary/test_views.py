import json

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cmkc.core import references
from cmkc.core.references import Target
from cmkc.glossary.models import Category
from tests.accounts.factories import UserFactory
from tests.glossary.factories import GlossarySynonymFactory, TermFactory
from tests.library.factories import PublicationFactory
from tests.queries import cold_cost

pytestmark = pytest.mark.django_db
LIST = "/glossary/"
ATTACK = "<script>alert(1)</script>\"'&"


def test_terms_stand_under_their_letters_without_regard_to_case_and_accents(client):
    for name in ("beta", "Ångström", "alpha", "21 CFR"):
        TermFactory(term=name)
    page = client.get(LIST).content.decode()
    assert page.index(">21 CFR<") < page.index(">alpha<") < page.index(">Ångström<") < page.index(">beta<")
    assert all(f">{letter}</h2>" in page for letter in "#AB")


def test_a_letter_a_category_and_words_narrow_the_list(client):
    TermFactory(term="Blender", category=Category.CONTINUOUS, definition="Mixes powders.")
    TermFactory(term="Audit trail", category=Category.DIGITAL, definition="Says who changed what.")
    for query in ("letter=B", "category=continuous-manufacturing", "q=powder", "q=blend&letter=B"):
        page = client.get(f"{LIST}?{query}")
        assertContains(page, "Blender")
        assertNotContains(page, "Audit trail")


def test_a_term_is_found_by_its_other_names_and_listed_once(client):
    term = TermFactory(term="Washout", expansion="step response")
    for name in ("exit age of one", "exit age of two"):
        GlossarySynonymFactory(term=term, text=name)
    assert client.get(f"{LIST}?q=exit age").content.decode().count(">Washout<") == 1


def test_nothing_found_says_what_to_do(client):
    TermFactory()
    assertContains(client.get(f"{LIST}?q=zzzz"), "No term matches")


def test_foreign_values_in_the_address_harm_nothing(client):
    TermFactory(term="Blender")
    for query in ("letter=%00", "letter=zz", "category='", "after=%ff", "q=%25_%25", "category=nothing&q="):
        assert client.get(f"{LIST}?{query}").status_code == 200


def test_a_long_glossary_is_read_page_by_page(client):
    for number in range(70):
        TermFactory(term=f"Term {number:03}")
    first = client.get(LIST)
    assertContains(first, "Term 000")
    assertNotContains(first, "Term 065")
    second = client.get(LIST, {"after": first.context["page"].next})
    assertContains(second, "Term 065")


def test_a_term_shows_all_that_is_known_of_it_with_its_source(client):
    other = TermFactory(term="Neighbour")
    term = TermFactory(
        term="RTD", expansion="residence time distribution", source_year=1953, source_url="https://x.org/a"
    )
    term.see_also.add(other)
    term.save()
    GlossarySynonymFactory(term=term, text="E curve")
    GlossarySynonymFactory(term=term, text="age distribution", relation="broader")
    page = client.get(term.get_absolute_url())
    for text in (
        "residence time distribution",
        "What the term means",
        "E curve",
        "means more",
        "Neighbour",
        "Somebody",
    ):
        assertContains(page, text)
    assertContains(page, "1953")
    assertContains(page, 'href="https://x.org/a"')
    assertNotContains(page, "not yet checked")


def test_a_term_that_nobody_checked_says_so_in_the_list_on_its_page_and_in_its_data(client):
    term = TermFactory(confidence="general")
    for address in (LIST, term.get_absolute_url()):
        assertContains(client.get(address), "not yet checked")
    assertContains(client.get(reverse("glossary:term_data", args=[term.slug])), "Not yet checked")


def test_a_term_names_what_cites_it(client):
    term, citing = TermFactory(slug="rtd"), TermFactory(slug="citing", term="Citing thing")
    references.record(Target("glossary", citing.slug), [Target("glossary", term.slug)])
    assertContains(client.get(term.get_absolute_url()), "Citing thing")


def test_a_work_that_is_withdrawn_is_named_by_no_kept_page_of_a_term(client):
    term, work = TermFactory(), PublicationFactory(title="Withdrawn thing")
    references.record(Target("ref", work.cmkc_id), [Target("glossary", term.slug)])
    assertContains(client.get(term.get_absolute_url()), "Withdrawn thing")
    work.unpublish()
    assertNotContains(client.get(term.get_absolute_url()), "Withdrawn thing")


def test_a_term_for_machines_is_a_defined_term_of_schema_org(client):
    term = TermFactory(slug="rtd", term="RTD", expansion="residence time distribution")
    GlossarySynonymFactory(term=term, text="E curve")
    assertContains(client.get(term.get_absolute_url()), 'rel="describedby" type="application/ld+json"')
    answer = client.get("/glossary/rtd/term.jsonld")
    assert answer.headers["Content-Type"] == "application/ld+json"
    data = json.loads(answer.content)
    assert (data["@type"], data["name"], data["termCode"]) == ("DefinedTerm", "RTD", "rtd")
    assert data["alternateName"] == ["residence time distribution", "E curve"]
    assert data["inDefinedTermSet"]["@type"] == "DefinedTermSet"


def test_text_is_never_markup(client):
    term = TermFactory(term=ATTACK, expansion=ATTACK, definition=ATTACK, source_title=ATTACK, source_body=ATTACK)
    GlossarySynonymFactory(term=term, text=ATTACK)
    for address in (LIST, term.get_absolute_url(), f"{LIST}?q={ATTACK}"):
        assertNotContains(client.get(address), "<script>alert")


def test_an_unknown_term_is_not_found(client):
    assert client.get("/glossary/nothing/").status_code == 404
    assert client.get("/glossary/nothing/term.jsonld").status_code == 404


@pytest.mark.parametrize("signed_in", [False, True])
def test_the_list_costs_the_same_for_one_term_and_for_many(client, signed_in):
    if signed_in:
        client.force_login(UserFactory())
    TermFactory()
    before = cold_cost(client, LIST)
    for _ in range(99):
        TermFactory()
    assert cold_cost(client, LIST) == before <= 15


def test_a_term_costs_the_same_with_one_name_and_citation_and_with_many(client):
    few, many = TermFactory(), TermFactory()
    for term, number in ((few, 1), (many, 100)):
        for _ in range(number):
            GlossarySynonymFactory(term=term)
            references.record(Target("glossary", TermFactory().slug), [Target("glossary", term.slug)])
        term.see_also.add(*(TermFactory() for _ in range(number)))
        term.save()
    costs = [cold_cost(client, term.get_absolute_url()) for term in (few, many)]
    assert costs[0] == costs[1] <= 15


def test_a_kept_page_changes_with_the_term_and_with_its_names(client):
    synonym = GlossarySynonymFactory(text="first name")
    address = synonym.term.get_absolute_url()
    assertContains(client.get(address), "first name")
    synonym.text = "second name"
    synonym.save()
    assertContains(client.get(address), "second name")
