import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cmkc.core.models import Subject
from cmkc.core.taxonomy import CONTINUOUS
from courses.actions import mark_read
from search.actions import stale
from tests.accounts.factories import UserFactory
from tests.courses.factories import published_course
from tests.forum.factories import make_topic
from tests.guides.factories import released_guide
from tests.home.site import site_tree
from tests.queries import cold_cost

pytestmark = pytest.mark.django_db


@pytest.fixture
def technology():
    return Subject.objects.create(
        slug=CONTINUOUS, title="Continuous manufacturing", kind="technology", description="D."
    )


def test_a_visitor_finds_what_the_four_people_come_for(client, technology):
    version, release, topic = published_course(), released_guide(), make_topic()
    page = client.get(reverse("home"))
    for title in (version.course.title, release.guide.title, topic.title, technology.title):
        assertContains(page, title)
    assertContains(page, reverse("account_signup"))
    assertContains(page, reverse("regulatory:compare"))


def test_a_member_goes_on_where_they_stopped(client):
    version = published_course()
    reader = UserFactory()
    mark_read(reader, version.course, "lesson-1")
    client.force_login(reader)
    page = client.get(reverse("home"))
    assertContains(page, "Continue learning")
    assertContains(page, reverse("courses:lesson", args=[version.course.slug, "lesson-2"]))
    assertContains(page, "1 of 2 lessons read")


def test_what_is_hidden_is_not_on_the_home_page(client):
    site_tree()
    topic = make_topic(author=UserFactory(), hidden=True)
    assertNotContains(client.get(reverse("home")), topic.title)


def test_the_home_page_costs_the_same_for_one_row_and_for_many(client, technology):
    published_course(), released_guide(), make_topic()
    before = cold_cost(client, reverse("home"))
    for _ in range(6):
        published_course(lessons=1), released_guide(chapters=1), make_topic()
    assert cold_cost(client, reverse("home")) == before <= 15


def test_a_technology_shows_its_things_of_every_kind(client, technology):
    version, release, other = published_course(), released_guide(), published_course()
    for thing in (version.course, release.guide):
        thing.subjects.add(technology)
        stale(thing)
    page = client.get(reverse("technology", args=[technology.slug]))
    assertContains(page, version.course.title)
    assertContains(page, release.guide.title)
    assertNotContains(page, other.course.title)


def test_a_technology_costs_the_same_for_one_thing_and_for_many(client, technology):
    address = reverse("technology", args=[technology.slug])

    def add():
        course = published_course(lessons=1).course
        course.subjects.add(technology)
        stale(course)

    add()
    before = cold_cost(client, address)
    for _ in range(8):
        add()
    assert cold_cost(client, address) == before <= 15


def test_a_topic_is_no_technology(client):
    Subject.objects.create(slug="economics", title="Economics", kind="topic")
    assert client.get("/technologies/economics/").status_code == 404


def test_readiness_needs_the_database(client, monkeypatch):
    assert client.get("/health/ready").json() == {"ready": True, "database": True}
    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.cursor", lambda _self: 1 / 0)
    assert client.get("/health/ready").status_code == 503
