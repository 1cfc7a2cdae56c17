"""Pages of organisations: names for members alone and by choice, roles for those who may give them."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cmkc import roles
from cmkc.accounts.models import OrganisationGrant
from tests.accounts.doors import prove_again, sign_in
from tests.accounts.factories import GrantFactory, OrganisationFactory, UserFactory
from tests.queries import cold_cost

pytestmark = pytest.mark.django_db
LIST = "/organisations/"


@pytest.fixture
def works():
    return OrganisationFactory(name="Tablet Works", slug="tablet-works", confirmed=True)


def roles_of(organisation):
    return reverse("accounts:organisation_roles", args=[organisation.slug])


def in_days(number):
    return timezone.localdate() + timedelta(days=number)


def entered(client, **person):
    """Somebody who signed in and gave the password again."""
    user = UserFactory(sign_in=True, **person)
    sign_in(client, user)
    prove_again(client)
    return user


def test_only_organisations_with_a_verified_member_are_listed(client, works):
    typed = OrganisationFactory(name="Only Typed")
    page = client.get(LIST)
    assertContains(page, works.get_absolute_url())
    assertNotContains(page, "Only Typed")
    assert client.get(typed.get_absolute_url()).status_code == 404
    assert "public" in page["Cache-Control"]


def test_the_list_is_walked_by_cursor_and_costs_the_same_for_any_number(client, works):
    few = cold_cost(client, LIST)
    for number in range(60):
        OrganisationFactory(name=f"Works {number:03}", confirmed=True)
    assert cold_cost(client, LIST) == few
    page = client.get(LIST)
    assertNotContains(page, "Works 059")
    after = re.search(r"\?after=([\w=%-]+)", page.content.decode())[1]
    assertContains(client.get(f"{LIST}?after={after}"), "Works 059")


def test_a_change_shows_on_the_kept_page(client, works):
    client.get(LIST)
    works.name = "Capsule Works"
    works.save()
    assertContains(client.get(LIST), "Capsule Works")


def test_names_are_shown_to_members_and_only_of_those_who_chose_it_and_are_verified(client, works):
    UserFactory(name="Lena Listed", listed=True, verified_for=works)
    UserFactory(name="Hanna Hidden", verified_for=works)
    UserFactory(name="Ulf Unverified", listed=True, organisation=works)
    UserFactory(name="Else Elsewhere", listed=True, verified_for=OrganisationFactory())
    UserFactory(name="Carl Closed", listed=True, verified_for=works, is_active=False)
    assertNotContains(client.get(works.get_absolute_url()), "Lena Listed")
    client.force_login(UserFactory())
    page = client.get(works.get_absolute_url())
    assertContains(page, "Lena Listed")
    for name in ("Hanna", "Ulf", "Else", "Carl"):
        assertNotContains(page, name)
    assert page["Cache-Control"] == "private, no-store"


def test_the_choice_stands_on_the_profile_and_is_off_at_first(client, works):
    user = UserFactory(verified_for=works)
    client.force_login(user)
    page = client.get(reverse("accounts:my_profile"))
    assert page.context["form"]["listed"].value() is False
    words = {"name": "Nora", "organisation_name": works.name, "language": "", "time_zone": "UTC", "listed": "on"}
    client.post(reverse("accounts:my_profile"), words)
    user.refresh_from_db()
    assert user.listed
    assert user.verified_sector


@pytest.mark.parametrize("role", [None, roles.EDITOR, roles.MODERATOR])
def test_roles_are_not_there_for_who_may_not_give_them(client, works, role):
    inspector = GrantFactory(organisation=works, role="inspector")
    elsewhere = GrantFactory()
    for person in (UserFactory(roles=[role] if role else []), inspector.user, elsewhere.user):
        client.force_login(person)
        assert client.get(roles_of(works)).status_code == 404
        assertNotContains(client.get(works.get_absolute_url()), roles_of(works))
    ending = reverse("accounts:organisation_role_end", args=[works.slug, elsewhere.pk])
    client.logout()
    entered(client)
    assert client.post(ending).status_code == 404
    assert client.post(reverse("accounts:organisation_role_end", args=[works.slug, inspector.pk])).status_code == 404


def test_giving_a_role_asks_for_the_password_and_then_gives_it(client, works):
    member = UserFactory(verified_for=works)
    administrator = UserFactory(sign_in=True, roles=[roles.ADMINISTRATOR])
    sign_in(client, administrator)
    session = client.session
    session["account_authentication_methods"] = []
    session.save()
    words = {"user": member.pk, "role": "inspector", "last_day": in_days(30)}
    asked = client.post(roles_of(works), words)
    assert "reauthenticate" in asked["Location"]
    assert not OrganisationGrant.objects.exists()
    prove_again(client)
    assertRedirects(client.post(roles_of(works), words), roles_of(works))
    held = OrganisationGrant.objects.get()
    assert (held.user, held.role, held.granted_by) == (member, "inspector", administrator)
    assertContains(client.get(roles_of(works)), member.name)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"last_day": "2020-01-01"}, "This day has passed"),
        ({"last_day": "2090-01-01"}, "or an earlier day"),
        ({"last_day": ""}, "required"),
        ({"role": ""}, "required"),
        ({"user": ""}, "required"),
        ({"user": "9999999"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, works, words, said):
    entered(client, roles=[roles.ADMINISTRATOR])
    member = UserFactory(verified_for=works)
    typed = {"user": member.pk, "role": "training-manager", "last_day": in_days(30)} | words
    answer = client.post(roles_of(works), typed)
    assertContains(answer, said)
    assert answer.context["form"].data["role"] == typed["role"]
    assert not OrganisationGrant.objects.exists()


def test_a_training_manager_is_offered_that_role_alone_and_told_how_long(client, works):
    manager = entered(client, verified_for=works)
    until = timezone.now() + timedelta(days=20)
    own = GrantFactory(organisation=works, user=manager, until=until)
    member = UserFactory(verified_for=works)
    page = client.get(roles_of(works))
    assert [value for value, _label in page.context["form"].fields["role"].choices] == ["training-manager"]
    words = {"user": member.pk, "role": "training-manager", "last_day": in_days(40)}
    assertContains(client.post(roles_of(works), words), "only for as long as your own lasts")
    client.post(roles_of(works), words | {"last_day": in_days(10)})
    given = OrganisationGrant.objects.exclude(pk=own.pk).get()
    assertContains(client.post(roles_of(works), words | {"last_day": in_days(11)}), "has this role already")
    client.post(reverse("accounts:organisation_role_end", args=[works.slug, given.pk]))
    given.refresh_from_db()
    assert (given.ended_because, given.ended_by) == ("ended", manager)


def test_whoever_has_a_role_sees_it_and_may_give_it_back(client, works):
    inspector = entered(client, verified_for=works)
    held = GrantFactory(organisation=works, user=inspector, role="inspector")
    page = client.get(reverse("accounts:me"))
    assertContains(page, "inspector: reads training records")
    ending = reverse("accounts:organisation_role_end", args=[works.slug, held.pk])
    assertRedirects(client.post(ending), reverse("accounts:me"))
    held.refresh_from_db()
    assert held.ended_by == inspector


def test_every_pages_footer_leads_to_the_list(client):
    page = client.get("/glossary/")
    footer = page.content.decode().partition("<footer")[2]
    assert f'<a href="{reverse("accounts:organisations")}">Organisations</a>' in footer
