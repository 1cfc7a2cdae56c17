"""An area's version changes at the commit that changes its content, in every process, and never comes back."""

import os
import subprocess
import sys
import threading

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cmkc.core.models import AreaChange
from cmkc.core.versions import ROWS_BEFORE_FOLDING, fold, touch, versions_of


def version(area="a"):
    return versions_of([area])[area]


@pytest.mark.django_db
class TestOneProcess:
    def test_one_query_for_all_areas_from_the_index(self):
        touch("a", "b")
        with CaptureQueriesContext(connection) as queries:
            found = versions_of(["a", "b", "never"])
        assert len(queries) == 1
        assert set(found) == {"a", "b", "never"}
        assert found["never"] == "0"
        assert found["a"] != found["b"]
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN QUERY PLAN {queries[0]['sql']}")
                assert "COVERING INDEX area_change_version" in str(cursor.fetchall())

    def test_many_touches_in_one_transaction_are_one_row(self):
        with transaction.atomic():
            for _object in range(500):
                touch("a", "b")
        assert AreaChange.objects.count() == 2

    def test_a_touch_after_somebody_looked_counts_again(self):
        seen = {version()}
        for _change in range(3):
            touch("a")
            seen.add(version())
        assert len(seen) == 4

    def test_a_touch_undone_by_a_savepoint_is_done_again(self):
        before = version()
        with transaction.atomic():
            with transaction.atomic():
                touch("a")
                transaction.set_rollback(True)
            touch("a")
        assert AreaChange.objects.count() == 1
        assert version() != before

    def test_a_change_that_commits_late_counts_though_its_number_is_lower(self):
        AreaChange.objects.create(pk=10, area="a", token=5)
        before = version()
        AreaChange.objects.create(pk=3, area="a", token=7)
        assert version() != before

    def test_no_version_comes_back_after_a_rollback(self):
        seen = set()
        for _again in range(20):
            with transaction.atomic():
                touch("a")
                seen.add(version())
                transaction.set_rollback(True)
        assert len(seen) == 20

    def test_folding_leaves_one_row_and_another_version(self):
        for number in range(50):
            AreaChange.objects.create(area="a", token=number)
        AreaChange.objects.create(area="b", token=1)
        before, other = version(), version("b")
        fold("a")
        assert AreaChange.objects.filter(area="a").count() == 1
        assert version() != before
        assert version("b") == other
        after = version()
        fold("a")
        assert version() == after

    def test_sums_stay_within_the_column(self):
        AreaChange.objects.bulk_create(AreaChange(area="a", token=2**47 - 1) for _row in range(2000))
        assert version().startswith("2000-")


@pytest.mark.django_db(transaction=True)
class TestSeveral:
    def test_a_rolled_back_change_never_was(self):
        before = version()
        with transaction.atomic():
            touch("a")
            transaction.set_rollback(True)
        assert version() == before

    def test_it_is_seen_at_the_commit_and_not_before(self):
        touched, looked = threading.Event(), threading.Event()

        def writer():
            with transaction.atomic():
                touch("a")
                touched.set()
                assert looked.wait(20)
            connection.close()

        before = version()
        thread = threading.Thread(target=writer)
        thread.start()
        assert touched.wait(20)
        during = version()
        looked.set()
        thread.join(20)
        assert during == before
        assert version() != before

    def test_rows_are_folded_now_and_then(self):
        for _change in range(3 * ROWS_BEFORE_FOLDING):
            touch("a")
        assert AreaChange.objects.count() <= ROWS_BEFORE_FOLDING

    def test_another_process_is_heard_at_once(self):
        before = version()
        program = "import django; django.setup(); from cmkc.core.versions import touch; touch('a')"
        environment = os.environ | {"DATABASE_URL": address_of_test_database()}
        subprocess.run([sys.executable, "-c", program], env=environment, check=True, timeout=60)
        assert version() != before


def address_of_test_database():
    """The test database as DATABASE_URL."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    return f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"
