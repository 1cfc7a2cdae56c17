import pytest
from django.core.management import CommandError, call_command

from cmkc.guides.models import GuideRelease
from tests.guides.factories import make_guide

pytestmark = pytest.mark.django_db


def test_an_operator_publishes_a_release(capsys):
    guide = make_guide()
    call_command("publish_release", guide.slug, "1.0", "--note", "First.")
    release = GuideRelease.objects.get(guide=guide)
    assert release.note == "First."
    assert release.snapshot.sha256 in capsys.readouterr().out


def test_an_unknown_guide_and_a_taken_number_are_named():
    guide = make_guide()
    call_command("publish_release", guide.slug, "1.0", "--note", "First.")
    with pytest.raises(CommandError, match="no guide nothing"):
        call_command("publish_release", "nothing", "1.0", "--note", "x")
    with pytest.raises(CommandError, match=r"Release 1\.0 exists already"):
        call_command("publish_release", guide.slug, "1.0", "--note", "x")
