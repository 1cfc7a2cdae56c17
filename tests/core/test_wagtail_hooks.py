"""The CMS lets editors change a figure's words, and nobody its drawing."""

import pytest
from django.urls import reverse

from cmkc.core.figures import read_drawing
from cmkc.core.models import Figure, FigureDrawing
from tests.core.test_figures import SVG

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


@pytest.fixture
def figure():
    drawing = read_drawing(SVG)
    FigureDrawing.objects.create(sha256=drawing.sha256, svg=drawing.svg)
    words = {"title": "T", "alt": "A", "caption": "C", "license": "own drawing", "file": "figures/rtd-pulse-step.svg"}
    return Figure.objects.create(slug="rtd-pulse-step", drawing_id=drawing.sha256, width=640, height=525, **words)


def address(view, *arguments):
    return reverse(f"wagtailsnippets_core_figure:{view}", args=arguments)


def test_an_editor_changes_the_words_and_not_the_drawing(admin_client, figure):
    assert admin_client.get(address("list")).status_code == 200
    words = {"title": "Better", "alt": "Seen", "caption": "Said", "long_description": "Long", "license": "CC BY 4.0"}
    wild = {"slug": "other", "file": "/etc/passwd", "drawing": "x", "width": 9999}
    response = admin_client.post(address("edit", figure.pk), words | wild)
    assert response.status_code == 302
    after = Figure.objects.values().get()
    assert {name: after[name] for name in words} == words
    before = {"slug": "rtd-pulse-step", "file": figure.file, "drawing_id": figure.drawing_id, "width": 640}
    assert {name: after[name] for name in before} == before


def test_figures_come_and_go_with_the_content_files_alone(admin_client, figure):
    for view, arguments in (("add", ()), ("delete", (figure.pk,))):
        admin_client.post(address(view, *arguments), {"title": "x"})
    assert Figure.objects.count() == 1
