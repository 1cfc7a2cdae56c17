"""A partial template says what it takes, is given just that, and reads nothing else."""

import re
from pathlib import Path

import pytest

from tests.architecture.sources import templates, where

pytestmark = pytest.mark.once
COMMENT = re.compile(r"\{% comment %\}(?P<text>.*?)\{% endcomment %\}", re.DOTALL)
INCLUDE = re.compile(r"\{%-?\s*include\s+(?P<rest>[^%]*?)\s*%\}")
OUTPUT = re.compile(r"\{\{\s*(?P<name>[a-z_]\w*)")
BOUND = [
    re.compile(r"\{%\s*for\s+(?P<names>[\w,\s]+?)\s+in\s"),
    re.compile(r"\sas\s+(?P<names>\w+)\s*%\}"),
    re.compile(r"[\s](?P<names>\w+)="),  # with name=…, blocktranslate name=…
]
ALWAYS = {"forloop", "block", "csrf_token", "form"}
INLINE = re.compile(r"\sstyle\s*=|\son[a-z]+\s*=|<style\b|<script(?![^>]*\ssrc=)", re.IGNORECASE)


def partials() -> list[Path]:
    return [path for path in templates() if path.name.startswith("_") and path.suffix == ".html"]


def test_a_partial_begins_with_a_comment_that_names_its_variables():
    silent = []
    for path in partials():
        found = COMMENT.match(path.read_text(encoding="utf-8"))
        if not found or "takes" not in found["text"]:
            silent.append(where(path))
    assert silent == []


def test_a_partial_outputs_only_what_its_comment_names():
    surprises = []
    for path in partials():
        text = path.read_text(encoding="utf-8")
        comment = COMMENT.match(text)
        named = set(re.findall(r"\w+", comment["text"])) if comment else set()
        body = COMMENT.sub("", text)
        bound = {name for form in BOUND for names in form.findall(body) for name in re.findall(r"\w+", names)}
        surprises += [f"{where(path)}: {name}" for name in set(OUTPUT.findall(body)) - named - bound - ALWAYS]
    assert sorted(surprises) == []


def test_a_partial_is_included_with_only():
    loose = []
    for path in templates():
        for found in INCLUDE.finditer(path.read_text(encoding="utf-8")):
            target = found["rest"].split()[0].strip("\"'")
            if Path(target).name.startswith("_") and found["rest"].split()[-1] != "only":
                loose.append(f"{where(path)}: {target}")
    assert loose == []


def test_no_template_carries_inline_style_or_script():
    pages = [path for path in templates() if path.suffix == ".html"]
    assert [where(path) for path in pages if INLINE.search(COMMENT.sub("", path.read_text(encoding="utf-8")))] == []
