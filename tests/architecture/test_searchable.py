"""What a visitor can open can be found, and a write that sends no signal tells search itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model
from wagtail.models import Page

from search.sources import registry
from tests.architecture.sources import APPS, modules, tree, where

pytestmark = pytest.mark.once
SILENT_WRITES = {"update", "bulk_create", "bulk_update"}  # QuerySet methods that send no signal

# Models with an address of their own that search leaves out, and why.
NOT_SEARCHED: dict[str, str] = {
    "accounts.Organisation": "accounts stand below search; found by the list of organisations",
    "accounts.User": "its address is the member's own page",
    "core.Figure": "found with the text that shows it",
    "core.Subject": "its page is a view over all kinds of results",
    "courses.CourseIndexPage": "a list of what is found itself",
    "courses.LessonPage": "a draft; what readers see is found as a part of its course",
    "forum.Category": "a list of what is found itself",
    "forum.Post": "found as a part of its topic",
    "glossary.TermProposal": "its address is for the member who made it",
    "guides.GuideChapterPage": "a draft; what readers see is found as a part of its guide",
    "guides.GuideIndexPage": "a list of what is found itself",
    "home.HomePage": "the page that carries the search box",
    "home.TextPage": "about, privacy, terms: linked from the foot of every page",
    "library.Family": "found as its current publication",
    "moderation.Decision": "its address is for the member whom it is about",
    "moderation.Sanction": "its address is for the member whom it is about",
    "regulatory.Jurisdiction": "a list of statements and instruments, which are found themselves",
}


def public_models() -> dict[str, type[Model]]:
    """Our models that have an address: pages, and what defines `get_absolute_url`."""
    own = {Path(app).name for app in APPS}
    models = [model for model in apps.get_models() if model._meta.app_label in own]
    return {
        model._meta.label: model for model in models if hasattr(model, "get_absolute_url") or issubclass(model, Page)
    }


def searched() -> set[str]:
    return {source.model._meta.label for source in registry}


def test_every_public_model_is_in_search_or_listed_with_a_reason():
    assert set(public_models()) - searched() == set(NOT_SEARCHED)


def test_nothing_is_both_searched_and_listed_as_left_out():
    assert searched() & set(NOT_SEARCHED) == set()


def leftmost(node: ast.expr) -> str:
    """The name that a chain of attributes and calls begins with: `Topic` of `Topic.objects.filter(…).update`."""
    while isinstance(node, ast.Attribute | ast.Call | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def silent_writes(path: Path, classes: set[str]) -> Iterator[ast.Call]:
    """Calls such as `Topic.objects.filter(…).update(…)` on a model that search knows."""
    for node in ast.walk(tree(path)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if node.func.attr in SILENT_WRITES and leftmost(node.func.value) in classes:
            yield node


def calls_stale(path: Path) -> bool:
    """Whether a module tells search of anything."""
    called = [node.func for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    return any(isinstance(node, ast.Name) and node.id in {"stale", "gathering"} for node in called)


def test_a_write_without_a_signal_on_a_searched_model_stands_beside_stale():
    classes = {source.model.__name__ for source in registry}
    silent = [
        where(path, write) for path in modules() for write in silent_writes(path, classes) if not calls_stale(path)
    ]
    assert silent == []
