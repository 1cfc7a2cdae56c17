"""Bring the demo's database, content and static files up to date, then serve: what `make demo` does.

Each step asks first whether there is something to do, so that a second start takes seconds; nothing entered is touched.
"""

import argparse
import hashlib
import io
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from cmkc.settings.environment import SettingsError
from tools.serve import PROJECT, port_is_free, say


def migrate() -> str:
    """Apply the migrations that the database lacks."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return "Database: up to date"
    call_command("migrate", verbosity=0, interactive=False)
    return f"Database: {len(plan)} migrations applied"


def collect_static() -> str:
    """Collect, fingerprint and compress the static files when ours or an installed package changed."""
    stamp = settings.VAR_DIR / "static.sha256"
    fingerprint = _fingerprint_of(_static_sources())
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if manifest.exists() and stamp.exists() and stamp.read_text() == fingerprint:
        return "Static files: up to date"
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(fingerprint)
    return "Static files: collected"


def _static_sources() -> Iterator[Path]:
    """What the collected files are made from: our own, and the versions of the packages that bring theirs."""
    yield PROJECT / "requirements" / "base.txt"
    yield PROJECT / "cmkc" / "settings" / "components.py"  # INSTALLED_APPS
    own = [
        Path(app.path) / "static" for app in apps.get_app_configs() if PROJECT / ".venv" not in Path(app.path).parents
    ]
    for folder in [*map(Path, settings.STATICFILES_DIRS), *own]:
        yield from sorted(path for path in folder.rglob("*") if path.is_file())


def _fingerprint_of(paths: Iterator[Path]) -> str:
    """A hash over names and contents."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"{path}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def load_content() -> str:
    """Load the shipped content: what changed is updated, what an editor changed is kept."""
    report = io.StringIO()
    call_command("load_content", stdout=report)
    head, *rows = [line.split() for line in report.getvalue().splitlines() if line.strip()]
    total = next(row for row in rows if row[0] == "all")
    counts = dict(zip(head, total[1:], strict=True))
    return "Content: " + ", ".join(f"{number} {name}" for name, number in counts.items() if number != "0")


def demo_accounts() -> str:
    """Make the accounts of the demo once, and print how to sign in."""
    call_command("demo_accounts")
    return "Accounts: made once, listed above"


def prepare() -> None:
    """Take all steps, and say what each did and how long it took."""
    for step in (migrate, collect_static, load_content, demo_accounts):
        began = time.monotonic()
        say(f"{step()} ({time.monotonic() - began:.1f} s)")


def main() -> None:
    """Prepare in this process, then become the supervisor, so that no memory is kept for what is over."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    asked = parser.parse_args()
    if not port_is_free("127.0.0.1", asked.port):
        sys.exit(f"Port {asked.port} is taken; choose another, for example: make demo PORT={asked.port + 1}")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cmkc.settings.dev")
    os.environ.setdefault("SITE_URL", f"http://localhost:{asked.port}")
    os.environ.setdefault("LOG_LEVEL", "WARNING")  # a person reads this terminal; every finished task is no news
    try:
        django.setup()
    except SettingsError as error:
        sys.exit(str(error))
    prepare()
    os.execv(sys.executable, [sys.executable, "-m", "tools.serve", "--port", str(asked.port)])  # noqa: S606


if __name__ == "__main__":
    main()
