"""What may be found of the forum: a topic with its first post. Posts follow with their own parts."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cmkc.core.audiences import MEMBERS, PUBLIC, user
from forum.models import PostState, Topic
from search.sources import Document, Source, register


def _topics() -> QuerySet:
    """List all topics; a hidden one is found by its author alone."""
    return Topic.objects.select_related("category").prefetch_related("subjects")


def _audience(topic: Topic) -> tuple[str, ...]:
    """Name who finds a topic: its room's readers. A hidden one is found by its author, in a room for every member."""
    room: str = topic.category.audience
    if not topic.hidden:
        return (room,)
    return (user(topic.author_id),) if topic.author_id and room in {PUBLIC, MEMBERS} else ()


def _documents(topic: Topic) -> Iterator[Document]:
    """Give one document for each visible post; 2 queries."""
    audience = _audience(topic)
    if not audience:
        return
    facets = {
        "technology": [subject.slug for subject in topic.subjects.all()],
        "topic": [topic.category.slug],
        "year": [str(topic.created_at.year)],
    }
    shown = {
        "confidence": str(topic.get_confidence_display()),
        "status": str(_("Editorial prompt")) if topic.editorial else topic.get_state_display(),
    }
    for post in topic.posts.filter(state=PostState.VISIBLE):
        yield Document(
            part=str(post.number), kind="discussion", title=topic.title, summary=topic.category.title, body=post.text,
            url=post.get_absolute_url(), audience=audience, facets=facets, published_at=post.created_at, shown=shown,
        )  # fmt: skip


register(Source(kind="discussion", label=_("Discussion"), model=Topic, queryset=_topics, documents=_documents))
