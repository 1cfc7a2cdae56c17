"""Figures in texts: the block that shows one, and what is cited, frozen and loaded of it."""

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cmkc.core import importing, references
from cmkc.core.content_files import Shape, records
from cmkc.core.drawings import Drawing, read_drawing
from cmkc.core.models.figures import Figure, FigureDrawing
from cmkc.core.references import ReferenceKind, Referent

if TYPE_CHECKING:
    from cmkc.core.importing import Report, Row
    from cmkc.core.references import Reader

FILE = "figures.json"
SHAPE = Shape({"title": str, "alt": str, "caption": str, "file": str, "license": str, "used_in": list})
TEXTS = ("title", "alt", "caption", "license", "file")
MOST_WORDS_IN_CAPTION = 60


def figures_by_slug(slugs: Collection[str]) -> dict[str, Figure]:
    """Find figures; one query, none for no slugs."""
    return {figure.slug: figure for figure in Figure.objects.filter(slug__in=slugs)} if slugs else {}


def figure_block(figure: Figure, *, id: str = "", number: str = "") -> SafeString:  # noqa: A002  (an HTML id)
    """Give the HTML of a figure: one image for light and dark, its words, its licence.

    The drawing holds both colour schemes. As an image it follows the `color-scheme` that the page gives the img
    element (Media Queries 5, section 11.5), so it follows the system and a theme that the reader chose alike.
    """
    html = render_to_string("components/_figure.html", {"figure": figure, "id": id, "number": number})
    return SafeString(html.strip())  # a template of ours, which escapes its values


def _find(keys: Collection[str], _user: "Reader") -> dict[str, Referent]:
    """Find figures by slug; all are public."""
    return {
        slug: Referent("figure", slug, figure.title, figure.url, figure.caption)
        for slug, figure in figures_by_slug(keys).items()
    }


def _snapshot(key: str) -> dict[str, Any]:
    """Freeze the words of a figure and its drawing by hash; the drawing itself never changes."""
    figure = figures_by_slug([key]).get(key)
    return {} if figure is None else {name: getattr(figure, name) for name in TEXTS} | {"sha256": figure.drawing_id}


references.register(ReferenceKind("figure", gettext_lazy("figure"), _find, _snapshot))


def _read(folder: Path, report: "Report") -> "list[Row]":
    """List the figures of the content folder; the row of each holds its drawing."""
    rows = []
    for item in records(folder, FILE, report, within="figures", shape=SHAPE):
        if len(item["caption"].split()) > MOST_WORDS_IN_CAPTION:
            report.refuse(
                FILE, item["id"], "caption", _("the caption is longer than {n} words").format(n=MOST_WORDS_IN_CAPTION)
            )
        if svg := _file(folder, item, report):
            rows.append(importing.Row(item["id"], {name: item[name] for name in TEXTS} | {"svg": svg}, FILE))
    _refuse_unlisted(folder, rows, report)
    return rows


def _file(folder: Path, item: dict[str, Any], report: "Report") -> str:
    """Read and check the drawing of one record; "" and a problem when it is wrong."""
    path = (folder / item["file"]).resolve()
    try:
        if not path.is_relative_to(folder.resolve()):
            raise ValidationError(_("the path leaves the content folder"))  # noqa: TRY301  (reported like the rest)
        return read_drawing(path.read_text(encoding="utf-8")).svg
    except (OSError, UnicodeDecodeError) as error:
        report.refuse(FILE, item["id"], "file", str(error))
    except ValidationError as error:
        report.refuse(FILE, item["id"], "file", " ".join(error.messages))
    return ""


def _refuse_unlisted(folder: Path, rows: "list[Row]", report: "Report") -> None:
    """Refuse a drawing that no record names."""
    named = {row.data["file"] for row in rows} | {problem.id for problem in report.problems}
    for path in sorted((folder / "figures").glob("*.svg")):
        if f"figures/{path.name}" not in named and path.stem not in named:
            report.refuse(FILE, path.stem, "file", _("the drawing is not listed"))


def _apply(row: "Row") -> None:
    """Create or update a figure. Raises: ValidationError."""
    drawing = read_drawing(row.data["svg"])
    FigureDrawing.objects.get_or_create(sha256=drawing.sha256, defaults={"svg": drawing.svg})
    figure = Figure.objects.filter(slug=row.key).first() or Figure(slug=row.key)
    _fill(figure, row.data, drawing)
    figure.full_clean()
    figure.save()


def _fill(figure: Figure, data: dict[str, Any], drawing: Drawing) -> None:
    """Set the fields that are loaded."""
    for name in TEXTS:
        setattr(figure, name, data[name])
    figure.drawing_id, figure.width, figure.height = drawing.sha256, drawing.width, drawing.height


def _fingerprint(key: str) -> dict[str, Any] | None:
    """Give the loaded fields as they now stand."""
    return _snapshot(key) or None


importing.register(importing.Importer("figures", 10, _read, _apply, _fingerprint))
