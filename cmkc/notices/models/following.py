"""Who follows what, and who wants which mail."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cmkc.core import notices
from cmkc.notices.querysets import FollowQuerySet


class Pace(models.TextChoices):
    """How soon a notice is mailed; it stands on the reader's page at once either way."""

    AT_ONCE = notices.AT_ONCE, _("at once")
    DAILY = notices.DAILY, _("once a day")
    WEEKLY = notices.WEEKLY, _("once a week")
    NONE = notices.NONE, _("no mail, on the page only")


class Follow(models.Model):
    """One reader follows one thing, named by kind and key as in core.references."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="follows")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    pace = models.CharField(_("how soon we write to you"), max_length=8, choices=Pace.choices, default=Pace.DAILY)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = FollowQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "kind", "key"], name="follow_once"),)
        indexes: ClassVar[list] = [models.Index(fields=["kind", "key", "id"], name="follow_of_thing")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"


class MailSetting(models.Model):
    """What one reader chose for one mailing list: a kind of notice, or a digest (`digest.daily`)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mail_settings")
    mailing_list = models.CharField(max_length=40)
    pace = models.CharField(max_length=8, choices=Pace.choices)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "mailing_list"], name="mail_setting_once"),)

    def __str__(self) -> str:
        return f"{self.mailing_list}: {self.pace}"
