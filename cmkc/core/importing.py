"""Load content files: each app says how one record is read, applied and looked at again; this decides which are.

A record is created, updated, unchanged, or kept: what an editor changed, deleted or made themselves is left alone.
All of it is one transaction, and one fault in any file loads nothing.
"""

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS, ObjectDoesNotExist, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cmkc.core.canonical import sha256_of
from cmkc.core.content_files import Faults, Problem
from cmkc.core.models.importing import ImportedRecord
from cmkc.core.registry import Registry, autodiscover

__all__ = ["Importer", "Outcome", "Problem", "Report", "Result", "Row", "importers", "load", "register"]


class Result(StrEnum):
    """What became of one record."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    KEPT = "kept"


@dataclass(frozen=True)
class Row:
    """One record: its natural key, its content as plain JSON, and the file it stands in."""

    key: str
    data: dict[str, Any]
    where: str


@dataclass(frozen=True)
class Outcome:
    """What became of one record, and why it was kept."""

    importer: str
    key: str
    result: Result
    why: str = ""


@dataclass
class Report(Faults):
    """What a load did, or why it did nothing."""

    outcomes: list[Outcome] = field(default_factory=list)

    def counts(self) -> dict[str, Counter[Result]]:
        """Count the results of each importer, in the order of loading."""
        counted: dict[str, Counter[Result]] = {}
        for outcome in self.outcomes:
            counted.setdefault(outcome.importer, Counter())[outcome.result] += 1
        return counted

    def refused(self) -> Counter[str]:
        """Count the refused records of each file."""
        return Counter(file for file, _id in {(problem.file, problem.id) for problem in self.problems})


@dataclass(frozen=True)
class Importer:
    """How one kind of record is loaded.

    `read(folder, report)` lists the rows of the files in `folder` and refuses what is wrong. `apply(row)` creates or
    updates by natural key. `fingerprint(key)` gives the loaded fields as they now stand, as plain JSON, or None when
    nothing of that key is there. A higher `version` applies every record again that no editor touched.
    """

    name: str
    order: int
    read: Callable[[Path, Report], list[Row]]
    apply: Callable[[Row], None]
    fingerprint: Callable[[str], dict[str, Any] | None]
    version: int = 1

    @property
    def folder(self) -> Path:
        """Give the folder of the shipped content: `content/` in the app that `read` belongs to."""
        app = apps.get_containing_app_config(self.read.__module__)
        if app is None:
            raise LookupError(f"{self.name}: {self.read.__module__} belongs to no app")
        return Path(app.path) / "content"


importers: Registry[Importer] = Registry(module="importing")


def register(importer: Importer) -> Importer:
    """Add an importer. Raises: ValueError when its name is taken."""
    return importers.register(importer.name, importer)


def load(folder: Path | None = None, *, dry_run: bool = False) -> Report:
    """Load the shipped content; files of `folder` stand in for shipped files of the same name.

    A second load writes nothing. Cost: one query for each importer and one fingerprint for each record.
    """
    autodiscover()
    report = Report()
    with tempfile.TemporaryDirectory(prefix="cmkc-content-") as scratch:
        plans = [
            (importer, importer.read(_content_of(importer, folder, Path(scratch)), report))
            for importer in sorted(importers, key=lambda importer: importer.order)
        ]
        for _importer, rows in plans:
            _refuse_duplicates(rows, report)
        if report.problems:
            return report
        with transaction.atomic():
            for importer, rows in plans:
                _load_rows(importer, rows, report)
                if report.problems:
                    break
            if dry_run or report.problems:
                transaction.set_rollback(True)
    if report.problems:
        report.outcomes.clear()
    return report


def _content_of(importer: Importer, replacing: Path | None, scratch: Path) -> Path:
    """Give the importer's folder: the shipped one, or a copy in which the files of `replacing` stand instead."""
    if replacing is None:
        return importer.folder
    merged = scratch / importer.name
    if importer.folder.is_dir():
        shutil.copytree(importer.folder, merged)
    shutil.copytree(replacing, merged, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".*", "*.py"))
    return merged


def _refuse_duplicates(rows: list[Row], report: Report) -> None:
    """Refuse a key that two rows of one importer claim."""
    seen: set[str] = set()
    for row in rows:
        if row.key in seen:
            report.refuse(row.where, row.key, "id", _("the id stands in the files twice"))
        seen.add(row.key)


def _load_rows(importer: Importer, rows: list[Row], report: Report) -> None:
    """Load the rows of one importer; go on after a refused row, so that all faults are named at once."""
    known = {record.key: record for record in ImportedRecord.objects.filter(importer=importer.name)}
    for row in rows:
        with _faults_of(row, report), transaction.atomic():
            report.outcomes.append(_load_row(importer, row, known.get(row.key)))


def _load_row(importer: Importer, row: Row, record: ImportedRecord | None) -> Outcome:
    """Decide about one row, and load it if it is to be."""
    source = sha256_of([importer.version, row.data])
    now = importer.fingerprint(row.key)
    if why := _why_kept(now, record):
        return Outcome(importer.name, row.key, Result.KEPT, why)
    if record and record.source_sha256 == source:
        return Outcome(importer.name, row.key, Result.UNCHANGED)
    importer.apply(row)
    loaded = importer.fingerprint(row.key)
    if loaded is None:
        raise LookupError(f"{importer.name} loaded {row.key}, but finds nothing by that key")
    ImportedRecord.objects.update_or_create(
        importer=importer.name,
        key=row.key,
        defaults={"source_sha256": source, "fields": _hashes(loaded)},
    )
    return Outcome(importer.name, row.key, Result.UPDATED if record else Result.CREATED)


def _why_kept(now: dict[str, Any] | None, record: ImportedRecord | None) -> str:
    """Say why a row must not be touched, "" when it may be loaded."""
    if record is None:
        return _("it was there before the first load") if now is not None else ""
    if now is None:
        return _("an editor deleted it")
    hashes = _hashes(now)
    edited = [name for name, sha256 in record.fields.items() if name in hashes and hashes[name] != sha256]
    return _("an editor changed: {fields}").format(fields=", ".join(sorted(edited))) if edited else ""


def _hashes(fields: dict[str, Any]) -> dict[str, str]:
    return {name: sha256_of(value) for name, value in fields.items()}


@contextmanager
def _faults_of(row: Row, report: Report) -> Iterator[None]:
    """Turn what the models refuse into problems of this row; anything else is a fault of ours and is named by row."""
    try:
        yield
    except ValidationError as error:
        for name, messages in _messages(error).items():
            report.refuse(row.where, row.key, name, " ".join(messages))
    except (ObjectDoesNotExist, IntegrityError) as error:
        report.refuse(row.where, row.key, "", str(error))
    except Exception as error:
        error.add_note(f"while loading {row.key} of {row.where}")
        raise


def _messages(error: ValidationError) -> dict[str, list[str]]:
    """List the messages of a validation error by field."""
    if not hasattr(error, "error_dict"):
        return {"": error.messages}
    return {"" if name == NON_FIELD_ERRORS else name: list(messages) for name, messages in error.message_dict.items()}
