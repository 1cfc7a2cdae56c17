"""Who may read which topics and posts."""

import pytest
from django.contrib.auth.models import AnonymousUser

from forum.models import Post, Topic
from tests.accounts.factories import UserFactory
from tests.forum.factories import make_topic

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("reader", ["visitor", "member"])
def test_what_is_hidden_of_nobody_is_hidden_from_everybody(reader):
    user = AnonymousUser() if reader == "visitor" else UserFactory()
    hidden, open_one = make_topic(hidden=True), make_topic(posts=2)
    open_one.posts.filter(number=2).update(state="hidden")
    assert list(Topic.objects.visible_to(user)) == [open_one]
    assert list(Post.objects.visible_to(user).filter(topic=open_one).values_list("number", flat=True)) == [1]
    assert hidden.author is None
