"""What only https shows: the site with its settings for production, behind a proxy, on the demo's data."""

import shutil
import sys

import pytest

from tests.browser import WIDE
from tests.live_site import begin, told
from tests.pages.test_headers import check
from tests.visitor import Visitor
from tools.processes import free_port, wait_until
from tools.serve import answers

pytestmark = [pytest.mark.browser, pytest.mark.once]
BEHIND_A_PROXY = {"X-Forwarded-Proto": "https"}
TWO_YEARS = 2 * 365 * 24 * 60 * 60


@pytest.fixture(scope="module")
def production(site, tmp_path_factory):
    """The address of a site for production, with a copy of the demo's database."""
    folder, port = tmp_path_factory.mktemp("production"), free_port()
    for name in ("cmkc.sqlite3", "cmkc.sqlite3-wal"):
        if (site.folder / name).exists():
            shutil.copy(site.folder / name, folder)
    (folder / "static").symlink_to(site.folder / "static")
    address = f"http://localhost:{port}"
    environment = told(
        folder, address.replace("http", "https"), DJANGO_SETTINGS_MODULE="cmkc.settings.production", BEHIND_PROXY="yes",
        SECRET_KEY="k" * 50, AUDIT_KEY="a" * 50,
    )  # fmt: skip
    order = [sys.executable, "-m", "granian", "--interface", "wsgi", "cmkc.wsgi:application", "--port", str(port)]
    server = begin("Production", [*order, "--host", "127.0.0.1", "--workers", "1", "--no-ws"], address, environment)
    try:
        yield wait_until(server, lambda: answers("localhost", port), seconds=60).url
    finally:
        server.stop()


def test_every_answer_asks_for_https_from_now_on(production):
    for address in ("/", "/accounts/login/", "/no-such-page/", "/static/css/site.css"):
        headers = Visitor(production, headers=BEHIND_A_PROXY).get(address).headers
        check(headers)
        named = dict(part.strip().partition("=")[::2] for part in headers["Strict-Transport-Security"].split(";"))
        assert int(named["max-age"]) >= TWO_YEARS
        assert "includeSubDomains" in named


def test_plain_http_is_sent_to_https(production):
    answer = Visitor(production).get("/library/", follow=False)
    assert answer.status == 301
    assert answer.headers["Location"].startswith("https://")


def test_cookies_are_bound_to_the_host_and_hidden_from_scripts(production):
    lines = Visitor(production, headers=BEHIND_A_PROXY).get("/accounts/login/").headers.get_all("Set-Cookie")
    assert lines
    for line in lines:
        name, attributes = line.partition("=")[0], {part.strip() for part in line.split(";")[1:]}
        assert name.startswith("__Host-")
        assert attributes >= {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"}
        assert not any(attribute.startswith("Domain") for attribute in attributes)


def test_chromium_keeps_these_cookies_and_signs_in(production, site, browser):
    seen_by_the_site = BEHIND_A_PROXY | {"Origin": production.replace("http", "https")}
    context = browser.new_context(base_url=production, extra_http_headers=seen_by_the_site, viewport=WIDE)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill("member@demo.example")
    page.get_by_label("Password").fill(site.passwords["member"])
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in", exact=True).click()
    assert {cookie["name"] for cookie in context.cookies()} >= {"__Host-session", "__Host-csrf"}
    assert page.get_by_role("link", name="My page").is_visible()
    context.close()


def test_staff_are_led_to_a_second_factor_before_the_editors_desk(production, site):
    editor = Visitor(production, headers=BEHIND_A_PROXY | {"Origin": production.replace("http", "https")})
    editor.submit("/accounts/login/", form="/login/", login="editor@demo.example", password=site.passwords["editor"])
    assert "/accounts/2fa/" in editor.get("/cms/").address
