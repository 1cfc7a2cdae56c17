"""A small world for tests of search: objects whose documents a test writes itself, and engines to find them with."""

import itertools
from collections.abc import Callable, Iterator

import pytest
from django.db import connection

from cmkc.accounts.models import Organisation
from search import receivers, sources
from search.actions import stale
from search.engines import indices
from search.engines.base import Engine
from search.engines.choice import embedded
from search.engines.elasticsearch import ElasticsearchEngine
from search.models import SearchIndex
from search.rebuilding import begin, deliver_all
from search.sources import Document, Source

_numbers = itertools.count(1)


class World:
    """Objects (organisations, which have no documents of their own) and what is said of each."""

    def __init__(self) -> None:
        self.said: dict[int, list[Document]] = {}

    def documents(self, thing: Organisation) -> list[Document]:
        return self.said.get(thing.pk, [])

    def put(self, *documents: Document) -> Organisation:
        """Make an object that says this."""
        thing = Organisation(name="thing", slug=f"thing-{next(_numbers)}")
        thing.save()
        return self.say(thing, *documents)

    def say(self, thing: Organisation, *documents: Document) -> Organisation:
        """Let an object say something else."""
        self.said[thing.pk] = list(documents)
        stale(thing)
        return thing


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch, settings) -> World:
    """A registry with one source only, and the embedded engine unless the test asks for the other."""
    settings.ELASTICSEARCH_URL = ""
    monkeypatch.setattr(sources.registry, "_entries", {})
    made = World()
    source = Source(
        kind="thing", label="Things", model=Organisation, queryset=Organisation.objects.all, documents=made.documents,
        kinds={"term": "Terms", "guide": "Guides"},
    )  # fmt: skip
    sources.register(source)
    receivers.connect(Organisation)
    return made


@pytest.fixture
def document() -> Callable[..., Document]:
    """Write a document; only what matters to the test has to be said."""

    def make(title: str = "A title", **said: object) -> Document:
        return Document(**({"title": title, "url": f"/{title.replace(' ', '-')}/"} | said))  # type: ignore[arg-type]

    return make


@pytest.fixture
def elasticsearch(world, settings, monkeypatch, elasticsearch_url: str) -> Iterator[ElasticsearchEngine]:
    """A real Elasticsearch with indices of this test's own."""
    settings.ELASTICSEARCH_URL = elasticsearch_url
    settings.ELASTICSEARCH_INDEX_PREFIX = f"{settings.ELASTICSEARCH_INDEX_PREFIX}-{next(_numbers)}"
    monkeypatch.setattr(indices, "SEARCH_SECONDS", 30.0)  # a busy machine is no failure here
    try:
        yield ElasticsearchEngine()
    finally:
        settings.ELASTICSEARCH_URL = elasticsearch_url
        indices.drop_all()


def level(carrier: ElasticsearchEngine) -> None:
    """Carry all that is pending, in a first index if there is none, and make it visible."""
    if SearchIndex.objects.live() is None and SearchIndex.objects.building() is None:
        begin()
    deliver_all(carrier)
    if SearchIndex.objects.live() is not None:
        indices.workhorse().indices.refresh(index=indices.live_alias())


@pytest.fixture(params=["embedded", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def ready(request: pytest.FixtureRequest) -> Callable[[], Engine]:
    """Each engine in turn; call it once the documents are written."""
    if request.param == "embedded":
        return embedded
    carrier = request.getfixturevalue("elasticsearch")

    def carried() -> Engine:
        level(carrier)
        return carrier

    return carried


@pytest.fixture
def vendor() -> str:
    """The database that this pass runs on."""
    return connection.vendor
