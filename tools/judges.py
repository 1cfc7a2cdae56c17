"""What judges pages in tests: axe-core and the Nu HTML checker, fetched by npm into the cache, and Chromium."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from tools.processes import StartError, cache_folder

LOCK = Path(__file__).resolve().parent / "pages"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
# The browser looks for its maker's hosts at every start unless told not to; root has no sandbox to give it.
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-sync",
    "--disable-component-update",
    "--disable-background-networking",
    "--no-first-run",
]


def _folder() -> Path:
    """Where the packages of this lock file are kept; another lock file gets another folder."""
    lock = (LOCK / "package-lock.json").read_bytes()
    return cache_folder() / f"page-judges-{hashlib.sha256(lock).hexdigest()[:12]}"


def install() -> Path:
    """Fetch the packages (35 MB); does nothing when they are there.

    Raises: StartError without npm or when it fails.
    """
    folder = _folder()
    if (folder / "complete").exists():
        return folder
    npm = shutil.which("npm")
    if npm is None:
        raise StartError(
            "axe-core and the Nu checker are not installed and npm (package `npm`) is not there to fetch them."
        )
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(LOCK / name, folder)
    order = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    done = subprocess.run(order, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise StartError(f"npm could not fetch axe-core and the Nu checker: {done.stderr.strip()[-500:]}")
    (folder / "complete").touch()
    return folder


def axe_script() -> Path:
    """The file to run in a page before `axe.run()`. Raises: StartError when it is not installed."""
    return _installed("axe-core/axe.min.js")


def nu_checker() -> Path:
    """The jar of the Nu HTML checker. Raises: StartError when it is not installed."""
    return _installed("vnu-jar/build/dist/vnu.jar")


def _installed(name: str) -> Path:
    """One file of the packages. Raises: StartError when it is not there."""
    path = _folder() / "node_modules" / name
    if not path.exists():
        raise StartError(f"{name.split('/', maxsplit=1)[0]} is not installed; `make test` fetches it.")
    return path


def chromium() -> Path:
    """The browser, `CHROMIUM` or one on the path. Raises: StartError when there is none."""
    named = [os.environ["CHROMIUM"]] if os.environ.get("CHROMIUM") else list(CHROMIUM_NAMES)
    for name in named:
        found = shutil.which(name)
        if found:
            return Path(found)
    raise StartError("Chromium is not installed (package `chromium`; CHROMIUM=/path names another).")
