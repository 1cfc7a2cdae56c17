import pytest
from django.contrib.auth.models import AnonymousUser, Group
from wagtail.models import PageViewRestriction

from cmkc.core import audiences
from cmkc.guides.models import GuidePage
from tests.accounts.factories import UserFactory
from tests.guides.factories import make_guide, released_guide

pytestmark = pytest.mark.django_db


def restrict(page, kind, group=None):
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="x")
    if group:
        restriction.groups.add(group)


def readers():
    group = Group.objects.create(name="Working group")
    insider = UserFactory()
    insider.groups.add(group)
    return {"visitor": AnonymousUser(), "member": UserFactory(), "insider": insider}, group


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (None, {"visitor", "member", "insider"}),
        (PageViewRestriction.LOGIN, {"member", "insider"}),
        (PageViewRestriction.GROUPS, {"insider"}),
        (PageViewRestriction.PASSWORD, set()),
    ],
)
def test_lists_and_search_agree_on_who_may_read_a_page(kind, expected):
    people, group = readers()
    page = make_guide(chapters=0)
    if kind:
        restrict(page, kind, group if kind == PageViewRestriction.GROUPS else None)
    page = GuidePage.objects.get(pk=page.pk)
    seen = {name for name, user in people.items() if GuidePage.objects.visible_to(user).filter(pk=page.pk).exists()}
    found = {name for name, user in people.items() if audiences.principals_of(user) & set(page.audience_names())}
    assert seen == found == expected


def test_a_page_below_a_restricted_one_is_restricted_too():
    page = make_guide(chapters=0)
    restrict(page.get_parent(), PageViewRestriction.LOGIN)
    assert not GuidePage.objects.visible_to(AnonymousUser()).exists()
    assert GuidePage.objects.get(pk=page.pk).audience_names() == (audiences.MEMBERS,)


def test_a_page_for_two_groups_is_read_by_each_of_them():
    people, group = readers()
    page = make_guide(chapters=0)
    restrict(page, PageViewRestriction.GROUPS, Group.objects.create(name="Another group"))
    page.get_view_restrictions().get().groups.add(group)
    seen = {name for name, user in people.items() if GuidePage.objects.visible_to(user).exists()}
    assert seen == {"insider"}


def test_a_page_with_two_restrictions_is_read_by_who_passes_both():
    people, group = readers()
    page = make_guide(chapters=0)
    restrict(page.get_parent(), PageViewRestriction.LOGIN)
    restrict(page, PageViewRestriction.GROUPS, group)
    seen = {name for name, user in people.items() if GuidePage.objects.visible_to(user).exists()}
    assert seen == {"insider"}


def test_a_draft_is_read_by_nobody():
    page = make_guide(chapters=0)
    page.unpublish()
    page = GuidePage.objects.get(pk=page.pk)
    assert page.audience_names() == ()
    assert not GuidePage.objects.visible_to(UserFactory()).exists()


def test_the_cost_does_not_grow_with_the_pages(django_assert_num_queries):
    for _ in range(3):
        restrict(make_guide(chapters=0), PageViewRestriction.LOGIN)
    with django_assert_num_queries(1):
        list(GuidePage.objects.visible_to(AnonymousUser()))


def test_a_page_that_is_closed_is_not_kept_for_visitors(client):
    release = released_guide()
    page = release.guide
    url = page.get_absolute_url()
    assert client.get(url).status_code == client.get(url).status_code == 200
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)
    assert client.get(url).status_code == 404
    restriction.delete()
    assert client.get(url).status_code == 200
    PageViewRestriction.objects.create(page=page.get_parent(), restriction_type=PageViewRestriction.LOGIN)
    assert client.get(url).status_code == 404
