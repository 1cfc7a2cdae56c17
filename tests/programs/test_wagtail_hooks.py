import pytest
from django.urls import reverse

from cmkc import roles
from cmkc.programs.models import Approval, Program
from tests.accounts.factories import UserFactory
from tests.lenient_templates import lenient_templates  # noqa: F401  (used by every test here)
from tests.programs.factories import ApprovalFactory, ProgramFactory

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
SOURCE = {
    "source_title": "Where",
    "source_body": "",
    "source_year": "",
    "source_url": "",
    "confidence": "found",
    "as_of": "",
}


@pytest.fixture(autouse=True)
def editor(client):
    user = UserFactory(roles=[roles.EDITOR])
    client.force_login(user)
    return user


def test_an_editor_changes_a_program_and_the_history_keeps_the_old_words(client, editor):
    program = ProgramFactory()
    address = reverse("wagtailsnippets_programs_program:edit", args=[program.pk])
    assert client.get(address).status_code == 200
    for offers in ("Second.", "Third."):
        form = {
            "name": program.name, "abbreviation": "", "slug": program.slug, "kind": program.kind, "form": "",
            "region": "us",
            "since": "2014-03", "lead": "Authority", "offers": offers, "for_academia": "on", "site": "",
        } | SOURCE  # fmt: skip
        assert client.post(address, form).status_code == 302
    program = Program.objects.get(pk=program.pk)
    assert (program.offers, program.since, program.audiences) == ("Third.", "2014-03", ["for_academia"])
    assert [revision.as_object().offers for revision in program.revisions.order_by("pk")] == ["Second.", "Third."]


def test_an_editor_changes_an_approval(client, editor):
    approval = ApprovalFactory()
    address = reverse("wagtailsnippets_programs_approval:edit", args=[approval.pk])
    assert client.get(address).status_code == 200
    form = {
        "event": approval.event, "jurisdiction": "eu", "date": "2017-05", "slug": approval.slug, "product": "Other",
        "substance": "", "company": "", "subject": "", "technology": "pcm", "scope": "", "number": "", "note": "",
    } | SOURCE  # fmt: skip
    assert client.post(address, form).status_code == 302
    approval = Approval.objects.get(pk=approval.pk)
    assert (approval.product, approval.jurisdiction, approval.year) == ("Other", "eu", 2017)
