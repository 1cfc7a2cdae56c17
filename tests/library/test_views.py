import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cmkc.core import references
from cmkc.core.limits import LIMITS, Limit
from cmkc.core.references import Target
from cmkc.library.models import Publication
from tests.accounts.factories import UserFactory
from tests.glossary.factories import TermFactory
from tests.library.factories import CreatorFactory, IdentifierFactory, PublicationFactory, RelationFactory, next_version
from tests.loading import subjects
from tests.queries import cold_cost

pytestmark = pytest.mark.django_db
LIST = "/library/"
ATTACK = "<script>alert(1)</script>\"'&"


def addresses_of(work):
    """Every address that shows one work."""
    return [
        LIST,
        work.get_absolute_url(),
        work.version_url,
        f"{work.get_absolute_url()}export/bibtex",
        f"{work.get_absolute_url()}export/ris",
    ]


def test_the_list_shows_what_each_work_is(client):
    PublicationFactory(
        title="Washout", creators=["Gao", "Muzzio", "Wang", "Ierapetritou"], review_status="peer-reviewed"
    )
    page = client.get(LIST)
    for text in ("Washout", "Y. Gao, Y. Muzzio, Y. Wang et al.", "Journal of Powders", "2020", "Journal article"):
        assertContains(page, text)
    assertContains(page, "peer-reviewed")


def test_filters_narrow_the_list_and_count_what_is_left(client):
    technologies = subjects()
    PublicationFactory(title="One", type="report", issued="2021", subjects=[technologies["artificial-intelligence"]])
    PublicationFactory(title="Two", type="report", issued="2019", review_status="peer-reviewed")
    PublicationFactory(title="Three", issued="2021-03-04", access="open")
    cases = {
        "type=report": {"One", "Two"},
        "type=report&type=journal-article": {"One", "Two", "Three"},
        "year=2021": {"One", "Three"},
        "type=report&year=2021": {"One"},
        "technology=artificial-intelligence": {"One"},
        "review=peer-reviewed": {"Two"},
        "access=open": {"Three"},
        "type=book": set(),
        "year=x&year=٣": {"One", "Two", "Three"},
    }
    for query, titles in cases.items():
        assert {row["title"] for row in client.get(f"{LIST}?{query}").context["rows"]} == titles, query
    again = client.get(f"{LIST}?type=report&sort=newest")
    facets = {facet["name"]: facet["values"] for facet in again.context["facets"]}
    assert {value["value"]: value["count"] for value in facets["year"]} == {"2021": 1, "2019": 1}
    assert {value["value"]: value["count"] for value in facets["type"]} == {"report": 2, "journal-article": 1}
    assert [(value["value"], value["count"]) for value in facets["technology"]] == [("artificial-intelligence", 1)]


def test_a_chosen_filter_can_be_taken_away_and_an_empty_list_says_what_to_do(client):
    PublicationFactory()
    page = client.get(f"{LIST}?type=book&sort=title")
    assertContains(page, "No publication matches")
    assertContains(page, f'href="{LIST}?sort=title"')


@pytest.mark.parametrize(
    ("sort", "order"), [("newest", "BAC"), ("oldest", "CAB"), ("title", "ABC"), ("added", "CBA"), ("nonsense", "BAC")]
)
def test_the_list_has_four_orders(client, sort, order):
    for title, issued in (("The A", "2020"), ("“B", "2021-05"), ("C", None)):
        PublicationFactory(title=title, issued=issued)
    rows = client.get(LIST, {"sort": sort}).context["rows"]
    assert "".join(row["title"].removeprefix("The ").strip("“") for row in rows) == order


def test_a_long_list_is_read_page_by_page_with_its_filters(client):
    for _ in range(25):
        PublicationFactory(type="report")
    PublicationFactory()
    first = client.get(f"{LIST}?type=report&sort=title")
    cursor = first.context["page"].next
    assertContains(first, f"type=report&amp;sort=title&amp;after={cursor}")
    second = client.get(f"{LIST}?type=report&sort=title&after={cursor}")
    assert (len(first.context["rows"]), len(second.context["rows"])) == (20, 5)


def test_foreign_values_in_the_address_harm_nothing(client):
    PublicationFactory()
    for query in ("type=%00", "year=99999999999999999999", "technology='", "after=%ff", "sort=%00", "review=<b>"):
        assert client.get(f"{LIST}?{query}").status_code == 200


def test_a_landing_page_shows_the_whole_record(client):
    work = PublicationFactory(
        title="Washout", creators=["Gao", "Muzzio"], doi="10.1016/j.powtec.2012.05.060", volume="228", issue="1",
        pages="416-423", publisher="Elsevier", url="https://example.org/paper", keywords="rtd; review",
        licence="CC-BY-4.0",
        access="open", review_status="peer-reviewed", subjects=[subjects()["continuous-manufacturing"]],
        source_year=2012,
    )  # fmt: skip
    IdentifierFactory(publication=work, scheme="issn", value="0032-5910")
    page = client.get(work.get_absolute_url())
    for text in (
        "Washout", "Y. Gao", "Y. Muzzio", "Journal of Powders", "228", "416-423", "Elsevier", "rtd, review",
        "CC BY 4.0",
        "peer-reviewed", "What was done and found.", "0032-5910", "Somebody", "2012", work.cmkc_id,
        'href="https://doi.org/10.1016/j.powtec.2012.05.060"', 'href="https://example.org/paper"',
        "Gao, Y. &amp; Muzzio, Y. (2020). Washout. Journal of Powders, 228(1), 416-423.",
    ):  # fmt: skip
        assertContains(page, text)
    body = page.content.decode()
    assert body.index("Y. Gao") < body.index("Y. Muzzio")


def test_a_landing_page_can_be_read_by_reference_managers(client):
    work = PublicationFactory(creators=["Gao", "Muzzio"], doi="10.1/2", pages="12–15", issued="2020-05-07")
    head = client.get(work.get_absolute_url()).content.decode()
    tags = [
        '<meta name="citation_author" content="Gao, Y.">',
        '<meta name="citation_author" content="Muzzio, Y.">',
        '<meta name="citation_publication_date" content="2020/05/07">',
        '<meta name="citation_journal_title" content="Journal of Powders">',
        '<meta name="citation_doi" content="10.1/2">',
        '<meta name="citation_firstpage" content="12">',
        '<meta name="citation_lastpage" content="15">',
    ]
    places = [head.index(tag) for tag in tags]
    assert places[0] < places[1]
    assert "citation_pdf_url" not in head


def test_a_record_that_nobody_checked_says_so_everywhere(client):
    work = PublicationFactory(confidence="general")
    for address in addresses_of(work):
        assert "not yet checked" in client.get(address).content.decode().lower(), address


def test_review_and_access_stand_in_every_export(client):
    work = PublicationFactory(review_status="peer-reviewed", access="open")
    for name in ("bibtex", "ris"):
        assertContains(client.get(f"{work.get_absolute_url()}export/{name}"), "Review: peer-reviewed. Access: open.")


@pytest.mark.parametrize("fields", [{"live": False}, {"audience": "members"}, {"audience": "group:1"}])
def test_what_a_visitor_may_not_see_is_nowhere(client, fields):
    work = PublicationFactory(title="Secret", **fields)
    assertNotContains(client.get(LIST), "Secret")
    assert {client.get(address).status_code for address in addresses_of(work)[1:]} == {404}


def test_members_see_what_is_meant_for_them_but_no_drafts(client):
    client.force_login(UserFactory())
    hidden, shown = (
        PublicationFactory(title="Draft", live=False),
        PublicationFactory(title="Inside", audience="members"),
    )
    page = client.get(LIST)
    assertContains(page, "Inside")
    assertNotContains(page, "Draft")
    assert client.get(hidden.get_absolute_url()).status_code == 404
    answer = client.get(shown.get_absolute_url())
    assertContains(answer, "Inside")
    assert "no-store" in answer.headers["Cache-Control"]


def test_an_unpublished_edit_shows_to_nobody(client):
    work = PublicationFactory(title="Before")
    work.title = "After"
    work.save_revision()
    for address in addresses_of(work):
        assertNotContains(client.get(address), "After")


def test_a_new_version_takes_the_address_and_the_old_one_says_so(client):
    first = PublicationFactory(title="First words")
    second = next_version(first, title="Second words")
    assert first.cmkc_id == second.cmkc_id
    newest = client.get(first.get_absolute_url())
    assertContains(newest, "Second words")
    assertContains(newest, first.version_url)
    old = client.get(first.version_url)
    assertContains(old, "First words")
    assertContains(old, "There is a newer one, version 2")
    assertNotContains(client.get(second.version_url), "There is a newer one")
    assert [row["title"] for row in client.get(LIST).context["rows"]] == ["Second words"]


def test_a_draft_of_a_new_version_leaves_the_address_to_the_old_one(client):
    first = PublicationFactory(title="First words")
    second = next_version(first, title="Second words", live=False)
    assertContains(client.get(first.get_absolute_url()), "First words")
    assert client.get(second.version_url).status_code == 404


def test_a_version_is_exported_as_it_stands(client):
    first = PublicationFactory(title="First words")
    next_version(first, title="Second words")
    export = client.get(f"{first.version_url}export/bibtex")
    assertContains(export, "First words")
    assertContains(export, f"{first.cmkc_id}-v1")
    assertContains(client.get(f"{first.get_absolute_url()}export/bibtex"), "Second words")


@pytest.mark.parametrize(
    ("name", "media_type", "ending"),
    [("bibtex", "application/x-bibtex", "bib"), ("ris", "application/x-research-info-systems", "ris")],
)
def test_an_export_is_a_file_with_a_name(client, name, media_type, ending):
    work = PublicationFactory()
    answer = client.get(reverse("library:export", args=[work.cmkc_id, name]))
    assert answer.headers["Content-Type"] == f"{media_type}; charset=utf-8"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{work.cmkc_id}.{ending}"'


def test_exports_are_counted_for_all_formats_together(client, settings, monkeypatch):
    settings.LIMITS_FACTOR = 1
    monkeypatch.setitem(LIMITS, "exports", Limit(1, 60, reads=True))
    address = PublicationFactory().get_absolute_url()
    answers = [client.get(f"{address}export/{name}") for name in ("bibtex", "ris")]
    assert [answer.status_code for answer in answers] == [200, 429]
    assertContains(answers[1], "Come back at", status_code=429)


def test_works_name_what_cites_them_by_either_id(client):
    work = PublicationFactory(key="gao-2012")
    first, second = TermFactory(term="By content id"), TermFactory(term="By permanent id")
    references.record(Target("glossary", first.slug), [Target("ref", "gao-2012")])
    references.record(Target("glossary", second.slug), [Target("ref", work.cmkc_id), Target("ref", "gao-2012")])
    page = client.get(work.get_absolute_url())
    assertContains(page, "By content id", count=1)
    assertContains(page, "By permanent id", count=1)


def test_a_relation_shows_on_both_works_with_its_inverse(client):
    citing, cited = PublicationFactory(title="Citing"), PublicationFactory(title="Cited")
    RelationFactory(publication=citing, target=cited.family)
    RelationFactory(publication=citing, doi="10.1/outside")
    page = client.get(citing.get_absolute_url())
    assertContains(page, "Cited")
    assertContains(page, 'href="https://doi.org/10.1/outside"')
    back = client.get(cited.get_absolute_url())
    assertContains(back, "Is cited by")
    assertContains(back, "Citing")


def test_a_relation_to_a_hidden_work_shows_nothing_of_it(client):
    hidden, shown = PublicationFactory(title="Secret", live=False), PublicationFactory()
    RelationFactory(publication=shown, target=hidden.family)
    RelationFactory(publication=hidden, target=shown.family)
    assertNotContains(client.get(shown.get_absolute_url()), "Secret")


def test_text_is_never_markup(client):
    fields = ("title", "abstract", "container_title", "publisher", "keywords", "volume", "pages", "source_title")
    work = PublicationFactory(creators=[ATTACK], **dict.fromkeys(fields, ATTACK))
    CreatorFactory(publication=work, affiliation=ATTACK)
    for address in (LIST, work.get_absolute_url()):
        assertNotContains(client.get(address), "<script>alert")


@pytest.mark.parametrize("name", ["CMKC-999999", "CMKC-000000", "CMKC-12", "cmkc-000001", "anything"])
def test_an_unknown_id_is_not_found(client, name):
    PublicationFactory()
    for tail in ("", "v1/", "v7/", "export/bibtex", "export/nonsense"):
        assert client.get(f"/library/{name}/{tail}", follow=True).status_code == 404


def test_unknown_versions_and_formats_are_not_found(client):
    address = PublicationFactory().get_absolute_url()
    for tail in ("v2/", "v0/", "v99999999999999999999/", "export/word"):
        assert client.get(address + tail).status_code == 404


@pytest.mark.parametrize("query", ["", "?type=report&sort=title&technology=artificial-intelligence"])
@pytest.mark.parametrize("signed_in", [False, True])
def test_the_list_costs_the_same_for_one_work_and_for_many(client, query, signed_in):
    if signed_in:
        client.force_login(UserFactory())
    ai = subjects()["artificial-intelligence"]
    PublicationFactory(type="report", subjects=[ai])
    before = cold_cost(client, LIST + query)
    for number in range(30):
        PublicationFactory(type="report", issued=str(1990 + number), subjects=[ai])
    assert cold_cost(client, LIST + query) == before <= 15


def test_a_landing_page_costs_the_same_for_a_short_record_and_a_long_one(client):
    short, long = PublicationFactory(key="short"), PublicationFactory(key="long", subjects=subjects().values())
    for work, number in ((short, 1), (long, 100)):
        for _ in range(number):
            CreatorFactory(publication=work)
            IdentifierFactory(publication=work)
            references.record(Target("glossary", TermFactory().slug), [Target("ref", work.family.key)])
        for _ in range(min(number, 5)):
            RelationFactory(publication=work, target=PublicationFactory().family)
            RelationFactory(publication=PublicationFactory(), target=work.family)
    costs = [cold_cost(client, work.get_absolute_url()) for work in (short, long)]
    assert costs[0] == costs[1] <= 15


def test_a_kept_page_changes_when_the_work_is_published_again(client):
    work = PublicationFactory(title="Before")
    for address in (LIST, work.get_absolute_url()):
        assertContains(client.get(address), "Before")
    work = Publication.objects.get(pk=work.pk)
    work.title = "After"
    work.save_revision().publish()
    for address in (LIST, work.get_absolute_url()):
        assertContains(client.get(address), "After")


def test_an_unpublished_work_leaves_the_site(client):
    work = PublicationFactory(title="Gone")
    Publication.objects.get(pk=work.pk).unpublish()
    assertNotContains(client.get(LIST), "Gone")
    assert client.get(work.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(("query", "number"), [("", 3), ("?type=report", 2), ("?access=open", 1), ("?type=book", 0)])
def test_the_list_says_how_many_works_match(client, query, number):
    for fields in ({"type": "report"}, {"type": "report", "access": "open"}, {}):
        PublicationFactory(**fields)
    assert client.get(LIST + query).context["total"] == number
