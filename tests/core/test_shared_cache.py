"""A shared cache that is down breaks no page, and is used again when it is back."""

import logging
import time

import pytest
from django.core.cache import cache
from pytest_django.asserts import assertContains, assertNotContains

from cmkc.core import shared_cache
from cmkc.core.shared_cache import SharedCache
from tests.accounts.factories import UserFactory
from tests.moderation.factories import flagged, listed, moderator
from tools.processes import free_port

HEADER = "Work waiting for you:"


@pytest.fixture
def shared(settings, monkeypatch):
    """Makes a server of this address the site's cache; the one before is the cache again afterwards."""
    monkeypatch.setattr(SharedCache, "quiet_until", 0.0)
    before = settings.CACHES

    def use(address):
        settings.CACHES = {"default": {"BACKEND": "cmkc.core.shared_cache.SharedCache", "LOCATION": address}}
        settings.SHARED_CACHE = True

    yield use
    settings.CACHES = before


@pytest.fixture
def down(shared):
    shared(f"redis://127.0.0.1:{free_port()}/0")


@pytest.mark.django_db
@pytest.mark.usefixtures("down")
@pytest.mark.parametrize("address", ["/glossary/", "/search/?q=tablet", "/accounts/login/", "/organisations/", "/me/"])
def test_pages_answer_while_it_is_down(client, address):
    if address == "/me/":
        client.force_login(UserFactory())
    for _turn in range(2):
        assert client.get(address).status_code == 200


@pytest.mark.django_db
@pytest.mark.usefixtures("down")
def test_the_header_counts_what_waits_while_it_is_down_and_a_form_is_taken(client):
    flagged()
    client.force_login(moderator())
    assertContains(client.get("/glossary/"), HEADER)
    assert client.post("/moderation/next/").status_code == 302
    client.force_login(reader := UserFactory())
    assertNotContains(client.get("/glossary/"), HEADER)
    sent = client.post(f"/moderation/flag/profile/{listed().pk}/", {"reason": "spam"})
    assert sent.status_code == 302
    assert reader.flags.count() == 1


@pytest.mark.usefixtures("down")
def test_a_cache_that_is_down_is_an_empty_one(caplog):
    with caplog.at_level(logging.WARNING, "cmkc.core"):
        cache.set("a", 1)
        assert cache.get("a", "instead") == "instead"
        assert cache.get_many(["a"]) == {}
        assert cache.get_or_set("a", lambda: 5) == 5
        assert cache.add("a", 1)
        assert not cache.has_key("a")
        assert not cache.delete("a")
        assert cache.set_many({"a": 1}) == ["a"]
        cache.delete_many(["a"])
        assert not cache.touch("a")
        cache.clear()
        with pytest.raises(ValueError, match="no number"):
            cache.incr("a")
    assert caplog.text.count("does not answer") == 1


def test_it_is_left_alone_for_a_while_and_then_asked_again(shared, redis_url, monkeypatch):
    monkeypatch.setattr(shared_cache, "PAUSE", 0.3)
    shared(f"redis://127.0.0.1:{free_port()}/0")
    assert cache.get("a") is None
    shared(redis_url)
    cache.set("a", 1)
    assert cache.get("a") is None  # still left alone
    time.sleep(0.35)
    cache.set("a", 1)
    assert (cache.get("a"), cache.incr("a"), cache.get_many(["a"]), cache.delete("a")) == (1, 2, {"a": 2}, True)
    cache.set("b", 1)
    cache.clear()
    assert cache.get("b") is None
