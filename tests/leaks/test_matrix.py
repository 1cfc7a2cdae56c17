"""Every reader on every address, with things of every kind in every state: nobody finds what is not theirs."""

import pytest
from django.core.cache import cache

from cmkc import roles
from cmkc.library.querysets import PublicationQuerySet
from forum.querysets import CategoryQuerySet, TopicQuerySet
from tests.leaks import surfaces as places
from tests.leaks.beside import mails, own_things
from tests.leaks.cms import cms_surfaces
from tests.leaks.oracle import READERS, SIGNED_IN
from tests.leaks.readers import client_of
from tests.leaks.surfaces import Search, Surface, leaks, surfaces, text_of
from tests.lenient_templates import lenient_templates  # noqa: F401  (used by the test of the CMS)

pytestmark = pytest.mark.django_db
ON_BOTH = (roles.MEMBER, roles.MODERATOR, "author", "of the circle", "visitor")
"""Those who differ most in what they may read are asked on both databases, the others on the first."""


ASKED = [pytest.param(reader, marks=() if reader in ON_BOTH else pytest.mark.once) for reader in READERS]


@pytest.mark.parametrize("reader", ASKED)
def test_nobody_finds_what_is_not_theirs(world, reader):
    search = Search(world, reader, client_of(reader, world.people))
    leaked = search.everywhere(surfaces(world))
    if reader in SIGNED_IN:
        leaked += own_things(search)
    assert not leaked, "\n".join(leaked)
    assert search.found > 100, "hardly anything was found at all: the search looks past the site"


@pytest.mark.once
@pytest.mark.parametrize("reader", [roles.INSTRUCTOR, roles.EDITOR, roles.ADMINISTRATOR])
@pytest.mark.ignore_template_errors
def test_the_cms_shows_nobody_what_is_not_theirs_to_edit(world, reader, lenient_templates):  # noqa: F811
    search = Search(world, reader, client_of(reader, world.people))
    leaked = search.everywhere(cms_surfaces(world, reader))
    assert not leaked, "\n".join(leaked)
    assert search.asked > 300


def test_no_page_that_was_kept_for_visitors_shows_what_was_closed_meanwhile(world):
    search = Search(world, "visitor", client_of("visitor", world.people))
    leaked = [told for place, said in world.told_visitors for told in search.told(place, said)]
    assert not leaked, "\n".join(leaked)


def test_no_mail_tells_what_its_reader_may_not_see(world):
    assert list(mails(world)) == []


# The search itself: holes are made on purpose, and each must be told.


def told(world, reader, *names):
    """What the search tells of the addresses of these names."""
    wanted = [place for place in surfaces(world) if place.name in names]
    assert wanted
    return Search(world, reader, client_of(reader, world.people)).everywhere(wanted)


HOLES = {
    "hidden by a moderator": (TopicQuerySet, lambda self, _user: self.all(), ("forum:topic",)),
    "for members": (PublicationQuerySet, lambda self, _user: self.filter(live=True), ("library:publication",)),
    "for a group": (CategoryQuerySet, lambda self, _user: self.all(), ("forum:index", "forum:category")),
}


@pytest.mark.parametrize("state", HOLES)
def test_a_read_that_forgets_to_ask_who_reads_is_told(world, monkeypatch, state):
    whose, hole, names = HOLES[state]
    assert told(world, "visitor", *names) == []
    cache.clear()
    monkeypatch.setattr(whose, "visible_to", hole)
    assert any(f"{state})" in line for line in told(world, "visitor", *names))


def test_an_address_that_nobody_thought_about_is_told(world, monkeypatch):
    monkeypatch.delitem(places.FIXED, "technology")
    with pytest.raises(LookupError, match=r"technology takes .* no thing in tests/leaks/makers/ names an address"):
        surfaces(world)


def test_a_word_in_the_address_of_a_redirect_is_found(world, monkeypatch):
    thing = next(one for one in world.things if one.state == "hidden, without an author")
    _name, wrong = thing.addresses[1]
    monkeypatch.setattr(TopicQuerySet, "visible_to", lambda self, _user: self.all())
    answer = client_of("visitor", world.people).get(f"/forum/t/{wrong['pk']}/elsewhere/")
    assert answer.status_code == 301
    assert leaks(world, "visitor", Surface("forum:topic", "", "/forum/t/"), text_of(answer))
