import pytest
from pytest_django.asserts import assertContains, assertNotContains

from cmkc.core.personal_data import registered
from forum.models import Post
from tests.accounts.factories import UserFactory
from tests.forum.factories import make_topic

pytestmark = pytest.mark.django_db


def entries(prefix):
    return [entry for entry in registered() if entry.name.startswith(prefix)]


def test_a_member_takes_their_posts_away():
    author = UserFactory(name="Ada", affiliation="Tablet Works")
    make_topic(author=author)
    make_topic(author=UserFactory())
    (posts,) = entries("forum.posts")
    assert [row["source"] for row in posts.export(author)] == ["What is *your* evidence?"]


def test_after_erasure_a_post_stays_without_its_writers_name(client):
    author = UserFactory(name="Ada Unmistakable", affiliation="Tablet Works")
    topic = make_topic(author=author)
    for entry in entries("forum."):
        entry.erase(author)
    author.name = "Former member"
    author.save()
    page = client.get(topic.get_absolute_url())
    assertContains(page, "your</em> evidence")
    assertNotContains(page, "Unmistakable")
    assertNotContains(page, "Tablet Works")
    assert not Post.objects.exclude(name="").exists()
