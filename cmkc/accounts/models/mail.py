"""Mail that could not be handed over at once."""

from django.db import models
from django.utils import timezone


class WaitingMail(models.Model):
    """A mail about somebody's account that the mail server did not take; it is tried again and then forgotten."""

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return self.subject
