import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse

from cmkc.home import styleguide_samples
from cmkc.home.styleguide import _parts

COMPONENTS = Path(settings.BASE_DIR) / "templates" / "components"
PAGES = Path(settings.BASE_DIR) / "templates" / "styleguide"
ON_EVERY_PAGE = {"_header.html", "_footer.html", "_skip_link.html"}
ERRORS = ["400", "403", "403_csrf", "404", "429", "500", "503"]


@pytest.mark.parametrize("part", list(_parts()))
def test_every_page_of_the_guide_shows_without_a_query(client, db, part, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get(reverse("styleguide_part", args=[part]))
    assert response.status_code == 200
    assert response.content.count(b"<h1") == 1


def test_the_guide_opens_at_its_foundations(client, db):
    assert b"--brand-strong" in client.get(reverse("styleguide")).content


def test_a_page_that_the_guide_does_not_have_is_not_found(client, db):
    assert client.get(reverse("styleguide_part", args=["nothing"])).status_code == 404


def test_every_component_stands_in_the_guide():
    pages = "".join(path.read_text(encoding="utf-8") for path in PAGES.glob("*.html"))
    parts = "".join(path.read_text(encoding="utf-8") for path in COMPONENTS.glob("*.html"))
    shown = set(re.findall(r"components/(_\w+\.html)", pages + parts)) | ON_EVERY_PAGE
    assert {path.name for path in COMPONENTS.glob("_*.html")} - shown == set()


def test_the_colours_shown_are_those_of_the_style_sheet():
    sheet = (Path(settings.BASE_DIR) / "static" / "css" / "site.css").read_text(encoding="utf-8")
    for name, _use, light, dark, _contrast in styleguide_samples.COLOURS:
        assert f"--{name}: light-dark({light}, {dark})" in sheet


@pytest.mark.parametrize("code", ERRORS)
def test_an_error_page_needs_nothing_to_render(code):
    page = get_template(f"{code}.html").render()
    assert page.count("<h1") == 1
    assert "Incident" not in page


def test_an_error_page_carries_the_incident():
    assert "7f3a-19c2" in get_template("500.html").render({"incident": "7f3a-19c2"})
