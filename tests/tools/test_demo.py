"""`make demo`: ready once, ready again in seconds, everything kept, nothing left running."""

import sqlite3
import urllib.error
import urllib.request

import pytest

from tests.demo import demo

pytestmark = pytest.mark.once


def get(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310  (the demo's own address)
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as answer:
        return answer.code, ""


def rows(folder, table: str) -> int:
    with sqlite3.connect(folder / "cmkc.sqlite3") as connection:
        return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608  (a name of ours)


def test_the_demo_starts_twice_keeps_what_was_entered_and_stops_on_ctrl_c(tmp_path):
    with demo(tmp_path) as first:
        assert any("created" in line for line in first.said)
        assert set(first.passwords) >= {"Member", "Administrator"}
        assert get(f"{first.url}/")[0] == 200
        style = get(f"{first.url}/static/css/site.css")[0]
        said = first.stop()
        assert said.splitlines()[-1] == "All stopped."
        assert first.process.returncode == 0
    with pytest.raises(OSError, match="refused"):
        get(first.url)
    with sqlite3.connect(tmp_path / "cmkc.sqlite3") as connection:
        connection.execute("UPDATE accounts_user SET affiliation = 'entered by hand' WHERE email LIKE 'member@%'")
    accounts = rows(tmp_path, "accounts_user")
    with demo(tmp_path) as second:
        assert "Database: up to date" in "\n".join(second.said)
        assert "Static files: up to date" in "\n".join(second.said)
        assert any(line.startswith("Content: ") and "created" not in line for line in second.said)
        assert second.passwords == first.passwords
        assert get(f"{second.url}/")[0] == 200
    assert rows(tmp_path, "accounts_user") == accounts
    with sqlite3.connect(tmp_path / "cmkc.sqlite3") as connection:
        kept = connection.execute("SELECT count(*) FROM accounts_user WHERE affiliation = 'entered by hand'").fetchone()
    assert kept == (1,)
    assert style in {200, 404}
