import pytest

from cmkc.core.personal_data import registered
from courses.actions import mark_read
from courses.models import LessonReading
from tests.accounts.factories import UserFactory
from tests.courses.factories import published_course

pytestmark = pytest.mark.django_db


def test_lessons_read_are_taken_away_and_erased():
    course, reader, other = published_course().course, UserFactory(), UserFactory()
    mark_read(reader, course, "lesson-1")
    mark_read(other, course, "lesson-1")
    (entry,) = [entry for entry in registered() if entry.name == "courses.readings"]
    assert [row["lesson_key"] for row in entry.export(reader)] == ["lesson-1"]
    entry.erase(reader)
    assert list(LessonReading.objects.values_list("reader", flat=True)) == [other.pk]
