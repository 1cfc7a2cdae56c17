"""Reason templates are made, changed and put away."""

import pytest
from django.conf import settings
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cmkc.core.importing import importers
from cmkc.core.moderated import kinds
from cmkc.moderation.actions.offers import offers
from cmkc.moderation.models import Decision, ReasonTemplate, Sanction, SanctionKind
from tests.accounts.factories import UserFactory
from tests.loading import changed_copy, load_only, results
from tests.moderation.factories import flagged, moderator, version_of

pytestmark = pytest.mark.django_db


def test_a_template_is_offered_until_it_is_retired(client):
    client.force_login(moderator())
    page = reverse("moderation:item", args=[flagged().pk])
    sent = {"name": "Advertising", "text": "No advertising here.", "action": "hide"}
    assertContains(client.post("/moderation/reasons/", sent, follow=True), "The reason is saved.")
    assertContains(client.get(page), "Advertising</option>")
    made = ReasonTemplate.objects.get(name="Advertising")
    address = reverse("moderation:reason", args=[made.pk])
    assertContains(client.get(address), "No advertising here.")
    client.post(address, sent | {"retired": "on"})
    assertNotContains(client.get(page), "Advertising</option>")
    assertContains(client.post(address, {"name": "", "text": "Words"}), "Please mend this")


@pytest.fixture
def shipped():
    return load_only("reasons")


def test_the_shipped_reasons_load_once_and_stay_as_a_moderator_leaves_them(client, shipped):
    assert shipped.problems == []
    assert results(shipped) == {"reasons": {"created"}}
    assert results(load_only("reasons")) == {"reasons": {"unchanged"}}
    made = ReasonTemplate.objects.get(key="advertising")
    client.force_login(moderator())
    words = {"name": "Selling", "text": "Sell elsewhere.", "action": "hide", "text_es": "Venda en otro lugar."}
    client.post(reverse("moderation:reason", args=[made.pk]), words)
    load_only("reasons")
    assert (ReasonTemplate.objects.get(pk=made.pk).text, made.wording("es").text) == (
        "Sell elsewhere.",
        "Venda en otro lugar.",
    )


def test_there_is_a_reason_for_each_decision_that_each_kind_takes(shipped):
    for kind in kinds:
        offered = {offer.name for offer in offers(kind, has_author=True) if offer.key.isalpha()}
        templates = ReasonTemplate.objects.in_use().for_kind("", kind.kind)
        assert offered <= {one.action for one in templates}, kind.kind
        assert templates.filter(kind=kind.kind).exists()
    for action in SanctionKind.values:
        assert ReasonTemplate.objects.filter(kind="sanction", action=action).exists()
    languages = {code for code, _name in settings.LANGUAGES} - {settings.LANGUAGE_CODE}
    for one in ReasonTemplate.objects.all():
        assert {wording.language for wording in one.wordings.all()} == languages


def test_a_reason_for_another_kind_is_not_offered(client, shipped):
    client.force_login(moderator())
    page = client.get(reverse("moderation:item", args=[flagged().pk]))
    assertContains(page, "Hide: Not a name</option>")
    assertContains(page, "Return for edit: Name a source</option>")
    assertNotContains(page, "We have this term")
    assertNotContains(page, "After warnings")
    spanish = client.get(f"/es{reverse('moderation:item', args=[flagged().pk])}")
    assertContains(spanish, "No es un nombre</option>")


def test_the_author_reads_a_reason_in_their_own_language_whatever_the_moderators(client, shipped):
    one, other = UserFactory(language="es"), UserFactory(language="en")
    items = [flagged(one), flagged(other)]
    template = ReasonTemplate.objects.get(key="profile-name")
    client.force_login(moderator())
    sent = {"item": [f"{item.pk}:{version_of(item)}" for item in items], "action": "hide"}
    general = ReasonTemplate.objects.get(key="advertising")
    client.post("/moderation/bulk/", sent | {"template": general.pk})
    told = {decision.about_id: decision.reason_text for decision in Decision.objects.all()}
    assert told[one.pk].startswith("Esto es publicidad.")
    assert told[other.pk].startswith("This is advertising.")
    third = flagged(UserFactory(language="es"))
    client.post(
        reverse("moderation:item", args=[third.pk]),
        {"action": "warn", "version": version_of(third), "template": template.pk},
    )
    assert Sanction.objects.get().reason.startswith("El nombre o la afiliación")


def test_a_sanction_takes_its_words_from_a_template_too(client, shipped):
    client.force_login(moderator())
    member = UserFactory(language="es")
    address = reverse("moderation:member", args=[member.pk])
    assertContains(client.post(address, {"kind": "warn"}), "Say why, or choose a template")
    template = ReasonTemplate.objects.get(key="sanction-warning")
    client.post(address, {"kind": "warn", "template": template.pk})
    assert Sanction.objects.get().reason.startswith("Lo que escribió")


FAULTS = [{"kind": "no-such"}, {"translations": {"xx": {"name": "", "text": ""}}}, {"text": 3}]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_file_loads_nothing(tmp_path, fault):
    def change(content):
        content["reasons"][0] |= fault

    report = load_only("reasons", folder=changed_copy(importers["reasons"], tmp_path, "reasons.json", change))
    assert [problem.id for problem in report.problems] == ["advertising"]
    assert not ReasonTemplate.objects.exists()
