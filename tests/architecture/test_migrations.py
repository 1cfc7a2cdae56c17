"""Migrations say by their names what they do, and can be taken back."""

import ast

import pytest

from tests.architecture.sources import modules, tree, where

pytestmark = pytest.mark.once
# The operation, and the argument that takes it back.
BACKWARDS = {"RunPython": "reverse_code", "RunSQL": "reverse_sql"}


def test_no_migration_was_named_by_the_clock():
    assert [where(path) for path in modules(migrations=True) if "_auto_" in path.stem] == []


def test_every_data_migration_can_be_reversed():
    one_way = []
    for path in modules(migrations=True):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in BACKWARDS:
                named = {keyword.arg for keyword in node.keywords}
                if len(node.args) < 2 and BACKWARDS[node.func.attr] not in named:
                    one_way.append(where(path, node))
    assert one_way == []
