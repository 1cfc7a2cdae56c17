"""Work after the response: a task has a name, is started by it, and runs in a worker (`manage.py task_worker`).

`later` writes the task's row inside the caller's transaction. That is better than `transaction.on_commit`: the row
stands in the same database as what it is about, so both are committed or neither is (a crash between a commit and its
on_commit hook would lose the task), and a worker can't see the row before the commit.

The row holds the task's name, not the path of its function: a queued task outlives a function that moves to another
module. A task is **idempotent by contract**: it may be run again after a crash (docs/decisions/0012). What it returns
is thrown away; on SQLite it must not hold a write transaction for long, since everybody else's writes wait for it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import django_tasks
from django_tasks.base import Task, TaskResult

from cmkc.core.registry import Registry

QUEUES = ("default", "heavy")
ATTEMPTS = 5
"""How often a task is tried unless it says otherwise; tasks of others, such as Wagtail's own, are tried as often."""

Function = TypeVar("Function", bound=Callable[..., None])


@dataclass(frozen=True)
class NamedTask:
    """A task as its app declares it."""

    name: str
    run: Callable[..., None]
    queue: str
    attempts: int


registry: Registry[NamedTask] = Registry("tasks")


def task(name: str, *, queue: str = "default", attempts: int = ATTEMPTS) -> Callable[[Function], Function]:
    """Declare a function as the task of this name; it stays an ordinary function.

    `queue` is "heavy" for what takes minutes (PDF, releases, extraction). After `attempts` failures the task stays
    in the database as failed, with its traceback. Raises: ValueError for another queue and for a name that is taken.
    """
    if queue not in QUEUES or attempts < 1:
        raise ValueError(f"{name}: a task stands in one of the queues {', '.join(QUEUES)} and is tried at least once")

    def declare(function: Function) -> Function:
        registry.register(name, NamedTask(name, function, queue, attempts))
        return function

    return declare


def later(name: str, *args: Any, **kwargs: Any) -> TaskResult[None]:
    """Start a task once the caller's transaction is committed; 1 insert, in that transaction.

    Raises: LookupError for an unknown name; TypeError for arguments that aren't JSON (give the key, not the object).
    """
    return start(name, list(args), kwargs)


def start(name: str, args: list[Any], kwargs: dict[str, Any], *, priority: int = 0) -> TaskResult[None]:
    """Do as `later` does, ahead of tasks of a lower priority (-100 to 100). Raises: as `later`."""
    named = registry.get(name)
    if named is None:
        raise LookupError(f"no task is called {name!r}; tasks are declared in an app's tasks.py")
    queued: Task[..., None] = run_named.using(queue_name=named.queue, priority=priority)
    return queued.enqueue(name, args, kwargs)


@django_tasks.task()
def run_named(name: str, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Run the task of this name: the one task that django-tasks knows of ours. Raises: whatever the task raises."""
    registry[name].run(*args, **kwargs)
