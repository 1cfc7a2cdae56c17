"""Publications: one row a version of a work."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin

from cmkc.core.addresses import address
from cmkc.core.audiences import AudienceField
from cmkc.core.facts import Sourced
from cmkc.core.partial_date import PartialDateField
from cmkc.core.taxonomy import Subject
from cmkc.library import item_types, licences
from cmkc.library.models.families import Family, cmkc_id, new_family
from cmkc.library.querysets import PublicationQuerySet


class ReviewStatus(models.TextChoices):
    """What somebody checked before the work was published."""

    PEER_REVIEWED = "peer-reviewed", _("peer-reviewed")
    EDITORIALLY_REVIEWED = "editorially-reviewed", _("editorially reviewed")
    NOT_REVIEWED = "not-reviewed", _("not peer-reviewed")
    REGULATOR_DOCUMENT = "regulator-document", _("regulator document")


class Access(models.TextChoices):
    """How the work itself can be had."""

    OPEN = "open", _("open")
    EMBARGOED = "embargoed", _("embargoed")
    LINK = "link", _("link only")


class Publication(
    WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, Sourced, ClusterableModel
):
    """One version of a work; its children are reviewed and published with it. Counters stand elsewhere."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="versions", editable=False)
    version = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    type = models.CharField(_("type"), max_length=24, choices=item_types.CHOICES)
    title = models.CharField(_("title"), max_length=500)
    abstract = models.TextField(_("abstract"), max_length=10_000, blank=True)
    language = models.CharField(_("language"), max_length=10, default="en", help_text=_("Two letters, such as en."))
    issued = PartialDateField(_("published"), null=True, blank=True)
    container_title = models.CharField(_("journal, book or series"), max_length=300, blank=True)
    volume = models.CharField(_("volume"), max_length=40, blank=True)
    issue = models.CharField(_("issue"), max_length=40, blank=True)
    pages = models.CharField(_("pages or article number"), max_length=60, blank=True)
    edition = models.CharField(_("edition"), max_length=40, blank=True)
    publisher = models.CharField(_("publisher"), max_length=240, blank=True)
    publisher_place = models.CharField(_("place of publication"), max_length=160, blank=True)
    url = models.URLField(_("address"), max_length=600, blank=True)
    keywords = models.CharField(_("keywords"), max_length=600, blank=True, help_text=_("Separated by semicolons."))
    subjects = ParentalManyToManyField(Subject, blank=True, related_name="publications", verbose_name=_("subjects"))
    authors_cut = models.BooleanField(
        _("more authors"), default=False, help_text=_("The work names more authors than are listed here.")
    )
    licence = models.CharField(_("licence"), max_length=40, choices=licences.CHOICES, blank=True)
    access = models.CharField(_("access"), max_length=10, choices=Access.choices, default=Access.LINK)
    embargo_until = models.DateField(_("embargo until"), null=True, blank=True)
    review_status = models.CharField(
        _("review status"), max_length=24, choices=ReviewStatus.choices, default=ReviewStatus.NOT_REVIEWED
    )
    audience = AudienceField(_("who may read this"), db_index=False)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        permissions: ClassVar[list] = [("review_publication", "Can review publications")]
        constraints: ClassVar[list] = [
            models.UniqueConstraint(fields=["family", "version"], name="library_version_once")
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; the first save takes the next CMKC id."""
        if self.family_id is None:
            self.family = new_family()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Give the permanent address of the work, where its newest version stands."""
        return address("library:publication", self.cmkc_id)

    @property
    def cmkc_id(self) -> str:
        """The permanent id of the work; CMKC-000000 before the first save."""
        return cmkc_id(self.family_id or 0)

    @property
    def year(self) -> int | None:
        """The year of publication, when it is known."""
        return int(self.issued[:4]) if self.issued else None

    # Django's get_…_display hashes every label of the choices, which is slow for translated ones.
    @property
    def type_label(self) -> str:
        """The type in the reader's language."""
        return str(item_types.ITEM_TYPES[self.type].label)

    @property
    def review_label(self) -> str:
        """The review status in the reader's language."""
        return str(ReviewStatus(self.review_status).label)

    @property
    def access_label(self) -> str:
        """The access in the reader's language."""
        return str(Access(self.access).label)

    @property
    def version_url(self) -> str:
        """The address that always shows this version."""
        return address("library:version", self.cmkc_id, self.version)

    @property
    def keyword_list(self) -> list[str]:
        """The keywords, one by one."""
        return [word.strip() for word in self.keywords.split(";") if word.strip()]

    @property
    def licence_row(self) -> licences.Licence | None:
        """The licence with its name and address, when one is stated."""
        return licences.LICENCES.get(self.licence)

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        """Preview with the page that readers get."""
        return "library/publication.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """Give the page what the saved publication would give it, from the unsaved form."""
        if self.family_id is None:
            self.family = Family(number=0)  # a first draft has no id yet; its preview shows CMKC-000000
        landing = import_string(
            "cmkc.library.landing.landing"
        )  # it stands above the models, and only this preview asks
        return super().get_preview_context(request, mode_name) | landing(self, request.user) | {"preview": True}
