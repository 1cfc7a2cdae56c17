"""The rows of the table: questions that can be asked of every jurisdiction."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cmkc.core.addresses import address
from cmkc.core.facts import Sourced
from cmkc.regulatory.querysets import QuestionQuerySet


class TopicGroup(models.Model):
    """Topics that belong together."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=80)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("topic group")
        verbose_name_plural = _("topic groups")
        ordering = ("order", "slug")

    def __str__(self) -> str:
        return self.title


class Topic(Sourced):
    """A comparison question: what it asks, what the words mean, why the answer matters."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=120)
    group = models.ForeignKey(TopicGroup, on_delete=models.PROTECT, related_name="topics", verbose_name=_("group"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    question = models.CharField(_("question"), max_length=300)
    definition = models.TextField(_("definition"), max_length=1000)
    why_it_matters = models.TextField(_("why it matters"), max_length=1000, blank=True)
    weight = models.DecimalField(
        _("weight"),
        max_digits=4,
        decimal_places=2,
        default=1,
        validators=[MinValueValidator(0)],
        help_text=_("How much this question counts in the gap analysis; 1 until an editor says otherwise."),
    )
    glossary_terms = models.JSONField(_("glossary terms"), default=list, blank=True)
    subjects = models.ManyToManyField(
        "core.Subject", blank=True, related_name="regulatory_topics", verbose_name=_("technologies and topics")
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ("group__order", "order", "slug")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Give the page with every jurisdiction's answer."""
        return address("regulatory:topic", self.slug)
