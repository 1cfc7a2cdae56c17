"""Words that moderators give often as a reason, in each language of the site."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cmkc.moderation.models.queue import LONGEST_KIND
from cmkc.moderation.querysets import TemplateQuerySet

SANCTION = "sanction"
"""What stands as the kind of reasons for sanctions that are given by themselves."""


class ReasonTemplate(models.Model):
    """Words to the author, in the site's default language; `kind` "" is for things of every kind.

    The shipped ones have a `key`, by which they are loaded again; what moderators changed is kept then.
    """

    key = models.SlugField(max_length=60, blank=True, editable=False)
    name = models.CharField(_("name"), max_length=80)
    text = models.TextField(_("words to the author"), max_length=1000)
    action = models.CharField(_("for the action"), max_length=20, blank=True)
    kind = models.CharField(_("for the kind"), max_length=LONGEST_KIND, blank=True)
    retired = models.BooleanField(_("no longer used"), default=False)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        constraints = (models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="reason_key_once"),)

    def __str__(self) -> str:
        return self.name

    def wording(self, language: str) -> "ReasonTemplate | ReasonWording":
        """Give the one that has the words in a language, itself where there are none; no query when prefetched."""
        if (language or settings.LANGUAGE_CODE) == settings.LANGUAGE_CODE:
            return self
        return next((one for one in self.wordings.all() if one.language == language), self)


class ReasonWording(models.Model):
    """A template in another language of the site."""

    template = models.ForeignKey(ReasonTemplate, on_delete=models.CASCADE, related_name="wordings")
    language = models.CharField(max_length=10)
    name = models.CharField(max_length=80)
    text = models.TextField(max_length=1000)

    class Meta:
        ordering = ("language",)
        constraints = (models.UniqueConstraint(fields=["template", "language"], name="reason_once_a_language"),)

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"
