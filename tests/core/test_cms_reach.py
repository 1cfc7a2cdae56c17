"""Choosers of the CMS: one finds the way to what one edits, and nothing of what others prepare."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Page

from cmkc import roles
from tests.accounts.factories import UserFactory
from tests.courses.factories import published_course
from tests.guides.factories import make_guide
from tests.lenient_templates import lenient_templates  # noqa: F401  (used by every test here)
from tests.library.factories import PublicationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


@pytest.fixture
def site(client):
    """A course, a guide in preparation, and an instructor who is signed in."""
    course = published_course(title="Residence time").course
    guide = make_guide(title="Not yet out", live=False)
    call_command("sync_roles", verbosity=0)
    client.force_login(UserFactory(roles=[roles.INSTRUCTOR]))
    return course, guide


def chooser(client, page=None, **asked):
    name, arguments = ("wagtailadmin_choose_page_child", [page.pk]) if page else ("wagtailadmin_choose_page", [])
    return client.get(reverse(name, args=arguments), asked)


def test_an_instructor_finds_the_way_from_the_top_to_a_course(client, site):
    course, _ = site
    for above in [*course.get_ancestors(), course]:
        answer = chooser(client, above)
        assert answer.status_code == 200
        assert above.title in answer.json()["html"]
    top = Page.get_first_root_node()
    assert course.get_ancestors()[1].title in chooser(client, top).json()["html"]


def test_what_others_prepare_is_neither_listed_nor_found_nor_opened(client, site):
    course, guide = site
    assert chooser(client, guide).status_code == 404
    assert guide.title not in chooser(client, guide.get_parent().get_parent()).content.decode()
    found = client.get(reverse("wagtailadmin_choose_page_search"), {"q": "yet"})
    assert found.status_code == 200
    assert guide.title not in found.content.decode()
    confirm = reverse("wagtailadmin_pages:move_confirm", args=[course.pk, guide.pk])
    assert client.get(confirm).status_code == 404


def test_works_are_chosen_from_those_that_one_may_read(client, site):
    shown, closed = PublicationFactory(title="Blending"), PublicationFactory(title="Closed blending", live=False)
    choose = reverse("wagtailsnippetchoosers_library_publication:choose")
    listed = client.get(choose).json()["html"]
    assert (shown.title in listed, closed.title in listed) == (True, False)
    chosen = "wagtailsnippetchoosers_library_publication:chosen"
    assert client.get(reverse(chosen, args=[shown.pk])).status_code == 200
    assert client.get(reverse(chosen, args=[closed.pk])).status_code == 404
    client.force_login(UserFactory(roles=[roles.EDITOR]))
    assert closed.title in client.get(choose).json()["html"]
