"""Every kept counter is compared with a recount; what is wrong is listed, and set right on request."""

import io

import pytest
from django.core.management import CommandError, call_command

from cmkc.bookings.actions.booking import book
from cmkc.bookings.models import Offer
from cmkc.core.counters import counters, wrong
from cmkc.library.models import Family, Sequence
from cmkc.moderation.models import ReviewItem
from forum.models import Topic
from tests.accounts.factories import UserFactory
from tests.bookings.factories import OfferFactory
from tests.forum.factories import make_topic
from tests.library.factories import PublicationFactory
from tests.moderation.factories import flagged

pytestmark = pytest.mark.django_db


def run(action):
    out = io.StringIO()
    call_command("counters", action, stdout=out)
    return out.getvalue()


@pytest.fixture
def site():
    """Something of each kind that is counted."""
    offer = OfferFactory(capacity=1)
    for _turn in range(3):
        book(offer, UserFactory())
    topic = make_topic(posts=3)
    PublicationFactory()
    item = flagged(member := UserFactory())
    flagged(member, reason="harassment")
    return {"bookings": offer, "forum": topic, "moderation": item, "library": Sequence.objects.get()}


def test_what_the_site_keeps_is_what_a_recount_says(site):
    assert run("check") == f"{len(counters)} kinds of counters hold what a recount says\n"


CHANGES = {
    "bookings.booked": (Offer, {"booked": 5}, 1),
    "bookings.waiting": (Offer, {"waiting": 0}, 2),
    "bookings.arrivals": (Offer, {"arrivals": 9}, 3),
    "moderation.priority": (ReviewItem, {"priority": 1}, 42),
    "forum.replies": (Topic, {"reply_count": 0}, 2),
    "forum.next_number": (Topic, {"next_number": 2}, 4),
    "library.ids": (Sequence, {"last": 0}, None),
}


def test_each_registered_counter_is_tried_here():
    assert set(counters.names()) == set(CHANGES)


@pytest.mark.parametrize("name", CHANGES)
def test_a_wrong_counter_is_named_and_mended(site, name):
    model, change, right = CHANGES[name]
    row = site[name.partition(".")[0]]
    right = Family.objects.latest("number").number if right is None else right
    ((column, kept),) = change.items()
    model.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(CommandError, match="1 counters are wrong"):
        run("check")
    assert run("mend") == f"{name} of {row.pk}: {kept} is kept, {right} counted\n1 of 1 mended\n"
    assert model.objects.values_list(column, flat=True).get(pk=row.pk) == right
    assert wrong() == []


def test_a_number_that_is_never_given_again_may_be_higher(site):
    Sequence.objects.update(last=1000)
    Topic.objects.update(next_number=1000)
    assert wrong() == []


def test_recounting_costs_one_query_a_kind(site, django_assert_num_queries):
    with django_assert_num_queries(len(counters)):
        wrong()
