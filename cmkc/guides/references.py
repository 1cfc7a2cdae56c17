"""What may be cited of guides: a guide, and a section of its latest release."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cmkc.core.pages import open_to, passes_of
from cmkc.core.prepared import prepared
from cmkc.core.references import ReferenceKind, Referent, register
from cmkc.guides.models import GuidePage, GuideRelease

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cmkc.accounts.models import User


@prepared
def _released(kinds: Any, groups: Any, slugs: Any) -> QuerySet[GuidePage]:
    """Read the guides that have a release."""
    pages = GuidePage.objects.filter(open_to(kinds, groups), slug__in=slugs, releases__isnull=False).distinct()
    return pages.only("slug", "title", "summary")


@prepared
def _releases(kinds: Any, groups: Any, slugs: Any) -> QuerySet[GuideRelease]:
    """Read the releases of guides, the newest first, with their contents."""
    rows = GuideRelease.objects.filter(open_to(kinds, groups, "guide__"), guide__slug__in=slugs)
    return rows.select_related("snapshot", "guide").only("snapshot__content", "guide__slug", "guide__title")


def _find_guides(keys: Collection[str], user: "User | AnonymousUser") -> dict[str, Referent]:
    """Find guides by slug; one query, and the tree's restrictions."""
    pages = _released(*passes_of(user), keys)
    return {
        page.slug: Referent("guide", page.slug, page.title, page.get_absolute_url(), page.summary) for page in pages
    }


def _find_sections(keys: Collection[str], user: "User | AnonymousUser") -> dict[str, Referent]:
    """Find sections as `<guide>/<chapter>#<anchor>` in the latest releases; one query, and the tree's restrictions."""
    slugs = {key.partition("/")[0] for key in keys}
    found: dict[str, Referent] = {}
    seen: set[int] = set()
    for release in _releases(*passes_of(user), slugs):
        if release.guide_id not in seen:
            seen.add(release.guide_id)
            found |= {key: referent for key, referent in _sections(release).items() if key in keys}
    return found


def _sections(release: GuideRelease) -> dict[str, Referent]:
    """List every section of a release."""
    manifest, guide = release.snapshot.document, release.guide
    return {
        key: Referent(
            "section",
            key,
            f"{entry['number']} {entry['title']}".strip(),
            f"{guide.get_absolute_url()}{chapter['slug']}/#{entry['anchor']}",
            guide.title,
        )
        for chapter in manifest["chapters"]
        for entry in chapter["sections"]
        for key in [f"{guide.slug}/{chapter['slug']}#{entry['anchor']}"]
    }


def _snapshot_guide(key: str) -> dict[str, Any]:
    """Freeze which release a citation of the guide means."""
    release = GuideRelease.objects.filter(guide__slug=key).select_related("snapshot").first()
    return {"guide": key, "release": release.number, "sha256": release.snapshot.sha256} if release else {}


def _snapshot_section(key: str) -> dict[str, Any]:
    """Freeze which release a citation of the section means."""
    return _snapshot_guide(key.partition("/")[0]) | {"section": key}


register(ReferenceKind("guide", _("guide"), _find_guides, _snapshot_guide))
register(ReferenceKind("section", _("guide section"), _find_sections, _snapshot_section))
