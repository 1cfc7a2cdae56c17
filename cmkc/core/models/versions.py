"""The content versions of areas, by which kept pages and ETags know that something changed."""

from typing import ClassVar

from django.db import models


class AreaChange(models.Model):
    """One change of one area. The area's version is the number and the sum of the tokens of its rows.

    A row is inserted in the transaction that changes content, so the version changes at the very commit that makes
    the content visible, and writers never wait for each other. Tokens are random: no version comes back after a
    rollback or a restored backup.
    """

    area = models.CharField(max_length=80)
    token = models.BigIntegerField()

    class Meta:
        indexes: ClassVar[list] = [models.Index(fields=["area", "token"], name="area_change_version")]

    def __str__(self) -> str:
        return self.area
