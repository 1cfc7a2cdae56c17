"""Count what a page costs."""

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def cold_cost(client: Client, address: str) -> int:
    """Count the queries of a page that is answered with 200 and is not kept yet."""
    client.get(address)  # what Django and Wagtail keep for the whole process is loaded
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200, f"{address} answered {response.status_code}"
    return len(queries)
