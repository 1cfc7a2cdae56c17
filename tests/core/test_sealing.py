"""Whatever is done to sealed events is found and named, and no seal jumps over an event still on its way."""

import json
import logging
import threading
from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from cmkc.core import audit, sealing
from cmkc.core.models import AuditEvent, AuditSeal, AuditText
from cmkc.core.snapshots import freeze
from tests import triggers

pytestmark = pytest.mark.django_db(transaction=True)
on_postgresql = pytest.mark.dialect("postgresql")  # one writer at a time on SQLite


@pytest.fixture(autouse=True)
def head_file(settings, tmp_path):
    settings.AUDIT_HEAD_FILE = tmp_path / "heads"
    return settings.AUDIT_HEAD_FILE


@pytest.fixture
def log():
    """Three seals over nine events, one of them with a text."""
    for number in range(9):
        audit.record("core.tested", data={"number": number}, text="words" if number == 4 else "")
        if number % 3 == 2:
            assert audit.seal().count == 3
    assert audit.verify() == sealing.Verdict(seals=3, events=9, unsealed=0, erased_texts=0, broken=None)


def at(position):
    """The event at a place in the log, counted from 0."""
    return AuditEvent.objects.order_by("pk")[position]


def move(row, to):
    AuditEvent.objects.filter(pk=row.pk).update(id=to)


def swap(first, second):
    free = 10**6
    for one, to in ((first.pk, free), (second.pk, first.pk), (free, second.pk)):
        AuditEvent.objects.filter(pk=one).update(id=to)


def insert_between():
    """Move the later events up, so that there is room, and invent one: what a careful forger does."""
    for event in AuditEvent.objects.order_by("-pk")[:5]:
        move(event, event.pk + 1)
    AuditEvent.objects.create(pk=at(3).pk + 1, verb="core.invented")


TAMPERING = {
    "a deleted event": (2, lambda: at(4).delete()),
    "a changed verb": (2, lambda: AuditEvent.objects.filter(pk=at(3).pk).update(verb="core.changed")),
    "changed data": (3, lambda: AuditEvent.objects.filter(pk=at(8).pk).update(data={"number": 9})),
    "a changed time": (1, lambda: AuditEvent.objects.filter(pk=at(0).pk).update(at="2020-01-01T00:00:00Z")),
    "a changed request": (1, lambda: AuditEvent.objects.filter(pk=at(2).pk).update(request_id="x")),
    "a changed text hash": (2, lambda: AuditEvent.objects.filter(pk=at(4).pk).update(text_sha256="0" * 64)),
    "two events swapped": (1, lambda: swap(at(0), at(2))),
    "an event moved to another seal": (2, lambda: swap(at(5), at(6))),
    "an invented event before all": (1, lambda: AuditEvent.objects.create(pk=-5, verb="core.invented")),
    "an invented event in between": (2, insert_between),
    "the first seal deleted": (2, lambda: AuditSeal.objects.filter(number=1).delete()),
    "a middle seal deleted": (3, lambda: AuditSeal.objects.filter(number=2).delete()),
    "a seal's count changed": (2, lambda: AuditSeal.objects.filter(number=2).update(count=4)),
    "a seal's range changed": (2, lambda: AuditSeal.objects.filter(number=2).update(last=F("last") - 1)),
    "a seal's time changed": (3, lambda: AuditSeal.objects.filter(number=3).update(sealed_at="2020-01-01T00:00:00Z")),
    "a seal's signature changed": (2, lambda: AuditSeal.objects.filter(number=2).update(hmac="0" * 64)),
}


@pytest.mark.parametrize("name", TAMPERING)
def test_tampering_is_found_and_the_first_broken_range_named(log, name):
    number, tamper = TAMPERING[name]
    AuditText.objects.all().delete()
    with triggers.lifted():
        tamper()
    broken = audit.verify().broken
    assert broken is not None
    assert broken.seal == number
    with pytest.raises(CommandError, match=f"first at events {broken.first} to {broken.last} .seal {number}"):
        call_command("audit", "verify", stdout=StringIO())


def test_seals_in_another_order_are_found(log):
    with triggers.lifted():
        first, second = AuditSeal.objects.filter(number__in=[1, 2]).order_by("number")
        AuditSeal.objects.filter(number=1).update(number=99)
        AuditSeal.objects.filter(number=2).update(number=1)
        AuditSeal.objects.filter(number=99).update(number=2)
    assert audit.verify().broken.seal == 1
    assert first.hmac != second.hmac


def test_a_tail_cut_off_with_its_seals_is_found_by_the_heads_outside(log, settings):
    last = AuditSeal.objects.get(number=2).last
    with triggers.lifted():
        AuditText.objects.all().delete()
        AuditEvent.objects.filter(pk__gt=AuditSeal.objects.get(number=1).last).delete()
        AuditSeal.objects.filter(number__gt=1).delete()
    broken = audit.verify().broken
    assert (broken.seal, broken.first) == (2, AuditSeal.objects.get().last + 1)
    assert "seals 2 to 3 are gone" in broken.reason
    assert last > broken.first
    settings.AUDIT_HEAD_FILE = ""
    assert audit.verify().broken is None  # nothing inside the database can tell: this is why the head stands outside


def test_a_log_that_was_emptied_is_found_by_the_heads_outside(log):
    with triggers.lifted():
        AuditText.objects.all().delete()
        AuditEvent.objects.all().delete()
        AuditSeal.objects.all().delete()
    assert "seals 1 to 3 are gone" in str(audit.verify().broken)


def test_a_log_sealed_anew_by_somebody_with_the_key_is_found_by_the_heads_outside(log):
    with triggers.lifted():
        AuditSeal.objects.filter(number__gte=2).delete()
        AuditEvent.objects.filter(pk=at(4).pk).update(verb="core.changed")
    assert audit.seal().number == 2
    assert "not the one written outside" in audit.verify().broken.reason


def test_another_key_does_not_verify(log, settings):
    settings.AUDIT_KEY = "another-key-that-did-not-sign-this-log-0123456789"
    assert "AUDIT_KEY" in audit.verify().broken.reason


def test_an_erased_text_leaves_the_log_whole(log):
    assert audit.erase_texts(AuditEvent.objects.all()) == 1
    audit.seal()
    verdict = audit.verify()
    assert (verdict.broken, verdict.erased_texts) == (None, 1)


@pytest.mark.parametrize("change", ["words", "salt", "added"])
def test_a_changed_or_added_text_is_found(log, change):
    if change == "added":
        text = AuditText.objects.create(event=at(0), salt="x", text="never said")
    else:
        text = AuditText.objects.get()
        AuditText.objects.update(**{"text" if change == "words" else "salt": "other"})
    broken = audit.verify().broken
    assert (broken.first, broken.last) == (text.pk, text.pk)


def test_what_is_not_sealed_yet_is_counted(log):
    audit.record("core.tested")
    assert audit.verify() == sealing.Verdict(seals=3, events=9, unsealed=1, erased_texts=0, broken=None)


def test_the_head_is_written_outside_the_database(head_file, caplog):
    with caplog.at_level(logging.INFO, logger="cmkc.audit"):
        audit.record("core.tested")
        first = audit.seal()
        audit.record("core.tested")
        second = audit.seal()
    heads = [json.loads(line) for line in head_file.read_text().splitlines()]
    assert heads == [{"seal": one.number, "last": one.last, "hmac": one.hmac} for one in (first, second)]
    assert second.hmac in caplog.text


def test_a_head_file_that_cannot_be_written_stops_no_seal(settings, caplog):
    settings.AUDIT_HEAD_FILE = "/nowhere/heads"
    audit.record("core.tested")
    assert audit.seal()
    assert "could not be written" in caplog.text


def test_a_line_cut_short_by_a_crash_is_passed_over(log, head_file):
    with head_file.open("a") as file:
        file.write('{"seal": 4, "hm')
    assert audit.verify().broken is None


def test_nothing_new_costs_two_queries_and_writes_nothing(log):
    with CaptureQueriesContext(connection) as queries:
        assert audit.seal() is None
    assert len(queries) == 2


def test_a_long_log_is_sealed_in_parts(monkeypatch):
    monkeypatch.setattr(sealing, "EVENTS_A_SEAL", 4)
    AuditEvent.objects.bulk_create([AuditEvent(verb="core.tested") for _ in range(10)])
    assert audit.seal().number == 3
    assert list(AuditSeal.objects.values_list("count", flat=True)) == [4, 4, 2]
    assert audit.verify().broken is None


def test_the_commands_seal_and_verify(capsys):
    audit.record("core.tested")
    call_command("audit", "seal")
    call_command("audit", "verify")
    call_command("audit", "seal")
    printed = capsys.readouterr().out
    assert "1 events under 1 seals hold; 0 are not sealed yet" in printed
    assert "nothing to seal" in printed


def test_the_command_names_a_damaged_snapshot():
    snapshot = freeze("guide", "pcm", {"a": 1})
    with triggers.lifted():
        type(snapshot).objects.update(content="{}")
    with pytest.raises(CommandError, match=f"snapshot {snapshot.pk}"):
        call_command("audit", "verify", stdout=StringIO())


# --- Many at once -----------------------------------------------------------------------------------------------------


def together(*acts):
    """Run acts at once, each on a connection of its own; give what they answered."""
    answers, errors, barrier = [], [], threading.Barrier(len(acts))

    def run(act):
        try:
            barrier.wait(5)
            answers.append(act())
        except Exception as error:  # noqa: BLE001  (shown below)
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert errors == []
    return answers


def test_of_two_sealers_at_once_one_wins():
    for _round in range(5):
        AuditEvent.objects.bulk_create([AuditEvent(verb="core.tested") for _ in range(20)])
        made = together(audit.seal, audit.seal, audit.seal)
        assert len([one for one in made if one]) == 1
    assert AuditSeal.objects.count() == 5
    assert audit.verify() == sealing.Verdict(seals=5, events=100, unsealed=0, erased_texts=0, broken=None)


def test_seals_made_while_many_write_hold(monkeypatch):
    monkeypatch.setattr(sealing, "EVENTS_A_SEAL", 7)

    def write():
        for number in range(30):
            with transaction.atomic():
                audit.record("core.tested", data={"number": number})

    def keep_sealing():
        for _ in range(40):
            audit.seal()

    together(write, write, write, keep_sealing, keep_sealing)
    while audit.seal():
        pass
    assert audit.verify() == sealing.Verdict(
        seals=AuditSeal.objects.count(), events=90, unsealed=0, erased_texts=0, broken=None
    )


@contextmanager
def open_transaction(act):
    """Hold a transaction open on a connection of its own, in which `act` was done; committed at the end."""
    began, may_end = threading.Event(), threading.Event()

    def run():
        with transaction.atomic():
            act()
            began.set()
            may_end.wait(20)
        connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    assert began.wait(5)
    try:
        yield
    finally:
        may_end.set()
        thread.join(20)


@on_postgresql
def test_no_seal_jumps_over_a_number_that_may_still_be_filled():
    with open_transaction(lambda: audit.record("core.slow")):
        audit.record("core.fast")  # takes the number above, commits first
        assert list(AuditEvent.objects.values_list("verb", flat=True)) == ["core.fast"]
        assert audit.seal() is None
        assert audit.seal() is None
    assert audit.seal().count == 2
    assert list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True)) == ["core.slow", "core.fast"]
    assert audit.verify().broken is None


@on_postgresql
def test_writers_that_overlap_without_end_do_not_starve_the_sealer():
    """There is always an open writer, never the same: what the first ones held up is sealed all the same."""
    audit.record("core.first")
    with open_transaction(lambda: audit.record("core.one")):
        assert audit.seal() is None  # waits for one
        second = open_transaction(lambda: audit.record("core.two"))
        second.__enter__()
    audit.record("core.later")
    try:
        assert audit.seal().count == 1  # one has ended; two is still open, and came after the horizon
        assert AuditEvent.objects.get(pk=AuditSeal.objects.get().last).verb == "core.first"
        assert audit.seal() is None  # the new horizon waits for two
    finally:
        second.__exit__(None, None, None)
    assert audit.seal().count == 3
    assert audit.verify().broken is None


@on_postgresql
def test_a_number_that_was_rolled_back_holds_nothing_up():
    with transaction.atomic():
        audit.record("core.undone")
        transaction.set_rollback(True)
    audit.record("core.tested")
    assert audit.seal().count == 1
    assert AuditSeal.objects.get().first == at(0).pk


@on_postgresql
def test_a_transaction_that_wrote_no_event_holds_nothing_up():
    with open_transaction(lambda: freeze("guide", "pcm", {"a": 1})):
        audit.record("core.tested")
        assert audit.seal().count == 1
