"""Write docs/settings.md from the settings that the code declares."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cmkc.settings.environment import Setting, environment

HEAD = """# Settings

Each is a variable of the environment. A missing or wrong one stops the start with one line that names it. This page is
written by `manage.py settings_doc`; a test holds it against the code.

| variable | when absent | what it is |
|---|---|---|
"""
FOLDERS = {
    "VAR_DIR": "`var` in the project's folder",
    "AUDIT_HEAD_FILE": "`audit-head.log` in `VAR_DIR`",
    "MEDIA_ROOT": "`media` in `VAR_DIR`",
}
"""What is said of defaults that are a path on the machine where this runs."""
DERIVED = {
    "DATABASE_URL": "`sqlite:///` and `cmkc.sqlite3` in `VAR_DIR`",
    "ALLOWED_HOSTS": "the host of `SITE_URL`, and loopback",
    "SECOND_FACTOR_REQUIRED": "`yes` when `SITE_URL` begins with https, else `no`",
}
"""What is said of defaults that follow from another setting."""


def document() -> str:
    """Give the page, one row a setting in the order of the alphabet."""
    return HEAD + "".join(_row(environment.declared[name]) for name in sorted(environment.declared))


def _row(setting: Setting) -> str:
    """Give one row of the table."""
    said = FOLDERS.get(setting.name) or DERIVED.get(setting.name)
    if said is None:
        said = (
            "must be set (the demo makes its own)"
            if setting.default is None
            else f"`{setting.default}`"
            if setting.default
            else "empty"
        )
    return f"| `{setting.name}` | {said} | {setting.purpose} |\n"


class Command(BaseCommand):
    """Write the page, or with `--check` say whether it is level with the code."""

    help = "Write docs/settings.md from the settings that the code declares."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add `--check`."""
        parser.add_argument("--check", action="store_true", help="change nothing; fail when the page is out of date")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or check. Raises: CommandError when `--check` finds a difference."""
        path = settings.BASE_DIR / "docs" / "settings.md"
        if not options["check"]:
            path.write_text(document(), encoding="utf-8")
        elif path.read_text(encoding="utf-8") != document():
            raise CommandError("docs/settings.md is out of date: run manage.py settings_doc")
