"""Claims to a sector at the one desk: who may decide, on what evidence, how it is taken back, who is told."""

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cmkc import roles
from cmkc.accounts.actions.verification import ask, take_back
from cmkc.accounts.models import SectorVerification, User
from cmkc.moderation.models import Appeal, Decision, ReviewItem
from cmkc.notices.worker import send_due
from tests.accounts.factories import OrganisationFactory, UserFactory
from tests.moderation.factories import flagged
from tests.tasks import run_queued

pytestmark = pytest.mark.django_db
QUEUE = "/moderation/"


def claim_of(user, organisation=None, **words) -> ReviewItem:
    """A request of this member, as it waits at the desk."""
    words = {"sector": "industry", "evidence": "work-email", "note": ""} | words
    asked = ask(user, organisation=organisation or OrganisationFactory(), **words)
    return ReviewItem.objects.get(kind="sector", key=str(asked.pk))


def page_of(item):
    return reverse("moderation:item", args=[item.pk])


def decide(client, item, action, **words):
    """Press a button, as the page offers it."""
    page = client.get(page_of(item))
    assertContains(page, f'value="{action}"')
    return client.post(page_of(item), {"action": action, "version": page.context["version"], **words})


@pytest.fixture
def verifier(client) -> User:
    holder = UserFactory(roles=[roles.ADMINISTRATOR])
    client.force_login(holder)
    return holder


def told(user):
    run_queued()
    mail.outbox.clear()
    send_due()
    return [sent for sent in mail.outbox if sent.to == [user.email]]


def test_a_claim_is_granted_by_one_key_and_the_member_is_told_once(client, verifier):
    member = UserFactory(name="Nora", email="nora@works.example", language="en")
    item = claim_of(member)
    assertContains(client.get(QUEUE, {"kind": "sector"}), "Nora")
    page = client.get(page_of(item))
    for words in ("nora@works.example", "365 days", "730 days", "not seen before", 'data-key="a"', 'data-key="2"'):
        assertContains(page, words)
    assertNotContains(page, 'value="silence"')
    assertRedirects(decide(client, item, "approve", pressed="a"), QUEUE)
    verified = SectorVerification.objects.get()
    assert (verified.decided_by, verified.evidence) == (verifier, "work-email")
    assert User.objects.get(pk=member.pk).verified_sector == "industry"
    (sent,) = told(member)
    assert sent.subject == "CMKC: Your sector is verified"
    assert verified.lapses_at.strftime("%Y-%m-%d") in sent.body
    assert "appeal" not in sent.body
    assertContains(client.get("/moderation/log/"), "Grant on the evidence offered")
    assertContains(client.get("/accounts/verification/verified/"), "Nora")


def test_the_evidence_that_is_accepted_says_how_long_it_holds(client, verifier):
    decide(client, claim_of(UserFactory()), "grant-document")
    verified = SectorVerification.objects.get()
    assert verified.evidence == "document"
    assert (verified.lapses_at - verified.decided_at).days == 730


def test_declining_needs_a_reason_which_the_member_reads_and_may_appeal(client, verifier):
    member = UserFactory(language="en")
    item = claim_of(member)
    page = decide(client, item, "hide")
    assertContains(page, "Say why", status_code=422)
    assert not SectorVerification.objects.exists()
    decide(client, item, "hide", reason="The address is a private one.")
    (sent,) = told(member)
    assert sent.subject == "CMKC: Your sector could not be verified"
    assert "The address is a private one." in sent.body
    client.force_login(member)
    assertContains(client.get(reverse("accounts:my_sector")), "The address is a private one.")
    mine = reverse("moderation:my_decision", args=[Decision.objects.get().pk])
    client.post(mine, {"words": "It is not."})
    appeals = reverse("moderation:appeals")
    client.force_login(verifier)
    assertNotContains(client.get(appeals), "It is not.")  # who decided does not read it
    client.force_login(UserFactory(roles=[roles.MODERATOR]))
    assertNotContains(client.get(appeals), "It is not.")  # nor who may not verify
    client.force_login(UserFactory(roles=[roles.ADMINISTRATOR]))
    assertContains(client.get(appeals), "It is not.")
    answered = reverse("moderation:appeal", args=[Appeal.objects.get().pk])
    client.post(answered, {"answer": "overturned", "words": "You are right."})
    item.refresh_from_db()
    assert item.state == "pending"
    assertContains(client.get(page_of(item)), "taken back")


@pytest.mark.parametrize("role", [None, roles.MODERATOR, roles.EDITOR, roles.REVIEWER])
def test_whoever_may_not_verify_neither_sees_a_claim_nor_decides(client, role, verifier):
    item, done = claim_of(UserFactory(name="Nora")), claim_of(UserFactory(name="Olaf"))
    decide(client, done, "hide", reason="Why Olaf was declined.")
    decision = Decision.objects.get()
    other = UserFactory(roles=[role] if role else [])
    client.force_login(other)
    assert client.get(page_of(item)).status_code == 404
    assert client.post(page_of(item), {"action": "approve", "version": "x"}).status_code == 404
    assert client.post(reverse("moderation:undo", args=[decision.pk])).status_code == 404
    if role == roles.MODERATOR:
        for address in (QUEUE, "/moderation/log/", reverse("moderation:member", args=[done.author_id])):
            page = client.get(address)
            assertNotContains(page, "Nora")
            assertNotContains(page, "Why Olaf was declined.")
        assertNotContains(client.get("/moderation/load/"), "Sector to verify")
        client.post("/moderation/bulk/", {"item": [f"{item.pk}:x"], "action": "approve"})
        assertRedirects(client.post("/moderation/next/"), QUEUE)
    assert SectorVerification.objects.count() == 1


def test_whoever_verifies_without_being_a_moderator_has_the_desk_for_claims_alone(client):
    verifier = UserFactory()
    verifier.user_permissions.add(Permission.objects.get(codename="verify_sector"))
    client.force_login(verifier)
    item, other = claim_of(UserFactory(name="Nora")), flagged(UserFactory(name="Loud Seller"))
    page = client.get(QUEUE)
    assertContains(page, "Nora")
    for words in ("Loud Seller", "/moderation/sanctions/"):
        assertNotContains(page, words)
    assertNotContains(client.get(page_of(item)), "Flags raised")
    for address in (page_of(other), "/moderation/sanctions/", reverse("moderation:member", args=[other.author_id])):
        assert client.get(address).status_code == 404
    assertRedirects(client.post("/moderation/next/"), page_of(item))
    decide(client, item, "approve")
    assert SectorVerification.objects.get().decided_by == verifier


def test_nobody_finds_their_own_claim(client, verifier):
    own = claim_of(verifier)
    assertContains(client.get(QUEUE), "Nothing waits")
    assert client.post(page_of(own), {"action": "approve", "version": "x"}).status_code == 404


def test_claims_are_not_granted_in_bulk(client, verifier):
    item = claim_of(UserFactory())
    version = client.get(page_of(item)).context["version"]
    sent = {"item": [f"{item.pk}:{version}"], "action": "approve"}
    assertContains(client.post("/moderation/bulk/", sent, follow=True), "1 left alone")
    assert not SectorVerification.objects.exists()


def test_what_a_member_takes_back_or_changes_is_not_decided_on(client, verifier):
    member = UserFactory()
    item = claim_of(member)
    seen = client.get(page_of(item)).context["version"]
    User.objects.filter(pk=member.pk).update(email="other@elsewhere.example")
    page = client.post(page_of(item), {"action": "approve", "version": seen})
    assertContains(page, "changed after you opened it", status_code=422)
    assert take_back(member)
    item.refresh_from_db()
    assert item.state == "closed"
    assertContains(client.get(QUEUE), "Nothing waits")


def test_an_undone_grant_leaves_the_account_as_it_was_and_a_row_that_says_so(client, verifier):
    member = UserFactory()
    place = OrganisationFactory(confirmed=False)
    decide(client, item := claim_of(member, place), "approve")
    assert client.get(place.get_absolute_url()).status_code == 200
    undo = reverse("moderation:undo", args=[Decision.objects.get().pk])
    assertRedirects(client.post(undo), page_of(item))
    user = User.objects.get(pk=member.pk)
    assert (user.verified_sector, user.organisation, user.sector_verified_until) == ("", None, None)
    assert [row.decision for row in SectorVerification.objects.all()] == ["granted", "taken-back"]
    assert client.get(place.get_absolute_url()).status_code == 404
    decide(client, item, "approve")
    assert User.objects.get(pk=member.pk).verified_sector == "industry"


def test_an_undone_renewal_gives_back_what_was_verified_before(client, verifier):
    member, place = UserFactory(), OrganisationFactory()
    decide(client, claim_of(member, place), "grant-colleague")
    before = User.objects.get(pk=member.pk).sector_verified_until
    decide(client, claim_of(member, place), "grant-document")
    client.post(reverse("moderation:undo", args=[Decision.objects.latest("pk").pk]))
    user = User.objects.get(pk=member.pk)
    assert (user.sector_verified_until, user.verified_sector) == (before, "industry")
    assert before > timezone.now()


def test_an_undo_is_refused_when_the_member_has_asked_anew_or_moved(client, verifier):
    member = UserFactory()
    decide(client, claim_of(member), "hide", reason="No.")
    claim_of(member)
    undo = reverse("moderation:undo", args=[Decision.objects.get().pk])
    assertContains(client.post(undo, follow=True), "has asked anew")
    other = UserFactory()
    decide(client, claim_of(other), "approve")
    User.objects.filter(pk=other.pk).update(organisation=OrganisationFactory())
    undo = reverse("moderation:undo", args=[Decision.objects.latest("pk").pk])
    assertContains(client.post(undo, follow=True), "Something newer stands")
    assert not SectorVerification.objects.filter(decision="taken-back").exists()
