"""What each reader may be told at this moment, asked in bulk: per kind of thing, language and sight, one query."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import TypeAlias

from django.conf import settings
from django.utils import translation

from cmkc.accounts.models import User
from cmkc.core import references
from cmkc.core.notices import Told, kinds, subjects
from cmkc.notices.models import Event, Notice
from cmkc.notices.stand_ins import Sight, sights_of, stand_ins

Things: TypeAlias = dict[tuple[str, str], Told]
"""What may be told, by the thing's kind and key."""


def language_of(reader: User) -> str:
    """Give the language in which we write to a reader; one that the site no longer speaks counts as none."""
    return reader.language if reader.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def heading(event: Event, told: Told) -> str:
    """Say what happened, in the language that is active."""
    return str(kinds[event.kind].heading) % {"title": told.title}


def told_on_page(notices: Iterable[Notice], reader: User) -> Things:
    """Find what one reader may be told, asked as themselves; 1 query for each kind of thing."""
    keys = _keys_by_kind(notices)
    found: Things = {}
    for kind, wanted in keys.items():
        if kind in subjects:
            found |= {(kind, key): told for (key, _pk), told in subjects[kind].find(wanted, [reader]).items()}
        else:
            found |= _found(kind, wanted, reader)
    return found


def told_by_mail(notices: Iterable[Notice], readers: dict[int, User]) -> dict[int, Things]:
    """Find what many readers may be told, by reader's pk.

    4 queries for who may see what, and then one for each kind of thing, language and group of readers who may see the
    same – not one a reader.
    """
    by_reader: dict[int, list[Notice]] = defaultdict(list)
    for notice in notices:
        by_reader[notice.reader_id].append(notice)
    sights = sights_of([readers[pk] for pk in by_reader])
    standing = stand_ins(sights.values())
    groups: dict[tuple[str, Sight], list[int]] = defaultdict(list)
    for pk in by_reader:
        groups[language_of(readers[pk]), sights[pk]].append(pk)
    found: dict[int, Things] = {}
    for (language, sight), members in groups.items():
        with translation.override(language):
            seen = _seen([notice for pk in members for notice in by_reader[pk]], standing[sight])
        found |= dict.fromkeys(members, seen)
    return _with_own(found, by_reader, readers)


def _seen(notices: list[Notice], stand_in: User) -> Things:
    found: Things = {}
    for kind, keys in _keys_by_kind(notices).items():
        if kind not in subjects:
            found |= _found(kind, keys, stand_in)
    return found


def _found(kind: str, keys: Collection[str], reader: User) -> Things:
    """Ask the registry of references; a kind that is no longer there finds nothing."""
    known = references.kinds.get(kind)
    if known is None:
        return {}
    return {
        (kind, key): Told(referent.title, referent.url, referent.summary)
        for key, referent in known.find(keys, reader).items()
    }


def _with_own(
    found: dict[int, Things], by_reader: dict[int, list[Notice]], readers: dict[int, User]
) -> dict[int, Things]:
    """Add what concerns single readers; 1 query for each kind and language."""
    groups: dict[tuple[str, str], list[Notice]] = defaultdict(list)
    for pk, notices in by_reader.items():
        for notice in notices:
            if notice.event.about_kind in subjects:
                groups[language_of(readers[pk]), notice.event.about_kind].append(notice)
    for (language, kind), notices in groups.items():
        keys = {notice.event.about_key for notice in notices}
        asking = {notice.reader_id: readers[notice.reader_id] for notice in notices}
        with translation.override(language):
            own = subjects[kind].find(keys, list(asking.values()))
        for (key, pk), told in own.items():
            found[pk] = found[pk] | {(kind, key): told}
    return found


def _keys_by_kind(notices: Iterable[Notice]) -> dict[str, set[str]]:
    keys: dict[str, set[str]] = defaultdict(set)
    for notice in notices:
        keys[notice.event.about_kind].add(notice.event.about_key)
    return keys
