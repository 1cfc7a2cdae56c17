"""A digest for many costs no query a reader, and little time."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cmkc import roles
from cmkc.notices.actions.telling import tell
from cmkc.notices.models import Delivery
from cmkc.notices.worker import send_due
from tests import proofs
from tests.notices import things
from tests.notices.factories import followers, telling

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
SECONDS_FOR_ALL = 60.0


def digest_for(number, time_machine, *, day=0, key="open"):
    """Tell this many followers of one thing and send their digest; gives the readers, queries and seconds."""
    time_machine.move_to(MORNING + timedelta(days=day, hours=-1), tick=True)
    readers = followers(number, key=key)
    tell(telling(f"day {day}", about=("test-thing", key)))
    time_machine.move_to(MORNING + timedelta(days=day), tick=True)
    mail.outbox.clear()
    began = time.perf_counter()
    with CaptureQueriesContext(connection) as queries:
        send_due()
    return readers, queries, time.perf_counter() - began


def test_the_queries_do_not_grow_with_the_readers(time_machine):
    few = digest_for(4, time_machine)[1]
    assert len(mail.outbox) == 4
    many = digest_for(200, time_machine, day=1, key="other")[1]
    assert len(mail.outbox) == 200
    assert len(few) == len(many)


def test_readers_in_many_roles_cost_a_query_for_each_group_of_readers_not_for_each_reader(time_machine):
    time_machine.move_to(MORNING - timedelta(hours=1), tick=True)
    readers = followers(120)
    for at, name in enumerate(roles.PERMISSIONS):
        Group.objects.get(name=name).user_set.add(*readers[at::8])
    tell(telling())
    time_machine.move_to(MORNING, tick=True)
    things.asked.clear()
    send_due()
    assert len(mail.outbox) == 120
    assert 2 <= len(things.asked) <= 8


@pytest.mark.proof
def test_a_digest_for_all_followers_of_one_topic_is_out_in_time(time_machine):
    number = proofs.full_size(10_000)
    today = datetime.now(tz=UTC)
    digest_for(2, time_machine, day=-1, key="warm")  # templates are loaded
    readers, queries, seconds = digest_for(number, time_machine)
    assert sorted(one.to[0] for one in mail.outbox) == sorted(user.email for user in readers)
    assert Delivery.objects.filter(state="sent").count() == number + 2
    assert len(queries) <= 40 + 20 * -(-number // 500)
    assert seconds <= SECONDS_FOR_ALL * number / 10_000 + 1
    time_machine.move_to(today)
    proofs.record(
        f"notices-digest-{connection.vendor}", readers=number, seconds=round(seconds, 1), queries=len(queries)
    )
