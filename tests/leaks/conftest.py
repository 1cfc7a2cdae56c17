"""The world, made once for a module and taken back at its end; all of it stands in one transaction."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.testcases import TestCase
from pytest_django import DjangoDbBlocker

from cmkc.core import bookable
from cmkc.core.models import Subject
from tests.accounts.factories import OrganisationFactory
from tests.home.site import site_tree
from tests.leaks import makers
from tests.leaks.beside import follow_everything, tell_everything
from tests.leaks.makers.bookings import KIND_OF_TESTS
from tests.leaks.readers import accounts
from tests.leaks.surfaces import surfaces, text_of
from tests.leaks.world import MAKERS, World
from tests.loading import subjects
from tests.moderation.factories import moderator

DONE = "done"
MANY = 50
assert makers.__all__  # importing them has registered all makers


def build() -> World:
    """Make everything; close and withdraw some in rounds, before each of which a visitor reads what is kept."""
    site_tree()
    subjects()
    circle = Group.objects.create(name="Circle of the tests")
    works = OrganisationFactory(confirmed=True)
    subject = Subject.objects.get(slug="continuous-manufacturing")
    world = World(accounts(works, circle), circle, works, moderator(name="Who decides"), subject)
    making = [entry.make(world) for entry in MAKERS]
    in_work = [one for one in making if next(one, DONE) != DONE]
    follow_everything(world)
    visitor = Client()
    kept = [place for place in surfaces(world) if "ETag" in visitor.get(place.path)]
    assert len(kept) > MANY, "hardly any page is kept for visitors"
    while in_work := [one for one in in_work if next(one, DONE) != DONE]:
        for place in kept:
            visitor.get(place.path)
    world.told_visitors = [(place, text_of(visitor.get(place.path))) for place in kept]
    tell_everything(world)
    closed = world.people["closed account"]
    closed.is_active = False
    closed.save()
    return world


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """All things in all states; registers a kind of bookable thing while it lasts."""
    bookable.register(KIND_OF_TESTS)
    try:
        with django_db_blocker.unblock(), transaction.atomic():
            with TestCase.captureOnCommitCallbacks(execute=True):
                made = build()
            yield made
            transaction.set_rollback(True)
        connection.close()
    finally:
        del bookable.kinds._entries[KIND_OF_TESTS.kind]
        cache.clear()
