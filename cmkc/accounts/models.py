"""Facts about people: accounts, organisations, and the sector that somebody verified."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.db import models
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
    """A company, university, authority or society that members belong to."""

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(max_length=80, unique=True)
    country = models.CharField(_("country"), max_length=2, blank=True, help_text=_("Two letters, ISO 3166."))
    website = models.URLField(_("website"), blank=True)
    ror = models.CharField("ROR", max_length=30, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class User(AbstractBaseUser, PermissionsMixin):
    """One person's account, known by an e-mail address; it is pseudonymised when erased, never deleted."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name shown to others"), max_length=120)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="members", verbose_name=_("organisation")
    )
    affiliation = models.CharField(_("affiliation"), max_length=200, blank=True)
    sector = models.CharField(_("sector"), max_length=10, choices=Sector.choices, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    is_staff = models.BooleanField(_("may sign in to the CMS"), default=False)
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

    def __str__(self) -> str:
        return self.name or _("Member")

    def get_full_name(self) -> str:
        """Give the name shown to others."""
        return self.name

    def get_short_name(self) -> str:
        """Give the name shown to others."""
        return self.name

    def get_absolute_url(self) -> str:
        """Give the address of one's own page."""
        return reverse("accounts:me")
