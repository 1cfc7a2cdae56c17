"""Every surface that is searched: each address of the table with the arguments of every thing, and what lies beside."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urljoin, urlsplit

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from cmkc.notices.models import Follow
from tests.architecture.addresses import Address, every_address
from tests.leaks.oracle import door_of, may_read
from tests.leaks.world import COMMON, WORD, Secret, World

CSV = "?format=csv"
QUERIES: dict[str, tuple[str, ...]] = {
    "search:results": (f"?q={COMMON}", f"?q={COMMON}&sort=newest", f"?q={COMMON}&kind=discussion"),
    "glossary:list": (f"?q={COMMON}",),
    "library:list": ("?sort=added", "?sort=title", "?sort=oldest"),
    "regulatory:table": (CSV,),
    "regulatory:compare": ("?jurisdictions=qq", "?jurisdictions=qq&format=csv"),
    "regulatory:cell": (CSV,),
    "regulatory:cell_at": (CSV,),
    "regulatory:topic": (CSV,),
    "regulatory:jurisdiction": (CSV,),
    "moderation:queue": ("?rows=500",),
}
"""What an address is asked beside itself."""

FIXED: dict[str, tuple[dict[str, object], ...]] = {
    "technology": ({"slug": "continuous-manufacturing"},),
    "notices:preview_html": ({"kind": "followed.changed"},),
    "styleguide_part": ({"part": "components"},),
}
"""Arguments that are no thing's."""

LEFT_OUT: dict[str, str] = {
    "account_reset_password_from_key": "a secret address of a mail; it shows nothing but a form",
    "accounts:my_session_end": "answers POST alone, with a redirect",
    "accounts:organisation_role_end": "answers POST alone, with a redirect",
    "bookings:feed": "a secret address; the test of what is beside the pages asks each reader's own",
    "core:drawing": "drawings are public files",
    "core:figure": "drawings are public files",
    "mfa_edit_webauthn": "a passkey of one's own",
    "mfa_remove_webauthn": "a passkey of one's own",
    "moderation:undo_batch": "answers POST alone, with a redirect",
    "notices:read": "answers POST alone, with a redirect",
    "notices:unsubscribe": "a secret address of a mail; it names a mailing list",
}
"""Addresses with arguments that no thing has, and why nothing can leak there."""

SHOW_FOLLOWED = {"notices:settings", "accounts:my_export"}
"""Where one's own list of what one follows stands."""

PAGE = re.compile(r'href="([^"]*[?&;](?:after|page)=[^"]*)"')
MOST_PAGES = 12


@dataclass(frozen=True, slots=True)
class Surface:
    """One address as it is asked."""

    name: str
    door: str
    path: str


def surfaces(world: World) -> list[Surface]:
    """List all of the site's, each once. Raises: LookupError for an address that nobody has thought about."""
    found: dict[str, Surface] = {}
    for address in every_address():
        door = door_of(address.name, address.route)
        for path in _paths(address, world):
            for query in ("", *QUERIES.get(address.name, ())):
                found.setdefault(path + query, Surface(address.name, door, path + query))
    return list(found.values())


def _paths(address: Address, world: World) -> Iterator[str]:
    if not address.takes:
        yield reverse(address.name)
        return
    given = [arguments for thing in world.things for name, arguments in thing.addresses if name == address.name]
    given += FIXED.get(address.name, ())
    if not given and address.name not in LEFT_OUT:
        raise LookupError(
            f"{address.name} takes {sorted(address.takes)}, and no thing in tests/leaks/makers/ names an address of "
            "it: let the maker of what it shows give it to world.thing(…), or say in surfaces.LEFT_OUT why it is safe"
        )
    for arguments in given:
        yield reverse(address.name, kwargs=arguments)


def text_of(response: HttpResponseBase) -> str:
    """Give all that an answer says: headers, body, what an archive holds."""
    body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            body = b"\n".join(archive.read(name) for name in archive.namelist())
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    return f"{headers}\n{body.decode('utf-8', 'replace')}"


def leaks(world: World, reader: str, surface: Surface, said: str) -> list[Secret]:
    """List the words in an answer that this reader must not find there.

    What stood in the question is no find, nor is the key of what somebody follows: they named it by that key when they
    saw it, and its title stands there only while they do.
    """
    words = set(WORD.findall(said)) - set(WORD.findall(unquote(surface.path)))
    if surface.name in SHOW_FOLLOWED and reader in world.people:
        keys = Follow.objects.filter(user=world.people[reader]).values_list("key", flat=True)
        words -= set(WORD.findall(" ".join(keys)))
    found = (world.secrets[word] for word in sorted(words) if word in world.secrets)
    return [secret for secret in found if not may_read(reader, kind=secret.kind, state=secret.state, door=surface.door)]


@dataclass
class Search:
    """One reader who asks everywhere."""

    world: World
    reader: str
    client: Client
    asked: int = 0
    found: int = 0

    def everywhere(self, places: list[Surface]) -> list[str]:
        """Ask at all places, and turn the pages of lists; give a sentence for each leak."""
        return [told for place in places for told in self._turning(place)]

    def _turning(self, first: Surface) -> Iterator[str]:
        """Ask at one place and, where it is a list, on its further pages."""
        waiting, seen = [first], {first.path}
        while waiting and len(seen) <= MOST_PAGES:
            place = waiting.pop(0)
            answer = self.client.get(place.path)
            said = text_of(answer)
            yield from self.told(place, said)
            for link in PAGE.findall(said) if isinstance(answer, HttpResponse) else ():
                path = urljoin(place.path, link.replace("&amp;", "&"))
                if path not in seen and urlsplit(path).path == urlsplit(first.path).path:
                    seen.add(path)
                    waiting.append(Surface(first.name, first.door, path))

    def told(self, place: Surface, said: str) -> Iterator[str]:
        """Count what was asked, and say what must not stand there."""
        self.asked += 1
        self.found += len(set(WORD.findall(said)))
        for secret in leaks(self.world, self.reader, place, said):
            yield f"{self.reader} finds {secret.word} ({secret.kind}, {secret.state}) at {place.path} [{place.name}]"
