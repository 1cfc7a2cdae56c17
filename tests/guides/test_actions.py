import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from cmkc.core.models import AuditEvent, Snapshot
from cmkc.guides.actions import publish_release
from cmkc.guides.models import GuideRelease
from tests.guides.factories import add_chapter, make_guide, released_guide

pytestmark = pytest.mark.django_db


def test_a_release_number_is_given_once():
    release = released_guide()
    with pytest.raises(ValidationError, match="never changes"):
        publish_release(release.guide, "1.0", note="Again.")
    assert GuideRelease.objects.count() == 1


def test_a_guide_without_chapters_is_not_released():
    with pytest.raises(ValidationError, match="at least one chapter"):
        publish_release(make_guide(chapters=0), "1.0", note="Empty.")
    assert not Snapshot.objects.exists()


def test_a_failing_chapter_releases_nothing(monkeypatch):
    guide = make_guide(chapters=2)
    monkeypatch.setattr("cmkc.core.audit.record", lambda *_args, **_kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        publish_release(guide, "1.0", note="First.")
    assert not GuideRelease.objects.exists()
    assert not Snapshot.objects.exists()


def test_the_database_refuses_to_change_a_release():
    release = released_guide()
    with pytest.raises(DatabaseError), transaction.atomic():
        GuideRelease.objects.filter(pk=release.pk).update(note="Forged.")


def test_a_release_is_in_the_audit_log_with_its_fingerprint():
    release = released_guide()
    event = AuditEvent.objects.get(verb="guides.release.published")
    assert event.data["sha256"] == release.snapshot.sha256


def test_figures_tables_and_equations_are_numbered_by_chapter():
    guide = make_guide(chapters=1)
    add_chapter(
        guide, "Second",
        ("heading", {"text": "One", "anchor": "one"}),
        ("equation", r"\tau=\frac{m}{\dot m}"),
        ("table", {"caption": "", "source": "| a | b |\n|---|---|\n| 1 | 2 |"}),
        ("equation", "a=b"),
    )  # fmt: skip
    html = publish_release(guide, "1.0", note="First.").chapter("second").document["sections"][0]["html"]
    assert html.index("(2.1)") < html.index("Table 2.1") < html.index("(2.2)")
    assert "<math" in html
