"""The HTML of every kind of page, as it was sent, before the Nu checker."""

import json
import subprocess
from collections import defaultdict

import pytest

from tests.pages.catalogue import OWN_PAGES
from tests.people import visitor_called

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def errors(site, nu_checker, tmp_path_factory):
    """What the checker finds, by page: it starts once, for all of them."""
    folder = tmp_path_factory.mktemp("pages")
    files = {}
    for number, kind in enumerate(OWN_PAGES):
        answer = visitor_called(site, kind.who).get(kind.found_at(site))
        assert answer.status == kind.status, f"{kind.name} answered {answer.status} at {answer.address}"
        files[kind.name] = folder / f"{number}.html"
        files[kind.name].write_bytes(answer.body)
    order = ["java", "-Xss2m", "-jar", nu_checker, "--format", "json", "--stdout", "--exit-zero-always"]
    done = subprocess.run([*order, *files.values()], capture_output=True, text=True, check=True)
    found = defaultdict(list)
    for message in json.loads(done.stdout)["messages"]:
        if message["type"] != "info":
            found[message["url"].rpartition("/")[2]].append(f"{message['message']} … {message.get('extract', '')}")
    return {name: found[path.name] for name, path in files.items()}


@pytest.mark.parametrize("kind", OWN_PAGES, ids=lambda kind: kind.name)
def test_the_html_is_valid(kind, errors):
    assert errors[kind.name] == []
