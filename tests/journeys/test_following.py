"""From “Follow” on a page to the notice and the mail, for everything that can be followed and announced today."""

import re
from html import unescape

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from cmkc.core.references import kinds
from cmkc.core.tasks import registry
from cmkc.guides.actions import publish_release
from cmkc.notices.models import Event, Follow, Notice
from cmkc.notices.worker import send_due
from cmkc.regulatory.actions import record_statement
from cmkc.regulatory.entries import entry_of
from cmkc.regulatory.models import InstrumentVersion
from cmkc.regulatory.vocabulary import Reason
from courses.actions import publish_version
from courses.models import ChangeClass
from forum.actions import add_post
from tests.accounts.factories import UserFactory
from tests.courses.factories import published_course
from tests.forum.factories import make_category, make_topic
from tests.glossary.factories import TermFactory
from tests.glossary.test_wagtail_hooks import form_of as form_of_term
from tests.guides.factories import released_guide
from tests.lenient_templates import lenient_templates  # noqa: F401  (used by every test here)
from tests.library.factories import PublicationFactory
from tests.programs.factories import ApprovalFactory, ProgramFactory
from tests.regulatory.factories import InstrumentFactory, JurisdictionFactory, statement
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


def edited(editor, view, thing, **changes):
    """Change something in the CMS: the form as it stands, with other words."""
    client = Client()
    client.force_login(editor)
    address = reverse(f"{view}:edit", args=[thing.pk])
    kept = {field.html_name: field.value() for field in client.get(address).context["form"]}
    sent = {name: value for name, value in kept.items() if value is not None and value is not False} | changes
    answer = client.post(address, sent)
    assert answer.status_code == 302, answer.context["form"].errors


def program(editor):
    made = ProgramFactory()
    yield made.get_absolute_url()
    edited(editor, "wagtailsnippets_programs_program", made, offers="More.")


def approval(editor):
    made = ApprovalFactory(jurisdiction="eu")
    yield made.get_absolute_url()
    edited(editor, "wagtailsnippets_programs_approval", made, note="Another line.")


def instrument(editor):
    made = InstrumentFactory()
    yield made.get_absolute_url()
    edited(editor, "instruments", made, summary="Other words.")


def instrument_of_a_later_stage(editor):
    made = InstrumentFactory()
    version = made.versions.first() or InstrumentVersion.objects.create(
        instrument=made, sequence=1, stage="consultation"
    )
    yield made.get_absolute_url()
    edited(editor, "instrument_versions", version, stage="final")


def question(editor):
    made = statement().topic
    yield made.get_absolute_url()
    edited(editor, "regulatory_topics", made, definition="Other words.")


def jurisdiction(editor):
    made = statement().jurisdiction
    yield made.get_absolute_url()
    edited(editor, "jurisdictions", made, note="Other words.")


def jurisdiction_by_a_cell(editor):
    old = statement()
    yield old.jurisdiction.get_absolute_url()
    new = entry_of(old, summary="Other words.", reason=Reason.CORRECTED)
    record_statement(new, replaces=old, by=editor, approved_by=UserFactory())


def question_by_a_cell(editor):
    old = statement()
    yield old.topic.get_absolute_url()
    new = entry_of(old, summary="Other words.", reason=Reason.CORRECTED)
    record_statement(new, replaces=old, by=editor, approved_by=UserFactory())


def topic_of_the_forum(editor):
    made = make_topic(author=UserFactory())
    yield made.get_absolute_url()
    add_post(made, "I have seen that too.", author=editor)


def category_of_the_forum(editor):
    made = make_category()
    yield made.get_absolute_url()
    make_topic(category=made, author=editor)


THINGS = [
    guide, course, publication, cell, term, program, approval, instrument, instrument_of_a_later_stage, question,
    jurisdiction, jurisdiction_by_a_cell, question_by_a_cell, topic_of_the_forum, category_of_the_forum,
]  # fmt: skip


def tell_queued():
    """Run what was announced; Wagtail has tasks of its own in the queue."""
    for name, _args, kwargs in (given for given in queued() if given[0] == "notices.tell"):
        registry[name].run(**kwargs)
    forget()


@pytest.mark.parametrize("what", THINGS)
def test_a_reader_follows_from_the_page_and_is_told_once_of_a_change_and_its_editor_is_not(client, what):
    reader, editor = UserFactory(), UserFactory(administrator=True)
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
    assert event.about_kind == followed.kind or "_by_a_" in what.__name__ or what is category_of_the_forum
    assert "No longer there" not in client.get(reverse("notices:list")).content.decode()


def test_every_kind_that_can_be_cited_and_can_change_is_followed_here():
    tried = {"guide", "course", "ref", "cell", "glossary", "program", "approval", "instrument", "question"}
    tried |= {"jurisdiction", "topic", "category"}
    parts = {
        "figure",
        "section",
        "lesson",
    }  # followed as the guide or course that they stand in; a figure never changes
    assert set(kinds.names()) == tried | parts


def test_what_the_content_files_bring_is_told_to_nobody(client):
    place = make_category()
    client.force_login(UserFactory())
    client.post(f"{reverse('notices:follow')}?kind=category&key={place.slug}", {"pace": "at-once"})
    make_topic(category=place)
    assert "notices.tell" not in {name for name, *_rest in queued()}


def test_a_new_approval_is_told_to_who_follows_its_jurisdiction(client):
    place = JurisdictionFactory(code="eu")
    reader, editor = UserFactory(), UserFactory(administrator=True)
    client.force_login(reader)
    client.post(f"{reverse('notices:follow')}?kind=jurisdiction&key={place.code}", {"pace": "at-once"})
    client.force_login(editor)
    address = reverse("wagtailsnippets_programs_approval:add")
    form = {"jurisdiction": "eu", "date": "2017-05", "slug": "other--eu", "product": "Other"}
    form |= {
        "technology": "pcm",
        "source_title": "Where",
        "confidence": "found",
        "event": ApprovalFactory.build().event,
    }
    assert client.post(address, form).status_code == 302
    tell_queued()
    assert Notice.objects.get().reader == reader
