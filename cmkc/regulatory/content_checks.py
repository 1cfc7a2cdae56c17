"""What the content files of the comparison must keep, record by record; every fault is named by file, id and field."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from cmkc.core.content_files import ADDRESS, OPTIONAL_TEXT, SOURCED, Faults, Shape, document, records
from cmkc.core.partial_date import PartialDate
from cmkc.regulatory.models import RESERVED_CODES
from cmkc.regulatory.vocabulary import Basis, JurisdictionKind, Stage

JURISDICTIONS = "jurisdictions.json"
TOPICS = "topics.json"
INSTRUMENTS = "instruments.json"
STATEMENTS = "positions.json"

ISO = re.compile(r"[A-Z]{2}")
NUMBER = (int, type(None))
Record = dict[str, Any]

JURISDICTION = Shape(
    required={
        "name": str, "iso": OPTIONAL_TEXT, "region": str, "kind": str, "ich_status": OPTIONAL_TEXT, "ich_since": NUMBER,
        "pics_member": (bool, type(None)), "regulators": list, "note": OPTIONAL_TEXT, **SOURCED,
    },
    optional={"pics_since": NUMBER, "pics_confidence": OPTIONAL_TEXT},
)  # fmt: skip
TOPIC = Shape(
    required={
        "title": str, "group": str, "definition": str, "why_it_matters": str, "glossary": list, "question": str,
        **SOURCED,
    }
)  # fmt: skip
INSTRUMENT = Shape(
    required={
        "short": str, "title": str, "jurisdiction": str, "body": str, "type": str, "status": str, "stage": str,
        "published": OPTIONAL_TEXT, "effective": OPTIONAL_TEXT, "consultation_end": OPTIONAL_TEXT,
        "identifier": OPTIONAL_TEXT, "url": OPTIONAL_TEXT, "supersedes": list, "summary": str, **SOURCED,
    }
)  # fmt: skip
STATEMENT = Shape(
    required={
        "jurisdiction": str, "topic": str, "status": str, "summary": str, "instruments": list, "clause": OPTIONAL_TEXT,
        "date": OPTIONAL_TEXT, "review_state": str, **SOURCED,
    }
)  # fmt: skip


def jurisdictions(folder: Path, faults: Faults) -> list[Record]:
    """Read the jurisdictions and check codes, kinds and authorities."""
    found = records(folder, JURISDICTIONS, faults, within="jurisdictions", shape=JURISDICTION)
    seen: set[str] = set()
    for record in found:
        key = record["id"]
        if key in RESERVED_CODES:
            faults.refuse(JURISDICTIONS, key, "id", _("this word is an address of the site"))
        if record["iso"] is not None and not ISO.fullmatch(record["iso"]):
            faults.refuse(JURISDICTIONS, key, "iso", _("this is no code of two capitals"))
        if record["kind"] not in JurisdictionKind.values:
            faults.refuse(JURISDICTIONS, key, "kind", _("there is no such kind"))
        _check_authorities(record, seen, faults)
    return found


def _check_authorities(record: Record, seen: set[str], faults: Faults) -> None:
    """Check the authorities of one jurisdiction: ids once in the file, an address each, the parent named before."""
    for authority in record["regulators"]:
        key = authority.get("id")
        if not key or key in seen:
            faults.refuse(
                JURISDICTIONS, record["id"], "regulators", _("the id {id} is missing or used twice").format(id=key)
            )
        if authority.get("parent") and authority["parent"] not in seen:
            faults.refuse(
                JURISDICTIONS, record["id"], "regulators", _("{id}: the parent must come first").format(id=key)
            )
        if not ADDRESS.fullmatch(authority.get("site") or ""):
            faults.refuse(
                JURISDICTIONS, record["id"], "regulators", _("{id}: the site is no web address").format(id=key)
            )
        seen.add(str(key))


def topics(folder: Path, faults: Faults) -> tuple[list[Record], list[str]]:
    """Read the topics and the order of their groups."""
    found = records(folder, TOPICS, faults, within="topics", shape=TOPIC)
    content = document(folder, TOPICS, Faults())
    groups = content.get("groups", []) if isinstance(content, dict) else []
    for record in found:
        if record["group"] not in groups:
            faults.refuse(TOPICS, record["id"], "group", _("there is no such group"))
    return found, groups


def group_slug(title: str) -> str:
    """Give a group's address."""
    return slugify(title)


def instruments(folder: Path, faults: Faults) -> list[Record]:
    """Read the instruments and check jurisdictions, stages, dates and what they supersede."""
    found = records(folder, INSTRUMENTS, faults, within="instruments", shape=INSTRUMENT)
    places = _ids(jurisdictions(folder, Faults()))
    ids = _ids(found)
    for record in found:
        key = record["id"]
        if record["jurisdiction"] not in places:
            faults.refuse(INSTRUMENTS, key, "jurisdiction", _("there is no such jurisdiction"))
        if record["stage"] not in Stage.values:
            faults.refuse(INSTRUMENTS, key, "stage", _("there is no such stage"))
        for name in ("published", "effective", "consultation_end"):
            _check_date(record[name], INSTRUMENTS, key, name, faults)
        for other in set(record["supersedes"]) - ids:
            faults.refuse(INSTRUMENTS, key, "supersedes", _("there is no instrument {id}").format(id=other))
    return found


def statements(folder: Path, faults: Faults) -> list[Record]:
    """Read the statements and check places, topics, bases, dates and instruments."""
    found = records(folder, STATEMENTS, faults, within="positions", shape=STATEMENT)
    places, questions = _ids(jurisdictions(folder, Faults())), _ids(topics(folder, Faults())[0])
    known = _ids(instruments(folder, Faults()))
    for record in found:
        key = record["id"]
        if record["jurisdiction"] not in places:
            faults.refuse(STATEMENTS, key, "jurisdiction", _("there is no such jurisdiction"))
        if record["topic"] not in questions:
            faults.refuse(STATEMENTS, key, "topic", _("there is no such topic"))
        if key != f"{record['jurisdiction']}--{record['topic']}":
            faults.refuse(STATEMENTS, key, "id", _("the id does not name the jurisdiction and the topic"))
        if record["status"] not in Basis.values:
            faults.refuse(STATEMENTS, key, "status", _("there is no such basis"))
        _check_date(record["date"], STATEMENTS, key, "date", faults)
        for other in set(record["instruments"]) - known:
            faults.refuse(STATEMENTS, key, "instruments", _("there is no instrument {id}").format(id=other))
    return found


def _ids(found: Iterable[Record]) -> set[str]:
    """Give the ids of records."""
    return {record["id"] for record in found}


def _check_date(value: str | None, file: str, key: str, field: str, faults: Faults) -> None:
    """Refuse what is no year, month or day."""
    try:
        PartialDate(value) if value is not None else None
    except ValueError:
        faults.refuse(file, key, field, _("{value} is no year, month or day").format(value=value))
