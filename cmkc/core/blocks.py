"""The blocks that editors write guides and lessons with, and how Markdown source is cut into them."""

import re
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from cmkc.core.models import Figure
from cmkc.core.references import Target, resolve

ANCHOR = r"^[a-z][a-z0-9-]*$"
FIGURE_LINE = re.compile(r"^\[\[figure:([\w.-]+)\]\]$")
EQUATION = re.compile(r"^\$\$(.+)\$\$$", re.DOTALL)
REFERENCE = re.compile(r"\[\[(\w+):([^\]|]+)(?:\|[^\]]*)?\]\]")
HEADING = re.compile(r"^###\s+(.+)$")


class HeadingBlock(blocks.StructBlock):
    """A numbered section begins; the anchor stays when the wording changes, so links stay right."""

    text = blocks.CharBlock(label=_("heading"), max_length=160)
    anchor = blocks.RegexBlock(
        regex=ANCHOR,
        label=_("anchor"),
        max_length=60,
        error_messages={"invalid": _("Use small letters, digits and hyphens; begin with a letter.")},
    )

    class Meta:
        icon = "title"
        label = _("Section heading")


class TextBlock(blocks.TextBlock):
    """Paragraphs in Markdown with $formulas$ and [[kind:key]] references."""

    class Meta:
        icon = "pilcrow"
        label = _("Text")


class RecommendationBlock(blocks.StructBlock):
    """A numbered recommendation; its number is never given to another one."""

    number = blocks.RegexBlock(regex=r"^R-\d+$", label=_("number"), max_length=8)
    status = blocks.ChoiceBlock(
        choices=[("current", _("current")), ("withdrawn", _("withdrawn"))], default="current", label=_("status")
    )
    text = blocks.TextBlock(label=_("recommendation"))

    class Meta:
        icon = "tick-inverse"
        label = _("Recommendation")


class NoteBlock(blocks.StructBlock):
    """A remark beside the text."""

    kind = blocks.ChoiceBlock(
        choices=[
            ("note", _("note")),
            ("regulator", _("regulator")),
            ("example", _("example")),
            ("caution", _("caution")),
        ],
        default="note",
        label=_("kind"),
    )
    text = blocks.TextBlock(label=_("text"))

    class Meta:
        icon = "info-circle"
        label = _("Note")


class TableBlock(blocks.StructBlock):
    """A table in Markdown: its first row names the columns."""

    caption = blocks.CharBlock(label=_("caption"), max_length=200, required=False)
    source = blocks.TextBlock(label=_("table"), help_text=_("| column | column | – one line a row."))

    class Meta:
        icon = "table"
        label = _("Table")


class EquationBlock(blocks.TextBlock):
    """A displayed formula in LaTeX, without the dollar signs."""

    class Meta:
        icon = "superscript"
        label = _("Equation")


class CodeBlock(blocks.StructBlock):
    """Program text or a data sample."""

    language = blocks.CharBlock(label=_("language"), max_length=20, required=False)
    source = blocks.TextBlock(label=_("text"))

    class Meta:
        icon = "code"
        label = _("Code")


class ProseBlock(blocks.StreamBlock):
    """The body of a chapter or lesson."""

    heading = HeadingBlock()
    text = TextBlock()
    recommendation = RecommendationBlock()
    note = NoteBlock()
    figure = SnippetChooserBlock("core.Figure", label=_("Figure"), icon="image")
    table = TableBlock()
    equation = EquationBlock()
    code = CodeBlock()


def cut(source: str, *, anchors: str = "") -> list[tuple[str, Any]]:
    """Cut Markdown into (block type, value): figures, displayed formulas, tables and `###` headings stand alone.

    A figure's value is its slug. `anchors` goes before the anchors of headings, so that they are unique on a page.
    """
    found: list[tuple[str, Any]] = []
    for part in re.split(r"\n{2,}", source.strip()):
        kind, value = _part(part.strip(), anchors)
        if kind == "text" and found and found[-1][0] == "text":
            found[-1] = ("text", f"{found[-1][1]}\n\n{value}")
        else:
            found.append((kind, value))
    return found


def _part(part: str, anchors: str) -> tuple[str, Any]:
    """Tell which block one paragraph of the source becomes."""
    found: tuple[str, Any] = ("text", part)
    if match := FIGURE_LINE.match(part):
        found = ("figure", match[1])
    elif (match := EQUATION.match(part)) and "$$" not in match[1]:
        found = ("equation", match[1].strip())
    elif part.startswith("|"):
        found = ("table", {"caption": "", "source": part})
    elif match := HEADING.match(part):
        anchor = re.sub(r"[^a-z0-9]+", "-", match[1].casefold()).strip("-")
        found = ("heading", {"text": match[1], "anchor": f"{anchors}{anchor}"[:60]})
    return found


def stream_of(parts: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """Turn parts of `cut` into what a StreamField takes: figures by slug become figures; one query.

    Raises: ValidationError when a figure is unknown, or a reference in a text leads nowhere.
    """
    slugs = {value for kind, value in parts if kind == "figure"}
    figures = {figure.slug: figure for figure in Figure.objects.filter(slug__in=slugs)}
    if lost := slugs - figures.keys():
        raise ValidationError({"body": _("no such figure: %(names)s") % {"names": ", ".join(sorted(lost))}})
    _refuse_dangling(parts)
    return [(kind, figures[value] if kind == "figure" else value) for kind, value in parts]


def stream_content(stream: blocks.StreamValue) -> list[list[Any]]:
    """Give a stream's blocks as plain JSON without their ids, to compare them."""
    return [[child.block_type, child.block.get_prep_value(child.value)] for child in stream]


def _refuse_dangling(parts: list[tuple[str, Any]]) -> None:
    """Raise ValidationError when a [[kind:key]] names nothing that the public may see."""
    text = "\n".join(value if isinstance(value, str) else " ".join(map(str, value.values())) for _kind, value in parts)
    targets = {Target(kind, key) for kind, key in REFERENCE.findall(text)}
    if lost := targets - resolve(targets, AnonymousUser()).keys():
        names = ", ".join(sorted(f"{target.kind}:{target.key}" for target in lost))
        raise ValidationError({"body": _("these references lead nowhere: %(names)s") % {"names": names}})
