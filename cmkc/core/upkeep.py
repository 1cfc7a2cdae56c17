"""What core itself does again and again: seal the audit log, look after the triggers, throw away old task rows."""

import logging
from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cmkc.core import append_only, audit
from cmkc.core.models import Bucket, ScheduledRun, TaskLease
from cmkc.core.schedule import every
from cmkc.core.sealing import unsealed

logger = logging.getLogger("cmkc.core")

KEEP_DONE, KEEP_FAILED, KEEP_RUNS = timedelta(days=1), timedelta(days=30), timedelta(days=7)


@every("audit.seal", seconds=audit.SEAL_EVERY, when=lambda: unsealed().exists())
def seal_audit_log() -> None:
    """Seal the audit log's settled events."""
    audit.seal()


@every("core.guard_tables", hours=1)
def guard_tables() -> None:
    """Put back triggers of append-only tables that are gone; that they were gone stands in the log and the audit log.

    Workers also do it at their start.
    """
    names = append_only.install()
    if names:
        logger.error("append-only triggers were missing and have been put back: %s", ", ".join(names))
        audit.record("core.triggers_missing", data={"triggers": names})


@every("core.prune_buckets", hours=1)
def prune_buckets() -> None:
    """Throw away the buckets of rate limits that are full again: nothing is left of who searched an hour ago."""
    Bucket.objects.filter(full_at__lt=timezone.now().timestamp()).delete()


@every("core.prune_tasks", hours=1)
def prune_tasks() -> None:
    """Throw away results of tasks done a day ago or failed a month ago, their leases, and runs of the last weeks.

    The newest run of each recurring task stays: it says which due time was met last.
    """
    now = timezone.now()
    DBTaskResult.objects.successful().filter(finished_at__lt=now - KEEP_DONE).delete()
    DBTaskResult.objects.failed().filter(finished_at__lt=now - KEEP_FAILED).delete()
    TaskLease.objects.filter(~Exists(DBTaskResult.objects.filter(pk=OuterRef("result")))).delete()
    later_run = ScheduledRun.objects.filter(name=OuterRef("name"), due_at__gt=OuterRef("due_at"))
    ScheduledRun.objects.filter(Exists(later_run), due_at__lt=now - KEEP_RUNS).delete()
