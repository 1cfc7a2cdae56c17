"""The locked dependencies install on the oldest Python we promise, and no lock file names a package index."""

import re
from importlib.metadata import distribution

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from tests.architecture.sources import PROJECT

pytestmark = pytest.mark.once
DEBIAN_12 = "3.11.2"  # the oldest Python in the README
PINNED = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>\S+)", re.MULTILINE)
WANTED = re.compile(r"^(?P<name>\w[\w.-]*)", re.MULTILINE)
INDEX = re.compile(r"--(extra-)?index-url|--find-links|--trusted-host|\"resolved\":|https?://")


def lock_file(name: str) -> str:
    return (PROJECT / "requirements" / f"{name}.txt").read_text()


def pinned(name: str) -> dict[str, str]:
    return {found.lower(): version for found, version in PINNED.findall(lock_file(name))}


@pytest.mark.parametrize("name", ["base", "dev"])
def test_every_wanted_package_is_locked_with_hashes(name):
    listed = WANTED.findall((PROJECT / "requirements" / f"{name}.in").read_text())
    wanted = {found.lower().replace("_", "-") for found in listed}
    assert wanted <= set(pinned(name)) | (set(pinned("base")) if name == "dev" else set())
    blocks = re.split(r"\n(?=\S)", lock_file(name))
    assert [block for block in blocks if "==" in block and "--hash=sha256:" not in block] == []


def test_what_is_installed_is_what_is_locked_and_runs_on_the_oldest_python():
    wrong = {}
    for name, version in (pinned("dev") | pinned("base")).items():
        installed = distribution(name)
        requires = installed.metadata["Requires-Python"] or ""
        if installed.version != version or DEBIAN_12 not in SpecifierSet(requires):
            wrong[name] = f"locked {version}, installed {installed.version}, needs Python {requires}"
    assert wrong == {}


def test_what_the_locked_packages_need_on_the_oldest_python_is_locked_too():
    oldest = {"python_version": "3.11", "python_full_version": DEBIAN_12, "extra": ""}
    needed = {
        canonicalize_name(requirement.name)
        for name in pinned("base")
        for requirement in map(Requirement, distribution(name).requires or [])
        if requirement.marker is None or requirement.marker.evaluate(oldest)
    }
    assert needed - {canonicalize_name(name) for name in pinned("base")} == set()


def test_no_lock_file_records_where_packages_come_from():
    locks = [*(PROJECT / "requirements").iterdir(), *(PROJECT / "tools" / "pages").glob("*.json")]
    assert [path.name for path in locks if INDEX.search(path.read_text())] == []
