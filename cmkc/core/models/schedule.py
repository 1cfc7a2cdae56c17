"""Who works on which task until when, and which due times of recurring tasks were met."""

from django.db import models
from django.utils import timezone


class TaskLease(models.Model):
    """A task's attempts so far, and the worker that holds it until `expires_at`; no worker: nobody works on it.

    `result` is the id of a DBTaskResult; no foreign key, since django-tasks-db may prune its rows by its own command.
    """

    result = models.UUIDField(primary_key=True)
    worker = models.CharField(max_length=64, blank=True)
    attempt = models.PositiveIntegerField(default=0)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["expires_at"], condition=~models.Q(worker=""), name="lease_by_expiry")]

    def __str__(self) -> str:
        return f"{self.result}, attempt {self.attempt}"


class ScheduledRun(models.Model):
    """One due time of one recurring task; the database lets it be met once, however many workers look at the clock."""

    name = models.CharField(max_length=80)
    due_at = models.DateTimeField()
    result = models.UUIDField(null=True)
    noted_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "due_at"], name="scheduled_once")]

    def __str__(self) -> str:
        return f"{self.name} at {self.due_at:%Y-%m-%d %H:%M:%S}"
