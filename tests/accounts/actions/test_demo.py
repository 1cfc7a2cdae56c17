"""The demo's accounts are made once, and only in the demo."""

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.urls import reverse

from cmkc import roles
from cmkc.accounts.actions.demo import PEOPLE, make_demo_accounts
from cmkc.accounts.models import User
from tests.accounts.doors import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(settings, tmp_path):
    settings.DEMO = True
    settings.VAR_DIR = tmp_path
    return make_demo_accounts(tmp_path / "demo-accounts.txt")


def test_there_is_an_account_for_each_role_with_a_confirmed_address(made):
    assert len(made) == len(PEOPLE) == User.objects.count()
    assert {role for *_, role in PEOPLE if role} == set(roles.PERMISSIONS) - {roles.MEMBER}
    assert EmailAddress.objects.filter(verified=True, primary=True).count() == len(PEOPLE)


def test_the_passwords_are_kept_readable_by_the_owner_alone_and_stay_the_same(made, tmp_path):
    kept = tmp_path / "demo-accounts.txt"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert make_demo_accounts(kept) == made
    assert len({account.password for account in made}) == len(made)


@pytest.mark.ignore_template_errors
def test_everybody_signs_in_and_the_administrator_and_the_editor_enter_the_cms(made, client):
    enters = set()
    for account in made:
        client.logout()
        user = User.objects.get(email=account.email)
        assert sign_in(client, user, account.password).status_code == 302
        if client.get(reverse("wagtailadmin_home")).status_code == 200:
            enters.add(account.label)
    assert enters == {"Administrator", "Editor", "Instructor"}


def test_the_regulator_is_verified(made):
    assert User.objects.verified_in("regulator").get().email == "regulator@demo.example"


def test_the_command_prints_them_again_and_says_which_password_was_changed(made, capsys):
    call_command("demo_accounts")
    first = capsys.readouterr().out
    assert all(account.email in first and account.password in first for account in made)
    user = User.objects.get(email=made[0].email)
    user.set_password("something else entirely")
    user.save()
    call_command("demo_accounts")
    second = capsys.readouterr().out
    assert made[0].password not in second
    assert "(changed since)" in second


def test_a_real_site_has_none(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="createsuperuser"):
        call_command("demo_accounts")
    assert not User.objects.exists()
