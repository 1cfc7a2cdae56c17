import pytest
from django.core.management import CommandError, call_command

from courses.models import CourseVersion
from tests.courses.factories import make_course

pytestmark = pytest.mark.django_db


def test_an_operator_publishes_a_version(capsys):
    course = make_course()
    call_command("publish_version", course.slug, "--change", "minor", "--note", "First.")
    version = CourseVersion.objects.get(course=course)
    assert (version.number, version.change_class) == (1, "minor")
    assert version.snapshot.sha256 in capsys.readouterr().out


def test_an_unknown_course_and_an_empty_one_are_named():
    with pytest.raises(CommandError, match="no course nothing"):
        call_command("publish_version", "nothing", "--change", "minor", "--note", "x")
    with pytest.raises(CommandError, match="at least one"):
        call_command("publish_version", make_course(lessons=0).slug, "--change", "minor", "--note", "x")
