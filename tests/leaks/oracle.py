"""Who may read what: written by hand from the rules of access, and computed from nothing that the program says.

A secret is a word that stands in one part of one thing, and has a state. `STATES` says which readers may find it on the
site, and which at a desk. In the CMS whoever edits a kind sees it in every state: `CMS` says who that is.
"""

from dataclasses import dataclass, field

from cmkc import roles

KEYS = ("a key that reads", "a key to the profile")
SECTORS = ("industry", "academia", "regulator", "other")
READERS: tuple[str, ...] = (
    *roles.PERMISSIONS,  # a new role is a new reader, who may see what its line here says and nothing more
    *SECTORS,
    "author",
    "of the circle",
    "training manager",
    "inspector",
    "silenced",
    "banned",
    "closed account",
    *KEYS,
    "visitor",  # the last: pages that were kept for a member would come back here
)
"""Everybody who asks. “Author” wrote what is somebody's own; “of the circle” is in the group that things are for."""

EVERYBODY = frozenset(READERS)
NOBODY: frozenset[str] = frozenset()
SIGNED_IN = EVERYBODY - {"visitor", "closed account", *KEYS}
AUTHOR = frozenset({"author"})
CIRCLE = frozenset({"of the circle"})
MODERATORS = frozenset({roles.MODERATOR, roles.ADMINISTRATOR})
VERIFIERS = frozenset({roles.ADMINISTRATOR})


@dataclass(frozen=True)
class Sees:
    """Who finds a word: on the site, and beyond that at a desk (`DOORS` names them)."""

    site: frozenset[str]
    at: dict[str, frozenset[str]] = field(default_factory=dict)


DESK = "the moderators' desk"
VERIFICATION = "the verification desk"
GRANTS = "the roles of an organisation"
THE_CMS = "the CMS"
OWN_DATA = "one's own data"
DOORS: dict[str, str] = {
    "moderation:my_decision": "",
    "moderation:": DESK,
    "accounts:desk": VERIFICATION,
    "accounts:organisation_role": GRANTS,
    "audit_log": DESK,
    "cms/": THE_CMS,
}
"""The desk that an address belongs to, by the longest beginning of its name or route; all else is the site."""

STATES: dict[str, Sees] = {
    # Content with an audience, wherever it stands.
    "public": Sees(EVERYBODY),
    "for members": Sees(SIGNED_IN),
    "for a group": Sees(CIRCLE),
    "for its author": Sees(AUTHOR),
    "behind a password": Sees(NOBODY),
    # Content that is not published, or is no longer.
    "draft": Sees(NOBODY),
    "withdrawn": Sees(NOBODY),
    "closed to visitors": Sees(SIGNED_IN),
    "closed to all but a group": Sees(CIRCLE),
    "next edition": Sees(NOBODY),
    "statement in the verification queue": Sees(frozenset({roles.EDITOR})),
    "note for editors": Sees(NOBODY),
    # Discussion.
    "hidden by a moderator": Sees(AUTHOR | MODERATORS),
    "hidden, without an author": Sees(MODERATORS),
    "hidden, in a room for a group": Sees(NOBODY, {OWN_DATA: AUTHOR}),  # what one wrote is one's own to take away
    "waits for a moderator": Sees(AUTHOR | MODERATORS),
    "deleted": Sees(AUTHOR | MODERATORS),
    # People.
    "listed by their own wish": Sees(SIGNED_IN),
    "not listed": Sees(NOBODY, {DESK: MODERATORS, VERIFICATION: VERIFIERS, GRANTS: VERIFIERS | {"training manager"}}),
    "profile hidden by a moderator": Sees(NOBODY, {DESK: MODERATORS}),
    "erased": Sees(NOBODY),
    "account closed": Sees(NOBODY, {DESK: MODERATORS, VERIFICATION: VERIFIERS}),
    "address of a member": Sees(NOBODY, {VERIFICATION: VERIFIERS}),
    "organisation not confirmed": Sees(NOBODY, {VERIFICATION: VERIFIERS, DESK: VERIFIERS}),
    "asked for verification": Sees(AUTHOR, {VERIFICATION: VERIFIERS, DESK: VERIFIERS}),
    "name of a key": Sees(AUTHOR),
    # The desk.
    "proposal": Sees(AUTHOR, {DESK: MODERATORS}),
    "flag": Sees(NOBODY, {DESK: MODERATORS}),
    "decision": Sees(AUTHOR, {DESK: MODERATORS}),
    "decision about another": Sees(NOBODY, {DESK: MODERATORS}),
    "sanction": Sees(AUTHOR, {DESK: MODERATORS}),
    "ban that waits for its second": Sees(NOBODY, {DESK: MODERATORS}),
    "appeal": Sees(AUTHOR, {DESK: MODERATORS}),
    "words of the desk": Sees(NOBODY, {DESK: MODERATORS}),
    # Bookings.
    "person who booked": Sees(AUTHOR),  # who looks after the bookings of that thing
    "person who booked elsewhere": Sees(NOBODY),
}

CMS: dict[str, frozenset[str]] = {
    "publication": frozenset({roles.EDITOR}),
    "glossary": frozenset({roles.EDITOR}),
    "statement": frozenset({roles.EDITOR}),
    "guide": frozenset({roles.EDITOR, roles.ADMINISTRATOR}),
    "text page": frozenset({roles.EDITOR, roles.ADMINISTRATOR}),
    "course": frozenset({roles.EDITOR, roles.ADMINISTRATOR, roles.INSTRUCTOR}),
    "profile": frozenset({roles.ADMINISTRATOR}),
    "organisation": frozenset({roles.ADMINISTRATOR}),
}
"""Who edits a kind in the CMS; what is not named here is edited by nobody but at its own desk."""


def door_of(name: str, route: str) -> str:
    """Name the desk that an address belongs to, or "" for the site."""
    fitting = [known for known in DOORS if name.startswith(known) or route.startswith(known)]
    return DOORS[max(fitting, key=len)] if fitting else ""


def may_read(reader: str, *, kind: str, state: str, door: str) -> bool:
    """Tell whether a reader may find a word of a thing of this kind and state there. Raises: KeyError."""
    sees = STATES[state]
    if reader in sees.site or reader in sees.at.get(door, NOBODY):
        return True
    return door == THE_CMS and reader in CMS.get(kind, NOBODY)
