"""Load content files of the comparison alone, whole or in small; the terms that topics name are made up."""

import json
from pathlib import Path
from typing import Any

from cmkc.core.importing import Report
from cmkc.glossary.models import Term
from tests.loading import load_only

SHIPPED = Path(__file__).resolve().parents[2] / "cmkc" / "regulatory" / "content"
OURS = ("jurisdictions", "topics", "instruments", "succession of instruments", "statements")
SOURCE = {"title": "Guideline", "issuing_body": "Agency", "year": 2024, "url": "https://agency.example/page"}
NOBODY = {"title": "General knowledge", "issuing_body": "editor", "year": None, "url": None}


def shipped(file: str) -> Any:
    """One of the shipped files."""
    return json.loads((SHIPPED / file).read_text(encoding="utf-8"))


def load(folder: Path | None = None) -> Report:
    """Load this app's files, the shipped ones or those of `folder` in their place."""
    terms = {key for topic in shipped("topics.json")["topics"] for key in topic["glossary"]} | {"rtd"}
    known = set(Term.objects.values_list("slug", flat=True))
    Term.objects.bulk_create(
        Term(slug=key, term=key, definition="Meaning.", category="process", confidence="found") for key in terms - known
    )
    return load_only(*OURS, folder=folder)


def jurisdiction(**fields: Any) -> dict[str, Any]:
    """A record of jurisdictions.json."""
    given = {
        "id": "us", "name": "United States", "iso": "US", "region": "Americas", "kind": "state", "ich_status": None,
        "ich_since": None, "pics_member": True, "regulators": [], "note": None, "source": SOURCE, "confidence": "found",
    }  # fmt: skip
    return given | fields


def topic(**fields: Any) -> dict[str, Any]:
    """A record of topics.json."""
    given = {
        "id": "rtrt", "title": "Real-time release", "group": "Release", "definition": "Meaning.", "glossary": ["rtd"],
        "why_it_matters": "Time.", "question": "Which text governs it?", "source": SOURCE, "confidence": "found",
    }  # fmt: skip
    return given | fields


def instrument(**fields: Any) -> dict[str, Any]:
    """A record of instruments.json."""
    given = {
        "id": "fda-q13", "short": "FDA Q13", "title": "Continuous Manufacturing", "jurisdiction": "us", "body": "FDA",
        "type": "guideline", "status": "final", "published": "2023-03", "effective": None, "consultation_end": None,
        "identifier": None, "url": None, "supersedes": [], "summary": "Text.", "source": SOURCE, "confidence": "found",
        "stage": "final",
    }  # fmt: skip
    return given | fields


def statement(**fields: Any) -> dict[str, Any]:
    """A record of positions.json."""
    given = {
        "id": "us--rtrt", "jurisdiction": "us", "topic": "rtrt", "status": "guidance", "summary": "It may be used.",
        "instruments": ["fda-q13"], "clause": None, "date": "2023-03", "source": SOURCE, "confidence": "found",
        "review_state": "seen in a source",
    }  # fmt: skip
    return given | fields


def write(
    folder: Path,
    *,
    jurisdictions: list[dict[str, Any]] | None = None,
    topics: list[dict[str, Any]] | None = None,
    instruments: list[dict[str, Any]] | None = None,
    statements: list[dict[str, Any]] | None = None,
) -> Path:
    """Write the four files: one record each unless others are given."""
    files = {
        "jurisdictions.json": {"jurisdictions": jurisdictions or [jurisdiction()]},
        "topics.json": {"groups": ["Release"], "topics": topics or [topic()]},
        "instruments.json": {"instruments": instruments or [instrument()]},
        "positions.json": {"as_of": "2026-11-22", "positions": [statement()] if statements is None else statements},
    }
    for name, content in files.items():
        (folder / name).write_text(json.dumps(content), encoding="utf-8")
    return folder
