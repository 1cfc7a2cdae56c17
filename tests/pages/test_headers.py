"""The headers of the site's policy, on every kind of answer."""

import http.client
import re
from urllib.parse import urlsplit

import pytest

from cmkc.core.admin_styles import STYLE_HASHES
from tests.pages.catalogue import CMS, OWN_PAGES, PUBLIC
from tests.people import visitor_called
from tests.visitor import Visitor

pytestmark = pytest.mark.once
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "media-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
CMS_POLICY = POLICY | {
    "frame-ancestors": "'self'",
    "frame-src": "'self'",
    "style-src": " ".join(["'self'", *STYLE_HASHES]),
}
ALWAYS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "credentialless",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}
OFF = {"camera", "microphone", "geolocation", "payment", "usb", "accelerometer", "gyroscope", "magnetometer"}


def policy_of(headers):
    directives = (part.strip().partition(" ") for part in headers["Content-Security-Policy"].split(";"))
    return {name: value for name, _space, value in directives}


def same_policy(headers, expected):
    found = {name: set(value.split()) for name, value in policy_of(headers).items()}
    return found == {name: set(value.split()) for name, value in expected.items()}


def check(headers, policy=POLICY):
    assert same_policy(headers, policy), headers["Content-Security-Policy"]
    assert {name: headers[name] for name in ALWAYS} == ALWAYS
    assert re.findall(r"([\w-]+)=\(\)", headers["Permissions-Policy"]) == re.findall(
        r"([\w-]+)=", headers["Permissions-Policy"]
    ), "a feature is open"
    assert set(re.findall(r"([\w-]+)=\(\)", headers["Permissions-Policy"])) >= OFF
    assert "Access-Control-Allow-Origin" not in headers
    assert "unsafe" not in headers["Content-Security-Policy"]


@pytest.mark.parametrize("kind", OWN_PAGES, ids=lambda kind: kind.name)
def test_a_page_carries_every_header(kind, site):
    answer = visitor_called(site, kind.who).get(kind.found_at(site))
    check(answer.headers)
    if kind.who != "visitor":
        assert set(answer.headers["Cache-Control"].split(", ")) >= {"private", "no-store"}


@pytest.mark.parametrize("kind", PUBLIC, ids=lambda kind: kind.name)
def test_a_visitor_is_given_no_cookie_and_anybody_may_keep_the_page(kind, site):
    headers = Visitor(site.url).get(kind.found_at(site)).headers
    assert "Set-Cookie" not in headers
    if not kind.name.startswith("styleguide"):
        assert headers["Cache-Control"].startswith("public")
        assert headers["ETag"]


@pytest.mark.parametrize("address", ["/accounts/signup/", "/accounts/login/", "/accounts/password/reset/"])
def test_a_page_with_a_token_is_kept_by_nobody(address, site):
    answer = Visitor(site.url).get(address)
    assert "csrfmiddlewaretoken" in answer.text
    assert "private" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("kind", CMS, ids=lambda kind: kind.name)
def test_the_cms_differs_in_frames_and_two_known_styles_alone(kind, site):
    answer = visitor_called(site, kind.who).get(kind.found_at(site))
    assert answer.status == 200
    check(answer.headers, CMS_POLICY)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/no-such-page/", 404),
        ("/cms/", 302),
        ("/me/", 302),
        ("/health/live", 200),
        ("/robots.txt", 200),
        ("/static/img/favicon.svg", 200),
        ("/static/css/site.css", 200),
        ("/static/js/site.js", 200),
        ("/static/no-such-file.css", 404),
        ("/regulatory/?format=csv", 200),
        ("/library/CMKC-000001/export/bibtex", 200),
        ("/glossary/part-11/term.jsonld", 200),
    ],
)
def test_what_is_no_page_carries_them_too(address, status, site):
    answer = visitor_called(site, "visitor").get(address, follow=False)
    assert answer.status == status
    check(answer.headers, CMS_POLICY if address.startswith("/cms/") else POLICY)


def test_a_form_without_its_token_is_refused_with_every_header(site):
    answer = visitor_called(site, "visitor").post("/accounts/login/", {"login": "x", "password": "y"})
    assert answer.status == 403
    check(answer.headers)


def test_a_foreign_host_name_is_refused_with_every_header(site):
    place = urlsplit(site.url)
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=10)
    connection.request("GET", "/", headers={"Host": "evil.example"})
    answer = connection.getresponse()
    assert answer.status == 400
    check(answer.headers)
    connection.close()


def test_a_drawing_has_a_policy_of_its_own_that_lets_nothing_load_or_run(site):
    answer = visitor_called(site, "visitor").get("/figures/traceability-lots.svg")
    policy = policy_of(answer.headers)
    assert policy["default-src"] == policy["frame-ancestors"] == "'none'"
    assert policy.keys() == {"default-src", "style-src", "frame-ancestors", "sandbox"}
    assert {name: answer.headers[name] for name in ALWAYS} == ALWAYS
