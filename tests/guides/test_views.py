import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains
from wagtail.models import PageViewRestriction

from cmkc.guides.actions import publish_release
from tests.accounts.factories import UserFactory
from tests.guides.factories import make_guide, released_guide
from tests.queries import cold_cost

pytestmark = pytest.mark.django_db


def rewritten(release):
    """Publish an edit of the first chapter, which the release must not show."""
    chapter = release.guide.get_children().first().specific
    chapter.title = "Rewritten"
    chapter.save_revision().publish()
    return reverse("guides:chapter", args=[release.guide.slug, "chapter-1"])


def test_a_chapter_shows_its_numbered_sections_and_recommendations(client):
    release = released_guide()
    page = client.get(reverse("guides:chapter", args=[release.guide.slug, "chapter-2"]))
    for text in ("2.1", "About Chapter 2", "R-01", "<em>flows</em>"):
        assertContains(page, text)


def test_a_published_edit_of_a_chapter_waits_for_the_next_release(client):
    release = released_guide()
    address = rewritten(release)
    assertNotContains(client.get(address), "Rewritten")
    publish_release(release.guide, "1.1", note="Second.")
    assertContains(client.get(address), "Rewritten")


def test_an_old_release_stays_as_it_was_and_says_that_there_is_a_newer_one(client):
    release = released_guide()
    rewritten(release)
    publish_release(release.guide, "1.1", note="Second.")
    old = client.get(reverse("guides:release_chapter", args=[release.guide.slug, "1.0", "chapter-1"]))
    assertContains(old, "Chapter 1")
    assertNotContains(old, "Rewritten")
    assertContains(old, "Read the newest release, 1.1")


def test_a_guide_without_a_release_is_not_there(client):
    guide = make_guide()
    assert client.get(reverse("guides:guide", args=[guide.slug])).status_code == 404
    assertNotContains(client.get(reverse("guides:list")), guide.title)


def test_a_guide_for_members_answers_404_to_visitors(client):
    release = released_guide()
    PageViewRestriction.objects.create(page=release.guide, restriction_type=PageViewRestriction.LOGIN)
    address = reverse("guides:chapter", args=[release.guide.slug, "chapter-1"])
    assert client.get(address).status_code == 404
    assertNotContains(client.get(reverse("guides:list")), release.guide.title)
    client.force_login(UserFactory())
    assert client.get(address).status_code == 200


def test_unknown_chapters_and_releases_answer_404(client):
    slug = released_guide().guide.slug
    assert client.get(reverse("guides:chapter", args=[slug, "nothing"])).status_code == 404
    assert client.get(reverse("guides:release", args=[slug, "9.9"])).status_code == 404


def test_pages_cost_the_same_for_one_chapter_and_for_many(client):
    small, large = released_guide(chapters=1).guide.slug, released_guide(chapters=30).guide.slug
    for name, *args in (("guides:guide",), ("guides:chapter", "chapter-1")):
        costs = [cold_cost(client, reverse(name, args=[slug, *args])) for slug in (small, large)]
        assert costs[0] == costs[1] <= 15


def test_the_shelf_costs_the_same_for_one_guide_and_for_many(client):
    released_guide()
    before = cold_cost(client, reverse("guides:list"))
    for _ in range(8):
        released_guide(chapters=1)
    assert cold_cost(client, reverse("guides:list")) == before <= 15
