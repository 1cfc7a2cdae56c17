"""One's own pages."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cmkc.accounts.models import Organisation, User
from tests.accounts.doors import sign_in, with_app
from tests.accounts.factories import OrganisationFactory, UserFactory
from tests.queries import cold_cost

pytestmark = pytest.mark.django_db
PROFILE = {
    "name": "Nora N.",
    "affiliation": "QA",
    "organisation_name": "Tablet Works",
    "language": "",
    "time_zone": "UTC",
}
PAGES = ("me", "my_profile", "my_sector", "my_security", "keys", "my_data", "my_export", "my_erasure")


@pytest.mark.parametrize("name", PAGES)
def test_a_visitor_is_asked_to_sign_in_first(client, name):
    address = reverse(f"accounts:{name}")
    assertRedirects(client.get(address), f"{reverse('account_login')}?next={address}")


@pytest.mark.parametrize("name", PAGES[:6])
def test_a_page_of_ones_own_costs_a_fixed_small_number_of_queries_and_is_never_kept(client, name):
    user = UserFactory(with_organisation=True)
    client.force_login(user)
    address = reverse(f"accounts:{name}")
    few = cold_cost(client, address)
    OrganisationFactory.create_batch(20, confirmed=True)
    assert cold_cost(client, address) == few
    assert few <= 12
    assert client.get(address)["Cache-Control"] == "private, no-store"


def test_the_profile_is_saved_and_a_new_organisation_is_noted_as_a_suggestion(client):
    user = UserFactory()
    client.force_login(user)
    assertRedirects(client.post(reverse("accounts:my_profile"), PROFILE), reverse("accounts:my_profile"))
    user.refresh_from_db()
    assert (user.name, user.affiliation, user.organisation.name) == ("Nora N.", "QA", "Tablet Works")
    assert not user.organisation.confirmed


def test_an_organisation_that_is_known_is_taken_whatever_its_case(client):
    known = OrganisationFactory(name="Tablet Works", confirmed=True)
    user = UserFactory()
    client.force_login(user)
    client.post(reverse("accounts:my_profile"), PROFILE | {"organisation_name": " tablet  WORKS "})
    assert User.objects.get(pk=user.pk).organisation == known
    assert Organisation.objects.count() == 1


def test_two_organisations_with_one_short_name_get_two_addresses(client):
    for user, name in ((UserFactory(), "Tablet-Works"), (UserFactory(), "Tablet Works")):
        client.force_login(user)
        client.post(reverse("accounts:my_profile"), PROFILE | {"organisation_name": name})
    assert Organisation.objects.values("slug").distinct().count() == 2


def test_a_profile_that_is_refused_keeps_what_was_typed(client):
    user = UserFactory(name="Before")
    client.force_login(user)
    answer = client.post(reverse("accounts:my_profile"), PROFILE | {"name": "", "affiliation": "typed with care"})
    assertContains(answer, "typed with care")
    assertContains(answer, "nothing you typed is lost")
    assert User.objects.get(pk=user.pk).name == "Before"


def test_nothing_beyond_the_fields_of_the_form_is_taken(client):
    user = UserFactory()
    client.force_login(user)
    more = {
        "is_superuser": "on",
        "email": "x@example.org",
        "sector": "regulator",
        "sector_verified_until": "2099-01-01",
    }
    client.post(reverse("accounts:my_profile"), PROFILE | more)
    after = User.objects.get(pk=user.pk)
    assert (after.is_superuser, after.email, after.sector, after.verified_sector) == (False, user.email, "", "")


def test_the_chosen_language_is_kept_and_the_page_goes_on_in_it(client, settings):
    client.force_login(UserFactory())
    answer = client.post(reverse("accounts:my_profile"), PROFILE | {"language": "es"})
    assert answer.url == "/es/me/profile/"
    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == "es"


def test_security_says_what_is_on(client):
    user = UserFactory()
    with_app(user)
    client.force_login(user)
    answer = client.get(reverse("accounts:my_security"))
    assert answer.context["factors"] == {"apps": 1, "passkeys": 0, "codes": 0}


def test_a_session_on_another_device_is_ended(client):
    user = UserFactory(sign_in=True)
    other = Client(headers={"user-agent": "Lost phone"})
    sign_in(client, user)
    sign_in(other, user)
    assertContains(client.get(reverse("usersessions_list")), "Lost phone")
    lost = UserSession.objects.get(user_agent="Lost phone")
    assertRedirects(client.post(reverse("accounts:my_session_end", args=[lost.pk])), reverse("usersessions_list"))
    assert other.get(reverse("accounts:me")).status_code == 302
    assert client.get(reverse("accounts:me")).status_code == 200


def test_all_other_sessions_are_ended_at_once(client):
    user = UserFactory(sign_in=True)
    others = [Client(), Client()]
    for one in (client, *others):
        sign_in(one, user)
    client.post(reverse("usersessions_list"))
    assert [one.get(reverse("accounts:me")).status_code for one in (client, *others)] == [200, 302, 302]


def test_nobody_ends_the_session_of_somebody_else(client):
    victim = UserFactory(sign_in=True)
    other = Client()
    sign_in(other, victim)
    client.force_login(UserFactory())
    address = reverse("accounts:my_session_end", args=[UserSession.objects.get(user=victim).pk])
    assert client.post(address).status_code == 404
    assert other.get(reverse("accounts:me")).status_code == 200


def test_the_desk_stands_in_the_navigation_of_those_who_work_there_only(client):
    client.force_login(UserFactory())
    assertNotContains(client.get(reverse("accounts:me")), reverse("moderation:queue"))
    client.force_login(UserFactory(administrator=True))
    assertContains(client.get(reverse("accounts:me")), reverse("moderation:queue"))
