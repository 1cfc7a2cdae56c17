"""A table that lives for one test, for mechanisms that no shipped model shows in full."""

from django.db import connection, models
from django.test.utils import isolate_apps

from cmkc.core.keyset import KeysetQuerySet
from cmkc.core.partial_date import PartialDateField

with isolate_apps():

    class Row(models.Model):
        """A row with one column of every sort that lists are ordered by."""

        name = models.CharField(max_length=40, default="")
        number = models.IntegerField(default=0)
        flag = models.BooleanField(default=False)
        at = models.DateTimeField(null=True)
        price = models.DecimalField(max_digits=9, decimal_places=2, default=0)
        begins = PartialDateField(null=True, blank=True)
        mark = models.UUIDField(null=True)

        objects = KeysetQuerySet.as_manager()

        class Meta:
            app_label = "core"
            db_table = "test_row"
            indexes = [models.Index(fields=["flag", "number", "id"], name="test_row_order")]

        def __str__(self):
            return f"{self.name} {self.pk}"


def make_table() -> None:
    """Create the table; the rollback at the end of the test drops it."""
    editor = connection.schema_editor()
    statements = [editor.table_sql(Row), *((str(sql), None) for sql in editor._model_indexes_sql(Row))]
    with connection.cursor() as cursor:
        for sql, values in statements:
            cursor.execute(sql, values or None)
