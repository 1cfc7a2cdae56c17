"""Load `reasons.json`: the words that moderators give often, which they may change afterwards."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from cmkc.core.content_files import Shape, records
from cmkc.core.importing import Importer, Report, Row, register
from cmkc.core.moderated import kinds
from cmkc.moderation.actions.reasons import save_template
from cmkc.moderation.models import SANCTION, ReasonTemplate

FILE = "reasons.json"
SHAPE = Shape(required={"kind": str, "action": str, "name": str, "text": str, "translations": dict})
LOADED = ("kind", "action", "name", "text", "retired")


def read(folder: Path, report: Report) -> list[Row]:
    """List the reasons, and refuse those for a kind that nobody registers or in a language that the site hasn't."""
    found = records(folder, FILE, report, within="reasons", shape=SHAPE)
    languages = {code for code, _name in settings.LANGUAGES}
    for record in found:
        if record["kind"] not in {"", SANCTION, *kinds.names()}:
            report.refuse(FILE, record["id"], "kind", _("there is no such kind"))
        for language, words in record["translations"].items():
            if language not in languages or not isinstance(words, dict) or words.keys() != {"name", "text"}:
                report.refuse(FILE, record["id"], "translations", _("a translation has a name and a text"))
    return [Row(record["id"], {name: record[name] for name in SHAPE.required}, FILE) for record in found]


def apply(row: Row) -> None:
    """Write one reason with its words in each language."""
    template = ReasonTemplate.objects.filter(key=row.key).first() or ReasonTemplate(key=row.key)
    for name in LOADED[:-1]:
        setattr(template, name, row.data[name])
    words = {language: (one["name"], one["text"]) for language, one in row.data["translations"].items()}
    save_template(template, words, by=None)


def fingerprint(key: str) -> dict[str, Any] | None:
    """Give the loaded fields of a reason as they stand; 2 queries."""
    template = ReasonTemplate.objects.filter(key=key).first()
    if template is None:
        return None
    words = {one.language: [one.name, one.text] for one in template.wordings.all()}
    return {name: getattr(template, name) for name in LOADED} | {"words": words}


register(Importer("reasons", order=15, read=read, apply=apply, fingerprint=fingerprint))
