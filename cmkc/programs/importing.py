"""Load `programs.json` and `approvals.json`."""

from pathlib import Path
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from cmkc.core.content_dates import as_of
from cmkc.core.content_files import OPTIONAL_TEXT, SOURCED, Shape, document, records
from cmkc.core.facts import source_fields
from cmkc.core.importing import Importer, Report, Row, register
from cmkc.core.partial_date import PartialDate
from cmkc.core.places import INTERNATIONAL
from cmkc.core.taxonomy import technologies_for
from cmkc.programs.actions import set_approval, set_program
from cmkc.programs.models import AUDIENCES, Approval, ApprovalEvent, Program, ProgramKind

PROGRAMS, APPROVALS, JURISDICTIONS = "programs.json", "approvals.json", "jurisdictions.json"
OPTIONAL_NUMBER = (int, type(None))
PROGRAM = Shape(
    required={
        "name": str, "abbreviation": OPTIONAL_TEXT, "kind": str, "region": str, "lead": str, "offers": str,
        "since": OPTIONAL_TEXT, "audience": list, "site": OPTIONAL_TEXT, **SOURCED,
    }
)  # fmt: skip
APPROVAL = Shape(
    required={
        "product": OPTIONAL_TEXT,
        "substance": OPTIONAL_TEXT,
        "company": OPTIONAL_TEXT,
        "technology": str,
        "scope": str,
        "jurisdiction": str,
        "year": OPTIONAL_NUMBER,
        "date": OPTIONAL_TEXT,
        "event": str,
        "note": OPTIONAL_TEXT,
        **SOURCED,
    },
    optional={"count": int, "count_at_least": int},
)
KINDS = {
    ProgramKind.REGULATORY: (
        "regulatory program",
        "regulatory initiative",
        "regulatory pathway",
        "internal center",
        "pilot",
    ),
    ProgramKind.COOPERATION: ("international pilot", "harmonisation", "work-sharing"),
    ProgramKind.RESEARCH: (
        "academic center",
        "academic centers",
        "academic consortium",
        "laboratory",
        "research center",
        "research hub",
        "hub",
        "innovation center",
    ),
    ProgramKind.PARTNERSHIP: (
        "public-private partnership",
        "partnership",
        "industry-academia partnership",
        "manufacturing institute",
        "professional society",
    ),
    ProgramKind.FUNDING: ("funding agency", "funding program", "government program"),
    ProgramKind.TRAINING: ("training center", "knowledge center"),
}
"""The files describe a program's form in words; the list is filtered by these six kinds."""
TECHNOLOGIES = {"amt": "advanced manufacturing technologies"}
"""What a word of the files says in full, where no technology of the taxonomy is meant."""
KIND_OF = {form: kind for kind, forms in KINDS.items() for form in forms}
SOURCE_FIELDS = ("source_title", "source_body", "source_year", "source_url", "confidence")


def read_programs(folder: Path, report: Report) -> list[Row]:
    """List the programs, and refuse those of an unknown kind, region, audience or date."""
    found = records(folder, PROGRAMS, report, within="programs", shape=PROGRAM)
    codes = _jurisdictions(folder, report)
    for record in found:
        if record["kind"] not in KIND_OF:
            report.refuse(PROGRAMS, record["id"], "kind", _("the kind is unknown"))
        if codes and record["region"] not in codes | {INTERNATIONAL}:
            report.refuse(PROGRAMS, record["id"], "region", _("there is no such jurisdiction"))
        if not {f"for_{name}" for name in record["audience"]} <= AUDIENCES.keys():
            report.refuse(PROGRAMS, record["id"], "audience", _("the audience is unknown"))
        _check_date(PROGRAMS, record, "since", report)
    day = as_of(folder, PROGRAMS)
    return [Row(record["id"], record | {"as_of": day}, PROGRAMS) for record in found]


def read_approvals(folder: Path, report: Report) -> list[Row]:
    """List the approvals, and refuse those of an unknown event, jurisdiction or date."""
    found = records(folder, APPROVALS, report, within="approvals", shape=APPROVAL)
    codes = _jurisdictions(folder, report)
    for record in found:
        if slugify(record["event"]) not in ApprovalEvent.values:
            report.refuse(APPROVALS, record["id"], "event", _("the event is unknown"))
        if codes and record["jurisdiction"] not in codes:
            report.refuse(APPROVALS, record["id"], "jurisdiction", _("there is no such jurisdiction"))
        if not record["product"] and slugify(record["event"]) != ApprovalEvent.AGGREGATE:
            report.refuse(APPROVALS, record["id"], "product", _("the field is empty"))
        _check_date(APPROVALS, record, "date", report)
    day = as_of(folder, APPROVALS)
    return [Row(record["id"], record | {"as_of": day}, APPROVALS) for record in found]


def _jurisdictions(folder: Path, report: Report) -> set[str]:
    """List the codes of the jurisdictions beside these files; none when they are loaded from elsewhere."""
    if not (folder / JURISDICTIONS).exists():
        return set()
    content = document(folder, JURISDICTIONS, report) or {}
    return {str(row.get("id")) for row in content.get("jurisdictions", [])}


def _check_date(file: str, record: dict[str, Any], name: str, report: Report) -> None:
    """Refuse what is no year, month or day."""
    if record[name] is None:
        return
    try:
        PartialDate(record[name])
    except ValueError:
        report.refuse(file, record["id"], name, _("this is no year, month or day"))


def apply_program(row: Row) -> None:
    """Write one program."""
    data = row.data
    fields = {name: data[name] or "" for name in ("name", "abbreviation", "region", "lead", "offers", "site")}
    fields |= {"kind": KIND_OF[data["kind"]], "form": data["kind"], "since": data["since"]}
    fields |= {name: name.removeprefix("for_") in data["audience"] for name in AUDIENCES}
    set_program(row.key, fields | source_fields(data, as_of=data["as_of"]))


def apply_approval(row: Row) -> None:
    """Write one approval; where only the year is known, the year is its date."""
    data = row.data
    names = ("product", "substance", "company", "technology", "scope", "jurisdiction", "note")
    fields = {name: data[name] or "" for name in names} | {
        "technology": TECHNOLOGIES.get(data["technology"], data["technology"]),
        "event": slugify(data["event"]),
        "date": data["date"] or (str(data["year"]) if data["year"] else None),
        "number": data.get("count", data.get("count_at_least")),
        "number_is_least": "count_at_least" in data,
    }
    technologies = technologies_for([data["technology"]])
    set_approval(row.key, fields | source_fields(data, as_of=data["as_of"]), technology=next(iter(technologies), None))


def _loaded(thing: Program | Approval, *names: str) -> dict[str, Any]:
    """Give these fields as they stand, with those of the source."""
    fields = {name: getattr(thing, name) for name in (*names, *SOURCE_FIELDS)}
    return fields | {"as_of": thing.as_of and thing.as_of.isoformat()}


def fingerprint_program(key: str) -> dict[str, Any] | None:
    """Give the loaded fields of a program as they stand; 1 query."""
    program = Program.objects.filter(slug=key).first()
    if program is None:
        return None
    names = ("name", "abbreviation", "kind", "form", "region", "lead", "offers", "site", *AUDIENCES)
    return _loaded(program, *names) | {"since": str(program.since or "")}


def fingerprint_approval(key: str) -> dict[str, Any] | None:
    """Give the loaded fields of an approval as they stand; 1 query."""
    approval = Approval.objects.filter(slug=key).select_related("subject").first()
    if approval is None:
        return None
    names = (
        "event", "product", "substance", "company", "technology", "scope", "jurisdiction", "number", "number_is_least",
        "note",
    )  # fmt: skip
    subject = approval.subject.slug if approval.subject else None
    return _loaded(approval, *names) | {"date": str(approval.date or ""), "subject": subject}


register(Importer("programs", 50, read_programs, apply_program, fingerprint_program))
register(Importer("approvals", 51, read_approvals, apply_approval, fingerprint_approval))
