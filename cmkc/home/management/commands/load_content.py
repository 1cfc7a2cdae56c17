"""`manage.py load_content [DIR]`: load the shipped content, or the files of a folder in their place."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cmkc.core import audit, importing
from cmkc.core.importing import Report, Result
from search.actions import gathering

COLUMNS = (*Result, "refused")


class Command(BaseCommand):
    """Loads content; a second run changes nothing, and what an editor changed or deleted is left alone."""

    help = "Loads the content files that ship with the apps; files of DIR stand in for those of the same name."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder and the dry run."""
        parser.add_argument("folder", nargs="?", metavar="DIR", type=Path, help="folder with content files")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and report. Raises: CommandError when anything was refused; then nothing is loaded."""
        folder: Path | None = options["folder"]
        if folder is not None and not folder.is_dir():
            raise CommandError(f"{folder} is no folder")
        with gathering():
            report = importing.load(folder, dry_run=options["dry_run"])
        if report.problems:
            for problem in report.problems:
                self.stderr.write(str(problem))
            raise CommandError(f"Nothing was loaded: {len(report.problems)} faults in {_files(report)}.")
        self._write_counts(report)
        self._write_kept(report)
        if options["dry_run"]:
            self.stdout.write("Dry run: nothing was changed.")
        elif changed := _changed(report):
            audit.record("home.content.loaded", data=changed)

    def _write_counts(self, report: Report) -> None:
        """Write a line for each importer, and the sum."""
        self.stdout.write(f"{'':14}" + "".join(f"{column:>11}" for column in COLUMNS))
        total = dict.fromkeys(Result, 0)
        for importer, counts in report.counts().items():
            self.stdout.write(f"{importer:14}" + "".join(f"{counts[column]:>11}" for column in Result) + f"{0:>11}")
            total = {column: total[column] + counts[column] for column in Result}
        self.stdout.write(f"{'all':14}" + "".join(f"{number:>11}" for number in total.values()) + f"{0:>11}")

    def _write_kept(self, report: Report) -> None:
        """Name each record that was left alone, and why."""
        for outcome in report.outcomes:
            if outcome.result == Result.KEPT:
                self.stdout.write(f"kept: {outcome.importer} {outcome.key}: {outcome.why}")


def _files(report: Report) -> str:
    return ", ".join(sorted(report.refused()))


def _changed(report: Report) -> dict[str, Any]:
    """Count what was written, by importer; empty when nothing was."""
    counts = {
        name: {str(result): number for result, number in found.items()} for name, found in report.counts().items()
    }
    return {name: found for name, found in counts.items() if found.keys() & {Result.CREATED, Result.UPDATED}}
