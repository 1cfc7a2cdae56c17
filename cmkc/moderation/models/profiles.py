"""Profiles whose name or affiliation a moderator has hidden."""

from django.conf import settings
from django.db import models


class HiddenProfile(models.Model):
    """The name and affiliation that stood on an account before they were hidden; shown to the desk and the member.

    They are taken off the account itself, so that no page, feed, mail or index can show them: it is shown as “Member”.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, primary_key=True, related_name="hidden_profile"
    )
    name = models.CharField(max_length=120, blank=True)
    affiliation = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.name
