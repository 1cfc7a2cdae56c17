"""Events are written with what was done, stay, and lose only their words."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext

from cmkc.core import audit
from cmkc.core.logs import request_id
from cmkc.core.models import AuditEvent, AuditText, Subject

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(django_user_model):
    return django_user_model.objects.create(email="one@example.org", name="One")


def test_an_event_says_who_did_what_to_what_in_which_request(user):
    subject = Subject.objects.create(slug="a", title="A")
    token = request_id.set("0123456789abcdef")
    event = audit.record("core.subject.named", subject, by=user, data={"before": "a1", "after": ["b2", 3, None, True]})
    request_id.reset(token)
    event.refresh_from_db()
    assert (event.verb, event.actor, event.request_id) == ("core.subject.named", user, "0123456789abcdef")
    assert (event.target_kind, event.target_key) == ("core.subject", str(subject.pk))
    assert event.data == {"before": "a1", "after": ["b2", 3, None, True]}
    assert event.text_sha256 == ""


def test_an_event_costs_one_insert():
    with CaptureQueriesContext(connection) as queries, transaction.atomic():
        audit.record("core.tested")
    assert [query["sql"].split()[0] for query in queries if "SAVEPOINT" not in query["sql"]] == ["INSERT"]


def test_an_event_stands_or_falls_with_what_it_tells():
    with transaction.atomic():
        audit.record("core.tested", text="words")
        transaction.set_rollback(True)
    assert not AuditEvent.objects.exists()


def test_an_account_with_events_cannot_be_deleted(user):
    audit.record("core.tested", by=user)
    with pytest.raises(ProtectedError):
        user.delete()


def test_words_stand_beside_the_event_and_may_be_erased(user):
    event = audit.record("core.tested", by=user, text="I moved house")
    silent = audit.record("core.tested", by=user)
    assert event.text.text == "I moved house"
    kept = event.text_sha256
    assert audit.erase_texts(AuditEvent.objects.filter(actor=user), by=user) == 1
    assert not AuditText.objects.exists()
    event.refresh_from_db()
    assert event.text_sha256 == kept != silent.text_sha256
    assert AuditEvent.objects.get(verb="core.audit.texts_erased").data == {"events": [event.pk]}
    assert audit.erase_texts(AuditEvent.objects.filter(actor=user), by=user) == 0


def test_equal_words_have_different_hashes_so_that_an_erased_text_cannot_be_guessed():
    assert audit.record("core.tested", text="yes").text_sha256 != audit.record("core.tested", text="yes").text_sha256


def test_an_event_cannot_be_deleted():
    audit.record("core.tested")
    with pytest.raises(IntegrityError, match="append_only"), transaction.atomic():
        AuditEvent.objects.all().delete()


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({"a": 1.5}, TypeError),
        ({"a": {"b": object()}}, TypeError),
        ({"a": [(1,)]}, TypeError),
        ({1: "a"}, TypeError),
        ({"a": 2**53}, ValueError),
        ({"a": "nul \0"}, ValueError),
        ({"nul \0": 1}, ValueError),
        ({"a": "\ud800"}, ValueError),
    ],
)
def test_data_that_a_database_would_give_back_changed_is_refused(data, error):
    with pytest.raises(error):
        audit.record("core.tested", data=data)
    assert not AuditEvent.objects.exists()
