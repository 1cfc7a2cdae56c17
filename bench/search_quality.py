"""How good search is: nDCG@10 and Recall@100 on judged collections, for each engine, by exactly the product's path.

`python -m bench.search_quality` reads `search/<collection>/{docs,queries}.jsonl.gz` and `qrels.tsv.gz` below the folder
named by CMKC_SHARED, else below `../shared/data` beside the checkout; without that folder it says so and ends well.
The database of DATABASE_URL gets a scratch database of its own; with ELASTICSEARCH_URL, Elasticsearch is measured too.
"""

import argparse
import gzip
import json
import math
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from search.engines.base import Engine

COLLECTIONS = ("cystic_fibrosis", "cranfield")
DEPTH, RECALL_DEPTH = 10, 100


@dataclass(frozen=True)
class Collection:
    """Documents, questions, and which documents answer which question how well."""

    name: str
    documents: list[dict[str, Any]]
    questions: list[dict[str, str]]
    grades: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Figures:
    """What was measured on one collection with one engine."""

    ndcg: float
    recall: float
    milliseconds: float
    slowest: float


def folder() -> Path | None:
    """Find the folder of the collections, None where it isn't present."""
    named = os.environ.get("CMKC_SHARED")
    shared = Path(named) if named else Path(__file__).resolve().parents[2] / "shared"
    found = [place for place in (shared / "data" / "search", shared / "search") if place.is_dir()]
    return found[0] if found else None


def read(place: Path) -> Collection:
    """Read one collection."""
    grades: dict[str, dict[str, int]] = defaultdict(dict)
    with gzip.open(place / "qrels.tsv.gz", "rt") as lines:
        for line in lines:
            question, document, grade = line.split()
            grades[question][document] = int(grade)
    return Collection(place.name, _lines(place / "docs.jsonl.gz"), _lines(place / "queries.jsonl.gz"), grades)


def _lines(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt") as lines:
        return [json.loads(line) for line in lines]


def measure(engine: "Engine", collection: Collection) -> Figures:
    """Ask every question and compare the first hits with the judgements; the grade itself is the gain."""
    from search.engines.base import Request  # noqa: PLC0415  (Django is set up by main)
    from search.query import parse  # noqa: PLC0415

    ndcg, recall, times = [], [], []
    for question in collection.questions:
        grades = collection.grades.get(question["id"])
        if not grades:
            continue
        began = time.perf_counter()
        engine.search(Request(frozenset({"public"}), parse(question["text"])))
        times.append(1_000 * (time.perf_counter() - began))
        deep = Request(frozenset({"public"}), parse(question["text"]), facets=(), size=RECALL_DEPTH)
        found = [hit.group for hit in engine.search(deep).hits]
        ndcg.append(
            _gain([grades.get(one, 0) for one in found[:DEPTH]]) / _gain(sorted(grades.values())[: -DEPTH - 1 : -1])
        )
        recall.append(len(grades.keys() & set(found)) / len(grades))
    times.sort()
    return Figures(_mean(ndcg), _mean(recall), _mean(times), times[int(0.95 * len(times))])


def _gain(grades: list[int]) -> float:
    return sum(grade / math.log2(place + 2) for place, grade in enumerate(grades))


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)


def load(collection: Collection) -> None:
    """Put the documents into the projection, in place of what was there."""
    from django.utils import timezone  # noqa: PLC0415

    from search.engines.choice import embedded  # noqa: PLC0415
    from search.models import SearchAudience, SearchDocument, SearchTerm  # noqa: PLC0415

    SearchTerm.objects.all().delete()
    SearchDocument.objects.all().delete()
    SearchAudience.objects.get_or_create(names="public", principal="public")
    SearchDocument.objects.bulk_create(
        [
            SearchDocument(
                uid=f"{collection.name}:{one['id']}", source="bench", object_pk=one["id"], kind="abstract",
                group=one["id"], title=one["title"][:500], body=one["body"], url="/", audience="public",
                content_hash="", words=len(f"{one['title']} {one['body']}".split()), changed_at=timezone.now(),
            )
            for one in collection.documents
        ],
        batch_size=500,
    )  # fmt: skip
    embedded().rebuild()


def engines() -> "Iterator[Engine]":
    """Give the embedded engine, and Elasticsearch with all documents carried to it."""
    from django.conf import settings  # noqa: PLC0415

    from search.engines.choice import embedded  # noqa: PLC0415

    yield embedded()
    if settings.ELASTICSEARCH_URL:
        from search.engines import indices  # noqa: PLC0415
        from search.engines.elasticsearch import ElasticsearchEngine  # noqa: PLC0415
        from search.models import SearchIndex  # noqa: PLC0415
        from search.rebuilding import begin, deliver_all  # noqa: PLC0415

        indices.SEARCH_SECONDS = 30.0  # quality is measured here, and a cold server's first answers are slow
        try:
            begin(anew=True)
            deliver_all(ElasticsearchEngine())
            indices.workhorse().indices.refresh(index=indices.live_alias())
            yield ElasticsearchEngine()
        finally:
            indices.drop_all()
            SearchIndex.objects.all().delete()


@contextmanager
def scratch_database() -> Iterator[None]:
    """Set Django up on an empty database that is gone afterwards."""
    with tempfile.TemporaryDirectory() as place:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cmkc.settings.test")
        postgresql = os.environ.get("DATABASE_URL", "").startswith("postgres")
        os.environ["CMKC_TEST_DB"] = f"bench_search_{os.getpid()}" if postgresql else str(Path(place) / "bench.sqlite3")
        import django  # noqa: PLC0415
        from django.db import connection  # noqa: PLC0415

        django.setup()
        kept = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            yield
        finally:
            connection.creation.destroy_test_db(kept, verbosity=0)


def main() -> int:
    """Print one line for each collection and engine."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("collections", nargs="*", default=COLLECTIONS)
    asked = parser.parse_args()
    place = folder()
    if place is None:
        print("search quality: no judged collections here (CMKC_SHARED names their folder); nothing measured")
        return 0
    with scratch_database():
        print(f"{'collection':16} {'engine':14} {'nDCG@10':>8} {'R@100':>7} {'mean ms':>8} {'p95 ms':>7}")
        for name in asked.collections:
            collection = read(place / name)
            load(collection)
            for engine in engines():
                got = measure(engine, collection)
                figures = f"{got.ndcg:8.4f} {got.recall:7.4f} {got.milliseconds:8.1f} {got.slowest:7.1f}"
                print(f"{name:16} {engine.name:14} {figures}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
