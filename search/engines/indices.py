"""Our Elasticsearch indices: two aliases, the one that answers and the one being built; nothing is ever guessed.

Everything is written through an alias that must exist, so that a lost index is noticed instead of being made anew with
a guessed form.
"""

import functools

from django.conf import settings
from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch, NotFoundError

from search.engines.base import EngineUnavailable
from search.engines.mapping import definition

SEARCH_SECONDS = 0.8
WORK_SECONDS = 20.0


def searcher() -> Elasticsearch:
    """Give the client for readers' questions: one try, and no longer than a reader should wait."""
    return _client(settings.ELASTICSEARCH_URL, SEARCH_SECONDS)


def workhorse() -> Elasticsearch:
    """Give the client for the worker, which may wait."""
    return _client(settings.ELASTICSEARCH_URL, WORK_SECONDS)


@functools.cache
def _client(url: str, seconds: float) -> Elasticsearch:
    return Elasticsearch(url, request_timeout=seconds, max_retries=0, retry_on_timeout=False)


def live_alias() -> str:
    """Name the alias under which the answering index is found."""
    return str(settings.ELASTICSEARCH_INDEX_PREFIX)


def building_alias() -> str:
    """Name the alias of the index being built."""
    return f"{live_alias()}-next"


def create_building(name: str) -> None:
    """Create an empty index of our form under the building alias, and drop what was being built before.

    Raises: EngineUnavailable.
    """
    with unavailable_if_failing():
        for other in indices_of(building_alias()):
            workhorse().indices.delete(index=other, ignore_unavailable=True)
        body = definition(name).to_dict()
        workhorse().indices.create(
            index=name, settings=body["settings"], mappings=body["mappings"], aliases={building_alias(): {}}
        )


def swap(name: str) -> None:
    """Let the built index answer and drop the old ones, in one call; doing it again changes nothing.

    Raises: EngineUnavailable.
    """
    with unavailable_if_failing():
        old = [index for index in indices_of(live_alias()) if index != name]
        actions: list[dict] = [{"add": {"index": name, "alias": live_alias()}}]
        actions += [{"remove": {"index": name, "alias": building_alias(), "must_exist": False}}]
        actions += [{"remove_index": {"index": index}} for index in old]
        workhorse().indices.update_aliases(actions=actions)


def indices_of(alias: str) -> list[str]:
    """List the indices behind an alias; empty when there is no such alias."""
    try:
        return sorted(workhorse().indices.get_alias(name=alias))
    except NotFoundError:
        return []


def drop_all() -> None:
    """Drop every index of ours: for tests and for starting over."""
    for alias in (live_alias(), building_alias()):
        for index in indices_of(alias):
            workhorse().indices.delete(index=index)


class unavailable_if_failing:  # noqa: N801  (a context manager, named like a function)
    """Turns what Elasticsearch or the way to it raises into EngineUnavailable."""

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _traceback: object) -> None:
        """Raise EngineUnavailable in place of a failure of Elasticsearch."""
        if isinstance(error, ApiError | TransportError):
            raise EngineUnavailable(f"{type(error).__name__}: {error}") from error
