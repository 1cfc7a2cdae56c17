"""No two modules import each other; the layers themselves are kept by import-linter."""

import grimp
import pytest

pytestmark = pytest.mark.once
PACKAGES = ("cmkc", "courses", "forum", "search")


def test_no_two_modules_import_each_other():
    graph = grimp.build_graph(*PACKAGES, exclude_type_checking_imports=True, cache_dir=None)
    mutual = {
        tuple(sorted((module, imported)))
        for module in graph.modules
        for imported in graph.find_modules_directly_imported_by(module)
        if module in graph.find_modules_directly_imported_by(imported)
    }
    assert mutual == set()
