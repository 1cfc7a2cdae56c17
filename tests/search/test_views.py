from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cmkc.accounts.models import User
from cmkc.core.limits import LIMITS, Limit
from search.models import FacetLabel

pytestmark = pytest.mark.django_db
URL = "/search/"


@pytest.fixture
def filled(world, document):
    """Some things of two kinds."""
    FacetLabel.objects.create(field="jurisdiction", value="us", label="United States")
    world.put(
        document("Feeder refill", kind="term", body="How feeders <run> empty.", facets={"jurisdiction": ["us"]},
                 published_at=date(2023, 1, 1), shown={"date": "2023", "confidence": "not yet checked"})
    )  # fmt: skip
    world.put(
        document("Guide to lines", kind="guide", body="All about lines."),
        document("4.2 Feeding", kind="guide", part="feeding", url="/guides/lines/#feeding", body="Feeders feed.",
                 shown={"within": "Guide to lines"}),
    )  # fmt: skip
    return world


def test_the_address_is_the_one_that_others_rely_on():
    assert reverse("search:results") == URL


def test_a_hit_says_what_it_is_and_leads_to_the_exact_place(client, filled):
    page = client.get(URL, {"q": "feeders"})
    assertContains(page, 'href="/guides/lines/#feeding"')
    assertContains(page, "4.2 Feeding")
    assertContains(page, "Guides")
    assertContains(page, "<mark>Feeders</mark> feed")
    assertContains(page, "2 results for “feeders”")
    assertContains(page, "not yet checked")
    assertNotContains(page, "<run>")
    assertContains(page, 'role="status"')


def test_facets_are_checkboxes_that_keep_the_question(client, filled):
    page = client.get(URL, {"q": "feeder", "kind": "term", "sort": "newest"})
    assertContains(page, '<input type="hidden" name="q" value="feeder">', html=True)
    assertContains(page, '<input type="hidden" name="sort" value="newest">', html=True)
    assertContains(page, '<input type="checkbox" name="kind" value="term" checked>', html=True)
    assertContains(page, '<input type="checkbox" name="kind" value="guide">', html=True)
    assertContains(page, "United States")
    assertContains(page, "1 result for")
    assertContains(page, 'href="/search/?q=feeder&amp;sort=newest"')  # the chip that takes the filter away


def test_without_a_question_there_is_everything_to_browse(client, filled):
    page = client.get(URL)
    assertContains(page, "2 entries")
    assertContains(page, 'href="/search/?kind=guide"')
    assertContains(page, "Newest")
    assertContains(page, "noindex")


def test_nothing_found_offers_ways_out(client, filled):
    page = client.get(URL, {"q": "zebra crossing"})
    assertContains(page, "0 results for")
    assertContains(page, 'href="/search/?q=zebra"')
    assertContains(page, 'href="/search/?kind=guide"')
    page = client.get(URL, {"q": "feeder", "year": "1900"})
    assertContains(page, 'href="/search/?q=feeder"')
    assertContains(page, "without filters")
    page = client.get(URL, {"year": "1900"})
    assertContains(page, "Nothing matches these filters")


def test_a_long_question_is_refused_with_a_sentence(client, filled):
    page = client.get(URL, {"q": "word " * 99})
    assertContains(page, "more than 64 words", status_code=400)


def test_what_was_typed_is_shown_as_text(client, filled):
    page = client.get(URL, {"q": '<script>alert(1)</script>"'})
    assertNotContains(page, "<script>alert")


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_search_is_only_asked_for(client, method):
    assert getattr(client, method)(URL).status_code == 405


def test_readers_see_and_count_what_is_theirs(client, world, document):
    group = Group.objects.create(name="G")
    member = User.objects.create_user("m@example.org", "x" * 12, name="M")
    insider = User.objects.create_user("i@example.org", "x" * 12, name="I")
    insider.groups.add(group)
    for name, audience in {
        "open": "public",
        "inner": "members",
        "secret": f"group:{group.pk}",
        "own": f"user:{member.pk}",
    }.items():
        world.put(document(f"Feeder {name}", audience=(audience,), facets={"topic": [name]}, body="<feeder>"))

    def seen():
        cache.clear()  # a kept page has no context to look into
        page = client.get(URL, {"q": "feeder"})
        text = page.content.decode()
        assert f"{page.context['total']} result" in text
        names = {name for name in ("open", "inner", "secret", "own") if f"Feeder {name}" in text}
        assert {
            one["value"] for facet in page.context["facets"] if facet["name"] == "topic" for one in facet["values"]
        } == names
        return names

    assert seen() == {"open"}
    client.force_login(member)
    assert seen() == {"open", "inner", "own"}
    client.force_login(insider)
    assert seen() == {"open", "inner", "secret"}
    client.logout()
    assert seen() == {"open"}


def queries(client, **parameters):
    client.get(URL, parameters)
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(URL, parameters).status_code == 200
    return len(captured)


@pytest.mark.parametrize("signed_in", [False, True])
@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"q": "feeder"},
        {
            "q": "feeder",
            "kind": ["term", "thing"],
            "topic": "t1",
            "technology": "x",
            "jurisdiction": "us",
            "year": "2020",
        },
        {"q": "zebra crossing", "kind": "term"},
        {"q": "one two three four five six seven feeder refill text"},
    ],
)
def test_a_page_costs_the_same_for_any_amount(client, world, document, parameters, signed_in):
    if signed_in:
        client.force_login(User.objects.create_user("m@example.org", "x" * 12, name="M"))
    said = {"topic": ["t1"], "technology": ["x"], "jurisdiction": ["us"], "year": ["2020"]}
    world.put(document("Feeder refill", kind="term", facets=said, body="text"))
    first = queries(client, **parameters)
    for number in range(100):
        world.put(document(f"Feeder refill {number}", kind="term", facets=said, body="text"))
    assert queries(client, **parameters) == first
    assert first <= 15


def test_visitors_get_a_kept_page_until_anything_changes(client, world, document):
    thing = world.put(document("Feeder"))
    first = client.get(URL, {"q": "feeder"})
    assert first.headers["ETag"]
    again = client.get(URL, {"q": "feeder"}, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    world.say(thing, document("Feeder and blender"))
    assertContains(client.get(URL, {"q": "feeder"}), "Feeder and blender")


def test_a_members_page_is_kept_by_nobody(client, filled):
    client.force_login(User.objects.create_user("m@example.org", "x" * 12, name="M"))
    assert client.get(URL).headers["Cache-Control"] == "private, no-store"


def test_answers_of_the_fallback_say_so_and_are_not_kept(client, filled, settings):
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
    page = client.get(URL, {"q": "feeder"})
    assertContains(page, "built-in one")
    assertContains(page, "Feeder refill")
    assert "ETag" not in page.headers
    assert "private" in page.headers["Cache-Control"]


def test_who_searches_too_often_is_told_when_and_kept_pages_cost_nothing(client, settings, monkeypatch):
    settings.LIMITS_FACTOR = 1
    monkeypatch.setitem(LIMITS, "search", Limit(2, 60, reads=True))
    client.get(URL, {"q": "blend"})
    kept = client.get(URL, {"q": "blend"})
    assert kept.status_code == 200
    tag = {"HTTP_IF_NONE_MATCH": kept["ETag"]}
    assert [client.get(URL, {"q": "blend"}, **tag).status_code for _ in range(3)] == [304] * 3
    assert [client.get(URL, {"q": word}).status_code for word in ("feed", "tablet")] == [200, 429]
    assert client.get(URL, {"q": "tablet"})["Retry-After"].isdecimal()
    assert client.get(URL, {"q": "blend"}).status_code == 200
