"""What stands on the editors' home: apps name the content that editors keep in their `dashboard.py`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import Truncator

from cmkc.core.cms_reach import kept_by
from cmkc.core.models import Stewardship
from cmkc.core.registry import Registry

LONGEST_TITLE = 200


@dataclass(frozen=True)
class Edited:
    """A kind of content that editors keep: what of it is published, and where each thing is edited.

    `stewarded` says that each thing wants an owner and a day by which it is read again; `permission` is what the
    editors of a kind that is no page hold, where it is not Django's own "change".
    """

    kind: str
    label: str | Promise
    things: Callable[[], "QuerySet[Any]"]
    edit_url: Callable[[Any], str]
    stewarded: bool = True
    permission: str = ""

    def kept_by(self, reader: Any) -> "QuerySet[Any]":
        """Keep what the reader edits."""
        return kept_by(self.things(), reader, self.permission)


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing as the editors' home shows it; `url` is where it is edited, `since` the day that has passed."""

    kind: str
    key: str
    title: str
    url: str
    owner: str = ""
    since: date | None = None


edited: Registry[Edited] = Registry(module="dashboard")


def register(entry: Edited) -> Edited:
    """Add a kind. Raises: ValueError when its name is taken."""
    return edited.register(entry.kind, entry)


def register_pages(kind: str, label: str | Promise, model: Any, *, stewarded: bool = True) -> Edited:
    """Add a page type of the CMS: its published pages."""
    return register(Edited(kind, label, lambda: model.objects.live(), _edit_page, stewarded))  # noqa: PLW0108  (late)


def _edit_page(page: Model) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def shown(entry: Edited, thing: Model) -> Thing:
    """Give a thing as it is listed."""
    return Thing(entry.kind, str(thing.pk), Truncator(str(thing)).chars(LONGEST_TITLE), entry.edit_url(thing))


def unkept(reader: Any) -> list[Thing]:
    """List what the reader edits that lacks an owner or a day of review; 1 query, and 1 for each kind of content."""
    kept = Stewardship.objects.exclude(owner=None).exclude(review_by=None).filter(owner__is_active=True)
    complete = set(kept.values_list("kind", "key"))
    return [
        shown(entry, thing)
        for entry in edited
        if entry.stewarded
        for thing in entry.kept_by(reader)
        if (entry.kind, str(thing.pk)) not in complete
    ]


def overdue(today: date, reader: Any) -> list[Thing]:
    """List what the reader edits and should have been read again before today, the latest first; as `unkept`."""
    late = Stewardship.objects.filter(review_by__lt=today).select_related("owner")
    by_kind: dict[str, dict[str, Stewardship]] = {}
    for row in late:
        by_kind.setdefault(row.kind, {})[row.key] = row
    found = [thing for kind, rows in by_kind.items() if kind in edited for thing in _late(edited[kind], rows, reader)]
    return sorted(found, key=lambda thing: (thing.since or today, thing.title))


def _late(entry: Edited, rows: dict[str, Stewardship], reader: Any) -> Iterable[Thing]:
    for thing in entry.kept_by(reader).filter(pk__in=rows):
        row, plain = rows[str(thing.pk)], shown(entry, thing)
        owner = str(row.owner) if row.owner else ""
        yield Thing(plain.kind, plain.key, plain.title, plain.url, owner, row.review_by)


def find(kind: str, key: str, reader: Any) -> Thing | None:
    """Find one thing that wants an owner and that the reader edits; 1 query."""
    entry = edited.get(kind)
    if entry is None or not entry.stewarded or not key.isdecimal():
        return None
    thing = entry.kept_by(reader).filter(pk=key).first()
    return shown(entry, thing) if thing else None
