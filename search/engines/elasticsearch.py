"""The engine that asks Elasticsearch; the worker carries its index there, and it is read for search alone."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any, ClassVar

from elasticsearch import helpers

from search.engines.base import Answer, Engine, EngineUnavailable, Health, Hit, Outcome, Request
from search.engines.elasticsearch_query import question
from search.engines.indices import building_alias, live_alias, searcher, unavailable_if_failing, workhorse
from search.models import SearchDocument
from search.rebuilding import begin
from search.snippets import FRAGMENT, chosen

CHUNK_BYTES = 8_000_000
CONFLICT, NOT_FOUND, TOO_MANY, SERVER_ERROR = 409, 404, 429, 500


class ElasticsearchEngine(Engine):
    """Ranks by BM25 over title, abbreviation, summary and body as one text; the words are joined by OR."""

    name: ClassVar[str] = "elasticsearch"

    def search(self, request: Request) -> Answer:
        """Answer a question with one request and no query. Raises: EngineUnavailable, after .8 s at the latest."""
        with unavailable_if_failing():
            body = question(request).to_dict()
            response = searcher().search(index=live_alias(), **_as_arguments(body))
        found = response.body
        facets = {
            field: {
                bucket["key"]: bucket["things"]["value"]
                for bucket in found["aggregations"][f"facet_{field}"]["values"]["buckets"]
            }
            for field in request.facets
        }
        total = found["aggregations"]["total"]["things"]["value"]
        return Answer([_hit(row) for row in found["hits"]["hits"]], total, facets, self.name)

    def apply(self, documents: Iterable[SearchDocument], *, building: bool = False) -> list[Outcome]:
        """Carry documents to the index that answers, or to the one being built, by their versions.

        A version that is there already, or a newer one, counts as done. Raises: EngineUnavailable.
        """
        alias = building_alias() if building else live_alias()
        outcomes = []
        with unavailable_if_failing():
            for ok, item in helpers.streaming_bulk(
                workhorse(), (_operation(row, alias) for row in documents), chunk_size=500, max_chunk_bytes=CHUNK_BYTES,
                raise_on_error=False, require_alias=True,
            ):  # fmt: skip
                outcomes.append(_outcome(item, ok=ok))
        return outcomes

    def rebuild(self) -> None:
        """Begin a new index; the worker fills it and lets it answer when it is level."""
        begin()

    def health(self) -> Health:
        """Say whether the server answers and has our index."""
        try:
            with unavailable_if_failing():
                status = searcher().cluster.health()["status"]
                there = searcher().indices.exists_alias(name=live_alias()).body
        except EngineUnavailable as error:
            return Health(self.name, ok=False, detail=str(error))
        return Health(self.name, ok=there and status != "red", detail=status if there else "no index yet")


def _as_arguments(body: dict[str, Any]) -> dict[str, Any]:
    """Name the parts of a search body as the client does."""
    renamed = {"from": "from_", "_source": "source"}
    return {renamed.get(name, name): value for name, value in body.items()}


def _operation(row: SearchDocument, alias: str) -> dict[str, Any]:
    """Write one bulk operation; a tombstone deletes."""
    said = {"_index": alias, "_id": row.uid, "version": row.version, "version_type": "external_gte"}
    if row.deleted:
        return {"_op_type": "delete", **said}
    return {"_op_type": "index", **said, "_source": indexed(row)}


def indexed(row: SearchDocument) -> dict[str, Any]:
    """Give a document as it stands in the index."""
    return {
        "uid": row.uid, "group": row.group, "group_hash": _number(row.group), "kind": row.kind, "lang": row.lang,
        "url": row.url, "audience": row.audience.split(" "), "boost": row.boost,
        "published_at": row.published_at.isoformat() if row.published_at else None, "title": row.title,
        "abbreviation": row.abbreviation, "summary": row.summary, "body": row.body, "facets": row.facets,
        "shown": row.shown,
    }  # fmt: skip


def _number(group: str) -> int:
    """Give a thing a number to be counted by; two things share one with a chance of 1 in 10^18."""
    return int.from_bytes(sha256(group.encode()).digest()[:8], "big", signed=True)


def _outcome(item: dict[str, Any], *, ok: bool) -> Outcome:
    """Read what became of one operation. Raises: EngineUnavailable when it was not the item's fault."""
    ((operation, result),) = item.items()
    status, error = result["status"], result.get("error")
    if ok or status == CONFLICT or (operation == "delete" and status == NOT_FOUND and not error):
        return Outcome(result["_id"])
    if status in (NOT_FOUND, TOO_MANY) or status >= SERVER_ERROR:
        raise EngineUnavailable(str(error))
    return Outcome(result["_id"], error=str(error)[:500])


def _hit(row: dict[str, Any]) -> Hit:
    """Make a result row from a hit; it holds all that is shown."""
    kept, date = row["_source"], row["_source"]["published_at"]
    body, about = (FRAGMENT.join(row.get("highlight", {}).get(name, ())) for name in ("body", "summary"))
    return Hit(
        uid=kept["uid"], group=kept["group"], kind=kept["kind"], title=kept["title"], url=kept["url"],
        summary=kept["summary"], snippet=chosen(body, about, kept["summary"]),
        facets=kept["facets"], shown=kept["shown"], published_at=datetime.fromisoformat(date) if date else None,
        score=row["_score"] or 0.0, lang=kept["lang"],
    )  # fmt: skip


def pairs_in_index() -> Iterator[tuple[str, int]]:
    """Read the uid and version of every document in the answering index, as of one moment; for the audit.

    Raises: EngineUnavailable.
    """
    with unavailable_if_failing():
        client = workhorse()
        client.indices.refresh(index=live_alias())
        pit = client.open_point_in_time(index=live_alias(), keep_alive="2m")["id"]
        try:
            after = None
            while True:
                page = client.search(
                    pit={"id": pit, "keep_alive": "2m"}, size=2_000, source=False, version=True, sort=["_shard_doc"],
                    search_after=after, track_total_hits=False,
                )["hits"]["hits"]  # fmt: skip
                if not page:
                    return
                yield from ((row["_id"], row["_version"]) for row in page)
                after = page[-1]["sort"]
        finally:
            client.close_point_in_time(id=pit)
