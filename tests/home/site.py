"""The page tree that guides and courses stand in."""

from wagtail.models import Page, Site

from cmkc.guides.models import GuideIndexPage
from cmkc.home.models import HomePage
from courses.models import CourseIndexPage


def site_tree() -> HomePage:
    """Make the home page and the two shelves; making them again gives the same."""
    home = HomePage.objects.first()
    if home is None:
        home = Page.get_first_root_node().add_child(instance=HomePage(title="CMKC", slug="cmkc", summary="Open."))
        Site.objects.update_or_create(is_default_site=True, defaults={"root_page": home, "hostname": "localhost"})
        home.add_child(instance=GuideIndexPage(title="Guides", slug="guides"))
        home.add_child(instance=CourseIndexPage(title="Courses", slug="courses"))
    return home
