"""Writes of the forum."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import override

from cmkc.core import references
from cmkc.core.caching import touch
from cmkc.core.markdown import POST, render
from cmkc.core.notices import CHANGED, PUBLISHED, announce
from cmkc.core.references import Target
from forum.models import Origin, Post, Topic
from search.actions import stale

if TYPE_CHECKING:
    from cmkc.accounts.models import User


@transaction.atomic
def add_post(topic: Topic, source: str, *, author: "User | None" = None, origin: str = Origin.MEMBER) -> Post:
    """Add a post with the topic's next number; two at once get two numbers. The HTML is rendered here, once."""
    Topic.objects.filter(pk=topic.pk).update(next_number=F("next_number") + 1)  # locks the row until the commit
    number = Topic.objects.values_list("next_number", flat=True).get(pk=topic.pk) - 1
    with override(settings.LANGUAGE_CODE):  # the page leads the links on to the language it is read in
        rendered = render(source, limits=POST)
    post = Post.objects.create(
        topic=topic, number=number, author=author, origin=origin, source=source, html=rendered.html, text=rendered.text,
        name=str(author) if author else "", affiliation=author.affiliation if author else "",
    )  # fmt: skip
    replies = {"reply_count": F("reply_count") + 1} if number > 1 else {}
    Topic.objects.filter(pk=topic.pk).update(last_post_at=timezone.now(), last_post_by=author, **replies)
    stale(topic)
    references.record(Target("topic", str(topic.pk), locator=str(number)), rendered.targets)
    touch("forum")
    if author is not None:
        _tell(post)
    return post


def _tell(post: Post) -> None:
    """Tell the followers of the topic of a post, and those of its category of a new topic; not what files bring."""
    topic, author = post.topic, post.author_id
    category = [("category", topic.category.slug)] if post.number == 1 else []
    kind = PUBLISHED if post.number == 1 else CHANGED
    announce(kind, ("topic", str(topic.pk)), f"post:{post.pk}", also=category, by=author, data={"post": post.pk})
