"""What stands in the answering Elasticsearch index of a test."""

from search.engines import indices


def _rows() -> list[dict]:
    client = indices.workhorse()
    if not client.indices.exists_alias(name=indices.live_alias()):
        return []
    client.indices.refresh(index=indices.live_alias())
    return client.search(index=indices.live_alias(), size=1_000, version=True)["hits"]["hits"]


def in_index() -> dict[str, str]:
    """Give the titles by uid."""
    return {row["_id"]: row["_source"]["title"] for row in _rows()}


def versions_in_index() -> dict[str, int]:
    """Give the versions by uid."""
    return {row["_id"]: row["_version"] for row in _rows()}
