"""Every address of the site, with an example of each that takes arguments."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from cmkc.accounts.models import Organisation
from cmkc.core.figure_files import DIGEST_IN_ADDRESS
from cmkc.core.models import FigureDrawing
from cmkc.notices.tokens import WayOut, token_of
from forum.models import Topic

Arguments = dict[str, Any]
NOBODY = 9_999_999  # the key of an object that isn't there


def _drawing() -> Arguments:
    drawing = FigureDrawing.objects.earliest("pk")
    return {"slug": "any-name", "digest": drawing.sha256[:DIGEST_IN_ADDRESS]}


def _organisation() -> Arguments:
    made, _ = Organisation.objects.get_or_create(slug="tablet-works", defaults={"name": "Tablet", "confirmed": True})
    return {"slug": made.slug}


# Keys of the shipped content. An address whose object only a person can make stands with a key that isn't there.
EXAMPLES: dict[str, Arguments | Callable[[], Arguments]] = {
    "account_reset_password_from_key": {"uidb36": "1", "key": "no-such-key"},
    "accounts:desk_withdraw": {"pk": NOBODY},
    "accounts:my_session_end": {"pk": NOBODY},
    "accounts:organisation": _organisation,
    "accounts:organisation_role_end": {"slug": "tablet-works", "pk": NOBODY},
    "accounts:organisation_roles": _organisation,
    "accounts:revoke_key": {"pk": NOBODY},
    "bookings:attendance": {"pk": NOBODY},
    "bookings:attendance_list": {"pk": NOBODY},
    "bookings:book": {"pk": NOBODY},
    "bookings:booking": {"pk": NOBODY},
    "bookings:calendar": {"pk": NOBODY},
    "bookings:call_off": {"pk": NOBODY},
    "bookings:cancel": {"pk": NOBODY},
    "bookings:cancel_for": {"pk": NOBODY, "booking": NOBODY},
    "bookings:change": {"pk": NOBODY},
    "bookings:check_in": {"pk": NOBODY},
    "bookings:code": {"pk": NOBODY},
    "bookings:feed": {"token": NOBODY},
    "bookings:give_place": {"pk": NOBODY, "booking": NOBODY},
    "bookings:manage": {"pk": NOBODY},
    "core:drawing": _drawing,
    "core:figure": {"slug": "traceability-lots"},
    "courses:course": {"slug": "intro-pcm"},
    "courses:lesson": {"slug": "intro-pcm", "lesson": "pcm-what"},
    "courses:read": {"slug": "intro-pcm", "lesson": "pcm-what"},
    "forum:category": {"slug": "control-strategy"},
    "glossary:correct": {"slug": "part-11"},
    "glossary:proposal": {"pk": NOBODY},
    "glossary:term": {"slug": "part-11"},
    "glossary:term_data": {"slug": "part-11"},
    "guides:chapter": {"slug": "control-strategies-sod", "chapter": "scope"},
    "guides:guide": {"slug": "control-strategies-sod"},
    "guides:release": {"slug": "control-strategies-sod", "release": "1.0"},
    "guides:release_chapter": {"slug": "control-strategies-sod", "release": "1.0", "chapter": "scope"},
    "library:export": {"cmkc_id": "CMKC-000001", "name": "bibtex"},
    "library:publication": {"cmkc_id": "CMKC-000001"},
    "library:version": {"cmkc_id": "CMKC-000001", "version": 1},
    "library:version_export": {"cmkc_id": "CMKC-000001", "version": 1, "name": "bibtex"},
    "mfa_edit_webauthn": {"pk": NOBODY},
    "mfa_remove_webauthn": {"pk": NOBODY},
    "moderation:appeal": {"pk": NOBODY},
    "moderation:confirm": {"pk": NOBODY},
    "moderation:flag": {"kind": "profile", "key": NOBODY},
    "moderation:item": {"pk": NOBODY},
    "moderation:lift": {"pk": NOBODY},
    "moderation:member": {"pk": NOBODY},
    "moderation:my_decision": {"pk": NOBODY},
    "moderation:my_sanction": {"pk": NOBODY},
    "moderation:reason": {"pk": NOBODY},
    "moderation:release": {"pk": NOBODY},
    "moderation:skip": {"pk": NOBODY},
    "moderation:take": {"pk": NOBODY},
    "moderation:undo": {"pk": NOBODY},
    "moderation:undo_batch": {"batch": uuid.UUID(int=0)},
    "notices:preview_html": {"kind": "followed.changed"},
    "notices:read": {"pk": NOBODY},
    "notices:unsubscribe": lambda: {"token": token_of(WayOut(NOBODY, "followed.changed"))},
    "forum:topic": lambda: {"pk": Topic.objects.earliest("pk").pk, "slug": "any-name"},
    "regulatory:cell": {"code": "us", "slug": "early-engagement"},
    "regulatory:cell_at": {"code": "us", "slug": "early-engagement", "as_of": "2024-01-01", "known_at": "2026-01-01"},
    "regulatory:instrument": {"code": "ich-qiwg-ptc"},
    "regulatory:jurisdiction": {"code": "us"},
    "regulatory:topic": {"slug": "early-engagement"},
    "programs:approval": {"slug": "cell-shuttle--us"},
    "programs:program": {"slug": "atp-ca"},
    "styleguide_part": {"part": "components"},
    "technology": {"slug": "continuous-manufacturing"},
}
NOT_OURS = ("cms/", "documents/", "_util/")


@dataclass(frozen=True)
class Address:
    """A pattern of the URL configuration."""

    name: str
    route: str
    takes: frozenset[str]

    def example(self) -> str:
        """A path that it answers. Raises: KeyError when it takes arguments and EXAMPLES has none for it."""
        if not self.takes:
            return reverse(self.name)
        given = EXAMPLES[self.name]
        return reverse(self.name, kwargs=given() if callable(given) else given)


def every_address() -> list[Address]:
    """All addresses of this project and of allauth; Wagtail's own are left to Wagtail's tests."""
    root = Address("", "", frozenset())
    return [found for found in below(get_resolver(), root) if not found.route.startswith(NOT_OURS)]


def below(resolver: URLResolver, above: Address) -> Iterator[Address]:
    """The named addresses under a resolver; what stands above gives the beginning of name, route and arguments."""
    for entry in resolver.url_patterns:
        takes = above.takes | set(entry.pattern.converters or entry.pattern.regex.groupindex)
        route = f"{above.route}{entry.pattern}"
        if isinstance(entry, URLResolver):
            name = f"{above.name}{entry.namespace}:" if entry.namespace else above.name
            yield from below(entry, Address(name, route, takes))
        elif isinstance(entry, URLPattern) and entry.name and entry.name != "wagtail_serve":
            yield Address(f"{above.name}{entry.name}", route, takes)
