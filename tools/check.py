"""All that a machine can judge without running the site: `make check`. Every check runs, the failed ones are named."""

import os
import subprocess
import sys
import time
from pathlib import Path

from tools.serve import PROJECT, say

BIN = Path(sys.executable).parent
MANAGE = [sys.executable, "manage.py"]
# What a production has at least; nothing here opens anything.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "cmkc.settings.production",
    "SITE_URL": "https://cmkc.example",
    "SECRET_KEY": "checked-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ",
    "AUDIT_KEY": "checked-only-9876543210-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ",
    "DATABASE_URL": "sqlite://:memory:",
}
CHECKS: list[tuple[str, list[str], dict[str, str]]] = [
    ("Python: rules", [f"{BIN}/ruff", "check", "--quiet", "."], {}),
    ("Python: form", [f"{BIN}/ruff", "format", "--check", "--quiet", "."], {}),
    ("Imports between and inside apps", [f"{BIN}/lint-imports"], {}),
    ("Types", [f"{BIN}/mypy"], {}),
    ("Templates: rules", [f"{BIN}/djlint", "templates", "--lint", "--quiet"], {}),
    # djlint's formatter is left out: it puts white space where a reader sees it (titles, inline links).
    ("Dependencies", [f"{BIN}/deptry", "."], {}),
    ("Spelling", [f"{BIN}/codespell"], {}),
    ("Migrations", [*MANAGE, "makemigrations", "--check", "--dry-run"], {}),
    ("Production settings", [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
]


def passes(name: str, command: list[str], environment: dict[str, str]) -> bool:
    """Run one check; its output is shown only when it fails."""
    began = time.monotonic()
    done = subprocess.run(
        command,
        cwd=PROJECT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    verdict = "FAILED" if done.returncode else "ok"
    say(f"{verdict:6} {name} ({time.monotonic() - began:.1f} s)")
    if done.returncode:
        say(done.stdout.rstrip())
    return done.returncode == 0


def main() -> int:
    """Run all checks; the exit code is 1 when one failed."""
    failed = [name for name, command, environment in CHECKS if not passes(name, command, environment)]
    say(
        f"{len(CHECKS) - len(failed)} of {len(CHECKS)} checks passed." + "".join(f"\nFAILED: {name}" for name in failed)
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
