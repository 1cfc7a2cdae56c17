"""What may be cited of courses: a course, and a lesson of its latest version."""

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cmkc.core.addresses import address
from cmkc.core.pages import open_to, passes_of
from cmkc.core.prepared import prepared
from cmkc.core.references import ReferenceKind, Referent, register
from courses.models import CourseVersion

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cmkc.accounts.models import User


@prepared
def _versions(kinds: Any, groups: Any, slugs: Any) -> QuerySet[CourseVersion]:
    """Read the versions of courses, the newest first, with their contents."""
    rows = CourseVersion.objects.filter(open_to(kinds, groups, "course__"), course__slug__in=slugs)
    shown = ("snapshot__content", "course__slug", "course__title", "course__summary")
    return rows.select_related("snapshot", "course").only(*shown)


def _latest(slugs: Collection[str], user: "User | AnonymousUser") -> Iterator[CourseVersion]:
    """Give the latest version of each course that the user may read; one query, and the tree's restrictions."""
    seen: set[int] = set()
    for version in _versions(*passes_of(user), slugs):
        if version.course_id not in seen:
            seen.add(version.course_id)
            yield version


def _find_courses(keys: Collection[str], user: "User | AnonymousUser") -> dict[str, Referent]:
    """Find courses by slug."""
    return {
        version.course.slug: Referent(
            "course",
            version.course.slug,
            version.course.title,
            version.course.get_absolute_url(),
            version.course.summary,
        )
        for version in _latest(keys, user)
    }


def _find_lessons(keys: Collection[str], user: "User | AnonymousUser") -> dict[str, Referent]:
    """Find lessons as `<course>/<lesson>`."""
    found = {}
    for version in _latest({key.partition("/")[0] for key in keys}, user):
        for module in version.snapshot.document["modules"]:
            for entry in module["lessons"]:
                key = f"{version.course.slug}/{entry['key']}"
                if key in keys:
                    url = address("courses:lesson", version.course.slug, entry["key"])
                    found[key] = Referent("lesson", key, entry["title"], url, version.course.title)
    return found


def _snapshot(key: str) -> dict[str, Any]:
    """Freeze which version a citation of the course or lesson means."""
    version = CourseVersion.objects.filter(course__slug=key.partition("/")[0]).select_related("snapshot").first()
    return {"key": key, "version": version.number, "sha256": version.snapshot.sha256} if version else {}


register(ReferenceKind("course", _("course"), _find_courses, _snapshot))
register(ReferenceKind("lesson", _("lesson"), _find_lessons, _snapshot))
