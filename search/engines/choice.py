"""Which engine answers: what the settings name, with the embedded one behind it."""

import functools

from django.conf import settings
from django.db import connection

from search.engines.base import Engine
from search.engines.failover import FailoverEngine
from search.engines.postgresql import PostgresqlEngine
from search.engines.sqlite import SqliteEngine


def engine() -> Engine:
    """Give the engine of this process: Elasticsearch with the embedded one behind it, or the embedded one alone."""
    return _engine(settings.ELASTICSEARCH_URL, connection.vendor)


def embedded() -> Engine:
    """Give the engine inside the database."""
    return PostgresqlEngine() if connection.vendor == "postgresql" else SqliteEngine()


@functools.cache
def _engine(elasticsearch_url: str, vendor: str) -> Engine:  # noqa: ARG001  (the vendor is part of the key)
    if not elasticsearch_url:
        return embedded()
    from search.engines.elasticsearch import ElasticsearchEngine  # noqa: PLC0415  (heavy, and not needed without it)

    return FailoverEngine(ElasticsearchEngine(), embedded())
