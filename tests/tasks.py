"""Tests run on the dummy backend: tasks are kept in memory. Here is what was started, and a way to run it."""

from typing import Any

from django_tasks import default_task_backend

from cmkc.core.tasks import registry


def queued() -> list[tuple[str, list[Any], dict[str, Any]]]:
    """Name the tasks that were started by `later` in this test, with their arguments."""
    return [tuple(result.args) for result in default_task_backend.results]


def run_queued() -> list[str]:
    """Run what was started, and what that starts, until nothing is left; name it in order."""
    names = []
    while default_task_backend.results:
        name, args, kwargs = default_task_backend.results.pop(0).args
        registry[name].run(*args, **kwargs)
        names.append(name)
    return names


def forget() -> None:
    """Empty the queue; tests/conftest.py does it before each test."""
    getattr(default_task_backend, "results", []).clear()
