"""Terms, which are public, and members' proposals, which are theirs and the desk's."""

from cmkc.core.moderated import kinds
from cmkc.glossary.models import Term, TermProposal
from cmkc.glossary.proposals import propose
from cmkc.moderation.actions.deciding import Ruling, decide
from cmkc.moderation.models import ReviewItem
from tests.glossary.factories import GlossarySynonymFactory, TermFactory
from tests.leaks.world import Made, World, at_desk, maker

KIND = "glossary"
ENDS = {"waiting": "", "applied": "approve", "declined": "hide", "returned": "return"}


def _term(world: World) -> Term:
    secret = world.secret
    term = TermFactory(
        term=world.title(KIND, "public"), slug=world.slug(KIND, "public"), definition=secret(KIND, "public")
    )
    GlossarySynonymFactory(term=term, text=secret(KIND, "public"))
    slug = {"slug": term.slug}
    addresses = [(f"glossary:{name}", slug) for name in ("term", "term_data", "correct")]
    world.thing(KIND, "public", *addresses, reference=("glossary", term.slug))
    return term


def _proposal(world: World, term: Term, action: str) -> None:
    """Make a proposal and decide on it; what was applied is public, but for its note."""
    said = "public" if action == "approve" else "proposal"
    author = world.people["author"]
    made = propose(
        TermProposal(
            term=term,
            name=world.title(KIND, said),
            expansion=world.secret(KIND, said),
            category="digital",
            definition=world.secret(KIND, said),
            source=world.secret("proposal", "proposal"),
            note=world.secret("proposal", "proposal"),
        ),
        by=author,
    )
    item = ReviewItem.objects.get(kind="term-proposal", key=str(made.pk))
    if action:
        version = kinds["term-proposal"].version_of(made)
        decide(item, Ruling(action, world.secret("decision", "decision")), by=world.desk, version=version)
    own = ("glossary:proposal", {"pk": made.pk})
    world.thing("proposal", "proposal", own, *at_desk(item))


@maker("references:glossary", "searchable:glossary", "moderated:term-proposal")
def terms(world: World) -> Made:
    """Make a term and a proposal of each end; each of them corrects a term of its own."""
    _term(world)
    for action in ENDS.values():
        if action == "approve":  # its words take the place of the term's
            corrected = TermFactory(slug=world.slug(KIND, "public"), confidence="found")
        else:
            corrected = _term(world)
        _proposal(world, corrected, action)
    yield
