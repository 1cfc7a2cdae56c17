"""Load the content of a few importers, so that one app's tests don't load the whole site."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

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


def load_only(*names: str, folder: Path | None = None) -> Report:
    """Run `load` with these importers alone."""
    subjects()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(importing, "importers", [importers[name] for name in names])
        patch.setattr(importing, "autodiscover", lambda: None)
        with gathering():
            return importing.load(folder)


def loaded_for_module(*names: str):
    """Make a fixture that loads these importers once for a module; its tests stand in one transaction."""

    @pytest.fixture(scope="module")
    def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Report]:
        with django_db_blocker.unblock(), transaction.atomic():
            report = load_only(*names)
            assert report.problems == []
            yield report
            transaction.set_rollback(True)
        connection.close()

    return loaded


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
