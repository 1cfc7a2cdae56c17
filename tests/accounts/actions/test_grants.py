"""Roles of an organisation: for verified members alone, given by somebody else, gone with the membership."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connections, transaction
from django.utils import timezone

from cmkc import roles
from cmkc.accounts import policies
from cmkc.accounts.actions.erasure import erase
from cmkc.accounts.actions.grants import GrantRefusedError, end, end_expired, grant
from cmkc.accounts.actions.profiles import save_profile
from cmkc.accounts.actions.verification import ask, decide, withdraw
from cmkc.accounts.models import OrganisationGrant, User
from cmkc.accounts.tasks import end_lapsed
from cmkc.core.models import AuditEvent
from tests.accounts.factories import GrantFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
MANAGER, INSPECTOR = "training-manager", "inspector"


def in_days(number):
    return timezone.now() + timedelta(days=number)


@pytest.fixture
def works():
    return OrganisationFactory(confirmed=True)


@pytest.fixture
def member(works):
    return UserFactory(verified_for=works)


@pytest.fixture
def administrator():
    return UserFactory(roles=[roles.ADMINISTRATOR])


def test_a_grant_is_dated_on_record_and_holds_for_the_organisation_alone(works, member, administrator):
    made = grant(member, organisation=works, role=MANAGER, until=in_days(30), by=administrator)
    colleague, stranger = UserFactory(verified_for=works), UserFactory(verified_for=OrganisationFactory())
    unverified = UserFactory(organisation=works)
    assert policies.may_manage_training(member, colleague)
    assert not policies.may_manage_training(member, stranger)
    assert not policies.may_manage_training(member, unverified)
    assert not policies.may_manage_training(colleague, member)
    assert not policies.may_inspect(member, works)
    event = AuditEvent.objects.get(verb="accounts.organisation_role.granted")
    assert (event.actor, event.target_key, event.data["user"]) == (administrator, str(made.pk), member.pk)
    grant(member, organisation=works, role=INSPECTOR, until=in_days(30), by=administrator)
    assert policies.may_inspect(member, works)
    assert not policies.may_inspect(member, stranger.organisation)


def test_it_holds_until_its_last_day_and_then_may_be_given_again(works, member, administrator):
    colleague = UserFactory(verified_for=works)
    grant(member, organisation=works, role=MANAGER, until=in_days(10), by=administrator)
    with pytest.raises(GrantRefusedError, match="open"):
        grant(member, organisation=works, role=MANAGER, until=in_days(20), by=administrator)
    with time_machine.travel(in_days(11)):
        assert not policies.may_manage_training(member, colleague)
        grant(member, organisation=works, role=MANAGER, until=in_days(10), by=administrator)
        assert policies.may_manage_training(member, colleague)
    assert list(OrganisationGrant.objects.order_by("pk").values_list("ended_because", flat=True)) == ["expired", None]


def test_nobody_gives_it_to_themselves_or_to_somebody_who_is_not_verified_there(works, member, administrator):
    self_made = UserFactory(roles=[roles.ADMINISTRATOR], verified_for=works)
    with pytest.raises(PermissionDenied):
        grant(self_made, organisation=works, role=MANAGER, until=in_days(9), by=self_made)
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganisationGrant.objects.create(
            organisation=works, user=member, role=MANAGER, until=in_days(9), granted_by=member
        )
    for person in (UserFactory(organisation=works), UserFactory(verified_for=OrganisationFactory())):
        with pytest.raises(GrantRefusedError, match="not-verified"):
            grant(person, organisation=works, role=MANAGER, until=in_days(9), by=administrator)
    with pytest.raises(PermissionDenied):
        grant(member, organisation=works, role=MANAGER, until=in_days(400), by=administrator)


def test_a_training_manager_makes_others_for_no_longer_than_their_own_time(works, member):
    manager = GrantFactory(organisation=works, until=in_days(50)).user
    elsewhere = UserFactory(verified_for=OrganisationFactory())
    for person, organisation, role, days in (
        (member, works, INSPECTOR, 10),
        (member, works, MANAGER, 51),
        (elsewhere, elsewhere.organisation, MANAGER, 10),
    ):
        with pytest.raises(PermissionDenied):
            grant(person, organisation=organisation, role=role, until=in_days(days), by=manager)
    grant(member, organisation=works, role=MANAGER, until=in_days(49), by=manager)
    for nobody in (UserFactory(), UserFactory(roles=[roles.MODERATOR])):
        with pytest.raises(PermissionDenied):
            grant(member, organisation=works, role=MANAGER, until=in_days(9), by=nobody)


def test_it_is_ended_once_by_whoever_may(works, administrator):
    held, inspecting = GrantFactory(organisation=works), GrantFactory(organisation=works, role=INSPECTOR)
    with pytest.raises(PermissionDenied):
        end(held, by=inspecting.user)
    with pytest.raises(PermissionDenied):
        end(inspecting, by=held.user)
    assert end(inspecting, by=inspecting.user)
    assert end(held, by=administrator)
    assert not end(held, by=administrator)
    held.refresh_from_db()
    assert (held.ended_because, held.ended_by) == ("ended", administrator)
    assert AuditEvent.objects.filter(verb="accounts.organisation_role.ended").count() == 2


def test_the_database_refuses_another_role_and_a_second_end():
    held = GrantFactory()
    for changes in ({"role": INSPECTOR}, {"until": in_days(900)}):
        with pytest.raises(IntegrityError, match="append_only"), transaction.atomic():
            OrganisationGrant.objects.filter(pk=held.pk).update(**changes)
    OrganisationGrant.objects.filter(pk=held.pk).update(ended_at=timezone.now(), ended_because="ended")
    for changes in ({"ended_at": None, "ended_because": None}, {"ended_at": in_days(3)}):
        with pytest.raises(IntegrityError, match="append_only"), transaction.atomic():
            OrganisationGrant.objects.filter(pk=held.pk).update(**changes)


def changes_organisation(user, administrator):
    save_profile(user, {"name": user.name}, organisation_name="Another Works")


def is_withdrawn(user, administrator):
    organisation = user.organisation
    user.sector_verified_until = None
    decide(
        ask(user, sector="industry", organisation=organisation, evidence="document", note=""),
        by=administrator, granted=True, evidence="document", answer="",
    )  # fmt: skip
    withdraw(User.objects.get(pk=user.pk), by=administrator, answer="left")


def is_verified_elsewhere(user, administrator):
    asked = ask(user, sector="academia", organisation=OrganisationFactory(), evidence="document", note="")
    decide(asked, by=administrator, granted=True, evidence="document", answer="")


def is_erased(user, administrator):
    erase(user, by=user)


def lapses(user, administrator):
    User.objects.filter(pk=user.pk).update(sector_verified_until=timezone.now() - timedelta(seconds=1))
    assert not policies.may_inspect(user, user.organisation)
    end_lapsed()


def is_closed(user, administrator):
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert not policies.may_inspect(user, user.organisation)
    end_lapsed()


@pytest.mark.parametrize(
    "leaves", [changes_organisation, is_withdrawn, is_verified_elsewhere, is_erased, lapses, is_closed]
)
def test_whoever_is_no_verified_member_any_more_loses_it(leaves, administrator):
    held = GrantFactory(role=INSPECTOR)
    other = GrantFactory(organisation=held.organisation)
    assert policies.may_inspect(held.user, held.organisation)
    leaves(held.user, administrator)
    held.refresh_from_db()
    other.refresh_from_db()
    assert (held.ended_because, held.ended_by, other.ended_at) == ("left", None, None)
    assert not policies.may_inspect(User.objects.get(pk=held.user_id), held.organisation)


def test_leaving_and_losing_it_are_one_transaction(monkeypatch):
    held = GrantFactory()
    monkeypatch.setattr("cmkc.accounts.actions.profiles.set_desk_locale", lambda _user: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        save_profile(held.user, {"name": "N"}, organisation_name="Another Works")
    held.refresh_from_db()
    assert held.ended_at is None
    assert User.objects.get(pk=held.user_id).verified_sector


def test_renewing_the_verification_keeps_it(administrator):
    held = GrantFactory()
    asked = ask(held.user, sector="industry", organisation=held.organisation, evidence="document", note="")
    decide(asked, by=administrator, granted=True, evidence="document", answer="")
    assert end_expired() == 0
    held.refresh_from_db()
    assert held.ended_at is None


@pytest.mark.django_db(transaction=True)
def test_of_giving_and_leaving_at_once_no_grant_is_left_to_who_has_left():
    for _round in range(6):
        works = OrganisationFactory(confirmed=True)
        member, by = UserFactory(verified_for=works), GrantFactory(organisation=works).user
        barrier = threading.Barrier(2)

        def give(member=member, works=works, by=by, barrier=barrier):
            barrier.wait(10)
            try:
                grant(member, organisation=works, role=MANAGER, until=in_days(9), by=by)
            except GrantRefusedError:
                pass
            finally:
                connections.close_all()

        def leave(member=member, barrier=barrier):
            barrier.wait(10)
            save_profile(User.objects.get(pk=member.pk), {"name": "Gone"}, organisation_name="Another Works")
            connections.close_all()

        threads = [threading.Thread(target=give), threading.Thread(target=leave)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert User.objects.get(pk=member.pk).organisation != works
        assert not OrganisationGrant.objects.filter(user=member, ended_at=None).exists()
