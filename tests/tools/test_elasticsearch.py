"""The server for tests is put together from two archives, and answers."""

import zipfile

import pytest
from elasticsearch import Elasticsearch

from tools import elasticsearch
from tools.processes import StartError

pytestmark = pytest.mark.once


def archive(path, files: dict[str, str]):
    with zipfile.ZipFile(path, "w") as packed:
        for name, text in files.items():
            packed.writestr(name, text)
    return path


def test_the_missing_modules_are_added_and_the_others_left(tmp_path, monkeypatch):
    server = archive(
        tmp_path / "server.zip",
        {"elasticsearch-8/bin/elasticsearch": "#!/bin/sh", "elasticsearch-8/modules/rest/rest.jar": "ours"},
    )
    other = archive(
        tmp_path / "other.zip",
        {
            "sonarqube-1/elasticsearch/modules/rest/rest.jar": "theirs",
            "sonarqube-1/elasticsearch/modules/reindex/reindex.jar": "added",
            "sonarqube-1/elasticsearch/lib/server.jar": "not a module",
            "sonarqube-1/elasticsearch/modules/../../../evil": "outside",
        },
    )
    monkeypatch.setenv("CMKC_CACHE", str(tmp_path / "cache"))
    archives = {elasticsearch.SERVER: server, elasticsearch.MODULES: other}
    monkeypatch.setattr(elasticsearch, "_fetch", lambda artifact, _work: archives[artifact])
    monkeypatch.setattr(elasticsearch, "give_away", lambda _folder: None)
    home = elasticsearch.install()
    files = {str(path.relative_to(home)) for path in home.rglob("*") if path.is_file()}
    assert files == {"complete", "bin/elasticsearch", "modules/rest/rest.jar", "modules/reindex/reindex.jar"}
    assert (home / "modules" / "rest" / "rest.jar").read_text() == "ours"
    assert (home / "bin" / "elasticsearch").stat().st_mode & 0o111
    assert elasticsearch.installed_at() == home


def test_without_maven_the_package_to_install_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("CMKC_CACHE", str(tmp_path))
    monkeypatch.setattr(elasticsearch.shutil, "which", lambda _name: None)
    with pytest.raises(StartError, match="package `maven`"):
        elasticsearch.install()
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_is_not_installed_is_said_to_be(tmp_path, monkeypatch):
    monkeypatch.setenv("CMKC_CACHE", str(tmp_path))
    with pytest.raises(StartError, match="not installed"):
        elasticsearch.run()


@pytest.mark.elasticsearch
def test_the_running_server_has_the_version_and_the_modules_that_search_needs(elasticsearch_url):
    with Elasticsearch(elasticsearch_url) as client:
        assert client.info()["version"]["number"].startswith("8.19.")
        said = client.indices.analyze(analyzer="english", text="mixing powders")
    assert [token["token"] for token in said["tokens"]] == ["mix", "powder"]
