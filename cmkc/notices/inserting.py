"""INSERT … SELECT: as many rows as wanted in one statement; what stands already stays as it is."""

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet


def insert_from(model: type[Model], rows: QuerySet, columns: Mapping[str, Any]) -> int:
    """Insert a row for each of `rows`, with an expression for each field; gives how many are new. 1 query.

    A row that breaks a unique constraint is left out. Every field without a default in the database must be named.
    """
    by_name = {field.name: field for field in model._meta.concrete_fields}
    named = {f"insert_{number}": expression for number, expression in enumerate(columns.values())}
    select, parameters = rows.annotate(**named).values_list(*named).query.sql_with_params()
    quote = connection.ops.quote_name
    into = ", ".join(quote(str(by_name[name].column)) for name in columns)
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({into}) {select} ON CONFLICT DO NOTHING"
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return int(cursor.rowcount)
