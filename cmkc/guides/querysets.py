"""Named reads of releases."""

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from cmkc.guides.models import GuideRelease


class ReleaseQuerySet(models.QuerySet["GuideRelease"]):
    """Reads of releases."""

    def latest_of(self, guide_pk: int) -> "GuideRelease | None":
        """Give a guide's newest release with its snapshot, or None before the first; one query."""
        return self.filter(guide=guide_pk).select_related("snapshot").order_by("-published_at", "-pk").first()

    def for_reading(self) -> "ReleaseQuerySet":
        """Bring along what a release's pages show: its snapshot, and the guide's name and address."""
        return self.select_related("snapshot", "guide").only(
            "number", "published_at", "guide__title", "guide__slug",
            "snapshot__key", "snapshot__language", "snapshot__content", "snapshot__sha256",
        )  # fmt: skip
