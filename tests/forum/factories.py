"""Categories, topics and posts, the smallest true ones."""

from itertools import count

from cmkc.accounts.models import User
from forum.actions import add_post
from forum.models import Category, Topic

_numbers = count(1)


def make_category(**fields) -> Category:
    """Make a public category."""
    number = next(_numbers)
    return Category.add_root(**({"title": f"Category {number}", "slug": f"category-{number}"} | fields))


def make_topic(*, category: Category | None = None, author: User | None = None, posts: int = 1, **fields) -> Topic:
    """Make a topic with posts of its author (the editors' without one)."""
    number = next(_numbers)
    fields = {"title": f"Topic {number}", "slug": f"topic-{number}", "confidence": "found"} | fields
    topic = Topic.objects.create(category=category or make_category(), author=author, **fields)
    for _ in range(posts):
        add_post(topic, "What is *your* evidence?", author=author, origin="member" if author else "editorial")
    topic.refresh_from_db()
    return topic
