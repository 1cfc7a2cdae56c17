"""Every command that the documentation names exists and takes the arguments that it is given there."""

import re
import shlex
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
COMMAND = re.compile(r"^(?:\S*/)?(?:docker compose exec web )?(?:\S*python3?) manage\.py ([^\n#`]+)", re.MULTILINE)
NAMED = re.compile(r"`(?:python )?manage\.py ([\w]+(?: [^`]+)?)`")
TARGET = re.compile(r"\bmake ([a-z]+)\b(?=[^\n]*)")
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#]+)")


def commands():
    found = {}
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for line in [*COMMAND.findall(text), *NAMED.findall(text)]:
            found[" ".join(line.split())] = page.relative_to(ROOT).as_posix()
    return sorted(found.items())


@pytest.mark.once
@pytest.mark.parametrize(("line", "page"), commands())
def test_a_named_command_takes_its_arguments(line, page):
    name, *arguments = shlex.split(line)
    application = get_commands()[name]
    command = application if not isinstance(application, str) else load_command_class(application, name)
    if arguments and not any("…" in word or word.isupper() for word in arguments):
        command.create_parser("manage.py", name).parse_args(arguments)


@pytest.mark.once
def test_a_named_make_target_is_in_the_makefile():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {
        target
        for page in PAGES
        for block in re.findall(r"```sh\n(.*?)```|`(make [a-z]+)`", page.read_text(encoding="utf-8"), re.DOTALL)
        for target in re.findall(r"^make ([a-z]+)", "\n".join(block), re.MULTILINE)
    }
    assert named <= targets


@pytest.mark.once
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_between_pages_lead_somewhere(page):
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"
