import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from courses.actions import publish_version
from courses.models import CourseVersion, CourseVersionItem
from tests.courses.factories import make_course, published_course

pytestmark = pytest.mark.django_db


def test_a_new_version_retires_the_one_before():
    first = published_course()
    second = publish_version(first.course, change_class="major", note="Second.")
    first.refresh_from_db()
    assert (second.number, first.retired_at, second.retired_at) == (2, second.effective_from, None)


def test_a_course_without_lessons_gets_no_version():
    with pytest.raises(ValidationError, match="at least one"):
        publish_version(make_course(lessons=0), change_class="minor", note="Empty.")
    assert not CourseVersion.objects.exists()


def test_the_database_refuses_to_change_a_version_or_its_items():
    version = published_course()
    with pytest.raises(DatabaseError), transaction.atomic():
        CourseVersion.objects.filter(pk=version.pk).update(note="Forged.")
    with pytest.raises(DatabaseError), transaction.atomic():
        CourseVersionItem.objects.filter(version=version).delete()


def test_unpublished_lessons_stay_out_of_a_version():
    course = make_course()
    course.get_children().get(slug="lesson-2").unpublish()
    course.refresh_from_db()
    version = publish_version(course, change_class="minor", note="First.")
    assert [item.stable_key for item in version.items.all()] == ["lesson-1"]
