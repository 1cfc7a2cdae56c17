"""`make test`: finds or starts its servers, says what is missing, passes pytest's exit code on, leaves nothing."""

import os
import re
import signal
import subprocess
import sys
import time

import pytest

from tools import elasticsearch, judges, postgresql, redis, suite
from tools.processes import StartError
from tools.serve import PROJECT

pytestmark = pytest.mark.once


@pytest.fixture
def nothing_starts(monkeypatch):
    def refuse(*_arguments, **_named):
        raise StartError("It is not installed.")

    for module, name in [
        (judges, "chromium"),
        (judges, "install"),
        (postgresql, "run"),
        (redis, "program"),
        (elasticsearch, "installed_at"),
        (elasticsearch, "install"),
    ]:
        monkeypatch.setattr(module, name, refuse)


def test_with_ci_a_missing_server_fails_before_any_test_runs(nothing_starts, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["suite"])
    monkeypatch.setattr(os, "environ", {"CI": "true"})
    monkeypatch.setattr(suite, "run_passes", lambda *_: pytest.fail("tests ran"))
    assert suite.main() == 1
    assert capsys.readouterr().out.count("NOT STARTED: It is not installed.") == 5


def test_without_ci_the_tests_run_and_what_was_left_out_is_said_at_the_end(nothing_starts, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["suite"])
    monkeypatch.setattr(os, "environ", {})
    monkeypatch.setattr(suite, "run_passes", lambda *_: 0)
    assert suite.main() == 0
    assert capsys.readouterr().out.splitlines()[-1] == "LEFT OUT, because it was not started: It is not installed."


def test_named_servers_are_used_as_they_are(monkeypatch):
    monkeypatch.setattr(elasticsearch, "answers", lambda _url: True)
    around = suite.Surroundings()
    given = {"ELASTICSEARCH_URL": "http://127.0.0.1:1", "DATABASE_URL": "postgres://a:b@127.0.0.1/c"}
    assert suite.find_elasticsearch(given, around) is None
    assert suite.find_postgresql(given, around) is None
    assert (around.elasticsearch_url, around.postgresql_url) == tuple(given.values())


def test_a_named_elasticsearch_that_is_down_is_said_to_be():
    with pytest.raises(StartError, match="does not answer"):
        suite.find_elasticsearch({"ELASTICSEARCH_URL": "http://127.0.0.1:9"}, suite.Surroundings())


def test_each_test_runs_on_sqlite_and_what_depends_on_the_database_on_postgresql_too():
    runs = suite.passes(suite.Surroundings(postgresql_url="postgres://x"), "test")
    assert {run.name: run.words[1] for run in runs} == {
        "SQLite": "not browser",
        "Chromium": "browser",
        "PostgreSQL": "not once",
    }
    given = [run.environment.get("DATABASE_URL") for run in runs]
    assert given == [None, None, "postgres://x"]


@pytest.mark.parametrize(
    ("size", "codes", "expected"),
    [
        ("test", [0, 0, 0], 0),
        ("test", [1, 0, 0], 1),
        ("test", [0, 0, 1], 1),
        ("test", [0, 5, 0], 0),
        ("test", [5, 0, 5], 0),
        ("test", [5, 5, 5], 5),
        ("test", [5, 2, 1], 2),
        ("soak", [0, 5], 0),
        ("soak", [0, 1], 1),
        ("soak", [5, 5], 5),
    ],
)
def test_the_worst_exit_code_of_pytest_passes_through_and_every_pass_ends(monkeypatch, capfd, size, codes, expected):
    runs = suite.passes(suite.Surroundings(postgresql_url="postgres://x"), size)
    endings = dict(zip([run.name for run in runs], codes, strict=True))

    def start(run, words, folder, printed):
        order = [sys.executable, "-c", f"print('{run.name} printed', *{words}); raise SystemExit({endings[run.name]})"]
        return subprocess.Popen(order, stdout=printed)

    monkeypatch.setattr(suite.Pass, "start", start)
    assert suite.run_passes(suite.Surroundings(postgresql_url="postgres://x"), size, ["-x"]) == expected
    said = capfd.readouterr().out
    for name, code in endings.items():
        assert f"{name} printed -x" in said
        assert re.search(rf"{name}: \d+ s, exit code {code}", said)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_stops_its_servers(tmp_path, number):
    code = (
        "import sys, time; from tools import suite, judges, elasticsearch; judges.install = lambda: None;"
        "suite.find_elasticsearch = lambda *_: None;"
        "suite.run_passes = lambda around, *_: (print(around.servers[0].folder, flush=True), time.sleep(60));"
        "sys.exit(suite.main())"
    )
    process = subprocess.Popen([sys.executable, "-c", code], cwd=PROJECT, stdout=subprocess.PIPE, text=True)
    try:
        folder = process.stdout.readline().strip()
        assert os.path.isdir(folder), folder  # noqa: PTH112  (what the suite printed)
        began = time.monotonic()
        process.send_signal(number)
        said, _ = process.communicate(timeout=60)
    finally:
        process.kill()
        process.communicate()
    assert process.returncode == 130
    assert "Interrupted." in said
    assert not os.path.exists(folder)  # noqa: PTH110
    assert time.monotonic() - began < 30  # PostgreSQL's own stop takes most of it on a busy machine
