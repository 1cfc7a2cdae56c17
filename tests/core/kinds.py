"""Kinds of citable things for tests, taken away again afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager

from cmkc.core import references
from cmkc.core.models import Subject
from cmkc.core.references import ReferenceKind, Referent


def subject_kind(name: str, link_class: str = "reference") -> ReferenceKind:
    """Subjects as a kind: those of the kind `topic` are seen by who has signed in."""

    def find(keys, user):
        rows = Subject.objects.filter(slug__in=keys)
        if not user.is_authenticated:
            rows = rows.exclude(kind="topic")
        return {row.slug: Referent(name, row.slug, row.title, f"/{name}/{row.slug}/", label=row.short) for row in rows}

    return ReferenceKind(name, name, find, lambda key: {"slug": key}, link_class)


@contextmanager
def registered(*kinds: ReferenceKind) -> Iterator[None]:
    """Register kinds for a while, in place of any of the same name."""
    before = dict(references.kinds._entries)
    references.kinds._entries |= {kind.kind: kind for kind in kinds}
    try:
        yield
    finally:
        references.kinds._entries = before
