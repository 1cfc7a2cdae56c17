"""Rooms for every audience, topics and posts in every state."""

from cmkc.core import audiences
from forum.actions import add_post
from forum.models import Category, Post, PostState, Topic
from tests.forum.factories import make_category, make_topic
from tests.leaks.world import Made, World, maker

KIND = "discussion"


def _room(world: World, state: str, audience: str) -> Category:
    words = {"title": world.title(KIND, state), "slug": world.slug(KIND, state)}
    made = make_category(audience=audience, description=world.secret(KIND, state), **words)
    world.thing(KIND, state, ("forum:category", {"slug": made.slug}), reference=("category", made.slug))
    return made


def _topic(world: World, state: str, room: Category, *, by_editors: bool = False, **fields: object) -> Topic:
    """Make a topic with a post of its author, or of the editors."""
    author = None if by_editors else world.people["of the circle" if state == "for a group" else "author"]
    words = {"title": world.title(KIND, state), "slug": world.slug(KIND, state)}
    made = make_topic(category=room, author=author, posts=0, **words | fields)
    add_post(made, world.secret(KIND, state), author=author, origin="editorial" if by_editors else "member")
    _remember(world, made, state)
    return made


def _remember(world: World, made: Topic, state: str) -> None:
    """Name the right address and a wrong one, which leads to the right one."""
    right, wrong = {"pk": made.pk, "slug": made.slug}, {"pk": made.pk, "slug": "elsewhere"}
    addresses = (("forum:topic", right), ("forum:topic", wrong))
    world.thing(KIND, state, *addresses, reference=("topic", str(made.pk)))


@maker("references:topic", "references:category", "searchable:discussion", "audience:forum.Category")
def discussions(world: World) -> Made:
    """Make them, and hide or close some that visitors have read."""
    circle = audiences.group(world.circle.pk)
    open_room = _room(world, "public", audiences.PUBLIC)
    public = _topic(world, "public", open_room)
    _topic(world, "for members", _room(world, "for members", audiences.MEMBERS))
    closed = _room(world, "for a group", circle)
    _topic(world, "for a group", closed)
    _topic(world, "hidden, in a room for a group", closed, hidden=True)
    _topic(world, "hidden, without an author", open_room, by_editors=True, hidden=True)
    states = {
        PostState.PENDING: "waits for a moderator",
        PostState.HIDDEN: "hidden by a moderator",
        PostState.DELETED: "deleted",
    }
    for state, named in states.items():
        post = add_post(public, world.secret(KIND, named), author=world.people["author"])
        Post.objects.filter(pk=post.pk).update(state=state)
    hidden = _topic(world, "hidden by a moderator", open_room)
    later = _room(world, "closed to visitors", audiences.PUBLIC)
    _topic(world, "closed to visitors", later)
    yield
    hidden.hidden = True
    hidden.save()
    yield
    later.audience = audiences.MEMBERS
    later.save()
