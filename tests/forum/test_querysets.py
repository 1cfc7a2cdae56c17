"""Who may read which topics and posts."""

import pytest
from django.contrib.auth.models import AnonymousUser

from cmkc.core.audiences import MEMBERS, group, principals_of
from forum.models import Post, Topic
from search.models import SearchDocument
from tests.accounts.factories import UserFactory
from tests.forum.factories import make_category, make_topic

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("reader", ["visitor", "member"])
def test_what_is_hidden_of_nobody_is_hidden_from_everybody(reader):
    user = AnonymousUser() if reader == "visitor" else UserFactory()
    hidden, open_one = make_topic(hidden=True), make_topic(posts=2)
    open_one.posts.filter(number=2).update(state="hidden")
    assert list(Topic.objects.visible_to(user)) == [open_one]
    assert list(Post.objects.visible_to(user).filter(topic=open_one).values_list("number", flat=True)) == [1]
    assert hidden.author is None


def found_by(user):
    return list(SearchDocument.objects.filter(audience__in=principals_of(user), deleted=False).values_list("object_pk"))


def test_a_room_that_is_closed_takes_its_topics_out_of_search():
    room = make_category()
    make_topic(category=room)
    assert len(found_by(AnonymousUser())) == 1
    room.audience = MEMBERS
    room.save()
    assert found_by(AnonymousUser()) == []
    assert len(found_by(UserFactory())) == 1


def test_a_hidden_topic_is_found_by_its_author_in_a_room_for_everybody_alone():
    author = UserFactory()
    make_topic(author=author, hidden=True)
    make_topic(author=author, hidden=True, category=make_category(audience=group(1)))
    assert len(found_by(author)) == 1
    assert found_by(UserFactory()) == []
