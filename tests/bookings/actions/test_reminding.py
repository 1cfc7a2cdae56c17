"""Each booking is reminded once of each beginning, however often the task runs and by how many workers."""

import threading
from datetime import timedelta

import pytest
from django.db import connections

from cmkc.bookings.actions import reminding
from cmkc.bookings.actions.booking import book
from cmkc.bookings.actions.offers import call_off, change
from cmkc.bookings.models import Reminder
from tests.accounts.factories import UserFactory
from tests.bookings.factories import OfferFactory, booked_by
from tests.bookings.racing import kept_tasks, told

__all__ = ["kept_tasks"]
pytestmark = pytest.mark.django_db
HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)


def test_who_has_a_place_is_reminded_a_day_and_an_hour_before_and_once(time_machine):
    offer = OfferFactory(capacity=2)
    first, second, _waiting = booked_by(offer, 3)
    for before in (DAY + MINUTE, DAY, DAY - HOUR, 2 * HOUR, HOUR, MINUTE, timedelta(0)):
        time_machine.move_to(offer.starts - before, tick=False)
        reminding.remind()
    assert told("booking.reminder") == [first.user_id, second.user_id] * 2
    assert sorted(Reminder.objects.values_list("name", flat=True)) == ["day", "day", "hour", "hour"]


def test_who_books_later_than_a_reminder_falls_due_needs_none(time_machine):
    offer = OfferFactory()
    time_machine.move_to(offer.starts - 3 * HOUR, tick=False)
    late = book(offer, UserFactory())
    reminding.remind()
    assert told("booking.reminder") == []
    time_machine.move_to(offer.starts - HOUR, tick=False)
    reminding.remind()
    assert told("booking.reminder") == [late.user_id]


def test_a_date_that_moves_is_reminded_of_anew_and_one_called_off_is_not(time_machine, manager):
    offer = OfferFactory()
    (booking,) = booked_by(offer, 1)
    time_machine.move_to(offer.starts - DAY, tick=False)
    reminding.remind()
    change(offer, {"starts": offer.starts + 3 * DAY, "ends": offer.ends + 3 * DAY}, by=manager)
    time_machine.move_to(offer.starts + 2 * DAY, tick=False)
    reminding.remind()
    assert told("booking.reminder") == [booking.user_id] * 2
    call_off(offer, by=manager)
    time_machine.move_to(offer.starts + 3 * DAY - HOUR, tick=False)
    assert not reminding.is_due()
    assert reminding.remind() == 0


def test_a_long_list_is_reminded_in_parts_and_goes_on_where_it_was_stopped(time_machine, monkeypatch):
    monkeypatch.setattr(reminding, "CHUNK", 3)
    offer = OfferFactory(capacity=10)
    people = [one.user_id for one in booked_by(offer, 8)]
    time_machine.move_to(offer.starts - DAY, tick=False)
    some, calls = reminding._remind_some, []

    def dies_in_the_third_part(*given):
        calls.append(given)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return some(*given)

    monkeypatch.setattr(reminding, "_remind_some", dies_in_the_third_part)
    with pytest.raises(KeyboardInterrupt):
        reminding.remind()
    monkeypatch.setattr(reminding, "_remind_some", some)
    assert reminding.remind() == 2
    assert told("booking.reminder") == people


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("kept_tasks")
def test_workers_that_remind_at_once_remind_everybody_once(time_machine, monkeypatch):
    monkeypatch.setattr(reminding, "CHUNK", 4)
    offer = OfferFactory(capacity=20)
    people = [one.user_id for one in booked_by(offer, 20)]
    time_machine.move_to(offer.starts - DAY, tick=False)
    failed = []

    def work():
        try:
            reminding.remind()
        except Exception as error:  # noqa: BLE001  (shown by the assertion below)
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failed == []
    assert sorted(told("booking.reminder")) == sorted(people)
