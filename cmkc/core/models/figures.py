"""Figures: drawings with their words, used by guides, courses and the forum."""

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

DIGEST_IN_ADDRESS = 16
"""Hexadecimal digits of a drawing's SHA-256 that stand in its address: 64 bits, enough among drawings of ours."""


class FigureDrawing(models.Model):
    """One SVG file, by its hash. It never changes: a frozen guide or course finds what its readers saw."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    svg = models.TextField()

    def __str__(self) -> str:
        return self.sha256


class Figure(models.Model):
    """A drawing, its caption, and its description for readers who do not see it."""

    slug = models.CharField(
        _("short name"), max_length=80, unique=True, validators=[RegexValidator(r"^[A-Za-z0-9][A-Za-z0-9_-]*$")]
    )
    title = models.CharField(_("title"), max_length=160)
    alt = models.TextField(
        _("text alternative"), max_length=600, help_text=_("What the drawing shows, in two sentences.")
    )
    caption = models.TextField(_("caption"), max_length=600)
    long_description = models.TextField(_("long description"), max_length=5000, blank=True)
    license = models.CharField(_("licence"), max_length=120)
    file = models.CharField(_("file"), max_length=120, help_text=_("Path of the drawing in the content folder."))
    drawing = models.ForeignKey(
        FigureDrawing, on_delete=models.PROTECT, related_name="figures", verbose_name=_("drawing")
    )
    width = models.PositiveSmallIntegerField(_("width"), help_text=_("CSS pixels."))
    height = models.PositiveSmallIntegerField(_("height"), help_text=_("CSS pixels."))

    class Meta:
        ordering = ("title", "pk")
        verbose_name = _("figure")
        verbose_name_plural = _("figures")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Give the address of the file as it is now."""
        return reverse("core:figure", args=[self.slug])

    @property
    def url(self) -> str:
        """Give the address of the file, which changes with the drawing; no query."""
        return reverse("core:drawing", args=[self.slug, self.drawing_id[:DIGEST_IN_ADDRESS]])
