"""Load the shipped categories, the editors' prompts and the rules for precompetitive discussion."""

from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cmkc.core.content_files import SOURCED, Shape, check, document, records
from cmkc.core.facts import source_fields
from cmkc.core.importing import Importer, Report, Row, register
from cmkc.core.models import Subject
from cmkc.core.taxonomy import DISTRIBUTED, PAT, POINT_OF_CARE
from forum.actions import add_post
from forum.models import Category, DiscussionRules, Origin, Topic

FILE, RULES = "discussions.json", "antitrust.json"
CATEGORY = Shape({"title": str}, {"description": str})
TOPIC = Shape(
    {
        "category": str, "title": str, "body": str, "glossary": list, "author": str, "is_editorial_prompt": bool,
        **SOURCED,
    }
)  # fmt: skip
PARTS = (
    "purpose",
    "may",
    "may_not",
    "conduct",
    "moderation",
    "confidential",
    "legal_background",
    "acceptance_text",
    "warning_terms",
)
RULES_SHAPE = Shape({"schema": str, "title": str, **dict.fromkeys(PARTS, (str, list)), **SOURCED})
SUBJECTS = {"pat-models": [PAT], "distributed": [DISTRIBUTED, POINT_OF_CARE]}
"""Which technologies the topics of a category are about."""


def _read_categories(folder: Path, report: Report) -> list[Row]:
    """Give the categories."""
    return [Row(one["id"], one, FILE) for one in records(folder, FILE, report, within="categories", shape=CATEGORY)]


def _apply_category(row: Row) -> None:
    """Create or rename a category."""
    category = Category.objects.filter(slug=row.key).first()
    if category is None:
        Category.add_root(slug=row.key, title=row.data["title"], description=row.data.get("description", ""))
        return
    category.title, category.description = row.data["title"], row.data.get("description", "")
    category.save()


def _fingerprint_category(key: str) -> dict[str, Any] | None:
    """Give the loaded fields."""
    return Category.objects.filter(slug=key).values("title", "description").first()


def _read_topics(folder: Path, report: Report) -> list[Row]:
    """Give the prompts; none may look like a member's post."""
    known = {one["id"] for one in records(folder, FILE, report, within="categories", shape=CATEGORY)}
    topics = records(folder, FILE, report, within="topics", shape=TOPIC)
    for topic in topics:
        if topic["category"] not in known:
            report.refuse(FILE, topic["id"], "category", _("there is no such category"))
        if not topic["is_editorial_prompt"]:
            report.refuse(FILE, topic["id"], "is_editorial_prompt", _("only the editors' prompts may be loaded"))
    return [Row(topic["id"], topic, FILE) for topic in topics]


@transaction.atomic
def _apply_topic(row: Row) -> None:
    """Open a prompt as the editors' topic, or revise its title and text."""
    category = Category.objects.get(slug=row.data["category"])
    topic = Topic.objects.filter(content_id=row.key).first() or Topic(content_id=row.key)
    topic.category, topic.title = category, row.data["title"]
    topic.slug = slugify(topic.title)[:80].strip("-")
    for name, value in source_fields(row.data).items():
        setattr(topic, name, value)
    topic.full_clean(exclude=["author"])
    fresh = topic.pk is None
    topic.save()
    topic.subjects.set(Subject.objects.filter(slug__in=SUBJECTS.get(category.slug, [])))
    if fresh:
        add_post(topic, row.data["body"], origin=Origin.EDITORIAL)


def _fingerprint_topic(key: str) -> dict[str, Any] | None:
    """Give the title, the category and the first post's text."""
    topic = Topic.objects.filter(content_id=key).select_related("category").first()
    if topic is None:
        return None
    first = topic.posts.filter(number=1).values_list("source", flat=True).first()
    return {"title": topic.title, "category": topic.category.slug, "text": first or ""}


def _read_rules(folder: Path, report: Report) -> list[Row]:
    """Give the rules."""
    rules = document(folder, RULES, report)
    right = rules is not None and check(rules, RULES_SHAPE, file=RULES, id="rules", faults=report)
    return [Row("rules", rules, RULES)] if right else []


def _apply_rules(row: Row) -> None:
    """Add the rules as a new version; a version that members accepted never changes."""
    newest = DiscussionRules.objects.first()
    DiscussionRules.objects.create(
        version=newest.version + 1 if newest else 1,
        title=row.data["title"],
        content={name: row.data[name] for name in PARTS},
        **source_fields(row.data),
    )


def _fingerprint_rules(_key: str) -> dict[str, Any] | None:
    """Give the version in force."""
    newest = DiscussionRules.objects.first()
    return {"title": newest.title, "content": newest.content} if newest else None


register(Importer("forum categories", 80, _read_categories, _apply_category, _fingerprint_category))
register(Importer("forum prompts", 81, _read_topics, _apply_topic, _fingerprint_topic))
register(Importer("discussion rules", 82, _read_rules, _apply_rules, _fingerprint_rules))
