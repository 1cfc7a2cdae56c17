"""From “Follow” on a page to the notice and the mail, for everything that can be followed and announced today."""

import re
from html import unescape

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from cmkc import roles
from cmkc.core.references import kinds
from cmkc.core.tasks import registry
from cmkc.guides.actions import publish_release
from cmkc.notices.models import Event, Follow, Notice
from cmkc.notices.worker import send_due
from cmkc.regulatory.actions import record_statement
from cmkc.regulatory.entries import entry_of
from cmkc.regulatory.vocabulary import Reason
from courses.actions import publish_version
from courses.models import ChangeClass
from tests.accounts.factories import UserFactory
from tests.courses.factories import published_course
from tests.glossary.factories import TermFactory
from tests.glossary.test_wagtail_hooks import form_of as form_of_term
from tests.guides.factories import released_guide
from tests.lenient_templates import lenient_templates  # noqa: F401  (used by every test here)
from tests.library.factories import PublicationFactory
from tests.regulatory.factories import statement
from tests.tasks import forget, queued

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


def guide(editor):
    release = released_guide(title="Twin-screw granulation")
    yield release.guide.get_absolute_url()
    publish_release(release.guide, "2.0", note="New.", by=editor)


def course(editor):
    version = published_course(title="Introduction")
    yield version.course.get_absolute_url()
    publish_version(version.course, change_class=ChangeClass.EDITORIAL, note="Second.", by=editor)


def publication(editor):
    work = PublicationFactory(title="Blending")
    yield work.get_absolute_url()
    work.title = "Blending, corrected"
    work.save_revision(user=editor).publish()


def cell(editor):
    old = statement()
    address = reverse("regulatory:cell", args=[old.jurisdiction.code, old.topic.slug])
    yield address
    new = entry_of(old, summary="Other words.", reason=Reason.CORRECTED)
    record_statement(new, replaces=old, by=editor, approved_by=UserFactory())


def term(editor):
    made = TermFactory(term="Hold-up mass")
    yield made.get_absolute_url()
    client = Client()
    client.force_login(editor)
    address = reverse("wagtailsnippets_glossary_term:edit", args=[made.pk])
    assert client.post(address, form_of_term(made, definition="Other words.")).status_code == 302


def tell_queued():
    """Run what was announced; Wagtail has tasks of its own in the queue."""
    for name, _args, kwargs in (given for given in queued() if given[0] == "notices.tell"):
        registry[name].run(**kwargs)
    forget()


@pytest.mark.parametrize("what", [guide, course, publication, cell, term])
def test_a_reader_follows_from_the_page_and_is_told_once_of_a_change_and_its_editor_is_not(client, what):
    reader, editor = UserFactory(), UserFactory(roles=[roles.EDITOR])
    happens = what(editor)
    page = client.get(next(happens))
    button = unescape(re.search(r'href="(/me/follow/[^"]+)"', page.content.decode())[1])
    for user in (reader, editor):
        client.force_login(user)
        assert client.post(button, {"pace": "at-once"}).status_code == 302
    followed = Follow.objects.filter(user=reader).get()
    assert followed.kind in kinds
    tell_queued()
    assert not Notice.objects.exists()
    assert next(happens, None) is None
    tell_queued()
    send_due()
    assert [one.to for one in mail.outbox] == [[reader.email]]
    event = Event.objects.filter(notices__reader=reader).get()
    assert mail.outbox[0].subject.startswith(("CMKC: Published: ", "CMKC: Changed: "))
    client.force_login(reader)
    assert event.about_kind == followed.kind
    assert "No longer there" not in client.get(reverse("notices:list")).content.decode()
