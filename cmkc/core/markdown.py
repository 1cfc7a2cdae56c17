"""Markdown: members' and editors' texts become HTML once, when they are saved; the source is kept.

markdown-it-py with HTML off, then nh3, then what only we may write (formulas, references, figures, anchors). A text
past a limit is shown as its source. Costs: one query for each kind of reference that the text names, none otherwise.
"""

import logging
import time
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from cmkc.core.figures import figures_by_slug
from cmkc.core.markdown_html import Slots, clean
from cmkc.core.markdown_rules import TooMuch, rules
from cmkc.core.markdown_tokens import outline, plain_text
from cmkc.core.markdown_writer import WRITERS
from cmkc.core.references import Target, resolve

logger = logging.getLogger(__name__)
BLOCKS_IN_BLOCKS = 20
"""Quotes and lists inside each other; the parser leaves out what stands deeper, so such a text is shown as source."""


@dataclass(frozen=True)
class Limits:
    """What a text may ask for. `top_heading` is the highest heading; higher ones are lowered to it."""

    characters: int
    seconds: float
    link_rel: str
    top_heading: int
    prefix: str = ""
    """Goes before the ids of headings, figures and footnotes; without it there are none."""
    output_bytes: int = 512 * 1024
    depth: int = 40
    references: int = 500


POST = Limits(characters=20_000, seconds=0.5, link_rel="nofollow ugc noopener", top_heading=3)
"""What members write. No ids: many posts stand on one page."""
PAGE = Limits(characters=200_000, seconds=3.0, link_rel="noopener", top_heading=2, prefix="text", references=2000)
"""What editors write."""


@dataclass(frozen=True)
class Rendered:
    """A text as HTML, what it refers to (found or not), and its plain text for search.

    `fell_back` says that the text was past a limit and stands as source in `html`.
    """

    html: SafeString
    targets: tuple[Target, ...]
    text: str
    fell_back: bool = False


class Budget:
    """Processor time of this thread for one text; a busy machine makes no text too long."""

    def __init__(self, seconds: float) -> None:
        self._until = time.thread_time() + seconds

    def check(self) -> None:
        """Raises: TooMuch when the time is over."""
        if time.thread_time() > self._until:
            raise TooMuch("time")


def _parser() -> MarkdownIt:
    """Build the parser: CommonMark without HTML and images, with tables, strikethrough, footnotes and our rules."""
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": BLOCKS_IN_BLOCKS})
    parser.enable(["table", "strikethrough"]).disable(["html_block", "html_inline", "image"])
    parser.use(footnote_plugin, inline=False).use(rules)
    for kind, write in WRITERS.items():
        parser.add_render_rule(kind, write)
    return parser


PARSER = _parser()


def render(source: str, *, limits: Limits = POST, prefix: str | None = None) -> Rendered:
    """Turn a text into safe HTML.

    `prefix` replaces the limits' own, for a page that shows several texts: ids must be unique on a page. References
    are resolved as a visitor sees them; what is not found stands as it was written.
    """
    source = source.encode("utf-8", "replace").decode()  # half a surrogate pair would stop nh3
    budget = Budget(limits.seconds)
    try:
        tokens, found_targets = _parse(source, limits, budget)
    except TooMuch as limit:
        return _as_source(source, limits, str(limit))
    found = resolve(found_targets, AnonymousUser())
    env: dict[str, Any] = {
        "budget": budget,
        "slots": Slots(),
        "found": found,
        "figures": figures_by_slug([target.key for target in found if target.kind == "figure"]),
        "prefix": limits.prefix if prefix is None else prefix,
        "ids": {},
    }
    try:
        html = _write(tokens, limits, env)
    except TooMuch as limit:
        return _as_source(source, limits, str(limit))
    return Rendered(html, found_targets, plain_text(tokens, found))


def _parse(source: str, limits: Limits, budget: Budget) -> tuple[list[Token], tuple[Target, ...]]:
    """Parse a text and prepare its tokens. Raises: TooMuch."""
    if len(source) > limits.characters:
        raise TooMuch("characters")
    try:
        tokens = PARSER.parse(source, {"budget": budget})
    except (AttributeError, IndexError, KeyError, RecursionError, ValueError) as error:
        logger.warning("markdown.parser_failed", extra={"error": type(error).__name__})
        raise TooMuch("parser") from error
    depth, targets = outline(tokens, top_heading=limits.top_heading, deepest_block=BLOCKS_IN_BLOCKS)
    if depth > limits.depth:
        raise TooMuch("depth")
    if len(targets) > limits.references:
        raise TooMuch("references")
    return tokens, targets


def _write(tokens: list[Token], limits: Limits, env: dict[str, Any]) -> SafeString:
    """Write the HTML, clean it, and fill in what is ours. Raises: TooMuch."""
    html = PARSER.renderer.render(tokens, PARSER.options, env)
    if len(html) > limits.output_bytes:
        raise TooMuch("output")
    cleaned = clean(html, link_rel=limits.link_rel)
    env["budget"].check()
    filled = env["slots"].fill(cleaned)
    if len(filled.encode()) > limits.output_bytes:
        raise TooMuch("output")
    return filled


def _as_source(source: str, limits: Limits, why: str) -> Rendered:
    """Show a text as it was written; what is past the limit of output is cut off."""
    logger.info("markdown.fell_back", extra={"limit": why, "characters": len(source)})
    shown = source[: limits.characters]
    if len(escape(shown).encode()) > limits.output_bytes:
        shown = shown[: limits.output_bytes // 8]  # an escaped character takes six bytes at most
    return Rendered(format_html('<pre class="source" tabindex="0">{}</pre>', shown), (), source, fell_back=True)
