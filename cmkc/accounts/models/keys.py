"""Keys by which a member's programs use the API."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cmkc.accounts.querysets import ApiKeyQuerySet


class Scope(models.TextChoices):
    """What a key opens; a key never opens more than its owner may."""

    READ = "read", _("read what you may read")
    PROFILE = "profile", _("read your name, organisation and sector")


class ApiKey(models.Model):
    """One key: it is shown once when made; only its beginning and its hash are kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="api_keys")
    name = models.CharField(_("what it is for"), max_length=80)
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    scopes = models.JSONField(_("what it opens"), default=list)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    last_used_on = models.DateField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ("-created_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=["user", "name"], condition=Q(revoked_at=None), name="api_key_name_once"),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @property
    def state(self) -> str:
        """Say whether the key is `active`, `expired` or `revoked`."""
        if self.revoked_at is not None:
            return "revoked"
        return "active" if self.expires_at > timezone.now() else "expired"
