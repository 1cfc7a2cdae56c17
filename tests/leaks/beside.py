"""What lies beside the pages: notices and their mails, one's own data, calendars, kept pages."""

from collections.abc import Iterator
from datetime import timedelta

from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cmkc.bookings.actions.feeds import renew, token_of
from cmkc.core import references
from cmkc.core.notices import CHANGED, DAILY, subjects
from cmkc.core.references import Target
from cmkc.notices.models import Event, Follow, Notice
from cmkc.notices.worker import send_due
from tests.leaks.makers.bookings import OWN
from tests.leaks.oracle import OWN_DATA
from tests.leaks.surfaces import Search, Surface, text_of
from tests.leaks.world import World


def _named(world: World) -> list[tuple[str, str]]:
    """List what can be named by kind and key, each once."""
    return list(dict.fromkeys(thing.reference for thing in world.things if thing.reference))


def follow_everything(world: World) -> None:
    """Let everybody follow what they may see now; and let everything cite everything public."""
    named = [(kind, key) for kind, key in _named(world) if kind in references.kinds]
    for one in world.people.values():
        seen = references.resolve([Target(kind, key) for kind, key in named], one)
        Follow.objects.bulk_create(Follow(user=one, kind=target.kind, key=target.key) for target in seen)
    public = [thing.reference for thing in world.things if thing.reference and thing.state == "public"]
    targets = [Target(kind, key) for kind, key in public if kind in references.kinds]
    for kind, key in named:
        references.record(Target(kind, key), targets)


def tell_everything(world: World) -> None:
    """Let everybody have been told of what they follow, and of what may be about them; nothing is mailed yet."""
    before = timezone.now() - timedelta(days=3)
    for kind, key in [*_named(world), ("work", str(timezone.localdate()))]:
        event = Event.objects.create(kind=CHANGED, about_kind=kind, about_key=key, key=f"{kind}:{key}", at=before)
        followers = set(Follow.objects.of_thing(kind, key).values_list("user", flat=True))
        Notice.objects.bulk_create(
            Notice(event=event, reader=one, pace=DAILY, created_at=before)
            for one in world.people.values()
            if one.pk in followers or kind in subjects
        )


def mails(world: World) -> Iterator[str]:
    """Send all that waits, and say what stands in a mail that its reader must not find."""
    mail.outbox.clear()
    send_due()
    by_address = {user.email: name for name, user in world.people.items()}
    assert len(mail.outbox) > len(by_address) / 2, "hardly anybody was mailed"
    for message in mail.outbox:
        place = Surface("mail", "", "mail")
        for address in message.to:
            if address in by_address:
                search = Search(world, by_address[address], Client())
                yield from search.told(place, message.message().as_bytes(linesep="\n").decode() + message.body)


def own_things(search: Search) -> Iterator[str]:
    """Take one's data away, look at one's bookings, and read one's calendar by its secret address."""
    for booking in search.world.people[search.reader].bookings.all():
        for name in OWN:
            path = reverse(f"bookings:{name}", args=[booking.pk])
            yield from search.told(Surface(f"bookings:{name}", "", path), text_of(search.client.get(path)))
    path = reverse("accounts:my_export")
    answer = search.client.post(path)
    assert answer.status_code == 200, f"{search.reader} gets no data: {answer.status_code}"
    yield from search.told(Surface("accounts:my_export", OWN_DATA, path), text_of(answer))
    path = reverse("bookings:feed", args=[token_of(renew(search.world.people[search.reader]))])
    answer = Client().get(path)
    assert answer.status_code == 200
    yield from search.told(Surface("bookings:feed", "", path), text_of(answer))
