"""Publications for every audience, drafts, versions that are not for everybody, and works that were withdrawn."""

from cmkc.core import audiences
from cmkc.library.actions import settle_family
from cmkc.library.exports import FORMATS
from cmkc.library.models import Publication
from tests.leaks.world import Made, World, maker
from tests.library.factories import PublicationFactory, RelationFactory, next_version

KIND = "publication"


def _publication(world: World, state: str, **fields: object) -> Publication:
    words = {
        "title": world.title(KIND, state),
        "abstract": world.secret(KIND, state),
        "container_title": world.secret(KIND, state),
        "creators": [world.secret(KIND, state)],
        "subjects": [world.subject],
    }
    made = PublicationFactory(**words | fields)
    _remember(world, made, state)
    return made


def _remember(world: World, made: Publication, state: str) -> None:
    """Name the addresses of a version: the work's own, the fixed one, and every export."""
    work = {"cmkc_id": made.cmkc_id}
    version = work | {"version": made.version}
    exports = [("library:export", work | {"name": name}) for name in FORMATS]
    exports += [("library:version_export", version | {"name": name}) for name in FORMATS]
    pages = (("library:publication", work), ("library:version", version))
    world.thing(KIND, state, *pages, *exports, reference=("ref", made.cmkc_id))


@maker(
    "references:ref", "searchable:publication", "citable:ref",
    "audience:library.Publication",
)  # fmt: skip
def publications(world: World) -> Made:
    """Make them, and withdraw or close some that visitors have seen."""
    public = _publication(world, "public")
    author, circle = audiences.user(world.people["author"].pk), audiences.group(world.circle.pk)
    others = [
        _publication(world, "for members", audience=audiences.MEMBERS),
        _publication(world, "for a group", audience=circle),
        _publication(world, "for its author", audience=author),
        _publication(world, "draft", live=False),
    ]
    for other in others:
        RelationFactory(publication=other, target=public.family)
        RelationFactory(publication=public, target=other.family)
    first = _publication(world, "public")
    words = {"title": world.title(KIND, "for members"), "abstract": world.secret(KIND, "for members")}
    _remember(world, next_version(first, audience=audiences.MEMBERS, **words), "for members")
    edited = _publication(world, "public")
    edited.title, edited.abstract = world.title(KIND, "next edition"), world.secret(KIND, "next edition")
    edited.save_revision()
    withdrawn, closed = _publication(world, "withdrawn"), _publication(world, "closed to visitors")
    kept = _publication(world, "closed to all but a group")
    yield
    withdrawn.unpublish()
    for work, audience in ((closed, audiences.MEMBERS), (kept, circle)):
        yield
        work.audience = audience
        work.save()
        settle_family(work.family_id)
