"""`.venv` is made once, and pip runs only when the locked lists change."""

import subprocess
import sys

import pytest

from tools import environment

pytestmark = pytest.mark.once


@pytest.fixture
def lists(tmp_path, monkeypatch):
    folder = tmp_path / "requirements"
    folder.mkdir()
    (folder / "base.txt").write_text("one==1 --hash=sha256:0\n")
    monkeypatch.setattr(environment, "PROJECT", tmp_path)
    return folder


@pytest.fixture
def pip(monkeypatch):
    calls = []

    def run(command, **_named):
        calls.append([str(word) for word in command])
        return subprocess.CompletedProcess(command, returncode=0)

    monkeypatch.setattr(environment.subprocess, "run", run)
    return calls


def test_pip_runs_once_for_a_list_and_again_when_it_changes(tmp_path, lists, pip):
    assert environment.install(tmp_path, ["base"])
    assert not environment.install(tmp_path, ["base"])
    (lists / "base.txt").write_text("one==2 --hash=sha256:0\n")
    assert environment.install(tmp_path, ["base"])
    assert len(pip) == 2


def test_every_download_is_checked_against_its_hash_and_nothing_is_built(tmp_path, lists, pip):
    environment.install(tmp_path, ["base"])
    assert {"--require-hashes", "--only-binary", ":all:"} <= set(pip[0])


def test_a_failed_installation_ends_with_one_sentence_and_is_tried_again(tmp_path, lists, monkeypatch):
    failed = subprocess.CompletedProcess([], returncode=1)
    monkeypatch.setattr(environment.subprocess, "run", lambda *_, **__: failed)
    for _ in range(2):
        with pytest.raises(SystemExit, match="could not be installed"):
            environment.install(tmp_path, ["base"])


def test_an_old_python_is_refused_by_name(tmp_path, monkeypatch):
    monkeypatch.setattr(environment.sys, "version_info", (3, 10, 4))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or later"):
        environment.create(tmp_path)


def test_a_missing_venv_module_names_the_package(tmp_path, monkeypatch):
    failed = subprocess.CompletedProcess([], returncode=1, stdout="", stderr="ensurepip is not available")
    monkeypatch.setattr(environment.subprocess, "run", lambda *_, **__: failed)
    with pytest.raises(SystemExit, match="apt install python3-venv"):
        environment.create(tmp_path / "new")


def test_a_real_environment_is_made_and_then_left_alone(tmp_path, capsys):
    environment.create(tmp_path / "new")
    python = environment.python_of(tmp_path / "new")
    done = subprocess.run([python, "-c", "import sys; print(sys.prefix)"], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(tmp_path / "new")
    assert done.stdout.strip() != sys.prefix
    made = python.stat().st_mtime_ns
    environment.create(tmp_path / "new")
    assert python.stat().st_mtime_ns == made
