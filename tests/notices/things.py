"""A kind of thing that tests follow: "open" is public, "closed" is for one group, "own" is its author's alone."""

from contextlib import contextmanager

from cmkc.core.audiences import PUBLIC, group, principals_of
from cmkc.core.notices import Subject, Told, subjects
from cmkc.core.references import ReferenceKind, Referent, kinds

KIND, ABOUT_ONE = "test-thing", "test-about-one"
audiences: dict[str, str] = {}
asked: list[tuple[str, ...]] = []


def _find(keys, user):
    asked.append(tuple(sorted(keys)))
    seen = principals_of(user)
    return {
        key: Referent(KIND, key, f"The {key} thing", f"/things/{key}/", "What it is about.")
        for key in keys
        if audiences.get(key, PUBLIC) in seen
    }


def _find_own(keys, readers):
    return {
        (key, reader.pk): Told(f"Decision for {reader}", "/me/", "Because.")
        for key in keys
        for reader in readers
        if key == str(reader.pk)
    }


@contextmanager
def registered():
    """Let notices be about test things for a while."""
    asked.clear()
    audiences.clear()
    kinds.register(KIND, ReferenceKind(KIND, "thing", _find, lambda key: {"key": key}))
    subjects.register(ABOUT_ONE, Subject(ABOUT_ONE, _find_own))
    try:
        yield
    finally:
        del kinds._entries[KIND], subjects._entries[ABOUT_ONE]


def closed_to_all_but(pk):
    """Let the thing "closed" be seen by one group."""
    audiences["closed"] = group(pk)
