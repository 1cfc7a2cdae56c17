import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects
from wagtail.models import PageViewRestriction

from courses.actions import publish_version
from courses.models import LessonReading
from tests.accounts.factories import UserFactory
from tests.courses.factories import make_course, published_course
from tests.queries import cold_cost

pytestmark = pytest.mark.django_db


def lesson_address(version, key="lesson-1"):
    return reverse("courses:lesson", args=[version.course.slug, key])


def test_a_visitor_reads_every_lesson_without_an_account(client):
    version = published_course()
    page = client.get(lesson_address(version, "lesson-2"))
    assertContains(page, "The words of lesson-2")
    assertContains(page, "Lesson 2 of 2")
    assertNotContains(page, "csrfmiddlewaretoken")


def test_an_edited_lesson_is_taught_from_the_next_version_on(client):
    version = published_course()
    lesson = version.course.get_children().get(slug="lesson-1").specific
    lesson.title = "Rewritten"
    lesson.save_revision().publish()
    assertNotContains(client.get(lesson_address(version)), "Rewritten")
    publish_version(version.course, change_class="minor", note="Second.")
    assertContains(client.get(lesson_address(version)), "Rewritten")


def test_a_moved_lesson_page_changes_no_version(client):
    version = published_course()
    other = make_course(lessons=0)
    version.course.get_children().get(slug="lesson-1").move(other, pos="last-child")
    assertContains(client.get(lesson_address(version)), "The words of lesson-1")


def test_marking_a_lesson_as_read_leads_to_the_next_one_and_counts_once(client):
    version = published_course()
    reader = UserFactory()
    client.force_login(reader)
    address = reverse("courses:read", args=[version.course.slug, "lesson-1"])
    assertRedirects(client.post(address), lesson_address(version, "lesson-2"))
    client.post(address)
    assert LessonReading.objects.of(reader).count() == 1
    assertContains(client.get(version.course.get_absolute_url()), "Continue: About lesson-2")


def test_a_course_read_to_the_end_says_so(client):
    version = published_course(lessons=1)
    client.force_login(UserFactory())
    done = client.post(reverse("courses:read", args=[version.course.slug, "lesson-1"]), follow=True)
    assertContains(done, "You have read every lesson of this course.")


def test_marking_a_lesson_asks_a_visitor_to_sign_in(client):
    version = published_course()
    answer = client.post(reverse("courses:read", args=[version.course.slug, "lesson-1"]))
    assert answer.status_code == 302
    assert "/accounts/login/" in answer["Location"]
    assert not LessonReading.objects.exists()


def test_a_lesson_outside_the_version_can_neither_be_read_nor_marked(client):
    version = published_course()
    client.force_login(UserFactory())
    assert client.get(lesson_address(version, "nothing")).status_code == 404
    assert client.post(reverse("courses:read", args=[version.course.slug, "nothing"])).status_code == 404


def test_a_course_for_members_answers_404_to_visitors(client):
    version = published_course()
    PageViewRestriction.objects.create(page=version.course, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(version.course.get_absolute_url()).status_code == 404
    assert client.get(lesson_address(version)).status_code == 404
    assertNotContains(client.get(reverse("courses:list")), version.course.title)
    client.force_login(UserFactory())
    assert client.get(lesson_address(version)).status_code == 200


def test_pages_cost_the_same_for_one_lesson_and_for_many(client):
    small, large = published_course(lessons=1), published_course(lessons=30)
    for address in (lambda version: version.course.get_absolute_url(), lesson_address):
        costs = [cold_cost(client, address(version)) for version in (small, large)]
        assert costs[0] == costs[1] <= 12


def test_the_catalogue_costs_the_same_for_one_course_and_for_many(client):
    published_course()
    before = cold_cost(client, reverse("courses:list"))
    for _ in range(8):
        published_course(lessons=1)
    assert cold_cost(client, reverse("courses:list")) == before <= 15
