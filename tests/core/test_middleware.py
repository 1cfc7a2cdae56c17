import pytest
from django.conf import settings

from tests.accounts.factories import UserFactory

STRICT = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:", "font-src 'self'",
    "connect-src 'self'", "media-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
}  # fmt: skip


def policy(response):
    return {part.strip() for part in response["Content-Security-Policy"].split(";")}


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/accounts/login/", "/nothing-here/", "/health/live", "/robots.txt"])
def test_every_answer_carries_the_whole_policy(client, address):
    response = client.get(address)
    assert policy(response) >= STRICT
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["Cross-Origin-Embedder-Policy"] == "credentialless"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert response["X-Frame-Options"] == "DENY"
    assert len(response["X-Request-ID"]) == 16


@pytest.mark.django_db
@pytest.mark.ignore_template_errors
def test_the_cms_may_frame_its_own_preview_and_nothing_else(client):
    client.force_login(UserFactory(administrator=True))
    response = client.get("/cms/")
    assert response.status_code == 200
    assert {"frame-ancestors 'self'", "frame-src 'self'", "script-src 'self'", "default-src 'none'"} <= policy(response)
    assert "unsafe" not in response["Content-Security-Policy"]


@pytest.mark.django_db
def test_a_members_page_is_kept_by_nobody(client):
    client.force_login(UserFactory())
    assert client.get("/robots.txt")["Cache-Control"] == "private, no-store"


def test_each_request_has_an_id_of_its_own(client):
    assert client.get("/health/live")["X-Request-ID"] != client.get("/health/live")["X-Request-ID"]


def test_cookies_carry_the_host_prefix_exactly_on_https():
    assert settings.SESSION_COOKIE_NAME.startswith("__Host-") == settings.SECURE_SITE
