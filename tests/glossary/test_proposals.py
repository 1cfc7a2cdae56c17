"""Members suggest terms and corrections; the desk decides, and an undo brings back what stood."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cmkc.core.moderated import RefusedError, kinds
from cmkc.glossary.models import Term, TermProposal
from cmkc.moderation.actions.deciding import Ruling, decide
from cmkc.moderation.actions.refusals import NewerStands
from cmkc.moderation.actions.sanctions import sanction
from cmkc.moderation.actions.undoing import undo
from cmkc.moderation.models import ReviewItem
from tests.accounts.factories import UserFactory
from tests.glossary.factories import TermFactory
from tests.moderation.factories import moderator, version_of
from tests.tasks import run_queued

pytestmark = pytest.mark.django_db
WORDS = {
    "name": "Holdup",
    "expansion": "",
    "category": "continuous-manufacturing",
    "definition": "The mass of material inside a unit at a moment.",
    "source": "A textbook, 2020",
    "note": "Asked for in a course.",
    "credit": "on",
}


@pytest.fixture
def member(client):
    member = UserFactory(name="Ada Author")
    client.force_login(member)
    return member


def decided(action, reason="Because.", *, by=None):
    item = ReviewItem.objects.get(state="pending")
    return decide(item, Ruling(action, reason), by=by or moderator(), version=version_of(item))


def test_a_new_term_waits_is_approved_with_credit_and_taken_back(client, member):
    answer = client.post("/glossary/suggest/", WORDS)
    proposal = TermProposal.objects.get()
    assertRedirects(answer, proposal.get_absolute_url())
    assert not Term.objects.filter(slug="holdup").exists()
    decision = decided("approve", by=(editor := moderator()))
    term = Term.objects.get(slug="holdup")
    assert (term.definition, term.source_title, term.confidence) == (WORDS["definition"], WORDS["source"], "found")
    assert term.revisions.get().user == editor
    assertContains(client.get(term.get_absolute_url()), "Suggested by")
    assertContains(client.get(term.get_absolute_url()), "Ada Author")
    assertContains(client.get(proposal.get_absolute_url()), "stands in the glossary")
    undo(decision, by=moderator())
    assert not Term.objects.filter(slug="holdup").exists()
    proposal.refresh_from_db()
    assert (proposal.state, proposal.term) == ("waiting", None)


def test_a_correction_changes_the_term_and_an_undo_brings_its_words_back(client, member):
    term = TermFactory(slug="rtd", term="RTD", expansion="Residence time distribution")
    page = client.get("/glossary/rtd/suggest/")
    assertContains(page, term.definition)
    client.post("/glossary/rtd/suggest/", WORDS | {"name": "RTD", "credit": ""})
    decision = decided("approve")
    term.refresh_from_db()
    assert (term.definition, term.expansion) == (WORDS["definition"], "")
    assertNotContains(client.get(term.get_absolute_url()), "Suggested by")
    undo(decision, by=moderator())
    term.refresh_from_db()
    assert (term.definition, term.expansion) == ("What the term means, in one sentence.", "Residence time distribution")
    assert term.revisions.count() == 2


def test_an_editor_who_changed_the_term_since_is_not_run_over(client, member):
    TermFactory(slug="rtd")
    client.post("/glossary/rtd/suggest/", WORDS)
    decision = decided("approve")
    Term.objects.filter(slug="rtd").update(definition="An editor's better words.")
    with pytest.raises(NewerStands):
        undo(decision, by=moderator())


def test_what_is_returned_can_be_edited_and_sent_again(client, member):
    client.post("/glossary/suggest/", WORDS)
    proposal = TermProposal.objects.get()
    decision = decided("return", "Please name a newer source.")
    run_queued()
    page = client.get(reverse("moderation:my_decision", args=[decision.pk]))
    assertContains(page, "Please name a newer source.")
    assertContains(page, proposal.get_absolute_url())
    assertContains(client.get(proposal.get_absolute_url()), "Edit your proposal")
    client.post(proposal.get_absolute_url(), WORDS | {"source": "A guideline, 2025"})
    decided("approve")
    assert Term.objects.get(slug="holdup").source_title == "A guideline, 2025"


def test_what_is_declined_changes_nothing_and_stays_with_its_author(client, member):
    client.post("/glossary/suggest/", WORDS)
    decided("hide")
    address = TermProposal.objects.get().get_absolute_url()
    assertContains(client.get(address), "not taken over")
    client.force_login(UserFactory())
    assert client.get(address).status_code == 404


def test_an_address_that_is_taken_is_refused_at_the_desk(client, member):
    TermFactory(slug="holdup")
    client.post("/glossary/suggest/", WORDS)
    with pytest.raises(RefusedError, match="has a term at this address already"):
        decided("approve")
    assert ReviewItem.objects.get().state == "pending"


def test_visitors_sign_in_first_and_who_is_silenced_suggests_nothing(client):
    assert "/accounts/login/" in client.get("/glossary/suggest/")["Location"]
    member = UserFactory()
    client.force_login(member)
    sanction(member, "silence", by=moderator(), reason="Calm down.", days=2)
    assertContains(client.get("/glossary/suggest/"), "suggest anything at the moment")
    client.post("/glossary/suggest/", WORDS)
    assert not TermProposal.objects.exists()


def test_nothing_typed_is_lost(client, member):
    page = client.post("/glossary/suggest/", WORDS | {"source": ""})
    assertContains(page, "Please mend this")
    assertContains(page, WORDS["definition"])


def test_the_desk_shows_the_words_beside_those_that_stand(client, member):
    TermFactory(slug="rtd", term="RTD")
    client.post("/glossary/rtd/suggest/", WORDS)
    item = ReviewItem.objects.get()
    client.force_login(moderator())
    page = client.get(reverse("moderation:item", args=[item.pk]))
    for words in (WORDS["definition"], "Stands now", WORDS["note"], "Return for edit"):
        assertContains(page, words)
    assert kinds["term-proposal"].find(["x", str(10**30)], member) == {}
