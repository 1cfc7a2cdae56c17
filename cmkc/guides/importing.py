"""Load the shipped guide: its page, its chapters, and the release that readers see."""

import re
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cmkc.core.blocks import cut, stream_content, stream_of
from cmkc.core.content_files import SOURCED, Shape, check, document
from cmkc.core.facts import source_fields
from cmkc.core.importing import Importer, Report, Row, register
from cmkc.core.models import Subject
from cmkc.core.pages import latest_draft, publish_under
from cmkc.core.taxonomy import CONTINUOUS
from cmkc.guides.actions import publish_release
from cmkc.guides.models import GuideChapterPage, GuideIndexPage, GuidePage, GuideRelease

FILE = "guide.json"
GUIDE = Shape(
    {
        "schema": str, "id": str, "title": str, "subtitle": str, "summary": str, "version": str, "language": str,
        "markup": str, "word_count": int, "chapters": list, "disclaimer": str, **SOURCED,
    }
)  # fmt: skip
CHAPTER = Shape({"id": str, "number": int, "title": str, "sections": list})
SECTION = Shape({"id": str, "title": str, "body": str, "recommendations": list})
NOTE = _("First release.")


def _guide(folder: Path, report: Report) -> dict[str, Any] | None:
    """Read the guide; None, and faults, when it is not right."""
    guide = document(folder, FILE, report)
    if guide is None or not check(guide, GUIDE, file=FILE, id="guide", faults=report):
        return None
    for chapter in guide["chapters"]:
        if not check(chapter, CHAPTER, file=FILE, id=str(chapter.get("id")), faults=report):
            return None
        for section in chapter["sections"]:
            check(section, SECTION, file=FILE, id=str(section.get("id")), faults=report)
            if section.get("body", "").count("$$") % 2:
                report.refuse(FILE, str(section.get("id")), "body", _("a $$ has no partner"))
    return guide


def _read_guide(folder: Path, report: Report) -> list[Row]:
    """Give the guide's own words."""
    guide = _guide(folder, report)
    names = ("title", "subtitle", "summary", "disclaimer", "source", "confidence")
    return [Row(guide["id"], {name: guide[name] for name in names}, FILE)] if guide else []


def _apply_guide(row: Row) -> None:
    """Create or update the guide's page."""
    page = GuidePage.objects.filter(slug=row.key).first() or GuidePage(slug=row.key)
    for name in ("title", "subtitle", "summary", "disclaimer"):
        setattr(page, name, row.data[name])
    for name, value in source_fields(row.data).items():
        setattr(page, name, value)
    publish_under(GuideIndexPage.objects.get(), page)
    page.subjects.set(Subject.objects.filter(slug=CONTINUOUS))


def _fingerprint_guide(key: str) -> dict[str, Any] | None:
    """Give the loaded fields of the newest draft."""
    page = latest_draft(GuidePage.objects.filter(slug=key))
    names = ("title", "subtitle", "summary", "disclaimer", "source_title", "source_url", "confidence")
    return {name: getattr(page, name) for name in names} if page else None


def _read_chapters(folder: Path, report: Report) -> list[Row]:
    """Give each chapter by guide and chapter."""
    guide = _guide(folder, report)
    return [Row(f"{guide['id']}/{chapter['id']}", chapter, FILE) for chapter in guide["chapters"]] if guide else []


def _apply_chapter(row: Row) -> None:
    """Create or update a chapter's page. Raises: ValidationError when a reference leads nowhere."""
    guide, _slash, slug = row.key.partition("/")
    parent = GuidePage.objects.get(slug=guide)
    page = GuideChapterPage.objects.child_of(parent).filter(slug=slug).first() or GuideChapterPage(slug=slug)
    page.title = row.data["title"]
    page.summary = ", ".join(section["title"] for section in row.data["sections"]) + "."
    page.body = stream_of(_blocks(row.data))
    publish_under(parent, page)


def _blocks(chapter: dict[str, Any]) -> list[tuple[str, Any]]:
    """Turn the sections of a chapter into blocks."""
    blocks: list[tuple[str, Any]] = []
    for section in chapter["sections"]:
        blocks.append(("heading", {"text": section["title"], "anchor": section["id"]}))
        blocks += cut(section["body"], anchors=f"{section['id']}-")
        for recommendation in section["recommendations"]:
            if not re.fullmatch(r"R-\d+", recommendation["id"]):
                raise ValidationError({"recommendations": _("a recommendation is numbered R-1, R-2 and so on")})
            blocks.append(
                (
                    "recommendation",
                    {"number": recommendation["id"], "status": "current", "text": recommendation["text"]},
                )
            )
    return blocks


def _fingerprint_chapter(key: str) -> dict[str, Any] | None:
    """Give the title and blocks of the newest draft."""
    guide, _slash, slug = key.partition("/")
    parent = GuidePage.objects.filter(slug=guide).first()
    page = latest_draft(GuideChapterPage.objects.child_of(parent).filter(slug=slug)) if parent else None
    return {"title": page.title, "body": stream_content(page.body)} if page else None


def _read_releases(folder: Path, report: Report) -> list[Row]:
    """Give the release that the file asks for."""
    guide = _guide(folder, report)
    return [Row(f"{guide['id']}/{guide['version']}", {"number": guide["version"]}, FILE)] if guide else []


def _apply_release(row: Row) -> None:
    """Freeze the release. Raises: ValidationError when it can't be."""
    guide, _slash, number = row.key.partition("/")
    publish_release(GuidePage.objects.get(slug=guide), number, note=str(NOTE))


def _fingerprint_release(key: str) -> dict[str, Any] | None:
    """Tell whether the release is there; it never changes."""
    guide, _slash, number = key.partition("/")
    there = GuideRelease.objects.filter(guide__slug=guide, number=number).exists()
    return {"number": number} if there else None


register(Importer("guides", 60, _read_guide, _apply_guide, _fingerprint_guide))
register(Importer("guide chapters", 61, _read_chapters, _apply_chapter, _fingerprint_chapter))
register(Importer("guide releases", 62, _read_releases, _apply_release, _fingerprint_release))
