"""The project's own files, read once for all architecture tests."""

import ast
import functools
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PACKAGES = ("cmkc", "courses", "forum", "search", "tools", "bench")
INSIDE_CMKC = (
    "core",
    "accounts",
    "notices",
    "moderation",
    "bookings",
    "glossary",
    "library",
    "guides",
    "regulatory",
    "programs",
    "home",
)
APPS = [*(f"cmkc/{name}" for name in INSIDE_CMKC), "courses", "forum", "search"]


@functools.cache
def modules(*, migrations: bool = False) -> list[Path]:
    """Every Python file that ships or runs the project, tests aside."""
    found = [path for package in PACKAGES for path in sorted((PROJECT / package).rglob("*.py"))]
    return [path for path in found if ("migrations" in path.parts) is migrations]


@functools.cache
def tree(path: Path) -> ast.Module:
    """A file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@functools.cache
def templates() -> list[Path]:
    """Every template of ours."""
    return sorted(path for path in (PROJECT / "templates").rglob("*") if path.is_file())


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a file."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def where(path: Path, node: ast.AST | None = None) -> str:
    """A place to look at: `cmkc/core/audit.py:12`."""
    line = getattr(node, "lineno", None)
    return f"{path.relative_to(PROJECT)}" + (f":{line}" if line else "")
