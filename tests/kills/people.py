"""People who write through the public door, one write after the other, and remember which were acknowledged."""

import re
import threading
import time
from dataclasses import dataclass, field
from random import Random

from django.conf import settings
from django.test import Client

from cmkc.accounts.models import User
from tests.kills.programs import LOST
from tests.visitor import Visitor

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
VERSION = re.compile(r'name="version" value="([^"]*)"')
ACKNOWLEDGED = range(300, 400)
"""Each of these forms answers a write with a redirect; a form with errors comes back with 200 or 422."""


def signed_in(url: str, user: User) -> Visitor:
    """Give somebody with a session of the service."""
    client = Client()
    client.force_login(user)
    return Visitor(url, cookies={settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value})


def sends(visitor: Visitor, form: str, values: dict[str, str]) -> int:
    """Open the page of a form and send it; gives the status. Raises: LOST when the server went away."""
    token = TOKEN.search(visitor.get(form).text)
    assert token, f"{form} shows no form"
    sent = visitor.post(form, {"csrfmiddlewaretoken": token[1], **values}, follow=False)
    assert sent.status != 403, f"{form} is refused"
    return sent.status


@dataclass
class Written:
    """What one kind of write was tried for, and what of it was acknowledged; by what names it."""

    tried: list[str] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)


class People:
    """Members and a moderator who write at random, each write once: what fails is never sent again."""

    def __init__(self, url: str, members: list[User], moderator: User, world: dict[str, list[str]], seed: int) -> None:
        self.random = Random(seed)
        self.members = {user.pk: signed_in(url, user) for user in members}
        self.moderator = signed_in(url, moderator)
        self.world = {name: list(keys) for name, keys in world.items()}
        self.written = {name: Written() for name in ("flag", "propose", "follow", "edit", "book", "decide")}
        self.unbooked = [(pk, offer) for offer in world["offers"] for pk in self.members]
        self.random.shuffle(self.unbooked)
        self.failures: list[BaseException] = []
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._write_on)

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def wait_until_each_kind_was_written(self) -> None:
        """Wait for one acknowledged write of each kind. Raises: AssertionError when that takes too long."""
        deadline = time.monotonic() + 120
        while not all(one.acknowledged for one in self.written.values()):
            assert not self.failures, self.failures
            assert time.monotonic() < deadline, f"not written: {self.written}"
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop after the write at hand. Raises: what went wrong but for a server that was killed."""
        self._stopping.set()
        self._thread.join(120)
        for failure in self.failures:
            raise failure

    def _write_on(self) -> None:
        number = 0
        while not self._stopping.is_set():
            number += 1
            try:
                self.one_write(self.random.choice(list(self.written)), str(number))
            except LOST:
                self._stopping.wait(0.05)
            except BaseException as failure:  # noqa: BLE001  (told by the thread of the test)
                self.failures.append(failure)
                return

    def one_write(self, kind: str, number: str) -> bool:
        """Try one write of a kind; false when there is nothing left for it."""
        member = self.random.choice(list(self.members))
        done: bool = getattr(self, f"_{kind}")(member, number)
        return done

    def _try(self, kind: str, named: str, visitor: Visitor, form: str, **values: str) -> bool:
        """Send a write, remembering that it was tried before it goes, and that it was acknowledged after."""
        self.written[kind].tried.append(named)
        if sends(visitor, form, values) in ACKNOWLEDGED:
            self.written[kind].acknowledged.append(named)
        return True

    def _flag(self, member: int, _number: str) -> bool:
        if not self.world["people"]:
            return False
        key = self.world["people"].pop()
        return self._try(
            "flag", f"{member}:{key}", self.members[member], f"/moderation/flag/profile/{key}/", reason="spam"
        )

    def _propose(self, member: int, number: str) -> bool:
        words = {"name": f"Proposed {number}", "category": "digital", "definition": "What it means.", "source": "ICH"}
        return self._try("propose", words["name"], self.members[member], "/glossary/suggest/", **words)

    def _follow(self, member: int, _number: str) -> bool:
        key = self.random.choice(self.world["terms"])
        form = f"/me/follow/?kind=glossary&key={key}"
        return self._try("follow", f"{member}:{key}", self.members[member], form, pace="daily")

    def _edit(self, member: int, number: str) -> bool:
        words = {"name": f"Writer {member}", "affiliation": f"Step {number}", "time_zone": "UTC", "language": ""}
        return self._try("edit", f"{member}:Step {number}", self.members[member], "/me/profile/", **words)

    def _book(self, _member: int, _number: str) -> bool:
        if not self.unbooked:
            return False
        member, offer = self.unbooked.pop()
        return self._try("book", f"{member}:{offer}", self.members[member], f"/bookings/{offer}/")

    def _decide(self, _member: int, number: str) -> bool:
        """Take the next item and hide it or, of a proposal, decline it."""
        token = TOKEN.search(self.moderator.get("/moderation/").text)
        assert token
        opened = self.moderator.post("/moderation/next/", {"csrfmiddlewaretoken": token[1]}, follow=False)
        place = opened.headers["Location"]
        if "/items/" not in place:
            return False
        version = VERSION.search(self.moderator.get(place).text)
        words = {"action": "hide", "reason": f"Decided {number}", "version": version[1] if version else ""}
        return self._try("decide", place.strip("/").rpartition("/")[2], self.moderator, place, **words)
