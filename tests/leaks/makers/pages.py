"""Guides, courses and pages about the site: open, restricted in each way, drafts, unpublished, edited since."""

from collections.abc import Callable
from typing import Any

from wagtail.models import Page, PageViewRestriction

from cmkc.guides.actions import publish_release
from cmkc.guides.models import GuidePage
from cmkc.home.models import TextPage
from courses.actions import publish_version
from courses.models import ChangeClass, CoursePage
from tests.courses.factories import make_course
from tests.guides.factories import add_chapter, make_guide
from tests.home.site import site_tree
from tests.leaks.world import Made, World, maker

RESTRICTIONS: dict[str, dict[str, Any]] = {
    "for members": {"restriction_type": PageViewRestriction.LOGIN},
    "for a group": {"restriction_type": PageViewRestriction.GROUPS},
    "behind a password": {"restriction_type": PageViewRestriction.PASSWORD, "password": "out of the way"},
    "closed to visitors": {"restriction_type": PageViewRestriction.LOGIN},
    "closed to all but a group": {"restriction_type": PageViewRestriction.GROUPS},
}
LATER = ("withdrawn", "closed to visitors", "closed to all but a group")
STATES = ("public", "for members", "for a group", "behind a password", "draft", "next edition", *LATER)


def _restrict(world: World, page: Page, state: str) -> None:
    made = PageViewRestriction.objects.create(page=page, **RESTRICTIONS[state])
    if made.restriction_type == PageViewRestriction.GROUPS:
        made.groups.add(world.circle)


def _in_every_state(world: World, make: "Callable[[World, str], Page]") -> Made:
    """Make a page in each state; those of LATER are closed or withdrawn after the first reading."""
    made = {state: make(world, state) for state in STATES}
    for state in ("for members", "for a group", "behind a password"):
        _restrict(world, made[state], state)
    yield
    made["withdrawn"].unpublish()
    for state in LATER[1:]:
        yield
        _restrict(world, made[state], state)


def _guide(world: World, state: str) -> GuidePage:
    """Make a guide with one chapter and, but for a draft, a release; what is edited since is in no release."""
    kind, shown = "guide", "public" if state == "next edition" else state
    words = {"title": world.title(kind, shown), "slug": world.slug(kind, shown), "summary": world.secret(kind, shown)}
    guide = make_guide(chapters=0, live=state != "draft", **words)
    title = world.title(kind, shown)
    heading = ("heading", {"text": world.secret(kind, shown), "anchor": "about"})
    chapter = add_chapter(guide, title, heading, ("text", world.secret(kind, shown)), slug="first")
    at = {"slug": guide.slug}
    addresses = [("guides:guide", at), ("guides:chapter", at | {"chapter": "first"})]
    if state != "draft":
        publish_release(guide, "1.0", note=world.secret(kind, shown))
        fixed = at | {"release": "1.0"}
        addresses += [("guides:release", fixed), ("guides:release_chapter", fixed | {"chapter": "first"})]
    if state == "next edition":
        chapter.body = [("text", world.secret(kind, state))]
        chapter.title = world.title(kind, state)
        chapter.save_revision().publish()  # of the chapter: readers go on reading the release
    world.thing(kind, shown, *addresses, reference=("guide", guide.slug))
    return guide


@maker("references:guide", "references:section", "searchable:guide", "dashboard:guides.guide",
       "dashboard:guides.chapter", "page:guides.GuidePage", "page:guides.GuideChapterPage",
       "page:guides.GuideIndexPage")  # fmt: skip
def guides(world: World) -> Made:
    """Make guides."""
    yield from _in_every_state(world, _guide)


def _course(world: World, state: str) -> CoursePage:
    kind, shown = "course", "public" if state == "next edition" else state
    words = {"title": world.title(kind, shown), "slug": world.slug(kind, shown), "summary": world.secret(kind, shown)}
    course = make_course(lessons=1, **words)
    lesson = course.get_children().get().specific
    lesson.title, lesson.body = world.title(kind, shown), [("text", world.secret(kind, shown))]
    lesson.save_revision().publish()
    at = {"slug": course.slug}
    entry = at | {"lesson": lesson.key}
    if state == "draft":
        course.unpublish()
    else:
        publish_version(course, change_class=ChangeClass.EDITORIAL, note=world.secret(kind, shown))
    if state == "next edition":
        lesson.title, lesson.body = world.title(kind, state), [("text", world.secret(kind, state))]
        lesson.save_revision().publish()
    addresses = (("courses:course", at), ("courses:lesson", entry), ("courses:read", entry))
    world.thing(kind, shown, *addresses, reference=("course", course.slug))
    return course


@maker("references:course", "references:lesson", "searchable:course", "dashboard:courses.course",
       "dashboard:courses.lesson", "page:courses.CoursePage", "page:courses.LessonPage",
       "page:courses.CourseIndexPage")  # fmt: skip
def courses(world: World) -> Made:
    """Make courses."""
    yield from _in_every_state(world, _course)


TEXTS = {"about": "public", "privacy": "for members", "terms": "draft", "accessibility": "next edition",
         "contact": "withdrawn"}  # fmt: skip


def _text(world: World, slug: str, state: str) -> TextPage:
    kind, shown = "text page", "public" if state == "next edition" else state
    words = {"title": world.title(kind, shown), "summary": world.secret(kind, shown)}
    page = TextPage(slug=slug, body=[("text", world.secret(kind, shown))], live=state != "draft", **words)
    site_tree().add_child(instance=page)
    if state == "next edition":
        page.title, page.body = world.title(kind, state), [("text", world.secret(kind, state))]
        page.save_revision()
    if state == "for members":
        _restrict(world, page, state)
    world.thing(kind, shown)  # its address takes no arguments
    return page


@maker("dashboard:home.text", "page:home.TextPage", "page:home.HomePage")
def texts(world: World) -> Made:
    """Make the five pages about the site, each in another state."""
    made = {slug: _text(world, slug, state) for slug, state in TEXTS.items()}
    yield
    made["contact"].unpublish()
