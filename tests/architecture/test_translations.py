"""The Spanish catalogue: all of it is translated, it is compiled, and it holds every string of ours."""

import ast
import gettext
import re
from dataclasses import dataclass, field

import pytest

from tests.architecture.sources import PROJECT, modules, templates, tree, where

pytestmark = pytest.mark.once
CATALOGUE = PROJECT / "locale" / "es" / "LC_MESSAGES" / "django.po"
STRING = re.compile(r'^(?P<name>msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?)? ?(?P<text>"(?:[^"\\]|\\.)*")$')
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|\{\w*\}|<[^>]+>")
TRANSLATE = re.compile(
    r"""\{%\s*trans(?:late)?\s+(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)')(?:\s+context\s+"(?P<context>[^"]*)")?"""
)
BLOCK = re.compile(
    r"\{%\s*blocktrans(?:late)?\b(?P<options>[^%]*)%\}(?P<body>.*?)\{%\s*endblocktrans(?:late)?\s*%\}", re.DOTALL
)
PLURAL = re.compile(r"\{%\s*plural\s*%\}")
VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}

Key = tuple[str, str]


@dataclass
class Entry:
    """One message: its context, what is to be said, and how Spanish says it."""

    comments: list[str] = field(default_factory=list)
    parts: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> Key:
        return self.parts.get("msgctxt", ""), self.parts["msgid"]

    @property
    def sources(self) -> list[str]:
        return [self.parts[name] for name in ("msgid", "msgid_plural") if name in self.parts]

    @property
    def translations(self) -> list[str]:
        return [text for name, text in self.parts.items() if name.startswith("msgstr")]


def entries() -> list[Entry]:
    """Read the catalogue without its header; what stands there as obsolete counts too."""
    found = []
    for paragraph in CATALOGUE.read_text(encoding="utf-8").split("\n\n"):
        entry, name = Entry(), ""
        for line in paragraph.strip().splitlines():
            if line.startswith("#"):
                entry.comments.append(line)
                continue
            match = STRING.match(line)
            assert match, line
            name = match["name"] or name
            entry.parts[name] = entry.parts.get(name, "") + ast.literal_eval(match["text"])
        if entry.parts.get("msgid") or not entry.parts:
            found.append(entry)
    return found


def in_templates() -> set[Key]:
    """Give what the templates say in tags with literal strings."""
    said = set()
    for path in templates():
        text = path.read_text(encoding="utf-8")
        for tag in TRANSLATE.finditer(text):
            literal = tag["double"] if tag["double"] is not None else tag["single"]
            said.add((tag["context"] or "", literal.replace("%", "%%")))
        for block in BLOCK.finditer(text):
            singular = PLURAL.split(block["body"])[0].replace("%", "%%")
            if "trimmed" in block["options"]:
                singular = " ".join(line.strip() for line in singular.strip().splitlines())
            said.add(("", VARIABLE.sub(r"%(\1)s", singular)))
    return said


def in_modules() -> set[Key]:
    """Give what the modules say through gettext's functions with literal strings."""
    said = set()
    for path in [*modules()]:
        if path.parts[len(PROJECT.parts)] in {"tools", "bench"}:
            continue
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in CALLS:
                continue
            texts = [each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            if texts and node.func.id.startswith("pgettext"):
                said.add((texts[0], texts[1]))
            elif texts:
                said.add(("", texts[0]))
    return said


def test_every_message_is_translated_and_none_is_a_guess():
    untold = [entry.key for entry in entries() if not all(entry.translations) or not entry.translations]
    guessed = [entry.key for entry in entries() if any("fuzzy" in line for line in entry.comments)]
    assert (untold, guessed) == ([], [])


def test_nothing_stays_that_nobody_says_any_more():
    assert [line for line in CATALOGUE.read_text(encoding="utf-8").splitlines() if line.startswith("#~")] == []


def test_both_sides_hold_the_same_placeholders_and_tags():
    odd = []
    for entry in entries():
        for place, translation in enumerate(entry.translations):
            source = entry.sources[min(place, len(entry.sources) - 1)]
            if sorted(PLACEHOLDER.findall(source)) != sorted(PLACEHOLDER.findall(translation)):
                odd.append((entry.key, translation))
    assert odd == []


def test_the_compiled_catalogue_says_what_the_written_one_says():
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for entry in entries():
        context, source = entry.key
        if "msgid_plural" in entry.parts:
            plural = entry.parts["msgid_plural"]
            told = [compiled.ngettext(source, plural, number) for number in (1, 1_000_000, 2)]
        else:
            told = [compiled.pgettext(context, source) if context else compiled.gettext(source)]
        assert told == entry.translations, f"{source}: run msgfmt --check"
    count = len({text for text in compiled._catalog if isinstance(text, str) and text})
    plurals = len({text[0] for text in compiled._catalog if isinstance(text, tuple)})
    assert count + plurals == len(entries())


def test_what_templates_and_modules_say_is_in_the_catalogue():
    known = {entry.key for entry in entries()}
    assert sorted((in_templates() | in_modules()) - known) == [], f"run makemessages, translate {where(CATALOGUE)}"
