"""`manage.py task_worker --queue default` runs tasks until it is told to stop."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django_tasks import task_backends
from django_tasks_db import DatabaseBackend

from cmkc.core.supervisor import Supervisor
from cmkc.core.tasks import QUEUES
from cmkc.core.worker import Worker


class Command(BaseCommand):
    """Run a worker, or several and start another for each that dies."""

    help = "Runs tasks of a queue. SIGTERM or Ctrl-C: the task in hand is finished first; once more: ends at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the queues and the number of processes."""
        parser.add_argument("--queue", action="append", choices=QUEUES, help="may be repeated; all queues unless given")
        parser.add_argument(
            "--processes", type=int, default=0, help="start so many children and replace those that die"
        )
        parser.add_argument("--parent", type=int, help="end when this process is no longer the parent")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until told to stop. Raises: CommandError when TASKS doesn't name the database backend."""
        if not isinstance(task_backends["default"], DatabaseBackend):
            raise CommandError(
                "settings.TASKS does not keep tasks in the database, so there is nothing for a worker to do"
            )
        queues = options["queue"] or list(QUEUES)
        if options["processes"] > 0:
            words = [word for queue in queues for word in ("--queue", queue)]
            Supervisor(["task_worker", *words], options["processes"]).run()
            return
        worker = Worker(queues, parent=options["parent"])
        worker.stop_on_signals()
        worker.run()
