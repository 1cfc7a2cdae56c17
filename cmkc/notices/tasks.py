"""What notices does after the response, and every night."""

from typing import Any

from cmkc.core.schedule import every
from cmkc.core.tasks import task
from cmkc.notices.actions.forgetting import forget_old
from cmkc.notices.actions.reminding import remind
from cmkc.notices.actions.telling import Telling, tell


@task("notices.tell", attempts=8)
def tell_readers(event: dict[str, Any]) -> None:
    """Tell the readers of an event; running it again tells nobody twice. Raises: LookupError for an unknown kind."""
    tell(Telling(**event))


@every("notices.remind", hours=24, at="04:30")
def remind_of_work() -> None:
    """Tell people of the work that waits for them; their digest goes out in their own morning."""
    remind()


@every("notices.forget", hours=24, at="02:50")
def forget() -> None:
    """Forget notices and mails of long ago."""
    forget_old()
