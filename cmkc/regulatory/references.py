"""What texts may cite: `[[cell:us/rtrt]]`, `[[instrument:ich-q13]]`, `[[question:rtrt]]`, `[[jurisdiction:us]]`."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from cmkc.core.references import ReferenceKind, Referent, register
from cmkc.regulatory.answers import answers_to
from cmkc.regulatory.models import Instrument, Jurisdiction, Statement, Topic
from cmkc.regulatory.moments import now

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cmkc.accounts.models import User

    Reader = User | AnonymousUser

CELL, INSTRUMENT, QUESTION, JURISDICTION = "cell", "instrument", "question", "jurisdiction"


def _cells(keys: Collection[str], _reader: "Reader") -> dict[str, Referent]:
    """Find cells that have a published statement; one query. A draft is never cited, whoever asks."""
    rows = Statement.objects.current().published().of_cells(keys)
    found: dict[str, Referent] = {}
    for row in rows.select_related("jurisdiction", "topic").order_by("pk"):
        key = f"{row.jurisdiction.code}/{row.topic.slug}"
        title = f"{row.jurisdiction.name}: {row.topic.title}"
        said = f"{row.get_basis_display()}. {row.summary}"
        if key not in found or not row.breadth:
            found[key] = Referent(CELL, key, title, row.get_absolute_url(), said, row.jurisdiction.name)
    return found


def _freeze_cell(key: str) -> dict[str, Any]:
    """Freeze what a cell says now, with its sources; 5 queries."""
    moment = now()
    rows = Statement.objects.published().of_cells([key]).at(moment.as_of).select_related("jurisdiction", "topic")
    return {
        "cell": key,
        "as_of": moment.as_of.isoformat(),
        "statements": [
            {
                "basis": answer.statement.basis,
                "position": answer.statement.position,
                "summary": answer.statement.summary,
                "conditions": answer.statement.conditions,
                "scope": answer.statement.scope,
                "date": answer.date,
                "confidence": answer.grade.level,
                "sources": [
                    {"title": source.title, "body": source.body, "year": source.year, "url": source.url}
                    for source in answer.sources
                ],
            }
            for answer in answers_to(rows.order_by("pk"), moment)
        ],
    }


def _instruments(keys: Collection[str], _reader: "Reader") -> dict[str, Referent]:
    """Find instruments; one query."""
    return {
        found.code: Referent(
            INSTRUMENT,
            found.code,
            f"{found.short}: {found.title}",
            found.get_absolute_url(),
            found.summary,
            found.short,
        )
        for found in Instrument.objects.filter(code__in=keys)
    }


def _freeze_instrument(key: str) -> dict[str, Any]:
    """Freeze an instrument as it is known now; one query."""
    found = Instrument.objects.with_stage().filter(code=key).first()
    if found is None:
        return {}
    names = ("code", "short", "title", "body", "identifier", "url", "stage", "published", "confidence")
    return {name: getattr(found, name) for name in names}


def _questions(keys: Collection[str], _reader: "Reader") -> dict[str, Referent]:
    """Find comparison questions; one query."""
    return {
        topic.slug: Referent(QUESTION, topic.slug, topic.title, topic.get_absolute_url(), topic.question)
        for topic in Topic.objects.filter(slug__in=keys)
    }


def _freeze_question(key: str) -> dict[str, Any]:
    """Freeze a question; one query."""
    names = ("slug", "title", "question", "definition", "confidence")
    return Topic.objects.filter(slug=key).values(*names).first() or {}


def _jurisdictions(keys: Collection[str], _reader: "Reader") -> dict[str, Referent]:
    """Find jurisdictions; one query."""
    return {
        found.code: Referent(JURISDICTION, found.code, found.name, found.get_absolute_url(), found.note)
        for found in Jurisdiction.objects.filter(code__in=keys)
    }


def _freeze_jurisdiction(key: str) -> dict[str, Any]:
    """Freeze a jurisdiction; one query."""
    names = ("code", "name", "kind", "note", "ich_status", "ich_since", "pics_member", "pics_since", "confidence")
    return Jurisdiction.objects.filter(code=key).values(*names).first() or {}


register(ReferenceKind(CELL, _("regulatory statement"), _cells, _freeze_cell))
register(ReferenceKind(INSTRUMENT, _("instrument"), _instruments, _freeze_instrument))
register(ReferenceKind(QUESTION, _("comparison question"), _questions, _freeze_question))
register(ReferenceKind(JURISDICTION, _("jurisdiction"), _jurisdictions, _freeze_jurisdiction))
