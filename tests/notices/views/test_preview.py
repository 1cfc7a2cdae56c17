import pytest
from django.core import mail
from django.urls import reverse
from pytest_django.asserts import assertContains

from cmkc import roles
from cmkc.core.notices import kinds
from tests.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db
PREVIEW = reverse("notices:preview")


@pytest.mark.parametrize("name", ["", *kinds.names(), "digest.daily", "digest.weekly"])
@pytest.mark.parametrize("code", ["en", "es"])
def test_an_editor_sees_every_mail_in_every_language_and_none_is_sent(client, name, code):
    client.force_login(UserFactory(roles=[roles.EDITOR]))
    asked = {"in": code} | ({"list": name} if name else {})
    assertContains(client.get(PREVIEW, asked), "List-Unsubscribe")
    shown = client.get(reverse("notices:preview_html", args=[name or "work.waiting"]), {"in": code})
    assertContains(shown, f'<html lang="{code}">')
    assert "script-src 'self'" in shown.headers["Content-Security-Policy"]
    assert mail.outbox == []


@pytest.mark.parametrize("role", [roles.MEMBER, roles.MODERATOR])
def test_nobody_else_does(client, role):
    client.force_login(UserFactory(roles=[role]))
    assert client.get(PREVIEW).status_code == 404
    assert client.get(reverse("notices:preview_html", args=["work.waiting"])).status_code == 404


def test_a_list_that_is_not_there_is_not_found(client):
    client.force_login(UserFactory(administrator=True))
    assert client.get(PREVIEW, {"list": "no.such"}).status_code == 404
