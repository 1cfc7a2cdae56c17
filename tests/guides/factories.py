"""A guide with chapters, as an editor would have made it."""

from itertools import count

from cmkc.guides.actions import publish_release
from cmkc.guides.models import GuideChapterPage, GuideIndexPage, GuidePage, GuideRelease
from tests.home.site import site_tree

_numbers = count(1)


def make_guide(*, chapters: int = 2, **fields) -> GuidePage:
    """Make a guide with short chapters and no release."""
    site_tree()
    number = next(_numbers)
    fields = {
        "title": f"Guide {number}",
        "slug": f"guide-{number}",
        "summary": "How to.",
        "confidence": "found",
    } | fields
    guide = GuideIndexPage.objects.get().add_child(instance=GuidePage(**fields))
    for at in range(1, chapters + 1):
        add_chapter(guide, title=f"Chapter {at}")
    return guide


def add_chapter(guide: GuidePage, title: str, *blocks, slug: str = "") -> GuideChapterPage:
    """Add a published chapter; without `blocks` it has one section and one recommendation."""
    body = blocks or (
        ("heading", {"text": f"About {title}", "anchor": "about"}),
        ("text", "Material *flows* and is watched."),
        ("recommendation", {"number": "R-01", "status": "current", "text": "Measure it."}),
    )
    page = GuideChapterPage(title=title, slug=slug or title.lower().replace(" ", "-"), body=list(body))
    guide.add_child(instance=page)
    page.save_revision().publish()
    return page


def released_guide(**fields) -> GuideRelease:
    """Make a guide with release 1.0."""
    return publish_release(make_guide(**fields), "1.0", note="First.")
