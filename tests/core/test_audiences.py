import pytest
from django.contrib.auth.models import AnonymousUser, Group

from cmkc.core import audiences
from tests.accounts.factories import UserFactory


@pytest.mark.django_db
def test_a_visitor_belongs_to_the_public_alone_and_costs_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert audiences.principals_of(AnonymousUser()) == {"public"}


@pytest.mark.django_db
def test_a_member_belongs_to_members_to_their_groups_and_to_themselves(django_assert_num_queries):
    user = UserFactory()
    group = Group.objects.create(name="Reviewers of one paper")
    user.groups.add(group)
    with django_assert_num_queries(1):
        assert audiences.principals_of(user) == {"public", "members", f"user:{user.pk}", f"group:{group.pk}"}
    with django_assert_num_queries(0):
        audiences.principals_of(user)


@pytest.mark.django_db
def test_a_closed_account_sees_what_a_visitor_sees():
    assert audiences.principals_of(UserFactory(is_active=False)) == {"public"}
