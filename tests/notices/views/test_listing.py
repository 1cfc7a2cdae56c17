"""One's notices: unread first, nobody else's, and nothing that one may not see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cmkc.notices.models import Notice
from tests.accounts.factories import UserFactory
from tests.notices import things
from tests.notices.factories import EventFactory, NoticeFactory, mailed

pytestmark = pytest.mark.django_db
LIST = reverse("notices:list")


@pytest.fixture
def reader(client):
    user = UserFactory()
    client.force_login(user)
    return user


def test_a_visitor_is_asked_to_sign_in(client):
    assertRedirects(client.get(LIST), f"{reverse('account_login')}?next={LIST}")


def test_the_unread_stand_first_and_others_notices_nowhere(client, reader):
    old = NoticeFactory(reader=reader, event=EventFactory(about_key="older"))
    NoticeFactory(reader=reader, event=EventFactory(about_key="newer"))
    client.post(reverse("notices:read", args=[Notice.objects.latest("pk").pk]))
    mailed(about=("test-thing", "somebody-elses"))
    page = client.get(LIST)
    assert page["Cache-Control"] == "private, no-store"
    words = page.content.decode()
    assert 0 < words.index("The older thing") < words.index("The newer thing")
    assertNotContains(page, "somebody-elses")
    assertContains(page, reverse("notices:read", args=[old.pk]))


def test_what_one_may_not_see_any_more_stands_without_its_name(client, reader):
    things.closed_to_all_but(9_999)
    NoticeFactory(reader=reader, event=EventFactory(about_key="closed"))
    page = client.get(LIST)
    assertNotContains(page, "closed thing")
    assertContains(page, "No longer there for you")


def test_all_are_marked_read_by_one_form(client, reader):
    for _ in range(3):
        NoticeFactory(reader=reader)
    other = NoticeFactory()
    assertRedirects(client.post(reverse("notices:read_all")), LIST)
    assert list(Notice.objects.filter(read_at=None)) == [other]


def test_nobody_marks_the_notice_of_another(client, reader):
    other = NoticeFactory()
    assert client.post(reverse("notices:read", args=[other.pk])).status_code == 404
    assert Notice.objects.get().read_at is None


def test_the_page_costs_the_same_for_one_notice_and_for_many(client, reader):
    counts = []
    for number in (1, 29):
        for _ in range(number):
            NoticeFactory(reader=reader)
        client.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    for _ in range(5):
        NoticeFactory(reader=reader)
    assertContains(client.get(LIST), 'rel="next"')
