"""Columns and rows of the comparison. Every page names some of them, so each process keeps them until they change."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.http import Http404

from cmkc.core.versions import versions_of
from cmkc.regulatory.models import Instrument, Jurisdiction, Topic, TopicGroup

if TYPE_CHECKING:
    from cmkc.regulatory.matrix import Selection

AREA = "regulatory"


@dataclass(frozen=True)
class Axes:
    """Jurisdictions, questions and groups of questions, in order, with no more than a table shows of them."""

    jurisdictions: Sequence[Jurisdiction]
    topics: Sequence[Topic]
    groups: Sequence[tuple[str, str]] = ()
    """Slug and title."""
    kinds: Sequence[str] = ()
    """Kinds of instruments, by which their list is filtered."""

    @classmethod
    def read(cls) -> "Axes":
        """Read them, without the kinds of instruments; 3 queries."""
        groups = list(TopicGroup.objects.values_list("slug", "title"))
        return cls(list(Jurisdiction.objects.as_columns()), list(Topic.objects.as_rows()), groups)

    def place(self, code: str) -> Jurisdiction:
        """Give a jurisdiction. Raises: Http404."""
        for jurisdiction in self.jurisdictions:
            if jurisdiction.code == code:
                return jurisdiction
        raise Http404

    def topic(self, slug: str) -> Topic:
        """Give a question. Raises: Http404."""
        for topic in self.topics:
            if topic.slug == slug:
                return topic
        raise Http404

    def chosen(self, selection: "Selection") -> "Axes":
        """Keep what the reader asked for, the columns in the reader's order when they were named."""
        places, topics = self.jurisdictions, self.topics
        if wanted := selection.jurisdictions:
            by_code = {place.code: place for place in places}
            places = [by_code[code] for code in wanted if code in by_code]
        if selection.groups:
            topics = [topic for topic in topics if topic.group.slug in selection.groups]
        if selection.topics:
            topics = [topic for topic in topics if topic.slug in selection.topics]
        return Axes(places, topics, self.groups)


_kept: dict[str, Axes] = {}


def axes() -> Axes:
    """Give the axes as they stand now: one small query, and 4 more when anything of the comparison changed.

    The version is read first: what changes in between is read anew at the next call. Nobody may change these objects.
    """
    version = versions_of([AREA])[AREA]
    found = _kept.get(version)
    if found is None:
        kinds = Instrument.objects.order_by("kind").values_list("kind", flat=True).distinct()
        found = replace(Axes.read(), kinds=list(kinds))
        _kept.clear()
        _kept[version] = found
    return found
