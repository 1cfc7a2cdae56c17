"""Error pages: as they are sent where they can be provoked, and the rest as Django renders them."""

import json
import secrets
import subprocess

import pytest
from django.template.loader import render_to_string

from tests.browser import NARROW, WIDE
from tests.pages.axe import COLOURS, violations
from tests.pages.test_headers import check
from tests.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.once]
TEMPLATES = ["400", "403", "403_csrf", "404", "429", "500", "503"]
ENOUGH = 25  # the limit is 5 in a minute for one address; processes without a shared cache count each for itself


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1280", "320"])
@pytest.mark.parametrize("name", TEMPLATES)
def test_an_error_page_needs_nothing_to_render_and_has_no_fault(name, size, site, open_page, axe_script):
    html = render_to_string(f"{name}.html", {"incident": "0123456789abcdef"})
    policy = Visitor(site.url).get("/no-such-page/").headers["Content-Security-Policy"]
    sent = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy}
    routes = {"**/what-went-wrong/": lambda route: route.fulfill(body=html, headers=sent)}
    page, trouble = open_page("/what-went-wrong/", routes=routes, viewport=size)
    assert page.get_by_role("heading", level=1).is_visible()
    assert page.get_by_role("link", name="Home").is_visible()
    assert page.get_by_text("0123456789abcdef").is_visible()
    assert page.evaluate("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert violations(page, axe_script) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, axe_script, only=COLOURS) == []
    assert trouble.all() == {}


def test_the_html_of_error_pages_is_valid(nu_checker, tmp_path):
    files = [tmp_path / f"{name}.html" for name in TEMPLATES]
    for file in files:
        file.write_text(render_to_string(file.name, {"incident": "0123456789abcdef"}), encoding="utf-8")
    order = ["java", "-jar", nu_checker, "--format", "json", "--stdout", "--exit-zero-always", *files]
    done = subprocess.run(order, capture_output=True, text=True, check=True)
    found = [message for message in json.loads(done.stdout)["messages"] if message["type"] != "info"]
    assert found == []


def test_who_asks_too_often_is_told_to_wait(site):
    visitor, address = Visitor(site.url), f"nobody-{secrets.token_hex(6)}@demo.example"
    for _turn in range(ENOUGH):
        answer = visitor.submit("/accounts/password/reset/", form="/reset/", email=address)
        if answer.status != 200:
            break
    assert answer.status == 429
    check(answer.headers)
    assert answer.headers["X-Request-ID"] in answer.text


@pytest.mark.parametrize(
    ("status", "ask"),
    [
        (404, lambda visitor: visitor.get("/no-such-page/")),
        (403, lambda visitor: visitor.post("/accounts/login/", {"login": "somebody"})),
        (400, lambda visitor: visitor.get("/", Host="evil.example")),
    ],
    ids=["not found", "no token", "foreign host"],
)
def test_an_error_page_names_the_incident_that_the_log_names(status, ask, site):
    answer = ask(Visitor(site.url))
    assert answer.status == status
    assert answer.headers["X-Request-ID"] in answer.text


def test_a_drawing_opened_by_its_address_has_no_fault(site, open_page):
    page, trouble = open_page("/figures/traceability-lots.svg")
    assert page.locator("svg").first.is_visible()
    assert trouble.all() == {}
