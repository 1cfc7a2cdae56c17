"""Load the content of a few importers, so that one app's tests don't load the whole site."""

import json
import shutil
from pathlib import Path

import pytest

from cmkc.core import importing
from cmkc.core.importing import Importer, Report, importers
from cmkc.core.models import Subject
from cmkc.core.taxonomy import TECHNOLOGIES
from search.actions import gathering


def subjects() -> dict[str, Subject]:
    """The six technologies, made if they are not there."""
    return {
        slug: Subject.objects.get_or_create(slug=slug, defaults={"title": slug, "kind": "technology"})[0]
        for slug in TECHNOLOGIES
    }


def load_only(monkeypatch: pytest.MonkeyPatch, *names: str, folder: Path | None = None) -> Report:
    """Run `load` with these importers alone."""
    subjects()
    with monkeypatch.context() as patch:
        patch.setattr(importing, "importers", [importers[name] for name in names])
        patch.setattr(importing, "autodiscover", lambda: None)
        with gathering():
            return importing.load(folder)


def changed_copy(importer: Importer, folder: Path, file: str, change) -> Path:
    """Copy an importer's shipped files to `folder` and change the content of one; `change` gets its parsed JSON."""
    shutil.copytree(importer.folder, folder, dirs_exist_ok=True)
    content = json.loads((folder / file).read_text(encoding="utf-8"))
    change(content)
    (folder / file).write_text(json.dumps(content), encoding="utf-8")
    return folder


def results(report: Report) -> dict[str, set[str]]:
    """Which results each importer had."""
    return {name: {result.value for result in counts} for name, counts in report.counts().items()}
