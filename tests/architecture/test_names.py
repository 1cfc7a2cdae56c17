"""Modules carry names of the trade, and every test stands beside what it tests."""

from pathlib import Path

import pytest

from tests.architecture.sources import APPS, PROJECT, modules, where

pytestmark = pytest.mark.once
SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "services", "service", "managers", "manager", "misc"}
# Folders of tests about the site as a whole, not about one module.
WHOLE_SITE = {"architecture", "docs", "journeys", "kills", "leaks", "pages"}
HOMES = (
    {Path(app).name: PROJECT / app for app in APPS}
    | {name: PROJECT / name for name in ("tools", "bench")}
    | {"settings": PROJECT / "cmkc" / "settings", "cmkc": PROJECT / "cmkc"}
)


def test_no_module_has_a_name_that_says_nothing():
    named = [path for path in modules() if SAY_NOTHING & {path.stem, *path.relative_to(PROJECT).parent.parts}]
    assert [where(path) for path in named] == []


def stands_beside(test: Path) -> bool:
    """Whether what `tests/x/test_y.py` tests exists: x/y.py, or a package y, at any depth of the app x."""
    app, name = test.relative_to(PROJECT / "tests").parts[0], test.stem.removeprefix("test_")
    home = HOMES.get(app)
    if home is None:
        return False
    return any(home.rglob(f"{name}.py")) or any(path.is_dir() for path in home.rglob(name))


def test_every_test_module_is_named_after_what_it_tests():
    found = sorted((PROJECT / "tests").rglob("test_*.py"))
    per_app = [path for path in found if path.relative_to(PROJECT / "tests").parts[0] not in WHOLE_SITE]
    assert [where(path) for path in per_app if not stands_beside(path)] == []
