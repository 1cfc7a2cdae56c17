"""Load jurisdictions, topics, instruments and statements; `content_checks.py` says what their files must keep."""

from pathlib import Path
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cmkc.core import references
from cmkc.core.content_dates import as_of
from cmkc.core.content_files import Faults
from cmkc.core.facts import source_fields
from cmkc.core.importing import Importer, Report, Row, register
from cmkc.core.models import Subject
from cmkc.core.references import Target
from cmkc.core.taxonomy import technologies_for
from cmkc.regulatory import content_checks as checks
from cmkc.regulatory.content_statements import apply_statement, fingerprint_statement, read_statements
from cmkc.regulatory.models import (
    Authority,
    Instrument,
    InstrumentVersion,
    Jurisdiction,
    Topic,
    TopicGroup,
)
from cmkc.regulatory.vocabulary import JurisdictionKind

SOURCE_NAMES = ("source_title", "source_body", "source_year", "source_url", "confidence", "as_of")


def read_jurisdictions(folder: Path, report: Report) -> list[Row]:
    """List the jurisdictions with their place in the table: the baseline first."""
    found = checks.jurisdictions(folder, report)
    day = as_of(folder, checks.JURISDICTIONS)
    ordered = sorted(found, key=lambda record: record["kind"] != JurisdictionKind.HARMONISATION)
    places = {record["id"]: place for place, record in enumerate(ordered, start=1)}
    return [
        Row(record["id"], record | {"order": places[record["id"]], "as_of": day}, checks.JURISDICTIONS)
        for record in found
    ]


def apply_jurisdiction(row: Row) -> None:
    """Write one jurisdiction with its authorities; an authority that left the file stays, instruments may name it."""
    data = row.data
    fields = {name: data[name] or "" for name in ("iso", "ich_status", "note")}
    fields |= {name: data[name] for name in ("name", "region", "kind", "ich_since", "pics_member", "order")}
    fields |= {"pics_since": data.get("pics_since"), "pics_confidence": data.get("pics_confidence") or ""}
    fields |= source_fields(data, as_of=data["as_of"])
    place, _new = Jurisdiction.objects.update_or_create(code=row.key, defaults=fields)
    for order, regulator in enumerate(data["regulators"]):
        Authority.objects.update_or_create(
            code=regulator["id"],
            defaults={
                "jurisdiction": place,
                "parent": Authority.objects.get(code=regulator["parent"]) if regulator["parent"] else None,
                "abbreviation": regulator["abbreviation"],
                "name": regulator["name"],
                "native_name": regulator["native_name"] or "",
                "site": regulator["site"],
                "role": regulator["role"] or "",
                "order": order,
            },
        )


def fingerprint_jurisdiction(key: str) -> dict[str, Any] | None:
    """Give the loaded fields of a jurisdiction as they stand; 2 queries."""
    place = Jurisdiction.objects.filter(code=key).first()
    if place is None:
        return None
    names = ("name", "iso", "region", "kind", "ich_status", "ich_since", "pics_member", "pics_since", "note", "order")
    authorities = place.authorities.order_by("code").values_list(
        "code", "parent__code", "abbreviation", "name", "native_name", "site", "role"
    )
    return _fields(place, names) | {
        "pics_confidence": place.pics_confidence,
        "authorities": [list(row) for row in authorities],
    }


def read_topics(folder: Path, report: Report) -> list[Row]:
    """List the topics with their place in the table; groups stand in the order of their first topics."""
    found, _groups = checks.topics(folder, report)
    day = as_of(folder, checks.TOPICS)
    groups = list(dict.fromkeys(record["group"] for record in found))
    return [
        Row(
            record["id"],
            record | {"order": place, "as_of": day, "group_order": groups.index(record["group"])},
            checks.TOPICS,
        )
        for place, record in enumerate(found)
    ]


def apply_topic(row: Row) -> None:
    """Write one topic with its group, technologies and glossary terms. Raises: ValidationError for an unknown term."""
    data = row.data
    group, _new = TopicGroup.objects.update_or_create(
        slug=checks.group_slug(data["group"]), defaults={"title": data["group"], "order": data["group_order"]}
    )
    terms = [Target("glossary", key) for key in data["glossary"]]
    _refuse_unknown(terms, "glossary")
    names = ("title", "question", "definition", "why_it_matters", "order")
    fields = {name: data[name] for name in names} | source_fields(data, as_of=data["as_of"])
    topic, _new = Topic.objects.update_or_create(
        slug=row.key, defaults=fields | {"group": group, "glossary_terms": data["glossary"]}
    )
    technologies = technologies_for([row.key, data["group"]])
    topic.subjects.set(Subject.objects.filter(slug__in=technologies))
    references.record(Target("question", row.key), terms)


def _refuse_unknown(targets: list[Target], field: str) -> None:
    """Refuse keys that nothing is known by. Raises: ValidationError naming them."""
    found = references.resolve(targets, AnonymousUser())
    missing = [target.key for target in targets if target not in found]
    if missing:
        raise ValidationError({field: _("there is no %(keys)s") % {"keys": ", ".join(missing)}})


def fingerprint_topic(key: str) -> dict[str, Any] | None:
    """Give the loaded fields of a topic as they stand; 2 queries."""
    topic = Topic.objects.select_related("group").filter(slug=key).first()
    if topic is None:
        return None
    names = ("title", "question", "definition", "why_it_matters", "order", "glossary_terms")
    return _fields(topic, names) | {
        "group": topic.group.title,
        "subjects": sorted(topic.subjects.values_list("slug", flat=True)),
    }


def read_instruments(folder: Path, report: Report) -> list[Row]:
    """List the instruments."""
    found = checks.instruments(folder, report)
    day = as_of(folder, checks.INSTRUMENTS)
    known = {record["id"] for record in checks.jurisdictions(folder, Faults())}
    return [
        Row(record["id"], record | {"as_of": day}, checks.INSTRUMENTS)
        for record in found
        if record["jurisdiction"] in known
    ]


def apply_instrument(row: Row) -> None:
    """Write one instrument and the one version of it that the files know."""
    data = row.data
    place = Jurisdiction.objects.get(code=data["jurisdiction"])
    fields = {name: data[name] or "" for name in ("identifier", "url")}
    fields |= {name: data[name] for name in ("short", "title", "body", "summary")}
    fields |= source_fields(data, as_of=data["as_of"])
    authority = Authority.objects.filter(jurisdiction=place, abbreviation=data["body"]).first()
    instrument, _new = Instrument.objects.update_or_create(
        code=row.key, defaults=fields | {"jurisdiction": place, "authority": authority, "kind": data["type"]}
    )
    InstrumentVersion.objects.update_or_create(
        instrument=instrument,
        sequence=1,
        defaults={
            "stage": data["stage"],
            "stage_note": data["status"],
            "published": data["published"],
            "effective_from": data["effective"],
            "consultation_end": data["consultation_end"],
            "url": data["url"] or "",
        },
    )


def fingerprint_instrument(key: str) -> dict[str, Any] | None:
    """Give the loaded fields of an instrument as they stand, its versions among them; 2 queries."""
    instrument = Instrument.objects.select_related("jurisdiction").filter(code=key).first()
    if instrument is None:
        return None
    names = ("stage", "stage_note", "published", "effective_from", "effective_to", "consultation_end", "url")
    versions = instrument.versions.order_by("sequence").values_list("sequence", *names)
    return _fields(instrument, ("short", "title", "body", "kind", "identifier", "url", "summary")) | {
        "jurisdiction": instrument.jurisdiction.code,
        "versions": [list(row) for row in versions],
    }


def read_succession(folder: Path, _report: Report) -> list[Row]:
    """List which instruments each supersedes, if any; the faults of the file were named by `read_instruments`."""
    found = checks.instruments(folder, Faults())
    return [
        Row(record["id"], {"supersedes": record["supersedes"]}, checks.INSTRUMENTS)
        for record in found
        if record["supersedes"]
    ]


def apply_succession(row: Row) -> None:
    """Write which instruments one supersedes."""
    instrument = Instrument.objects.get(code=row.key)
    instrument.supersedes.set(Instrument.objects.filter(code__in=row.data["supersedes"]))


def fingerprint_succession(key: str) -> dict[str, Any] | None:
    """Give which instruments one supersedes as it stands, None when none; 1 query."""
    codes = sorted(Instrument.objects.filter(superseded_by__code=key).values_list("code", flat=True))
    return {"supersedes": codes} if codes else None


def _fields(record: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """Give these fields of a sourced record, and where it comes from."""
    values = {name: getattr(record, name) for name in (*names, *SOURCE_NAMES)}
    return values | {"as_of": record.as_of and record.as_of.isoformat()}


register(Importer("jurisdictions", 40, read_jurisdictions, apply_jurisdiction, fingerprint_jurisdiction))
register(Importer("topics", 41, read_topics, apply_topic, fingerprint_topic))
register(Importer("instruments", 42, read_instruments, apply_instrument, fingerprint_instrument))
register(Importer("succession of instruments", 43, read_succession, apply_succession, fingerprint_succession))
register(Importer("statements", 44, read_statements, apply_statement, fingerprint_statement))
