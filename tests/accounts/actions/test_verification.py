"""Who may verify a sector, what is recorded, and when it ends."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from cmkc import roles
from cmkc.accounts.actions.profiles import save_profile
from cmkc.accounts.actions.verification import AlreadyDecidedError, ask, decide, end_lapsed, withdraw
from cmkc.accounts.models import SectorVerification, User
from cmkc.core.models import AuditEvent
from tests.accounts.factories import OrganisationFactory, UserFactory
from tests.tasks import run_queued

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> User:
    return UserFactory(roles=[roles.ADMINISTRATOR])


@pytest.fixture
def asked():
    user = UserFactory(language="en")
    note = "https://authority.example/staff/nora"
    return ask(user, sector="regulator", organisation=OrganisationFactory(), evidence="staff-page", note=note)


def grant(asked, desk, evidence: str = "staff-page", answer: str = ""):
    return decide(asked, by=desk, granted=True, evidence=evidence, answer=answer)


def test_a_grant_marks_the_account_until_the_evidence_is_old(asked, desk):
    decided = grant(asked, desk)
    user = User.objects.get(pk=asked.user_id)
    assert (user.verified_sector, user.organisation) == ("regulator", asked.organisation)
    assert decided.lapses_at - decided.decided_at == timedelta(days=365)
    assert list(User.objects.verified_in("regulator")) == [user]
    asked.organisation.refresh_from_db()
    assert asked.organisation.confirmed


def test_the_weaker_the_evidence_the_sooner_it_lapses(asked, desk):
    decided = grant(asked, desk, evidence="colleague")
    assert decided.lapses_at - decided.decided_at == timedelta(days=183)


def test_the_decision_stands_in_the_log_with_its_words_beside_it(asked, desk):
    decided = decide(asked, by=desk, granted=False, evidence="staff-page", answer="The page names somebody else.")
    event = AuditEvent.objects.get(verb="accounts.sector.declined")
    assert (event.actor, event.target_key) == (desk, str(asked.user_id))
    assert event.data == {
        "verification": decided.pk,
        "sector": "regulator",
        "organisation": asked.organisation_id,
        "evidence": "staff-page",
    }
    assert event.text.text == "The page names somebody else."
    assert User.objects.get(pk=asked.user_id).verified_sector == ""


def test_nobody_decides_on_themselves(desk):
    asked = ask(desk, sector="industry", organisation=OrganisationFactory(), evidence="document", note="")
    with pytest.raises(PermissionDenied):
        grant(asked, desk)
    with pytest.raises(IntegrityError), transaction.atomic():
        SectorVerification.objects.create(
            user=desk,
            decided_by=desk,
            sector="industry",
            organisation=asked.organisation,
            evidence="document",
            decision="declined",
        )


@pytest.mark.parametrize("role", [role for role in roles.PERMISSIONS if role != roles.ADMINISTRATOR])
def test_no_other_role_decides(asked, role):
    with pytest.raises(PermissionDenied):
        grant(asked, UserFactory(roles=[role]))


def test_the_second_of_two_deciders_is_told_that_it_is_decided(asked, desk):
    grant(asked, desk)
    with pytest.raises(AlreadyDecidedError):
        grant(asked, UserFactory(roles=[roles.ADMINISTRATOR]))
    assert SectorVerification.objects.count() == 1


def test_one_request_at_a_time(asked):
    again = ask(asked.user, sector="other", organisation=asked.organisation, evidence="document", note="")
    assert again is None


@pytest.mark.parametrize("change", [{"decision": "declined"}, {"evidence": "document"}])
def test_the_database_refuses_to_change_a_decision(asked, desk, change):
    grant(asked, desk)
    with pytest.raises(IntegrityError), transaction.atomic():
        SectorVerification.objects.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        SectorVerification.objects.all()._raw_delete("default")


def test_it_lapses_on_the_day_even_when_the_task_is_late(asked, desk, time_machine):
    grant(asked, desk)
    time_machine.move_to(timezone.now() + timedelta(days=366))
    user = User.objects.get(pk=asked.user_id)
    assert user.verified_sector == ""
    assert not User.objects.verified_in("regulator").exists()


def test_the_task_ends_lapsed_marks_once_and_tells_the_people(asked, desk, time_machine):
    grant(asked, desk)
    run_queued()
    mail.outbox.clear()
    assert end_lapsed() == 0
    time_machine.move_to(timezone.now() + timedelta(days=366))
    assert end_lapsed() == 1
    assert end_lapsed() == 0
    assert run_queued() == ["accounts.tell_lapse"]
    assert mail.outbox[0].subject == "CMKC: The verification of your sector has ended"
    assert User.objects.get(pk=asked.user_id).sector_verified_until is None
    assert AuditEvent.objects.get(verb="accounts.sector.ended").data == {"reason": "lapsed"}


def test_changing_the_organisation_ends_it_and_keeping_it_does_not(asked, desk):
    grant(asked, desk)
    user = User.objects.get(pk=asked.user_id)
    save_profile(user, {"name": "Nora"}, organisation_name=asked.organisation.name.upper())
    assert user.verified_sector == "regulator"
    save_profile(user, {"name": "Nora"}, organisation_name="Another place")
    assert User.objects.get(pk=user.pk).verified_sector == ""


def test_withdrawing_ends_it_and_is_recorded(asked, desk):
    grant(asked, desk)
    withdraw(asked.user, by=desk, answer="You left the authority.")
    assert User.objects.get(pk=asked.user_id).verified_sector == ""
    assert [row.decision for row in SectorVerification.objects.all()] == ["granted", "withdrawn"]
    with pytest.raises(AlreadyDecidedError):
        withdraw(asked.user, by=desk, answer="Again.")
    with pytest.raises(PermissionDenied):
        withdraw(desk, by=desk, answer="Myself.")
