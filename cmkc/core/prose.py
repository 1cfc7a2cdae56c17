"""Turn the blocks of a chapter or lesson into numbered sections of HTML, once, when they are frozen or previewed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from cmkc.core.languages import links_in_readers_language
from cmkc.core.markdown import PAGE, render
from cmkc.core.references import Target


@dataclass
class Numbering:
    """Counts sections, figures, tables and equations; `prefix` is the chapter's number, "" numbers no section."""

    prefix: str = ""
    section: int = 0
    counts: dict[str, int] = field(default_factory=dict)

    def next_section(self) -> str:
        """Give the next section's number, such as 4.2, or "" where sections carry none."""
        self.section += 1
        return f"{self.prefix}.{self.section}" if self.prefix else ""

    def next(self, kind: str) -> str:
        """Give the next number of a figure, table or equation."""
        self.counts[kind] = self.counts.get(kind, 0) + 1
        return f"{self.prefix}.{self.counts[kind]}" if self.prefix else str(self.counts[kind])


@dataclass
class Section:
    """One section as a reader sees it, with its plain text for search and the things it refers to."""

    anchor: str = ""
    number: str = ""
    title: str = ""
    parts: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    recommendations: list[dict[str, str]] = field(default_factory=list)

    def as_content(self) -> dict[str, Any]:
        """Give the section as plain content for a snapshot."""
        return {
            "anchor": self.anchor,
            "number": self.number,
            "title": self.title,
            "html": "\n".join(self.parts),
            "text": "\n".join(self.words),
            "targets": [[target.kind, target.key] for target in dict.fromkeys(self.targets)],
            "recommendations": self.recommendations,
        }


def sections_of(blocks: Iterable[tuple[str, Any]], numbering: Numbering) -> list[Section]:
    """Render (block type, value) pairs; at most one query for each kind of reference in a text block."""
    sections = [Section()]
    for kind, value in blocks:
        if kind == "heading":
            sections.append(Section(anchor=value["anchor"], number=numbering.next_section(), title=value["text"]))
        else:
            _RENDERERS[kind](sections[-1], value, numbering)
    return [section for section in sections if section.title or section.parts]


def readable(content: dict[str, Any]) -> dict[str, Any]:
    """Mark the sections' HTML of a chapter or lesson as safe to show: this module rendered it before it was frozen.

    Its links lead to the pages of the reader's language.
    """
    sections = [
        section | {"html": SafeString(links_in_readers_language(section["html"]))} for section in content["sections"]
    ]
    return content | {"sections": sections}


def _add(section: Section, source: str) -> SafeString:
    """Render Markdown, remember its words and targets, and give its HTML."""
    prefix = f"{section.anchor or 'text'}-{len(section.parts) + 1}"  # ids are unique on the page
    rendered = render(source, limits=PAGE, prefix=prefix)
    section.words.append(rendered.text)
    section.targets.extend(rendered.targets)
    return rendered.html


def _text(section: Section, value: str, _numbering: Numbering) -> None:
    section.parts.append(_add(section, value))


def _recommendation(section: Section, value: Any, _numbering: Numbering) -> None:
    html = _add(section, value["text"])
    section.recommendations.append({"number": value["number"], "text": section.words[-1], "status": value["status"]})
    context = {"number": value["number"], "html": html, "status": value["status"], "id": value["number"].lower()}
    section.parts.append(render_to_string("core/prose/recommendation.html", context))


def _note(section: Section, value: Any, _numbering: Numbering) -> None:
    context = {"kind": value["kind"], "html": _add(section, value["text"])}
    section.parts.append(render_to_string("core/prose/note.html", context))


def _figure(section: Section, value: Any, numbering: Numbering) -> None:
    number = numbering.next("figure")
    section.targets.append(Target("figure", value.slug))
    section.words.append(f"{value.title}. {value.caption}")
    section.parts.append(render_to_string("core/prose/figure.html", {"figure": value, "number": number}))


def _table(section: Section, value: Any, numbering: Numbering) -> None:
    number = numbering.next("table")
    context = {"number": number, "caption": value["caption"], "html": _add(section, value["source"])}
    context["id"] = f"table-{number.replace('.', '-')}"
    section.parts.append(render_to_string("core/prose/table.html", context))


def _equation(section: Section, value: str, numbering: Numbering) -> None:
    number = numbering.next("equation")
    context = {"number": number, "html": _add(section, f"$${value}$$"), "id": f"eq-{number.replace('.', '-')}"}
    section.parts.append(render_to_string("core/prose/equation.html", context))


def _code(section: Section, value: Any, _numbering: Numbering) -> None:
    section.words.append(value["source"])
    section.parts.append(render_to_string("core/prose/code.html", dict(value)))


_RENDERERS = {
    "text": _text,
    "recommendation": _recommendation,
    "note": _note,
    "figure": _figure,
    "table": _table,
    "equation": _equation,
    "code": _code,
}
