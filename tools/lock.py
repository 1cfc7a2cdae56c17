"""Compile requirements/*.txt from requirements/*.in, with hashes and without any address: `make lock`.

Versions that are locked stay; `make lock` with UPGRADE=1 takes the newest. What the oldest Python of the README needs
beside this one's stands in base.in by name; tests/architecture/test_requirements.py finds what is missing.
"""

import os
import subprocess
import sys
from pathlib import Path

from tools.serve import PROJECT

OPTIONS = [
    "--generate-hashes",
    "--strip-extras",
    "--allow-unsafe",  # pip and setuptools belong to pip-tools' own dependencies
    "--no-emit-index-url",
    "--no-emit-trusted-host",
    "--no-emit-find-links",
    "--no-header",
    "--no-annotate",
    "--quiet",
]


def main() -> int:
    """Compile base first, then dev, which is held to base's versions."""
    upgrade = ["--upgrade"] if os.environ.get("UPGRADE") else []
    for name in ("base", "dev"):
        command = [
            str(Path(sys.executable).parent / "pip-compile"),
            *OPTIONS,
            *upgrade,
            "-o",
            f"{name}.txt",
            f"{name}.in",
        ]
        done = subprocess.run(command, cwd=PROJECT / "requirements", check=False)
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
