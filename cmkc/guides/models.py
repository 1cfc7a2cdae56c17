"""Facts about technical guides: pages that editors write, and the releases that readers read."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from cmkc.core.addresses import address
from cmkc.core.append_only import append_only
from cmkc.core.blocks import ProseBlock
from cmkc.core.facts import Sourced
from cmkc.core.models import Snapshot
from cmkc.core.pages import BasePage
from cmkc.core.prepared import prepared
from cmkc.core.prose import Numbering, readable, sections_of
from cmkc.guides.querysets import ReleaseQuerySet

CHAPTER = "guide-chapter"
"""The kind of a chapter's snapshot."""


class GuideIndexPage(BasePage):
    """The shelf on which the guides stand."""

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["guides.GuidePage"]
    max_count = 1


class GuidePage(BasePage, Sourced):  # type: ignore[django-manager-missing, misc]  # Wagtail's Meta carries no types
    """A technical guide: the chapters below it are edited as drafts and read as releases."""

    subtitle = models.CharField(_("subtitle"), max_length=200, blank=True)
    disclaimer = models.TextField(_("disclaimer"), blank=True)
    subjects = models.ManyToManyField("core.Subject", blank=True, related_name="guides")

    parent_page_types: ClassVar[list[str]] = ["guides.GuideIndexPage"]
    subpage_types: ClassVar[list[str]] = ["guides.GuideChapterPage"]
    template = "guides/guide.html"
    content_panels: ClassVar[list] = [*BasePage.content_panels, FieldPanel("subtitle"), FieldPanel("disclaimer")]
    promote_panels: ClassVar[list] = [
        *BasePage.promote_panels,
        MultiFieldPanel(
            [FieldPanel(name) for name in ("source_title", "source_body", "source_year", "source_url", "confidence")],
            heading=_("Source"),
        ),
    ]

    def get_absolute_url(self) -> str:
        """Give the address of the latest release."""
        return address("guides:guide", self.slug)


class GuideChapterPage(BasePage):
    """One chapter, as a draft of the next release."""

    body = StreamField(ProseBlock(), verbose_name=_("body"), blank=True)

    parent_page_types: ClassVar[list[str]] = ["guides.GuidePage"]
    subpage_types: ClassVar[list[str]] = []
    template = "guides/chapter_draft.html"
    content_panels: ClassVar[list] = [*BasePage.content_panels, FieldPanel("body")]

    def clean(self) -> None:
        """Refuse an address that reads like a release. Raises: ValidationError."""
        super().clean()
        if self.slug[:1].isdigit():
            raise ValidationError({"slug": _("A chapter's address must not begin with a digit: releases do.")})

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Add the draft, rendered as the next release would show it."""
        return super().get_context(request, *args, **kwargs) | {"chapter": readable(self.content())}

    def content(self, *, number: str = "") -> dict[str, Any]:
        """Render the draft as plain content; `number` is its place. Queries grow with the kinds of its references."""
        blocks = ((block.block_type, block.value) for block in self.body)
        sections = [section.as_content() for section in sections_of(blocks, Numbering(number))]
        return {"slug": self.slug, "number": number, "title": self.title, "summary": self.summary, "sections": sections}


@append_only()
class GuideRelease(models.Model):
    """A guide as it stood on one day: its table of contents as a snapshot, which names a snapshot for each chapter."""

    guide = models.ForeignKey(GuidePage, on_delete=models.PROTECT, related_name="releases")
    number = models.CharField(_("number"), max_length=12, validators=[RegexValidator(r"^\d+(\.\d+)*$")])
    note = models.TextField(_("what changed"))
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ("-published_at", "-pk")
        constraints = [models.UniqueConstraint(fields=["guide", "number"], name="guide_release_once")]

    def __str__(self) -> str:
        return f"{self.guide} {self.number}"

    def chapter(self, slug: str) -> Snapshot:
        """Give one chapter as this release froze it; one query. Raises: Snapshot.DoesNotExist."""
        frozen = self.snapshot
        found = _frozen(f"{frozen.key}/{slug}", self.number, frozen.language)
        if not found:
            raise Snapshot.DoesNotExist
        return found[0]


@prepared
def _frozen(key: Any, number: Any, language: Any) -> models.QuerySet[Snapshot]:
    """Read a chapter's snapshot."""
    rows = Snapshot.objects.filter(kind=CHAPTER, key=key, label=number, language=language)
    return rows.only("content", "sha256")
