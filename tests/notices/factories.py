"""The smallest true follow, event and notice, and many followers at once."""

from django.utils import timezone
from factory import Sequence, SubFactory
from factory.django import DjangoModelFactory

from cmkc.accounts.models import User
from cmkc.core.notices import CHANGED, DAILY
from cmkc.notices.actions.telling import Telling
from cmkc.notices.models import Event, Follow, Notice
from tests.accounts.factories import UserFactory


class FollowFactory(DjangoModelFactory):
    class Meta:
        model = Follow

    user = SubFactory(UserFactory)
    kind, key = "test-thing", "open"
    pace = DAILY


class EventFactory(DjangoModelFactory):
    class Meta:
        model = Event

    kind = CHANGED
    about_kind, about_key = "test-thing", "open"
    key = Sequence(lambda number: f"event {number}")


class NoticeFactory(DjangoModelFactory):
    class Meta:
        model = Notice

    event = SubFactory(EventFactory)
    reader = SubFactory(UserFactory)
    pace = DAILY


def telling(key="first", *, about=("test-thing", "open"), kind=CHANGED, **more):
    """An event as `announce` names it."""
    return Telling(kind, about, key, **more)


def mailed(pace="at-once", *, about=("test-thing", "open"), kind=CHANGED, **fields):
    """Make a notice that waits for its mail."""
    event = EventFactory(about_kind=about[0], about_key=about[1], kind=kind)
    return NoticeFactory(event=event, pace=pace, **fields)


def followers(number, *, key="open", pace=DAILY, **fields):
    """Make this many members who follow one thing; 2 queries and more for each few hundred."""
    before = User.objects.count()
    made = User.objects.bulk_create(
        User(email=f"follower-{key}-{before + at}@example.org", name=f"Follower {at}", password="!", **fields)
        for at in range(number)
    )
    now = timezone.now()
    Follow.objects.bulk_create(
        [Follow(user=user, kind="test-thing", key=key, pace=pace, created_at=now) for user in made]
    )
    return made
