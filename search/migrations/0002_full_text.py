"""The full-text tables of the embedded engines; each database gets its own."""

from django.db import migrations

from search.engines import postgresql_tables, sqlite_tables


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        postgresql_tables.create(schema_editor.connection)
    else:
        sqlite_tables.ensure(schema_editor.connection)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        postgresql_tables.remove(schema_editor.connection)
    else:
        sqlite_tables.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(create, remove, elidable=False)]
