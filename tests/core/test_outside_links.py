"""Other sites are asked by HEAD, and nothing of this network ever."""

import http.server
import threading
from contextlib import contextmanager

import pytest

from cmkc.core import outside_links
from cmkc.core.outside_links import is_gone, is_outside


@contextmanager
def other_site():
    """A site on this machine; gives its address and what it was asked."""
    asked = []

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_HEAD(self):
            asked.append(self.path)
            self.send_response({"/gone": 404, "/moved": 301, "/broken": 500}.get(self.path, 200))
            self.end_headers()

        def log_message(self, *_words):
            """Print nothing."""

    with http.server.HTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


def test_an_address_of_this_network_is_never_asked():
    with other_site() as (site, asked):
        assert not is_gone(f"{site}/gone")
        assert asked == []


@pytest.mark.parametrize(("path", "gone"), [("/gone", True), ("/there", False), ("/moved", False), ("/broken", False)])
def test_only_what_the_other_site_calls_gone_is_gone(path, gone, monkeypatch):
    with other_site() as (site, asked):
        monkeypatch.setattr(outside_links, "_open_internet", lambda host, port: (host, port))
        assert is_gone(f"{site}{path}?") is gone
        assert asked == [path]


def test_trouble_on_the_way_says_nothing(monkeypatch):
    monkeypatch.setattr(outside_links, "_open_internet", lambda _host, _port: ("127.0.0.1", 9))
    for address in ("http://127.0.0.1:9/", "http://[broken", "http://e.org:99999/"):
        assert not is_gone(address)


def test_what_is_outside():
    assert is_outside("https://example.org/a")
    assert not any(map(is_outside, ("/a", "mailto:a@b.org", "page:7", "ftp://example.org/")))
