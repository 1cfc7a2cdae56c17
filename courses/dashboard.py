"""What of the courses editors look after."""

from django.utils.translation import gettext_lazy as _

from cmkc.core.dashboard import register_pages
from courses.models import CoursePage, LessonPage

register_pages("courses.course", _("Course"), CoursePage)
register_pages("courses.lesson", _("Lesson"), LessonPage, stewarded=False)
