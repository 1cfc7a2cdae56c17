"""What may be found of guides: every section of the latest release."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cmkc.guides.models import GuidePage, GuideRelease
from search.sources import Document, Source, register


def _guides() -> QuerySet:
    """List the live guides that have a release."""
    return GuidePage.objects.live().filter(releases__isnull=False).distinct()


def _documents(guide: GuidePage) -> Iterator[Document]:
    """Give the guide itself and one document for each section; 2 queries, one more for each chapter."""
    release = GuideRelease.objects.latest_of(guide.pk)
    audience = guide.audience_names()
    if release is None or not audience:
        return
    facets = {
        "technology": [subject.slug for subject in guide.subjects.all()],
        "year": [str(release.published_at.year)],
    }
    shown = {
        "status": str(_("release %(number)s") % {"number": release.number}),
        "confidence": str(guide.get_confidence_display()),
    }
    url = guide.get_absolute_url()
    yield Document(
        kind="guide", title=guide.title, summary=guide.summary, body=guide.subtitle, url=url,
        audience=audience, facets=facets, published_at=release.published_at, shown=shown,
    )  # fmt: skip
    for entry in release.snapshot.document["chapters"]:
        chapter = release.chapter(entry["slug"]).document
        for section in chapter["sections"]:
            yield Document(
                part=f"{entry['slug']}#{section['anchor']}", kind="guide", body=section["text"],
                title=f"{section['number']} {section['title'] or chapter['title']}".strip(), summary=guide.title,
                url=f"{url}{entry['slug']}/#{section['anchor']}", audience=audience, facets=facets,
                published_at=release.published_at, shown=shown,
            )  # fmt: skip


register(Source(kind="guide", label=_("Guides"), model=GuidePage, queryset=_guides, documents=_documents))
