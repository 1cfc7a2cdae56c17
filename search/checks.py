"""System checks of search: what an operator should know before the site starts."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register  # noqa: A004  (Django's name for it)
from django.db import DatabaseError, connection

from search.engines import tables


@register(Tags.database)
def full_text_stands(databases: Sequence[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """Warn when the embedded engine lacks a table, trigger or function; asked where databases are checked."""
    try:
        if not databases or "search_searchdocument" not in connection.introspection.table_names():
            return []
        lacking = tables.lacking(connection)
    except DatabaseError:
        return []
    hint = "Run `manage.py migrate`, then `manage.py search_rebuild`."
    return [Warning(f"Search lacks {', '.join(lacking)}.", hint=hint, id="search.W001")] if lacking else []


@register(Tags.database)
def mapping_is_current(databases: Sequence[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """Warn when the answering Elasticsearch index has another form than this code would give it."""
    if not databases or not settings.ELASTICSEARCH_URL:
        return []
    from search.rebuilding import outdated  # noqa: PLC0415  (models are not ready when checks are registered)

    try:
        other = outdated()
    except DatabaseError:
        return []  # not migrated yet
    hint = "Run `manage.py search_rebuild`: the old index answers until the new one is level."
    text = f"The form of the search index has changed (it is {other})."
    return [Warning(text, hint=hint, id="search.W002")] if other else []
