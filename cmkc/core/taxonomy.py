"""One controlled taxonomy for library, guides, courses, comparison and forum: technologies and topics."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cmkc.core.addresses import address


class SubjectKind(models.TextChoices):
    """A subject is one of the six technologies, or a topic."""

    TECHNOLOGY = "technology", _("technology")
    TOPIC = "topic", pgettext_lazy("subject", "topic")


CONTINUOUS = "continuous-manufacturing"
ADDITIVE = "additive-manufacturing"
DISTRIBUTED = "distributed-manufacturing"
POINT_OF_CARE = "point-of-care-manufacturing"
PAT = "process-analytical-technology"
AI = "artificial-intelligence"
TECHNOLOGIES = (CONTINUOUS, ADDITIVE, DISTRIBUTED, POINT_OF_CARE, PAT, AI)

WORDS: dict[str, str] = {
    "pcm": CONTINUOUS,
    "rtd": CONTINUOUS,
    "cdc": CONTINUOUS,
    "end-to-end": CONTINUOUS,
    "flow-chemistry": CONTINUOUS,
    "sod": CONTINUOUS,
    "diversion": CONTINUOUS,
    "traceability": CONTINUOUS,
    "feeding": CONTINUOUS,
    "blending": CONTINUOUS,
    "continuous manufacturing": CONTINUOUS,
    "3d-printing": ADDITIVE,
    "printing-3d": ADDITIVE,
    "distributed": DISTRIBUTED,
    "distributed-manufacturing": DISTRIBUTED,
    "mobile-units": DISTRIBUTED,
    "point-of-care": POINT_OF_CARE,
    "automated cell therapy manufacture": POINT_OF_CARE,
    "pat": PAT,
    "rtrt": PAT,
    "mspc": PAT,
    "soft-sensor": PAT,
    "ai": AI,
    "ai-ml": AI,
    "digital": AI,
}
"""Words of the content files that name a technology by another word."""


def technologies_for(words: Iterable[str]) -> list[str]:
    """List the slugs of the technologies that these tags name, in the taxonomy's order, each once."""
    named = {WORDS.get(word.casefold(), word) for word in words}
    return [slug for slug in TECHNOLOGIES if slug in named]


class Subject(models.Model):
    """A technology or topic that content of every kind can be about."""

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=SubjectKind.choices, default=SubjectKind.TOPIC)
    short = models.CharField(_("short name"), max_length=40, blank=True)
    description = models.TextField(blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        app_label = "core"
        ordering = ("kind", "order", "title")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Give the technology's own page, or the search for a topic."""
        if self.kind == SubjectKind.TECHNOLOGY:
            return address("technology", self.slug)
        return f"{address('search:results')}?topic={self.slug}"
