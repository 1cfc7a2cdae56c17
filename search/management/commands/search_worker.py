"""Carry changes to Elasticsearch until told to stop."""

import signal
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from search.worker import Worker


class Command(BaseCommand):
    """The search worker: one process is enough, more do no harm."""

    help = "Carry changes to Elasticsearch until Ctrl-C; without ELASTICSEARCH_URL only small chores are done."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --once, for scripts."""
        parser.add_argument("--once", action="store_true", help="deliver what is due and end")

    def handle(self, *, once: bool, **options: Any) -> None:
        """Run the loop; SIGINT and SIGTERM end it after the batch at hand."""
        carrier = None
        if settings.ELASTICSEARCH_URL:
            from search.engines.elasticsearch import ElasticsearchEngine

            carrier = ElasticsearchEngine()
        worker = Worker(carrier)
        if once:
            while worker.step() == 0:
                pass
            return
        signal.signal(signal.SIGTERM, worker.stop)
        signal.signal(signal.SIGINT, worker.stop)
        worker.run()
