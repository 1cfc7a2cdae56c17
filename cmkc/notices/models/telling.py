"""What happened, and who is told."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cmkc.notices.models.following import Pace
from cmkc.notices.models.mail import Delivery
from cmkc.notices.querysets import NoticeQuerySet


class Event(models.Model):
    """Something happened to a thing. Its key is the teller's: the same key twice is one event."""

    kind = models.CharField(max_length=40)
    about_kind = models.CharField(max_length=40)
    about_key = models.CharField(max_length=200)
    key = models.CharField(max_length=200, unique=True)
    data = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        permissions = (("preview_mail", "Can preview the templates of mail"),)

    def __str__(self) -> str:
        return self.key


class Notice(models.Model):
    """One reader is told of one event, once: the database refuses a second row.

    `pace` says how it is to be mailed, and becomes "none" when the reader leaves before it went. `delivery` is the
    mail that it was put into.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="notices")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices")
    pace = models.CharField(max_length=8, choices=Pace.choices)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, null=True, related_name="notices")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["event", "reader"], name="notice_once"),)
        indexes: ClassVar[list] = [
            models.Index(fields=["reader", "-id"], name="notice_list"),
            models.Index(fields=["reader"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(
                fields=["pace", "created_at", "reader"],
                condition=Q(delivery=None) & ~Q(pace="none"),
                name="notice_to_mail",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} to {self.reader_id}"
