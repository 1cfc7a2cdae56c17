"""Facts about words: terms, what they mean, and what else they are called."""

import unicodedata
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import RevisionMixin

from cmkc.core.addresses import address
from cmkc.core.facts import Sourced
from cmkc.core.taxonomy import Subject
from cmkc.glossary.querysets import ProposalQuerySet, TermQuerySet

OTHER_INITIAL = "#"
"""The letter under which terms stand that begin with a digit or a sign."""


class Category(models.TextChoices):
    """The part of the trade that a term belongs to."""

    CONTINUOUS = "continuous-manufacturing", _("Continuous manufacturing")
    OTHER_TECHNOLOGY = "other-amt", _("Other AMT")
    BIOLOGICS = "biologics", _("Biologics")
    DOSAGE_FORMS = "dosage-forms-and-materials", _("Dosage forms and materials")
    MEASUREMENT = "measurement-and-models", _("Measurement and models")
    DIGITAL = "digital", _("Digital")
    QUALITY = "quality-and-regulation", _("Quality and regulation")
    ECONOMICS = "economics", _("Economics")
    ORGANISATIONS = "organisations-and-programs", _("Organisations and programs")


class SynonymRelation(models.TextChoices):
    """How the meaning of another name stands to the term's own."""

    EXACT = "exact", _("means the same")
    BROADER = "broader", _("means more")
    NARROWER = "narrower", _("means less")


def alphabetical(text: str) -> str:
    """Give the text by which a term is sorted: small letters without accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).strip()


class Term(RevisionMixin, Sourced, ClusterableModel):
    """One term or abbreviation with its definition; what an editor saves is public at once and kept in the history."""

    slug = models.SlugField(
        _("address"),
        max_length=80,
        unique=True,
        help_text=_("The id by which texts refer to this term; it never changes."),
    )
    term = models.CharField(
        _("term"), max_length=160, help_text=_("As it is written in a sentence, or the abbreviation.")
    )
    expansion = models.CharField(
        _("long form"), max_length=240, blank=True, help_text=_("What an abbreviation stands for.")
    )
    category = models.CharField(_("category"), max_length=40, choices=Category.choices, db_index=True)
    definition = models.TextField(_("definition"), max_length=2000)
    see_also = ParentalManyToManyField(
        "self", symmetrical=False, blank=True, related_name="seen_from", verbose_name=_("see also")
    )
    subjects = ParentalManyToManyField(Subject, blank=True, related_name="terms", verbose_name=_("subjects"))
    sort_key = models.CharField(max_length=160, editable=False)
    initial = models.CharField(max_length=1, editable=False, db_index=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ("sort_key", "pk")
        indexes: ClassVar[list] = [models.Index(fields=["sort_key", "id"], name="glossary_alphabet")]

    def __str__(self) -> str:
        return f"{self.term} ({self.expansion})" if self.expansion else self.term

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with the letter and the order under which the term is listed."""
        self.set_order()
        super().save(*args, **kwargs)

    def set_order(self) -> None:
        """Compute what the list is sorted by; bulk writes call this themselves."""
        self.sort_key = alphabetical(self.term)[:160]
        first = self.sort_key[:1].upper()
        self.initial = first if "A" <= first <= "Z" else OTHER_INITIAL

    def get_absolute_url(self) -> str:
        """Give the address of the term's page."""
        return address("glossary:term", self.slug)

    @property
    def is_abbreviation(self) -> bool:
        """Tell whether the term stands for a longer name."""
        return bool(self.expansion)


class GlossarySynonym(models.Model):
    """Another name of a term, and whether it means the same, more or less."""

    term = ParentalKey(Term, on_delete=models.CASCADE, related_name="synonyms")
    text = models.CharField(_("other name"), max_length=160)
    relation = models.CharField(
        _("meaning"), max_length=8, choices=SynonymRelation.choices, default=SynonymRelation.EXACT
    )

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        ordering = ("pk",)
        constraints: ClassVar[list] = [models.UniqueConstraint(fields=["term", "text"], name="glossary_synonym_once")]

    def __str__(self) -> str:
        return self.text


class TermProposal(models.Model):
    """A member's words for a new term, or for a term that stands; a moderator decides, and approving applies them."""

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", _("waits for a decision")
        APPLIED = "applied", _("stands in the glossary")
        DECLINED = "declined", _("not taken over")
        RETURNED = "returned", _("returned to you for edit")

    term = models.ForeignKey(Term, on_delete=models.SET_NULL, null=True, related_name="proposals")
    name = models.CharField(_("term"), max_length=160)
    expansion = models.CharField(_("long form"), max_length=240, blank=True)
    category = models.CharField(_("category"), max_length=40, choices=Category.choices)
    definition = models.TextField(_("definition"), max_length=2000)
    source = models.CharField(_("source"), max_length=500, help_text=_("Title, publisher and year of what says so."))
    note = models.TextField(_("what the editors should know"), max_length=1000, blank=True)
    credit = models.BooleanField(_("name me on the page of the term"), default=True)
    new = models.BooleanField(default=True, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="term_proposals", editable=False
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        indexes: ClassVar[list] = [
            models.Index(fields=["term"], condition=Q(state="applied", credit=True), name="proposal_credited")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Give the address of its own page, for the member who made it."""
        return reverse("glossary:proposal", args=[self.pk])
