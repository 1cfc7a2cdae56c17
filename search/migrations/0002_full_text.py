"""The full-text tables of the embedded engines; each database gets its own."""

from django.db import migrations

from search.engines.tables import ensure, remove


def make(apps, schema_editor):
    ensure(schema_editor.connection)


def take_away(apps, schema_editor):
    remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(make, take_away, elidable=False)]
