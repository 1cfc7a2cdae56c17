"""What was frozen stays, equal content is kept once, and a label names one content for good."""

import hashlib
import json
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cmkc.core.models import Snapshot
from cmkc.core.snapshots import LabelTakenError, damaged, freeze, latest
from tests import triggers

pytestmark = pytest.mark.django_db

CONTENT = {
    "title": "Leitfaden für µ-Reaktoren",
    "chapters": [{"anchor": "a", "html": "<p>½ 😀</p>"}],
    "numbers": [1, 2.5],
}


def test_content_is_kept_as_canonical_text_with_its_hash():
    snapshot = freeze("guide", "pcm", CONTENT, label="1.0", language="de")
    assert snapshot.content == json.dumps(CONTENT, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert snapshot.sha256 == hashlib.sha256(snapshot.content.encode()).hexdigest()
    snapshot.refresh_from_db()
    assert snapshot.document == CONTENT
    assert snapshot.intact
    assert (snapshot.kind, snapshot.key, snapshot.label, snapshot.language) == ("guide", "pcm", "1.0", "de")


def test_equal_content_gives_the_latest_again_for_one_query():
    first = freeze("guide", "pcm", {"a": 1, "b": 2}, label="1.0")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert freeze("guide", "pcm", {"b": 2, "a": 1}) == first
        assert freeze("guide", "pcm", {"b": 2, "a": 1}, label="1.0") == first
    assert len(queries) == 2
    assert Snapshot.objects.count() == 1


def test_changed_content_is_a_new_snapshot_and_the_old_one_stays():
    first, second = freeze("guide", "pcm", {"a": 1}), freeze("guide", "pcm", {"a": 2})
    third = freeze("guide", "pcm", {"a": 1})  # back to what it was: that is a third state, not the first
    assert len({first.pk, second.pk, third.pk}) == 3
    assert latest("guide", "pcm") == third
    assert third.sha256 == first.sha256


def test_a_label_names_one_content_for_good():
    first = freeze("guide", "pcm", {"a": 1}, label="1.0")
    second = freeze("guide", "pcm", {"a": 1}, label="1.1")
    assert first != second
    assert freeze("guide", "pcm", {"a": 1}, label="1.0") == first
    with pytest.raises(LabelTakenError, match=r"guide:pcm 1.0 \[en\] has other content"):
        freeze("guide", "pcm", {"a": 2}, label="1.0")
    assert freeze("guide", "pcm", {"a": 2}, label="1.0", language="es").language == "es"


def test_kinds_keys_and_languages_do_not_mix():
    english = freeze("guide", "pcm", {"a": 1})
    assert latest("guide", "pcm", "es") is None
    assert latest("course", "pcm") is None
    assert latest("guide", "other") is None
    assert freeze("course", "pcm", {"a": 1}) != english


def test_who_froze_it_is_kept(django_user_model):
    user = django_user_model.objects.create(email="one@example.org", name="One")
    assert freeze("guide", "pcm", {"a": 1}, by=user).created_by == user


@pytest.mark.parametrize("content", [{"at": date(2026, 1, 1)}, {1: "a"}, {"a": float("nan")}])
def test_what_has_no_canonical_text_is_refused(content):
    with pytest.raises((TypeError, ValueError)):
        freeze("guide", "pcm", content)
    assert not Snapshot.objects.exists()


def test_a_snapshot_can_neither_be_changed_nor_deleted():
    snapshot = freeze("guide", "pcm", {"a": 1})
    for act in (Snapshot.objects.all().delete, lambda: Snapshot.objects.update(label="2"), snapshot.save):
        with pytest.raises(IntegrityError, match="append_only"), transaction.atomic():
            act()


@pytest.mark.django_db(transaction=True)
def test_damage_is_found_once_somebody_lifts_the_triggers():
    snapshot = freeze("guide", "pcm", {"a": 1})
    freeze("guide", "pcm", {"a": 2})
    with triggers.lifted():
        Snapshot.objects.filter(pk=snapshot.pk).update(content='{"a":9}')
    assert list(damaged()) == [snapshot]
