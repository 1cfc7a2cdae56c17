"""Joining and signing in, and that nobody learns from them who has an account."""

import re
import time

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects, assertTemplateUsed

from cmkc.accounts.hashers import Argon2Hasher
from cmkc.accounts.models import User, WaitingMail
from cmkc.accounts.tasks import send_waiting_mail
from cmkc.core.limits import LIMITS, Limit
from tests.accounts.doors import code_mailed_to, join, join_and_confirm, sign_in
from tests.accounts.factories import PASSWORD, UserFactory
from tests.tasks import queued, run_queued

pytestmark = pytest.mark.django_db


def without_what_differs(html: bytes) -> str:
    """Leave out tokens, so that two answers can be compared."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", html.decode())


def test_joining_asks_three_things_and_says_why(client):
    answer = client.get(reverse("account_signup"))
    fields = [field.name for field in answer.context["form"]]
    assert fields == ["name", "email", "password1"]
    assert all(field.help_text for field in answer.context["form"])


def test_a_new_member_comes_in_by_the_code_from_the_mail(client):
    assertRedirects(join(client, "nora@example.org"), reverse("account_email_verification_sent"))
    assert User.objects.get(email="nora@example.org").name == "Nora Test"
    wrong = client.post(reverse("account_email_verification_sent"), {"code": "BBBB-BBBB"})
    assert wrong.status_code == 200
    assert wrong.context["verify_form"].errors
    code = code_mailed_to("nora@example.org").lower().replace("-", "")
    right = client.post(reverse("account_email_verification_sent"), {"code": code})
    assertRedirects(right, reverse("accounts:me"))
    assert EmailAddress.objects.get(email="nora@example.org").verified


def test_a_code_that_was_guessed_three_times_is_worth_nothing(client):
    join(client, "nora@example.org")
    address = reverse("account_email_verification_sent")
    for _ in range(3):
        client.post(address, {"code": "BBBB-BBBB"})
    client.post(address, {"code": code_mailed_to("nora@example.org")})
    assert not EmailAddress.objects.get(email="nora@example.org").verified


@pytest.mark.parametrize("password", ["short words", "password1234", "nora@example.org"])
def test_weak_passwords_are_refused_and_what_was_typed_stays(client, password):
    answer = join(client, "nora@example.org", password=password)
    assert answer.context["form"].errors["password1"]
    assertContains(answer, 'value="nora@example.org"')
    assert not User.objects.exists()


def test_joining_with_a_known_address_answers_the_same(client):
    UserFactory(email="known@example.org", sign_in=True)
    new = join(client, "new@example.org")
    page_new = client.get(new.url).content
    client.cookies.clear()
    known = join(client, "known@example.org")
    page_known = client.get(known.url).content
    assert (new.status_code, new.url) == (known.status_code, known.url)
    shown = without_what_differs(page_known).replace("known@example.org", "new@example.org")
    assert shown == without_what_differs(page_new)
    assert User.objects.filter(email="known@example.org").count() == 1


def test_each_way_to_ask_for_an_address_sends_one_mail_and_hashes_one_password(client, monkeypatch):
    UserFactory(email="known@example.org", sign_in=True)
    hashed = []
    original = User.set_password
    monkeypatch.setattr(User, "set_password", lambda user, raw: (hashed.append(raw), original(user, raw))[1])
    for address in ("known@example.org", "new@example.org"):
        mail.outbox.clear()
        hashed.clear()
        client.cookies.clear()
        join(client, address)
        assert (len(mail.outbox), len(hashed)) == (1, 1), address
    for address in ("known@example.org", "nobody@example.org"):
        mail.outbox.clear()
        client.cookies.clear()
        client.post(reverse("account_reset_password"), {"email": address})
        assert [sent.to for sent in mail.outbox] == [[address]]


def test_joining_too_often_from_one_place_keeps_what_was_typed_and_tells_nothing(client, settings, monkeypatch):
    settings.LIMITS_FACTOR = 1
    UserFactory(email="known@example.org", sign_in=True)
    monkeypatch.setitem(LIMITS, "sign-up", Limit(1, 3600))
    join(client, "first@example.org", name="First")
    client.cookies.clear()
    for address in ("known@example.org", "new@example.org"):
        answer = join(client, address, name="Nora Typed")
        assertContains(answer, "That was too often")
        assertContains(answer, "Nora Typed")
    assert not User.objects.filter(email="new@example.org").exists()


def test_signing_in_says_the_same_for_an_unknown_address_and_a_wrong_password(client):
    known = UserFactory(sign_in=True)
    wrong = sign_in(client, known, "not this password at all")
    unknown = sign_in(client, User(email="nobody@example.org"), "not this password at all")
    assert wrong.status_code == unknown.status_code == 200
    assert wrong.context["form"].errors == unknown.context["form"].errors
    ours = without_what_differs(wrong.content).replace(known.email, "nobody@example.org")
    assert ours == without_what_differs(unknown.content)


def test_asking_for_a_new_password_answers_the_same(client):
    UserFactory(email="known@example.org", sign_in=True)
    answers = [
        client.post(reverse("account_reset_password"), {"email": who}) for who in ("known@example.org", "x@y.org")
    ]
    assert len({(answer.status_code, answer.url) for answer in answers}) == 1


def test_a_forgotten_password_is_set_by_the_link_once(client):
    user = UserFactory(sign_in=True)
    client.post(reverse("account_reset_password"), {"email": user.email})
    link = re.search(r"http://testserver(/accounts/password/reset/key/\S+)", mail.outbox[-1].body)[1]
    form = client.get(link, follow=True)
    new = {"password1": "four unrelated words here", "password2": "four unrelated words here"}
    assertRedirects(client.post(form.request["PATH_INFO"], new), reverse("account_reset_password_from_key_done"))
    user.refresh_from_db()
    assert user.check_password("four unrelated words here")
    assertContains(client.get(link, follow=True), "no longer works")


def test_a_dead_mail_server_fails_no_page_and_loses_no_mail(client, monkeypatch):
    def refuse(self, messages):
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    assert join(client, "nora@example.org").status_code == 302
    assert queued() == [("accounts.send_waiting_mail", [WaitingMail.objects.get().pk], {})]
    with pytest.raises(ConnectionRefusedError):
        run_queued()
    monkeypatch.undo()
    send_waiting_mail(WaitingMail.objects.get().pk)
    assert code_mailed_to("nora@example.org")
    assert not WaitingMail.objects.exists()


def test_signing_in_leads_to_ones_page_in_ones_language_and_keeps_the_language(client, settings):
    user = UserFactory(sign_in=True, language="es")
    answer = sign_in(client, user)
    assert answer.url == "/es/me/"
    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == "es"


def test_where_one_wanted_to_go_is_kept_and_other_hosts_are_not(client):
    user = UserFactory(sign_in=True)
    form = {"login": user.email, "password": PASSWORD}
    inside = client.post(reverse("account_login"), form | {"next": "/me/profile/"})
    client.logout()
    outside = client.post(reverse("account_login"), form | {"next": "https://evil.example/"})
    assert (inside.url, outside.url) == ("/me/profile/", "/me/")


def test_the_address_is_changed_only_by_the_code_and_the_old_one_is_told(client):
    user = join_and_confirm(client, "old@example.org")
    change = client.post(reverse("account_email"), {"action_add": "", "email": "new@example.org"})
    assert change.url.startswith(reverse("account_reauthenticate"))
    client.post(change.url, {"password": PASSWORD})
    client.post(reverse("account_email"), {"action_add": "", "email": "new@example.org"})
    user.refresh_from_db()
    assert user.email == "old@example.org"
    client.post(reverse("account_email_verification_sent"), {"code": code_mailed_to("new@example.org")})
    user.refresh_from_db()
    assert user.email == "new@example.org"
    assert [sent.to for sent in mail.outbox if "changed" in sent.subject] == [["old@example.org"]]


def test_an_address_of_somebody_else_cannot_be_taken_over(client):
    UserFactory(email="taken@example.org", sign_in=True)
    user = join_and_confirm(client, "old@example.org")
    client.get(reverse("mfa_activate_totp"))
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("account_email"), {"action_add": "", "email": "taken@example.org"})
    client.post(reverse("account_email_verification_sent"), {"code": code_mailed_to("taken@example.org")})
    user.refresh_from_db()
    assert user.email == "old@example.org"


def test_changing_the_password_ends_other_sessions(client):
    user = UserFactory(sign_in=True)
    other = Client()
    sign_in(client, user)
    sign_in(other, user)
    new = "four unrelated words here"
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert client.get(reverse("accounts:me")).status_code == 200
    assert other.get(reverse("accounts:me")).status_code == 302


def test_passwords_are_hashed_by_argon2_within_the_memory_of_a_worker(settings):
    settings.PASSWORD_HASHERS = ["cmkc.accounts.hashers.Argon2Hasher"]
    user = User(email="a@example.org")
    started = time.process_time()
    user.set_password(PASSWORD)
    assert user.password.startswith("argon2$argon2id$v=19$m=19456,t=3,p=1$")
    assert time.process_time() - started < 2
    assert user.check_password(PASSWORD)
    assert Argon2Hasher.memory_cost * 1024 < 20 * 1024 * 1024


def test_mails_are_plain_text_in_our_words(client):
    join(client, "nora@example.org", name="O'Hara & Söhne")
    sent = mail.outbox[-1]
    assert sent.subject == "CMKC: Your code to join"
    assert "Hello O'Hara & Söhne," in sent.body
    assert not sent.alternatives
    assert "allauth" not in sent.body
    assert "testserver" not in sent.body


def test_pages_of_allauth_come_from_our_templates(client):
    for name in ("account_login", "account_signup", "account_reset_password"):
        assertTemplateUsed(client.get(reverse(name)), "accounts/entrance.html")
