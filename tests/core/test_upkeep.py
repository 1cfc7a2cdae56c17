"""What core does again and again: it seals, guards, and throws away no more than it may."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cmkc.core import append_only, audit
from cmkc.core.models import AuditEvent, AuditSeal, ScheduledRun, TaskLease
from cmkc.core.schedule import recurring
from cmkc.core.tasks import later
from cmkc.core.upkeep import guard_tables, prune_tasks, seal_audit_log
from tests import triggers
from tests.core import worker_tasks  # noqa: F401  (declares the task used here)

pytestmark = pytest.mark.django_db


def test_all_of_it_recurs():
    assert {"audit.seal", "core.guard_tables", "core.prune_buckets", "core.prune_tasks"} <= set(recurring.names())
    assert recurring["audit.seal"].period == timedelta(seconds=audit.SEAL_EVERY)


def test_the_sealer_starts_only_when_there_is_something_to_seal():
    assert not recurring["audit.seal"].when()
    audit.record("core.tested")
    assert recurring["audit.seal"].when()
    seal_audit_log()
    assert AuditSeal.objects.get().count == 1
    assert not recurring["audit.seal"].when()


@pytest.mark.django_db(transaction=True)
def test_missing_triggers_are_put_back_and_it_is_on_record(caplog):
    guard_tables()
    assert not AuditEvent.objects.exists()
    triggers.drop()
    guard_tables()
    assert append_only.missing() == []
    event = AuditEvent.objects.get(verb="core.triggers_missing")
    assert "append_only_core_auditevent_delete" in event.data["triggers"]
    assert "append_only_core_auditevent_delete" in caplog.text


def test_only_what_is_old_and_over_is_thrown_away(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "heavy"]}}
    now = timezone.now()
    rows = {
        "done long ago": ("SUCCESSFUL", timedelta(days=2)),
        "done just now": ("SUCCESSFUL", timedelta(hours=1)),
        "failed a while ago": ("FAILED", timedelta(days=20)),
        "failed long ago": ("FAILED", timedelta(days=40)),
        "waiting": ("READY", None),
        "running": ("RUNNING", None),
    }
    for name, (status, age) in rows.items():
        result = later("tests.quick", name)
        TaskLease.objects.create(result=result.id)
        DBTaskResult.objects.filter(pk=result.id).update(status=status, finished_at=age and now - age)
    prune_tasks()
    left = {row.args_kwargs["args"][1][0]: row.pk for row in DBTaskResult.objects.all()}
    assert set(left) == set(rows) - {"done long ago", "failed long ago"}
    assert set(TaskLease.objects.values_list("pk", flat=True)) == set(left.values())


def test_the_newest_run_of_each_recurring_task_stays():
    now = timezone.now()
    for name, age in (("a", 30), ("a", 20), ("b", 40), ("c", 9), ("c", 1)):
        ScheduledRun.objects.create(name=name, due_at=now - timedelta(days=age))
    prune_tasks()
    left = {(run.name, (now - run.due_at).days) for run in ScheduledRun.objects.all()}
    assert left == {("a", 20), ("b", 40), ("c", 1)}
