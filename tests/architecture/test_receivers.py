"""What listens to signals stands in receivers.py, so that nothing happens behind a reader's back."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import modules, tree, where

pytestmark = pytest.mark.once


def imported_signals(module: ast.Module) -> set[str]:
    """The names that a module imports from some `signals` module."""
    return {
        alias.asname or alias.name
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith("signals")
        for alias in node.names
    }


def connections(path: Path) -> Iterator[ast.AST]:
    """Where a module decorates with `@receiver` or calls `signal.connect`."""
    signals = imported_signals(tree(path))
    for node in ast.walk(tree(path)):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Name) and called.id == "receiver":
            yield node
        if isinstance(called, ast.Attribute) and called.attr == "connect":
            owner = called.value
            if isinstance(owner, ast.Name) and owner.id in signals:
                yield node


def test_signals_are_connected_in_receivers_only():
    elsewhere = [path for path in modules() if path.stem != "receivers"]
    assert [where(path, node) for path in elsewhere for node in connections(path)] == []
