"""Statements with a note for editors, drafts that wait for verification, instruments and questions."""

from cmkc.regulatory.models import Statement
from tests.leaks.world import Made, World, maker
from tests.regulatory.factories import (
    InstrumentFactory,
    InstrumentVersionFactory,
    JurisdictionFactory,
    TopicFactory,
    draft,
    page,
    statement,
)

KIND = "statement"
CODE = "qq"


def _addresses(made: Statement) -> tuple:
    at = {"code": made.jurisdiction.code, "slug": made.topic.slug}
    fixed = at | {"as_of": "2030-01-01", "known_at": "2030-01-01"}
    return (("regulatory:cell", at), ("regulatory:cell_at", fixed))


@maker("references:cell", "searchable:statement", "dashboard:regulatory.statement", "dashboard:regulatory.evidence")
def statements(world: World) -> Made:
    """Make a published one and a draft, on a question each."""
    made = statement(
        jurisdiction=CODE,
        summary=world.title(KIND, "public"),
        conditions=world.secret(KIND, "public"),
        note=world.secret(KIND, "note for editors"),
        evidence=(page(title=world.title(KIND, "public")),),
    )
    key = f"{made.jurisdiction.code}/{made.topic.slug}"
    world.thing(KIND, "public", *_addresses(made), reference=("cell", key))
    waits = "statement in the verification queue"
    unchecked = draft(
        jurisdiction=CODE, summary=world.title(KIND, waits), conditions=world.secret(KIND, waits),
    )  # fmt: skip
    world.thing(KIND, waits, *_addresses(unchecked), ("regulatory:topic", {"slug": unchecked.topic.slug}))
    yield


@maker("references:instrument", "searchable:instrument", "dashboard:regulatory.instrument")
def instruments(world: World) -> Made:
    """Make one."""
    made = InstrumentFactory(
        jurisdiction=JurisdictionFactory(code=CODE),
        title=world.title("instrument", "public"),
        summary=world.secret("instrument", "public"),
    )
    InstrumentVersionFactory(instrument=made)
    here = ("regulatory:instrument", {"code": made.code})
    world.thing("instrument", "public", here, reference=("instrument", made.code))
    yield


@maker("references:question", "references:jurisdiction", "searchable:question")
def questions(world: World) -> Made:
    """Make one, and name the page of the jurisdiction."""
    made = TopicFactory(title=world.title("question", "public"), definition=world.secret("question", "public"))
    here = ("regulatory:topic", {"slug": made.slug})
    world.thing("question", "public", here, reference=("question", made.slug))
    world.thing("jurisdiction", "public", ("regulatory:jurisdiction", {"code": CODE}), reference=("jurisdiction", CODE))
    yield
