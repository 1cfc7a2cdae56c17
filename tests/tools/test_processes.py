"""Servers run as an ordinary user, are waited for, and leave neither processes nor files."""

import os
import pwd
import signal

import pytest

from tools import processes

pytestmark = pytest.mark.once


def run(code: str, name: str = "test") -> processes.Server:
    folder = processes.scratch_folder(name)
    return processes.start("The server", ["sh", "-c", code], folder=folder, url="")


def test_a_server_never_runs_as_root():
    server = run("id -un; exec sleep 60")
    processes.wait_until(server, lambda: server.log() != "", seconds=10)
    expected = "nobody" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    assert server.log() == expected
    server.stop()


def test_stopping_ends_its_children_and_removes_its_folder():
    server = run("sleep 60 & sleep 60")
    server.stop()
    server.stop()
    assert server.process.returncode == -signal.SIGTERM
    assert not server.folder.exists()


def test_a_server_that_ends_while_starting_is_reported_with_its_last_words():
    server = run("echo no such option >&2; exit 3")
    with pytest.raises(processes.StartError, match="no such option"):
        processes.wait_until(server, lambda: False, seconds=10)
    assert not server.folder.exists()


def test_a_server_that_never_answers_is_stopped_when_its_time_is_over():
    server = run("exec sleep 60")
    with pytest.raises(processes.StartError, match=r"did not answer within 0 s"):
        processes.wait_until(server, lambda: False, seconds=0.2)
    assert server.process.returncode is not None


def test_an_interruption_while_waiting_leaves_nothing_behind():
    server = run("exec sleep 60")

    def interrupted() -> bool:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        processes.wait_until(server, interrupted, seconds=10)
    assert server.process.returncode is not None


def test_the_cache_stands_where_the_ordinary_user_can_read_it(monkeypatch, tmp_path):
    monkeypatch.setenv("CMKC_CACHE", str(tmp_path))
    assert processes.cache_folder() == tmp_path
    monkeypatch.delenv("CMKC_CACHE")
    monkeypatch.setattr(processes.os, "geteuid", lambda: 0)
    assert str(processes.cache_folder()) == "/var/cache/cmkc"
    monkeypatch.setattr(processes.os, "geteuid", lambda: 1000)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert processes.cache_folder() == tmp_path / "cmkc"
