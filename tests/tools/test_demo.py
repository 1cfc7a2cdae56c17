"""`make demo`: ready once, ready again in seconds, everything kept, nothing left running."""

import re
import sqlite3
import urllib.request
from contextlib import closing
from http.client import HTTPMessage

import pytest

from tests.demo import demo

pytestmark = pytest.mark.once
STYLE = re.compile(r'href="(?P<path>/static/css/site\.[0-9a-f]{12}\.css)"')


def get(url: str) -> tuple[str, HTTPMessage]:
    """A page and its headers; raises unless the answer is a good one."""
    with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310  (the demo's own address)
        return answer.read().decode(), answer.headers


def ask(folder, statement: str) -> list[tuple]:
    with closing(sqlite3.connect(folder / "cmkc.sqlite3", timeout=20)) as connection, connection:
        return connection.execute(statement).fetchall()


def test_the_demo_serves_its_content_and_prints_a_sign_in_for_each_role(demo_site):
    assert re.search(r"^Content: \d+ created", demo_site.said, re.MULTILINE)
    assert set(demo_site.passwords) >= {"Member", "Editor", "Moderator", "Administrator"}
    page, _ = get(f"{demo_site.url}/glossary/part-11/")
    assert "21 CFR Part 11" in page


def test_static_files_carry_their_hash_and_may_be_kept_for_ever(demo_site):
    page, _ = get(f"{demo_site.url}/")
    _, headers = get(demo_site.url + STYLE.search(page)["path"])
    assert "immutable" in headers["Cache-Control"]


def test_a_second_start_does_no_slow_step_keeps_what_was_entered_and_stops_on_ctrl_c(demo_site, tmp_path):
    member = demo_site.passwords["Member"][0]
    ask(demo_site.folder, f"UPDATE accounts_user SET affiliation = 'entered by hand' WHERE email = '{member}'")  # noqa: S608
    with demo(demo_site.folder, tmp_path / "printed.log") as again:
        assert "Database: up to date" in again.said
        assert "Static files: up to date" in again.said
        assert not re.search(r"Content:.*(created|updated)", again.said)
        assert again.passwords == demo_site.passwords
        get(again.url)
        again.stop()
        assert again.said.splitlines()[-1] == "All stopped."
        assert again.process.returncode == 0
    with pytest.raises(OSError, match="refused"):
        get(again.url)
    kept = ask(demo_site.folder, f"SELECT affiliation FROM accounts_user WHERE email = '{member}'")  # noqa: S608
    assert kept == [("entered by hand",)]
    ask(demo_site.folder, f"UPDATE accounts_user SET affiliation = '' WHERE email = '{member}'")  # noqa: S608
