"""Figures: 24 drawings that follow light and dark, served as files, shown with their words."""

import json
import re
import shutil
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from cmkc.core import figures, importing, references
from cmkc.core.drawings import MOST_BYTES
from cmkc.core.importing import Report, Result
from cmkc.core.models import Figure, FigureDrawing
from cmkc.core.references import Target

pytestmark = pytest.mark.django_db
CONTENT = Path(figures.__file__).parent / "content"
SVG = (CONTENT / "figures" / "rtd-pulse-step.svg").read_text()


@pytest.fixture
def only_figures(monkeypatch):
    """Load nothing but figures."""
    registry = type(importing.importers)("importing")
    registry.register("figures", importing.importers["figures"])
    monkeypatch.setattr(importing, "importers", registry)


@pytest.fixture
def loaded(only_figures):
    assert importing.load().problems == []
    return Figure.objects.get(slug="rtd-pulse-step")


def test_all_figures_load_once_and_then_stand(only_figures):
    assert importing.load().counts() == {"figures": {Result.CREATED: 24}}
    assert importing.load().counts() == {"figures": {Result.UNCHANGED: 24}}
    assert FigureDrawing.objects.count() == 24


def test_every_figure_has_words_and_a_drawing_in_both_colour_schemes(loaded):
    for figure in Figure.objects.select_related("drawing"):
        assert figure.alt
        assert figure.caption
        assert figure.license
        assert 0 < figure.width <= 760
        assert figure.height > 0
        assert "prefers-color-scheme: dark" in figure.drawing.svg


def test_a_drawing_is_served_for_ever_at_an_address_with_its_hash(loaded, client):
    response = client.get(loaded.url)
    assert response.content.decode() == loaded.drawing.svg
    assert response["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["ETag"].strip('W/"') == loaded.drawing_id
    policy = response["Content-Security-Policy"]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
    assert not response.cookies
    assert loaded.drawing_id.startswith(re.search(r"\.([0-9a-f]+)\.svg$", loaded.url)[1])


def test_who_has_the_drawing_gets_304(loaded, client):
    for address in (loaded.url, reverse("core:figure", args=[loaded.slug])):
        tag = client.get(address)["ETag"]
        response = client.get(address, headers={"if-none-match": tag})
        assert (response.status_code, response.content) == (304, b"")
        assert "Content-Security-Policy" in response


def test_the_plain_address_serves_what_the_figure_has_now(loaded, client):
    response = client.get(reverse("core:figure", args=[loaded.slug]))
    assert response.status_code == 200
    assert "immutable" not in response["Cache-Control"]
    assert client.head(loaded.url).status_code == 200


def test_an_old_drawing_stays_at_its_address_when_the_figure_gets_a_new_one(loaded, client):
    old = loaded.url
    new = figures.read_drawing(SVG.replace("Pulse and step", "Step and pulse"))
    FigureDrawing.objects.create(sha256=new.sha256, svg=new.svg)
    Figure.objects.filter(pk=loaded.pk).update(drawing_id=new.sha256)
    loaded.refresh_from_db()
    assert loaded.url != old
    assert "Pulse and step" in client.get(old).content.decode()
    assert "Step and pulse" in client.get(reverse("core:figure", args=[loaded.slug])).content.decode()


@pytest.mark.parametrize(
    "address", ["nothing.svg", "nothing.0123456789abcdef.svg", "rtd-pulse-step.0.svg", "a.%2e.svg"]
)
def test_what_is_not_there_is_404(client, address):
    assert client.get(f"/figures/{address}").status_code == 404


def test_a_figure_is_served_by_reading_only(loaded):
    assert Client().post(loaded.url).status_code == 405


def test_the_block_shows_one_image_with_its_size_and_words(loaded):
    loaded.alt = 'A "quoted" <alt>'
    html = figures.figure_block(loaded, id="x-figure")
    assert html.startswith('<figure class="figure" id="x-figure">')
    assert html.count("<img") == 1
    assert 'loading="lazy"' in html
    assert f'width="{loaded.width}"' in html
    assert f'height="{loaded.height}"' in html
    assert 'alt="A &quot;quoted&quot; &lt;alt&gt;"' in html
    assert loaded.title in html
    assert "own drawing" in html
    assert "style" not in html


def test_a_figure_can_be_cited_and_frozen(loaded):
    target = Target("figure", loaded.slug)
    assert references.resolve([target], AnonymousUser())[target].url == loaded.url
    assert references.kinds["figure"].snapshot(loaded.slug)["sha256"] == loaded.drawing_id
    assert references.kinds["figure"].snapshot("nothing") == {}


def test_an_editors_caption_is_kept(loaded):
    Figure.objects.filter(pk=loaded.pk).update(caption="Better words.")
    outcome = next(one for one in importing.load().outcomes if one.key == loaded.slug)
    assert (outcome.result, "caption" in outcome.why) == (Result.KEPT, True)


def read(folder):
    report = Report()
    rows = importing.importers["figures"].read(folder, report)
    return rows, [(problem.id, problem.field) for problem in report.problems]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "figures").mkdir()
    shutil.copy(CONTENT / "figures" / "rtd-pulse-step.svg", tmp_path / "figures")
    return tmp_path


def write(folder, **change):
    record = {"id": "rtd-pulse-step", "title": "T", "alt": "A", "caption": "C", "license": "own", "used_in": []}
    record |= {"file": "figures/rtd-pulse-step.svg"} | change
    (folder / "figures.json").write_text(json.dumps({"figures": [record]}))


def test_a_right_record_has_no_fault(folder):
    write(folder)
    rows, found = read(folder)
    assert (len(rows), found) == (1, [])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"caption": "word " * 61}, "caption"),
        ({"file": "figures/other.svg"}, "file"),
        ({"file": "../../../etc/passwd"}, "file"),
        ({"file": "/etc/passwd"}, "file"),
    ],
)
def test_a_wrong_record_is_refused(folder, change, field):
    write(folder, **change)
    assert ("rtd-pulse-step", field) in read(folder)[1]


def test_a_drawing_that_no_record_names_is_refused(folder):
    write(folder)
    shutil.copy(CONTENT / "figures" / "funnel-plot.svg", folder / "figures")
    assert read(folder)[1] == [("funnel-plot", "file")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<path ", "<script>1</script><path "),
        ("<path ", "<foreignObject/><path "),
        ("<path ", '<image href="https://a.b/c.png"/><path '),
        ("<path ", '<a href="https://a.b/"><path/></a><path '),
        ("<path ", '<use href="#x"/><path '),
        ("<path ", '<animate attributeName="x"/><path '),
        ("<path ", '<path onclick="1" '),
        ("<path ", '<path ONCLICK="1" '),
        ("<path ", '<path style="fill:url(https://a.b/)" '),
        ("<path ", '<path fill="url(#x)" '),
        ("<style>", "<style>@import 'https://a.b/';"),
        ("<style>", "<style>a{fill:url(//a.b)}"),
        ("<style>", "<style>a{fill:u\\72l(//a.b)}"),
        ("<svg ", '<!DOCTYPE svg [<!ENTITY a "b">]><svg '),
        ("<svg ", '<svg xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="a" '),
        ('role="img"', 'role="none"'),
        ('viewBox="', 'data-viewBox="'),
        ('width="640"', 'width="900"'),
        ('width="640"', 'width="100%"'),
        ("<title", "<desc></desc><g"),
        ("</svg>", ""),
        ("</svg>", f"<!--{'x' * MOST_BYTES}--></svg>"),
        ('xmlns="http://www.w3.org/2000/svg"', 'xmlns="http://www.w3.org/1999/xhtml"'),
    ],
)
def test_a_drawing_that_runs_fetches_or_says_nothing_is_refused(folder, old, new):
    assert old in SVG
    (folder / "figures" / "rtd-pulse-step.svg").write_text(SVG.replace(old, new, 1))
    write(folder)
    assert ("rtd-pulse-step", "file") in read(folder)[1]
