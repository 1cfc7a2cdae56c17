"""What everybody sees alike is kept until it changes; what is one reader's is never kept."""

import gzip
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings as site
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cmkc.core import caching
from cmkc.core.caching import touch
from tests.core.cached_urls import calls

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.core.cached_urls"), pytest.mark.ignore_template_errors]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _start_afresh():
    calls.clear()
    cache.clear()


def test_a_visitors_page_is_built_once_and_then_kept(client):
    first, second = client.get("/plain/"), client.get("/plain/")
    assert len(calls) == 1
    assert first.content == second.content
    assert second["X-Own"] == "1"
    assert second["Content-Type"] == first["Content-Type"]
    for response in (first, second):
        assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
        assert {"Cookie", "Accept-Encoding"} <= {name.strip() for name in response["Vary"].split(",")}
        assert not response.cookies


def test_who_has_the_page_gets_304_and_nothing_runs(client):
    tag = client.get("/plain/")["ETag"]
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        response = client.get("/plain/", headers={"if-none-match": f'"other", {tag}'})
    assert (response.status_code, response.content) == (304, b"")
    assert response["ETag"] == tag
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "Cookie" in response["Vary"]
    assert len(calls) == 1
    assert len(queries) == 1


@pytest.mark.parametrize(
    "tag", ['"x"', 'W/"y"', "*", "nonsense", "", 'W/"' + "0" * 32 + '"', 'W/"' + "0" * 32 + '.99999999999999"']
)
def test_another_tag_gets_the_page(client, tag):
    assert client.get("/plain/", headers={"if-none-match": tag}).status_code == 200


def test_a_kept_page_costs_one_query(client):
    client.get("/plain/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/plain/")
    assert len(queries) == 1
    assert len(calls) == 1


@pytest.mark.parametrize("area", ["alpha", "beta"])
def test_a_change_of_any_of_its_areas_builds_it_anew(client, area):
    tag = client.get("/plain/")["ETag"]
    touch(area)
    response = client.get("/plain/", headers={"if-none-match": tag})
    assert response.status_code == 200
    assert response["ETag"] != tag
    assert len(calls) == 2
    touch("gamma")
    assert client.get("/plain/", headers={"if-none-match": response["ETag"]}).status_code == 304


def test_every_change_counts_however_often_it_is_read_between(client):
    tags = {client.get("/plain/")["ETag"]}
    for _change in range(5):
        touch("alpha")
        tags.add(client.get("/plain/")["ETag"])
    assert len(tags) == len(calls) == 6


def test_an_area_can_be_one_things_own(client):
    client.get("/topic/1/")
    client.get("/topic/2/")
    touch("topic:1")
    client.get("/topic/1/")
    client.get("/topic/2/")
    assert calls == ["1", "2", "1"]


def test_address_language_theme_and_fragment_are_pages_of_their_own(client):
    seen = {
        client.get("/plain/").content,
        client.get("/plain/?a=1").content,
        client.get("/es/plain/").content,
    }
    client.cookies[site.THEME_COOKIE_NAME] = "dark"
    seen.add(client.get("/plain/").content)
    assert len(seen) == len(calls) == 4
    client.get("/plain/", headers={"hx-request": "true"})
    assert len(calls) == 5
    client.cookies[site.THEME_COOKIE_NAME] = "nonsense"  # counts as none
    assert client.get("/plain/").content in seen
    assert len(calls) == 5


def test_a_page_of_another_host_is_another_page(client, settings):
    settings.ALLOWED_HOSTS = ["a.example", "b.example"]
    tags = {client.get("/plain/", headers={"host": host})["ETag"] for host in ("a.example", "b.example")}
    assert len(tags) == len(calls) == 2


def test_who_has_a_session_gets_a_page_of_their_own_that_nobody_keeps(client):
    client.get("/plain/")
    client.cookies[site.SESSION_COOKIE_NAME] = "whatever"
    for _again in range(2):
        response = client.get("/plain/")
        assert response["Cache-Control"] == "private, no-store"
        assert "Cookie" in response["Vary"]
        assert "ETag" not in response
    assert len(calls) == 3


def test_a_member_signed_in_gets_no_kept_page(client, django_user_model):
    client.force_login(django_user_model.objects.create(email="a@example.org"))
    client.get("/plain/")
    assert client.get("/plain/")["Cache-Control"] == "private, no-store"
    assert len(calls) == 2
    assert Client().get("/plain/")["Cache-Control"].startswith("public")


@pytest.mark.parametrize("header", ["authorization"])
def test_a_key_in_a_header_is_personal(client, header):
    client.get("/plain/", headers={header: "Bearer x"})
    assert client.get("/plain/", headers={header: "Bearer x"})["Cache-Control"] == "private, no-store"
    assert len(calls) == 2


def test_a_message_that_waits_is_shown_to_its_reader_alone(client):
    client.cookies["messages"] = "anything"
    client.get("/plain/")
    assert client.get("/plain/")["Cache-Control"] == "private, no-store"
    assert len(calls) == 2


@pytest.mark.parametrize(
    "what", ["token", "cookie", "session", "message", "private", "stream", "redirect", "error", "missing"]
)
def test_what_is_for_one_reader_or_one_time_is_never_kept(what):
    for _again in range(2):
        response = Client().get(f"/personal/{what}/")
        assert "ETag" not in response
        assert "public" not in response.get("Cache-Control", "")
        if response.status_code == 200:
            assert response["Cache-Control"] == "private, no-store"
    assert len(calls) == 2


def test_a_page_that_is_not_there_is_looked_for_again(client):
    assert client.get("/personal/missing/").status_code == 404
    assert client.get("/personal/missing/").status_code == 404
    assert len(calls) == 2


def test_a_template_response_is_rendered_and_kept(client):
    assert client.get("/lazy/").content == client.get("/lazy/").content == b"lazily rendered"
    assert calls == ["lazy"]


def test_head_is_get_without_the_body(client):
    cold = client.head("/plain/")
    warm = client.head("/plain/")
    body = client.get("/plain/")
    assert len(calls) == 1
    for response in (cold, warm):
        assert response.status_code == 200
        assert response.content == b""
        assert response["ETag"] == body["ETag"]
        assert int(response["Content-Length"]) == len(body.content)


def test_post_passes_through_unkept(client):
    assert client.post("/plain/").status_code == 405
    assert "ETag" not in client.post("/plain/")


def test_it_is_kept_compressed_and_sent_as_the_client_takes_it(client):
    plain = client.get("/plain/").content
    packed = client.get("/plain/", headers={"accept-encoding": "br, gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain
    assert len(packed.content) < len(plain) / 10
    refused = client.get("/plain/", headers={"accept-encoding": "identity"})
    assert "Content-Encoding" not in refused
    assert refused["ETag"] == packed["ETag"]
    assert len(calls) == 1


def test_while_debugging_nothing_is_kept(client, settings):
    settings.DEBUG = True
    assert "ETag" not in client.get("/plain/")
    client.get("/plain/")
    assert len(calls) == 2


def test_a_page_about_today_ends_with_the_day(client):
    with time_machine.travel(NOON, tick=False) as clock:
        tag = client.get("/today/")["ETag"]
        assert client.get("/today/", headers={"if-none-match": tag}).status_code == 304
        clock.shift(timedelta(hours=12))
        assert client.get("/today/", headers={"if-none-match": tag}).status_code == 200
    assert len(calls) == 2


@pytest.fixture
def edge(monkeypatch):
    """An embargo of the area `dated` that ends an hour after noon."""
    registry = type(caching.edges)("edges")
    ends = [NOON + timedelta(hours=1, microseconds=500)]
    registry.register("dated", lambda now: next((moment for moment in ends if moment > now), None))
    monkeypatch.setattr(caching, "edges", registry)
    return ends


def test_a_kept_page_does_not_outlive_a_date_of_its_area(client, edge):
    with time_machine.travel(NOON, tick=False) as clock:
        tag = client.get("/dated/")["ETag"]
        clock.shift(timedelta(minutes=59, seconds=59))
        assert client.get("/dated/", headers={"if-none-match": tag}).status_code == 304
        client.get("/dated/")
        assert len(calls) == 1
        clock.shift(timedelta(seconds=1))
        response = client.get("/dated/", headers={"if-none-match": tag})
        assert response.status_code == 200
        clock.shift(timedelta(seconds=1))
        client.get("/dated/")
        again = client.get("/dated/")
        assert again["ETag"] != tag
        assert len(calls) == 3  # the page built within the second of the edge itself is not kept


def test_a_client_cannot_stretch_the_validity_of_what_it_has(client, edge):
    with time_machine.travel(NOON, tick=False) as clock:
        tag = client.get("/dated/")["ETag"]
        clock.shift(timedelta(days=1))
        forged = tag.rpartition(".")[0] + '.9999999999"'
        # The key itself is right, so the forger keeps an old page, and nobody else does.
        assert client.get("/dated/", headers={"if-none-match": forged}).status_code in {200, 304}
        assert Client().get("/dated/").status_code == 200
        assert len(calls) == 2
