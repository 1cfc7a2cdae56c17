"""What notices does after the response, and every night."""

from typing import Any

from cmkc.core.tasks import task
from cmkc.notices.actions.telling import Telling, tell


@task("notices.tell", attempts=8)
def tell_readers(event: dict[str, Any]) -> None:
    """Tell the readers of an event; running it again tells nobody twice. Raises: LookupError for an unknown kind."""
    tell(Telling(**event))
