"""Make search anew from the objects: projection, embedded index, Elasticsearch."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from search.engines import tables
from search.engines.base import EngineUnavailable
from search.engines.choice import embedded
from search.engines.statistics import refresh_statistics
from search.models import SearchDocument
from search.projection import bury_lost, bury_unregistered, in_batches, project
from search.rebuilding import begin, deliver_all
from search.sources import registry


class Command(BaseCommand):
    """Rebuilds while the old index answers; cut off, it goes on where it stood when it is called again."""

    help = "Make search anew; the site answers meanwhile, and no change is lost."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --anew and --begin."""
        parser.add_argument(
            "--anew",
            action="store_true",
            help="begin again even if a rebuild is under way, and read the embedded index anew",
        )
        parser.add_argument("--begin", action="store_true", help="only begin: the running worker does the rest")

    def handle(self, *, anew: bool, begin: bool, **options: Any) -> None:
        """Project every object, then rebuild what is made from the projection."""
        started = time.monotonic()
        changed = sum(self._project_all(kind) for kind in registry.names()) + bury_unregistered()
        if anew or tables.lacking(connection) or tables.broken(connection):
            embedded().rebuild()  # on SQLite nobody can save meanwhile, so only where it is needed
        refresh_statistics()
        total = SearchDocument.objects.filter(deleted=False).count()
        self.stdout.write(f"{total} documents, {changed} changed; the embedded engine is level")
        if settings.ELASTICSEARCH_URL:
            self._elasticsearch(anew=anew, only_begin=begin)
        self.stdout.write(f"done in {time.monotonic() - started:.1f} s")

    def _project_all(self, kind: str) -> int:
        """Bring all documents of one source level; counts the rows written."""
        source = registry[kind]
        return sum(project(source, pks) for pks in in_batches(source)) + bury_lost(source)

    def _elasticsearch(self, *, anew: bool, only_begin: bool) -> None:
        """Build the new index; the worker, if one runs, helps."""
        from search.engines.elasticsearch import ElasticsearchEngine

        try:
            index = begin(anew=anew)
            self.stdout.write(f"building {index.name}")
            while not only_begin and not self._finished(index.pk):
                deliver_all(ElasticsearchEngine())
                time.sleep(0.2)
        except EngineUnavailable as error:
            raise CommandError(f"Elasticsearch does not answer; call search_rebuild again to go on: {error}") from error

    def _finished(self, pk: int) -> bool:
        """Tell whether the index answers now, or another rebuild took its place."""
        from search.models import SearchIndex

        state = SearchIndex.objects.get(pk=pk).state
        if state == SearchIndex.State.GONE:
            raise CommandError("another rebuild took the place of this one")
        return state == SearchIndex.State.LIVE
