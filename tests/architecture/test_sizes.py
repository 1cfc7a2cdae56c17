"""A module ends by 300 lines and a function by 30, so that each is one idea."""

import ast

import pytest

from tests.architecture.sources import functions, modules, where

pytestmark = pytest.mark.once
MODULE_LINES = 300
FUNCTION_LINES = 30


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines from `def` to the last statement."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def test_no_module_is_longer_than_300_lines():
    sizes = {where(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert {path: lines for path, lines in sizes.items() if lines > MODULE_LINES} == {}


def test_no_function_is_longer_than_30_lines():
    sizes = {
        f"{where(path, function)} {function.name}": length(function)
        for path in modules()
        for function in functions(path)
    }
    assert {name: lines for name, lines in sizes.items() if lines > FUNCTION_LINES} == {}
