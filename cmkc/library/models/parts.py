"""What belongs to one publication and is reviewed with it: creators, identifiers, files, relations."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from cmkc.library import identifiers, relations
from cmkc.library.models.families import Family

PUBLICATION = "library.Publication"


class Ordered(models.Model):
    """A part that stands in an order, which the CMS keeps by drag or by arrows."""

    sort_order = models.IntegerField(null=True, blank=True, editable=False)
    sort_order_field = "sort_order"

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["sort_order", "pk"]


class Creator(Ordered):
    """Who made the work, in the order in which the work names them."""

    class Kind(models.TextChoices):
        """A person or an organisation."""

        PERSON = "person", _("person")
        ORGANISATION = "organisation", _("organisation")

    class Role(models.TextChoices):
        """What the creator did."""

        AUTHOR = "author", _("author")
        EDITOR = "editor", _("editor")
        TRANSLATOR = "translator", _("translator")
        CONTRIBUTOR = "contributor", _("contributor")

    publication = ParentalKey(PUBLICATION, on_delete=models.CASCADE, related_name="creators")
    kind = models.CharField(_("person or organisation"), max_length=12, choices=Kind.choices, default=Kind.PERSON)
    family = models.CharField(_("family name, or the organisation's name"), max_length=240)
    given = models.CharField(_("given names"), max_length=160, blank=True)
    role = models.CharField(_("role"), max_length=12, choices=Role.choices, default=Role.AUTHOR)
    orcid = models.CharField(
        "ORCID", max_length=19, blank=True, validators=[identifiers.check_orcid], help_text=_("0000-0000-0000-0000")
    )
    affiliation = models.CharField(_("affiliation"), max_length=300, blank=True)
    ror = models.CharField("ROR", max_length=9, blank=True, validators=[identifiers.check_ror])

    class Meta(Ordered.Meta):
        verbose_name = _("creator")
        verbose_name_plural = _("creators")

    def __str__(self) -> str:
        return f"{self.given} {self.family}".strip()

    @property
    def csl_name(self) -> dict[str, str]:
        """Give the name as CSL-JSON writes it."""
        if self.kind == self.Kind.ORGANISATION:
            return {"literal": self.family}
        return {"family": self.family} | ({"given": self.given} if self.given else {})


class Identifier(models.Model):
    """A number or name by which others know the work."""

    publication = ParentalKey(PUBLICATION, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(_("kind"), max_length=16, choices=identifiers.CHOICES)
    value = models.CharField(_("value"), max_length=300, db_index=True)

    class Meta:
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        ordering = ("pk",)
        constraints: ClassVar[list] = [
            models.UniqueConstraint(fields=["publication", "scheme", "value"], name="library_identifier_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_scheme_display()} {self.value}"

    def clean(self) -> None:
        """Clean and check the value. Raises: ValidationError when it is not well formed."""
        super().clean()
        if self.scheme in identifiers.SCHEMES:
            self.value = identifiers.clean(self.scheme, self.value)
            identifiers.check(self.scheme, self.value)

    @property
    def url(self) -> str:
        """Give the address that the identifier stands for, or nothing."""
        return identifiers.address_of(self.scheme, self.value)


def upload_folder(file: "PublicationFile", _name: str) -> str:
    """Store a file under its hash: no name that somebody gave becomes part of a path."""
    return f"library/{file.sha256[:2]}/{file.sha256}"


class PublicationFile(Ordered):
    """A file of the work: what it is, who may have it, and from when."""

    class FileAccess(models.TextChoices):
        """Who may have the file."""

        PUBLIC = "public", _("everybody")
        MEMBERS = "members", _("members")
        PRIVATE = "private", _("editors and reviewers")

    publication = ParentalKey(PUBLICATION, on_delete=models.CASCADE, related_name="files")
    file = models.FileField(_("file"), upload_to=upload_folder, max_length=200)
    name = models.CharField(_("file name"), max_length=200)
    media_type = models.CharField(_("media type"), max_length=100)
    size = models.PositiveBigIntegerField(_("bytes"))
    sha256 = models.CharField(max_length=64, db_index=True)
    access = models.CharField(_("access"), max_length=8, choices=FileAccess.choices, default=FileAccess.PRIVATE)
    embargo_until = models.DateField(_("embargo until"), null=True, blank=True)

    class Meta(Ordered.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self) -> str:
        return self.name


class Relation(models.Model):
    """How this work stands to another one: of the library, or of the world outside."""

    publication = ParentalKey(PUBLICATION, on_delete=models.CASCADE, related_name="relations")
    relation = models.CharField(_("relation"), max_length=24, choices=relations.CHOICES)
    target = models.ForeignKey(
        Family,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="incoming",
        verbose_name=_("work of this library"),
    )
    doi = models.CharField(_("DOI of another work"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        ordering = ("pk",)
        constraints: ClassVar[list] = [
            models.CheckConstraint(
                condition=Q(target__isnull=False, doi="") | (Q(target__isnull=True) & ~Q(doi="")),
                name="library_relation_one_target",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_relation_display()} {self.target or self.doi}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a DOI is kept without its resolver's address."""
        self.doi = identifiers.clean("doi", self.doi)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Check that it leads to exactly one thing. Raises: ValidationError otherwise."""
        super().clean()
        self.doi = identifiers.clean("doi", self.doi)
        if bool(self.target_id) == bool(self.doi):
            raise ValidationError(_("Give either a work of this library or a DOI."))
        if self.doi:
            identifiers.check("doi", self.doi)
