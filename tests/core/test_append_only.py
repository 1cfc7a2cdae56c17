"""The database refuses to change append-only rows, whoever asks and however, and says when it could not."""

import sqlite3

import pytest
from django.core.checks import Tags, run_checks
from django.core.management import call_command
from django.db import IntegrityError, OperationalError, connection, migrations, models, transaction
from django.db.migrations.state import ProjectState
from django.test.utils import isolate_apps
from django.utils import timezone

from cmkc.core import append_only
from cmkc.core.models import AuditEvent, AuditSeal, Snapshot
from tests import triggers

pytestmark = pytest.mark.django_db
on_postgresql = pytest.mark.dialect("postgresql")


def on_sqlite(test):
    """Leave a test of SQLite's own ways to the first pass."""
    return pytest.mark.dialect("sqlite")(test)


def event(**given):
    return AuditEvent.objects.create(**{"verb": "core.tested", "data": {"n": 1}} | given)


def seal(number=1, **given):
    values = {
        "first": number,
        "last": number,
        "count": 1,
        "sha256": "a" * 64,
        "previous": f"{number:064}",
        "hmac": "b" * 64,
    }
    return AuditSeal.objects.create(number=number, **values | given)


def refused(act, words="append_only: in core_"):
    with pytest.raises(IntegrityError, match=words), transaction.atomic():
        act()


def run(sql, parameters=()):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def changed(row):
    row.verb = "core.changed"
    return row


@pytest.mark.parametrize(
    "act",
    [
        lambda row: changed(row).save(),
        lambda row: row.delete(),
        lambda _: AuditEvent.objects.update(verb="core.changed"),
        lambda _: AuditEvent.objects.all().delete(),
        lambda row: AuditEvent.objects.bulk_update([changed(row)], ["verb"]),
        lambda _: run("UPDATE core_auditevent SET verb = verb"),
        lambda _: run("DELETE FROM core_auditevent"),
        lambda row: AuditEvent.objects.bulk_create(
            [changed(row)], update_conflicts=True, unique_fields=["id"], update_fields=["verb"]
        ),
    ],
    ids=["save", "delete", "update", "delete all", "bulk_update", "raw update", "raw delete", "upsert"],
)
def test_a_row_can_neither_be_changed_nor_deleted(act):
    row = event()
    refused(lambda: act(row), "append_only: in core_auditevent no row may be changed or deleted")
    assert list(AuditEvent.objects.values_list("verb", "data")) == [("core.tested", {"n": 1})]


def test_an_update_that_meets_no_row_is_no_error():
    assert AuditEvent.objects.filter(pk=0).update(verb="x") == 0
    assert AuditEvent.objects.filter(pk=0).delete()[0] == 0


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_table_cannot_be_truncated():
    event()
    refused(lambda: run("TRUNCATE core_auditevent CASCADE"))
    assert AuditEvent.objects.count() == 1


@on_sqlite
@pytest.mark.parametrize("word", ["REPLACE INTO", "INSERT OR REPLACE INTO"])
def test_replacing_a_row_by_its_key_is_refused(word):
    seal(1)
    columns = "number, first, last, count, sha256, previous, hmac, sealed_at"
    values = (1, 9, 9, 9, "x", "x", "x", timezone.now())
    refused(lambda: run(f"{word} core_auditseal ({columns}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)", values))
    assert AuditSeal.objects.get().first == 1


@on_sqlite
@pytest.mark.parametrize("word", ["REPLACE INTO", "INSERT OR REPLACE INTO"])
def test_replacing_a_row_by_another_unique_column_is_refused(word):
    seal(1)
    columns = "number, first, last, count, sha256, previous, hmac, sealed_at"
    values = (2, 9, 1, 9, "x", "x", "x", timezone.now())
    refused(lambda: run(f"{word} core_auditseal ({columns}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)", values))
    assert AuditSeal.objects.get().number == 1


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_foreign_connection_is_refused_too():
    seal(1)
    stranger = sqlite3.connect(connection.settings_dict["NAME"], timeout=5)
    for sql in (
        "UPDATE core_auditseal SET count = 9",
        "DELETE FROM core_auditseal",
        "REPLACE INTO core_auditseal SELECT number, 9, last, 9, sha256, previous, hmac, sealed_at FROM core_auditseal",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="append_only: in core_auditseal"):
            stranger.execute(sql)
        stranger.rollback()
    stranger.close()
    assert AuditSeal.objects.get().count == 1


@on_sqlite
def test_a_connection_without_recursive_triggers_fails_the_check():
    assert not run_checks(tags=[Tags.database], databases=["default"])
    run("PRAGMA recursive_triggers = OFF")
    try:
        assert [message.id for message in run_checks(tags=[Tags.database], databases=["default"])] == ["core.E001"]
    finally:
        run("PRAGMA recursive_triggers = ON")


# --- Columns that may be filled once ----------------------------------------------------------------------------------


@pytest.fixture
def facts(transactional_db):
    """A table with two columns that may be filled once, and a unique rule that one of them takes part in."""
    with isolate_apps("cmkc.core"):

        @append_only.append_only(fill_once=("recorded_to", "retired_at"))
        class Fact(models.Model):
            words = models.CharField(max_length=20)
            amount = models.DecimalField(max_digits=6, decimal_places=2, default="1.50")
            data = models.JSONField(null=True)
            recorded_to = models.DateTimeField(null=True)
            retired_at = models.IntegerField(null=True)

            class Meta:
                app_label = "core"
                constraints = [models.UniqueConstraint(fields=["words", "retired_at"], name="fact_once")]

            def __str__(self):
                return self.words

        with connection.schema_editor() as editor:
            editor.create_model(Fact)
        append_only.install()
        yield Fact
        with triggers.lifted(), connection.schema_editor() as editor:
            editor.delete_model(Fact)
            append_only._guards.pop()


def test_a_named_column_goes_from_null_to_a_value_once(facts):
    row = facts.objects.create(words="one")
    now = timezone.now()
    assert facts.objects.filter(pk=row.pk).update(recorded_to=now) == 1
    assert facts.objects.filter(pk=row.pk).update(retired_at=7) == 1
    assert facts.objects.filter(pk=row.pk).update(retired_at=7) == 1  # the same again changes nothing
    words = "in core_fact recorded_to, retired_at may be set once and nothing else may be changed or deleted"
    refused(lambda: facts.objects.filter(pk=row.pk).update(retired_at=8), words)
    refused(lambda: facts.objects.filter(pk=row.pk).update(recorded_to=None))
    refused(lambda: facts.objects.filter(pk=row.pk).delete())


@pytest.mark.parametrize(
    "change",
    [{"words": "two"}, {"amount": "1.51"}, {"data": {"a": 1}}, {"id": 99}],
    ids=lambda change: next(iter(change)),
)
def test_filling_a_column_lets_nothing_else_change(facts, change):
    row = facts.objects.create(words="one")
    refused(lambda: facts.objects.filter(pk=row.pk).update(retired_at=7, **change))
    refused(lambda: facts.objects.filter(pk=row.pk).update(**change))
    row.refresh_from_db()
    assert (row.words, row.retired_at) == ("one", None)


@on_sqlite
def test_filling_a_column_cannot_replace_another_row(facts):
    facts.objects.create(words="one", retired_at=7)
    row = facts.objects.create(words="one")
    refused(lambda: run("UPDATE OR REPLACE core_fact SET retired_at = 7 WHERE id = %s", [row.pk]))
    assert facts.objects.count() == 2


def test_a_column_that_is_never_null_cannot_be_filled_once():
    with pytest.raises(ValueError, match="never NULL"):
        append_only.append_only(fill_once=("label",))(Snapshot)


def test_a_model_without_a_table_cannot_be_guarded():
    with isolate_apps("cmkc.core"):

        class Idea(models.Model):
            class Meta:
                app_label = "core"
                abstract = True

    with pytest.raises(TypeError, match="no table of its own"):
        append_only.append_only()(Idea)


# --- Triggers that are gone -------------------------------------------------------------------------------------------


def rebuild(model):
    """Alter a column as a migration would; SQLite rebuilds the table for it, and its triggers are gone."""
    state = ProjectState.from_apps(model._meta.apps)
    old = state.clone()
    operation = migrations.AlterField(model._meta.model_name, "words", models.CharField(max_length=40))
    operation.state_forwards("core", state)
    with connection.schema_editor() as editor:
        operation.database_forwards("core", editor, old, state)


def test_a_rebuilt_table_is_noticed_and_guarded_again_by_migrate(facts):
    row = facts.objects.create(words="one")
    rebuild(facts)
    if connection.vendor == "sqlite":
        assert append_only.missing() == [f"append_only_core_fact_{event}" for event in ("insert", "update", "delete")]
        warnings = run_checks(tags=[Tags.database], databases=["default"])
        assert [warning.id for warning in warnings] == ["core.W001"] * 3
        assert facts.objects.update(words="two") == 1  # nothing holds it: this is why it must be noticed
    else:
        assert append_only.missing() == []
    call_command("migrate", verbosity=0)
    assert append_only.missing() == []
    assert not run_checks(tags=[Tags.database], databases=["default"])
    refused(lambda: facts.objects.filter(pk=row.pk).update(words="three"))


def lose_column(model):
    state = ProjectState.from_apps(model._meta.apps)
    old = state.clone()
    operation = migrations.RemoveField(model._meta.model_name, "data")
    operation.state_forwards("core", state)
    with connection.schema_editor() as editor:
        operation.database_forwards("core", editor, old, state)


def test_a_migration_that_drops_a_guarded_column_drops_the_trigger_first_on_sqlite(facts):
    facts.objects.create(words="one")
    if connection.vendor == "sqlite":  # docs/decisions/0011: it says so loudly, and names the trigger
        with pytest.raises(OperationalError, match="error in trigger append_only_core_fact_update"):
            lose_column(facts)
        run("DROP TRIGGER append_only_core_fact_update")
    lose_column(facts)
    refused(lambda: run("DELETE FROM core_fact"))


@pytest.mark.django_db(transaction=True)
def test_dropped_triggers_are_named_and_put_back_once():
    names = {trigger.name for guard in append_only.guards() for trigger in append_only.triggers(connection, guard)}
    triggers.drop()
    assert set(append_only.missing()) == names
    event()
    AuditEvent.objects.update(verb="core.changed")
    assert set(append_only.install()) == names
    assert append_only.install() == []
    refused(lambda: AuditEvent.objects.update(verb="core.tested"))


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_trigger_that_was_softened_is_noticed_on_sqlite():
    run("DROP TRIGGER append_only_core_auditevent_delete")
    soft = "BEFORE DELETE ON core_auditevent WHEN OLD.id < 0 BEGIN SELECT 1; END"
    run(f"CREATE TRIGGER append_only_core_auditevent_delete {soft}")
    assert append_only.missing() == ["append_only_core_auditevent_delete"]
    append_only.install()
    assert append_only.missing() == []


DELETE_TRIGGER = "append_only_core_auditevent_delete"
SOFT = "BEFORE DELETE ON core_auditevent FOR EACH ROW WHEN (OLD.id < 0) EXECUTE FUNCTION cmkc_append_only('x')"
EMPTY = "CREATE OR REPLACE FUNCTION cmkc_append_only() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'"


@on_postgresql
@pytest.mark.parametrize(
    "change",
    [
        f"ALTER TABLE core_auditevent DISABLE TRIGGER {DELETE_TRIGGER}",
        f"DROP TRIGGER {DELETE_TRIGGER} ON core_auditevent; CREATE TRIGGER {DELETE_TRIGGER} {SOFT}",
        EMPTY,
    ],
    ids=["switched off", "softened", "emptied"],
)
def test_a_trigger_that_was_softened_is_noticed_on_postgresql(change):
    run(change)
    assert DELETE_TRIGGER in append_only.missing()
    append_only.install()
    assert append_only.missing() == []
    event()
    refused(lambda: AuditEvent.objects.all().delete())
