"""`manage.py task_worker --queue default` runs tasks until it is told to stop."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django_tasks import task_backends
from django_tasks_db import DatabaseBackend

from cmkc.core.tasks import QUEUES
from cmkc.core.worker import Worker


class Command(BaseCommand):
    """Run one worker. What starts it – `tools.serve`, a container, systemd – starts another when it dies."""

    help = "Runs tasks of a queue. SIGTERM or Ctrl-C: the task in hand is finished first; once more: ends at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the queues."""
        parser.add_argument("--queue", action="append", choices=QUEUES, help="may be repeated; all queues unless given")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until told to stop. Raises: CommandError when TASKS doesn't name the database backend."""
        if not isinstance(task_backends["default"], DatabaseBackend):
            raise CommandError(
                "settings.TASKS does not keep tasks in the database, so there is nothing for a worker to do"
            )
        worker = Worker(options["queue"] or list(QUEUES))
        worker.stop_on_signals()
        worker.run()
