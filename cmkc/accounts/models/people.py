"""People and the organisations they belong to."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cmkc.accounts.querysets import OrganisationQuerySet, UserManager


class Sector(models.TextChoices):
    """Where somebody works; shown beside the name once it is verified."""

    INDUSTRY = "industry", _("industry")
    ACADEMIA = "academia", _("academia")
    REGULATOR = "regulator", _("regulator")
    OTHER = "other", _("other")


class Organisation(models.Model):
    """A company, university, authority or society that members belong to.

    Members suggest one by typing its name; it counts as `confirmed` once somebody was verified as working there.
    """

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(max_length=80, unique=True)
    country = models.CharField(_("country"), max_length=2, blank=True, help_text=_("Two letters, ISO 3166."))
    website = models.URLField(_("website"), blank=True)
    ror = models.CharField("ROR", max_length=30, blank=True)
    confirmed = models.BooleanField(_("confirmed"), default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Give the address of its page."""
        return reverse("accounts:organisation", kwargs={"slug": self.slug})


class User(AbstractBaseUser, PermissionsMixin):
    """One person's account, known by an e-mail address; it is pseudonymised when erased, never deleted."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name shown to others"), max_length=120)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="members",
        verbose_name=_("organisation"),
    )
    affiliation = models.CharField(_("affiliation"), max_length=200, blank=True)
    sector = models.CharField(_("sector"), max_length=10, choices=Sector.choices, blank=True)
    sector_verified_until = models.DateTimeField(_("sector verified until"), null=True, blank=True, editable=False)
    listed = models.BooleanField(_("stand on the page of my organisation"), default=False)
    language = models.CharField(_("language"), max_length=10, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now, editable=False)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ("name", "pk")
        permissions = (("verify_sector", _("Can decide on the verification of a sector")),)
        constraints = (
            models.CheckConstraint(
                condition=Q(sector_verified_until=None) | (~Q(sector="") & Q(organisation__isnull=False)),
                name="user_verified_sector_is_named",
            ),
        )
        indexes = (
            models.Index(
                fields=["sector_verified_until"],
                condition=Q(sector_verified_until__isnull=False),
                name="user_sector_lapses",
            ),
        )

    def __str__(self) -> str:
        return str(self.name or _("Member"))

    def get_full_name(self) -> str:
        """Give the name shown to others."""
        return self.name

    def get_short_name(self) -> str:
        """Give the name shown to others."""
        return self.name

    def get_absolute_url(self) -> str:
        """Give the address of one's own page."""
        return reverse("accounts:me")

    @property
    def verified_sector(self) -> str:
        """Give the sector as long as its verification holds, else ""; no query.

        It ends by itself on the day it lapses, whether or not the nightly task has run.
        """
        until = self.sector_verified_until
        return self.sector if until is not None and until > timezone.now() else ""
