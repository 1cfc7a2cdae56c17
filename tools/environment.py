"""Make `.venv` and install the locked dependencies, only when they changed: `python3 -m tools.environment base dev`.

Runs on the system's Python, so it uses the standard library only.
"""

import hashlib
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
OLDEST_PYTHON = (3, 11)


def python_of(folder: Path) -> Path:
    """The interpreter of a virtual environment."""
    return folder / "bin" / "python"


def create(folder: Path) -> None:
    """Create the virtual environment unless a working one is there.

    Raises: SystemExit with one sentence when this Python is too old or has no venv.
    """
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(
            f"CMKC needs Python {'.'.join(map(str, OLDEST_PYTHON))} or later; this one is {sys.version.split()[0]}."
        )
    python = python_of(folder)
    if (
        python.exists()
        and subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0
    ):
        return
    print(f"Creating {folder.name} …", flush=True)
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", folder], capture_output=True, text=True, check=False
    )
    if made.returncode:
        sys.exit(f"Python could not create {folder} (on Debian: apt install python3-venv).\n{made.stdout}{made.stderr}")


def wanted(lists: list[str]) -> str:
    """The fingerprint of the locked lists; when it is the installed one there is nothing to do."""
    digest = hashlib.sha256(sys.version.encode())
    for name in lists:
        digest.update((PROJECT / "requirements" / f"{name}.txt").read_bytes())
    return digest.hexdigest()


def install(folder: Path, lists: list[str]) -> bool:
    """Install what the lists name, each file checked against its hash; says whether it had to.

    Raises: SystemExit when pip fails; its own words stand above.
    """
    stamp = folder / f"cmkc-{'-'.join(lists)}.sha256"
    fingerprint = wanted(lists)
    if stamp.exists() and stamp.read_text() == fingerprint:
        return False
    print(f"Installing the locked dependencies ({', '.join(lists)}) …", flush=True)
    words = [word for name in lists for word in ("-r", str(PROJECT / "requirements" / f"{name}.txt"))]
    pip = [str(python_of(folder)), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--quiet"]
    done = subprocess.run([*pip, "--require-hashes", "--only-binary", ":all:", *words], check=False)
    if done.returncode:
        sys.exit("The dependencies could not be installed; pip's own words stand above.")
    stamp.write_text(fingerprint)
    return True


def main() -> None:
    """Bring `.venv` up to date with the lists named on the command line."""
    folder = PROJECT / ".venv"
    create(folder)
    install(folder, sys.argv[1:] or ["base"])


if __name__ == "__main__":
    main()
