"""Load the taxonomy's technologies, the root of the page tree, and the pages about the site."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, Site

from cmkc.core.blocks import cut, stream_content, stream_of
from cmkc.core.content_files import Shape, document, records
from cmkc.core.importing import Importer, Report, Row, register
from cmkc.core.models import Subject
from cmkc.core.pages import latest_draft, publish_under
from cmkc.core.taxonomy import TECHNOLOGIES
from cmkc.guides.models import GuideIndexPage
from cmkc.home.models import HomePage, TextPage
from courses.models import CourseIndexPage

SUBJECTS, PAGES = "subjects.json", "pages.json"
SUBJECT = Shape({"title": str, "short": str, "kind": str, "description": str})
PAGE = Shape({"title": str, "summary": str, "body": str})
SHELVES = {"guides": (GuideIndexPage, _("Guides")), "courses": (CourseIndexPage, _("Courses"))}


def _read_subjects(folder: Path, report: Report) -> list[Row]:
    """Give the technologies; each must be one that the code knows, since content names them by other words too."""
    subjects = records(folder, SUBJECTS, report, within="subjects", shape=SUBJECT)
    for subject in subjects:
        if subject["id"] not in TECHNOLOGIES:
            report.refuse(SUBJECTS, subject["id"], "id", _("the taxonomy knows no such technology"))
    return [Row(subject["id"], subject, SUBJECTS) for subject in subjects]


def _apply_subject(row: Row) -> None:
    """Create or update a technology."""
    fields = {name: row.data[name] for name in ("title", "short", "kind", "description")}
    order = TECHNOLOGIES.index(row.key) if row.key in TECHNOLOGIES else len(TECHNOLOGIES)
    Subject.objects.update_or_create(slug=row.key, defaults={**fields, "order": order})


def _fingerprint_subject(key: str) -> dict[str, Any] | None:
    """Give the loaded fields."""
    loaded = Subject.objects.filter(slug=key).values("title", "short", "kind", "description").first()
    return dict(loaded) if loaded else None


def _read_site(folder: Path, report: Report) -> list[Row]:
    """Give the root of the site."""
    pages = document(folder, PAGES, report)
    return [Row("home", pages["site"], PAGES)] if pages else []


def _apply_site(row: Row) -> None:
    """Put the home page at the root of the site, and the shelves for guides and courses below it."""
    home = HomePage.objects.first()
    if home is None:
        home = HomePage(slug="cmkc", locale=Locale.get_default())
        home.title, home.summary = row.data["title"], row.data["summary"]
        publish_under(Page.get_first_root_node(), home)
    else:
        home.title, home.summary = row.data["title"], row.data["summary"]
        home.save_revision().publish()
    Site.objects.update_or_create(
        is_default_site=True, defaults={"root_page": home, "hostname": "localhost", "site_name": row.data["title"]}
    )
    _remove_welcome_page()
    for slug, (model, title) in SHELVES.items():
        if not model.objects.exists():
            publish_under(home, model(slug=slug, title=title))


def _remove_welcome_page() -> None:
    """Delete the page that Wagtail's first migration leaves, unless somebody has put pages below it."""
    welcome = Page.objects.filter(depth=2, slug="home", content_type__model="page").first()
    if welcome is not None and welcome.numchild == 0:
        welcome.delete()


def _fingerprint_site(_key: str) -> dict[str, Any] | None:
    """Give the loaded fields of the home page's newest draft."""
    home = latest_draft(HomePage.objects.all())
    return {"title": home.title, "summary": home.summary} if home else None


def _read_pages(folder: Path, report: Report) -> list[Row]:
    """Give the pages about the site; the file's other part is the root."""
    return [Row(page["id"], page, PAGES) for page in records(folder, PAGES, report, within="pages", shape=PAGE)]


def _apply_page(row: Row) -> None:
    """Create or update a page about the site."""
    page = TextPage.objects.filter(slug=row.key).first() or TextPage(slug=row.key)
    page.title, page.summary = row.data["title"], row.data["summary"]
    page.body = stream_of(cut(row.data["body"]))
    publish_under(HomePage.objects.get(), page)


def _fingerprint_page(key: str) -> dict[str, Any] | None:
    """Give the loaded fields of the newest draft."""
    page = latest_draft(TextPage.objects.filter(slug=key))
    return {"title": page.title, "summary": page.summary, "body": stream_content(page.body)} if page else None


register(Importer("subjects", 5, _read_subjects, _apply_subject, _fingerprint_subject))
register(Importer("site", 6, _read_site, _apply_site, _fingerprint_site))
register(Importer("pages", 90, _read_pages, _apply_page, _fingerprint_page))
