"""Facts about courses: pages that instructors write, frozen versions, and which lessons somebody has read."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Revision

from cmkc.core.addresses import address
from cmkc.core.append_only import append_only
from cmkc.core.blocks import ProseBlock
from cmkc.core.facts import Sourced
from cmkc.core.models import Snapshot
from cmkc.core.pages import BasePage
from cmkc.core.prose import Numbering, readable, sections_of
from courses.blocks import OutlineBlock
from courses.querysets import ReadingQuerySet, VersionQuerySet


class Level(models.TextChoices):
    """How much a course asks one to know before."""

    INTRODUCTORY = "introductory", _("introductory")
    INTERMEDIATE = "intermediate", _("intermediate")
    ADVANCED = "advanced", _("advanced")


class ChangeClass(models.TextChoices):
    """How much a new version changes what was taught."""

    EDITORIAL = "editorial", _("editorial")
    MINOR = "minor", _("minor")
    MAJOR = "major", _("major")


class CourseIndexPage(BasePage):
    """The catalogue."""

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["courses.CoursePage"]
    max_count = 1


class CoursePage(BasePage, Sourced):  # type: ignore[django-manager-missing, misc]  # Wagtail's Meta carries no types
    """A course as its instructors write it; readers see its latest version."""

    level = models.CharField(_("level"), max_length=12, choices=Level.choices, default=Level.INTRODUCTORY)
    effort_minutes = models.PositiveIntegerField(_("effort in minutes"), default=60)
    audience = models.JSONField(_("for whom"), default=list, blank=True)
    objectives = models.JSONField(_("objectives"), default=list, blank=True)
    prerequisites = models.JSONField(_("what to know before"), default=list, blank=True)
    outline = StreamField(OutlineBlock(), verbose_name=_("outline"), blank=True)
    subjects = models.ManyToManyField("core.Subject", blank=True, related_name="courses")

    parent_page_types: ClassVar[list[str]] = ["courses.CourseIndexPage"]
    subpage_types: ClassVar[list[str]] = ["courses.LessonPage"]
    template = "courses/course_draft.html"
    content_panels: ClassVar[list] = [
        *BasePage.content_panels,
        *(
            FieldPanel(name)
            for name in ("level", "effort_minutes", "audience", "objectives", "prerequisites", "outline")
        ),
    ]
    promote_panels: ClassVar[list] = [
        *BasePage.promote_panels,
        MultiFieldPanel(
            [FieldPanel(name) for name in ("source_title", "source_body", "source_year", "source_url", "confidence")],
            heading=_("Source"),
        ),
    ]

    def get_absolute_url(self) -> str:
        """Give the address of the latest version."""
        return address("courses:course", self.slug)


class LessonPage(BasePage):
    """One lesson, as a draft of the next version."""

    key = models.SlugField(_("key"), max_length=60, help_text=_("Stays for ever: progress and records hang on it."))
    objective = models.CharField(_("objective"), max_length=300, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=15)
    body = StreamField(ProseBlock(), verbose_name=_("body"), blank=True)

    parent_page_types: ClassVar[list[str]] = ["courses.CoursePage"]
    subpage_types: ClassVar[list[str]] = []
    template = "courses/lesson_draft.html"
    content_panels: ClassVar[list] = [
        *BasePage.content_panels,
        *(FieldPanel(name) for name in ("key", "objective", "minutes", "body")),
    ]

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Add the draft, rendered as the next version would show it."""
        return super().get_context(request, *args, **kwargs) | {"lesson": readable(self.content())}

    def content(self) -> dict[str, Any]:
        """Render the draft as plain content; queries grow with the kinds of references in its text."""
        blocks = ((block.block_type, block.value) for block in self.body)
        return {
            "key": self.key,
            "title": self.title,
            "objective": self.objective,
            "minutes": self.minutes,
            "sections": [section.as_content() for section in sections_of(blocks, Numbering())],
        }


@append_only(fill_once=("retired_at",))
class CourseVersion(models.Model):
    """A course as it was taught from one day on: all that a later record needs to show it again."""

    course = models.ForeignKey(CoursePage, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    change_class = models.CharField(_("change"), max_length=10, choices=ChangeClass.choices)
    note = models.TextField(_("what changed"))
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    effective_from = models.DateTimeField(default=timezone.now)
    retired_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=["course", "number"], name="course_version_once")]

    def __str__(self) -> str:
        return f"{self.course} {self.number}"


@append_only()
class CourseVersionItem(models.Model):
    """One lesson of a version, frozen; known by a key that outlives moves and new titles."""

    version = models.ForeignKey(CourseVersion, on_delete=models.PROTECT, related_name="items")
    stable_key = models.SlugField(max_length=60)
    kind = models.CharField(max_length=10, choices=[("lesson", _("lesson"))], default="lesson")
    position = models.PositiveSmallIntegerField()
    required = models.BooleanField(default=True)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("version", "position")
        constraints = [
            models.UniqueConstraint(fields=["version", "stable_key"], name="course_item_key_once"),
            models.UniqueConstraint(fields=["version", "position"], name="course_item_position_once"),
        ]

    def __str__(self) -> str:
        return self.stable_key


class LessonReading(models.Model):
    """A member marked a lesson as read: where to continue, never a training record."""

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="lesson_readings")
    course = models.ForeignKey(CoursePage, on_delete=models.CASCADE, related_name="readings")
    lesson_key = models.SlugField(max_length=60)
    read_at = models.DateTimeField(default=timezone.now)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        ordering = ("-read_at", "-pk")
        constraints = [models.UniqueConstraint(fields=["reader", "course", "lesson_key"], name="lesson_reading_once")]

    def __str__(self) -> str:
        return self.lesson_key
