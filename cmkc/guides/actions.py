"""Writes of guides: a release freezes all chapters in one transaction."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from cmkc.core import audit, references, snapshots
from cmkc.core.caching import touch
from cmkc.core.notices import PUBLISHED, announce
from cmkc.core.references import Target
from cmkc.guides.models import CHAPTER, GuideChapterPage, GuidePage, GuideRelease
from search.actions import stale

if TYPE_CHECKING:
    from cmkc.accounts.models import User

RELEASE = "guide-release"


@transaction.atomic
def publish_release(guide: GuidePage, number: str, *, note: str, by: "User | None" = None) -> GuideRelease:
    """Freeze the live chapters as a release, which readers see from now on.

    `by` is None for the shipped content only. Raises: ValidationError when the number is taken or no chapter is live.
    """
    if GuideRelease.objects.filter(guide=guide, number=number).exists():
        raise ValidationError(
            _("Release %(number)s exists already; a release never changes."), params={"number": number}
        )
    chapters = list(GuideChapterPage.objects.child_of(guide).live().order_by("path"))
    if not chapters:
        raise ValidationError(_("Publish at least one chapter first."))
    frozen = [_freeze_chapter(guide, chapter, str(place), number) for place, chapter in enumerate(chapters, 1)]
    snapshot = snapshots.freeze(
        RELEASE, guide.slug, _manifest(guide, number, frozen), language=guide.locale.language_code, label=number
    )
    release = GuideRelease(guide=guide, number=number, note=note, snapshot=snapshot, published_by=by)
    release.full_clean()
    release.save()
    audit.record("guides.release.published", release, by=by, data={"sha256": snapshot.sha256, "number": number})
    announce(PUBLISHED, ("guide", guide.slug), f"guide-release:{release.pk}", by=by.pk if by else None)
    stale(guide)
    touch("guides")
    return release


def _freeze_chapter(guide: GuidePage, chapter: GuideChapterPage, place: str, number: str) -> dict[str, Any]:
    """Freeze one chapter, remember what it refers to, and give its entry of the table of contents."""
    with override(guide.locale.language_code):  # not that of the editor: labels in the text, addresses of its links
        content = chapter.content(number=place)
    key = f"{guide.slug}/{chapter.slug}"
    snapshot = snapshots.freeze(CHAPTER, key, content, language=guide.locale.language_code, label=number)
    for section in content["sections"]:
        targets = [Target(kind, name) for kind, name in section["targets"]]
        references.record(Target("section", f"{key}#{section['anchor']}"), targets)
    entries = [{name: section[name] for name in ("anchor", "number", "title")} for section in content["sections"]]
    recommendations = [
        recommendation | {"anchor": section["anchor"]}
        for section in content["sections"]
        for recommendation in section["recommendations"]
    ]
    return {
        "slug": chapter.slug,
        "number": place,
        "title": chapter.title,
        "sha256": snapshot.sha256,
        "sections": [entry for entry in entries if entry["title"]],
        "recommendations": recommendations,
    }


def _manifest(guide: GuidePage, number: str, chapters: list[dict[str, Any]]) -> dict[str, Any]:
    """Give the release's table of contents with the guide's own words and source."""
    names = ("title", "subtitle", "summary", "disclaimer")
    source = ("source_title", "source_body", "source_year", "source_url", "confidence")
    return {
        "guide": {name: getattr(guide, name) for name in (*names, *source)},
        "number": number,
        "chapters": chapters,
    }
