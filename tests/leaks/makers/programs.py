"""Programs and approvals: all public."""

from tests.leaks.world import Made, World, maker
from tests.programs.factories import ApprovalFactory, ProgramFactory


@maker("references:program", "searchable:program")
def programs(world: World) -> Made:
    """Make one."""
    made = ProgramFactory(
        name=world.title("program", "public"),
        slug=world.slug("program", "public"),
        offers=world.secret("program", "public"),
    )
    world.thing("program", "public", ("programs:program", {"slug": made.slug}), reference=("program", made.slug))
    yield


@maker("references:approval", "searchable:approval")
def approvals(world: World) -> Made:
    """Make one."""
    made = ApprovalFactory(
        product=world.title("approval", "public"),
        slug=world.slug("approval", "public"),
        note=world.secret("approval", "public"),
    )
    world.thing("approval", "public", ("programs:approval", {"slug": made.slug}), reference=("approval", made.slug))
    yield
