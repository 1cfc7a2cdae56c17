"""What our Markdown knows beyond CommonMark and tables: formulas, references, mentions, figures, bare addresses."""

import re
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from cmkc.core import references
from cmkc.core.references import LONGEST_KEY, Target

MENTION = "member"
"""The kind of reference that `@name` is, once an app registers it."""
LINES_OF_A_FORMULA = 40

INLINE_MATH = re.compile(r"\$(?![\s$])((?:\\.|[^$\\])+)(?<!\s)\$(?!\d)", re.DOTALL)
DISPLAY_MATH = re.compile(r"\$\$(?!\$)((?:\\.|[^$\\])+)\$\$", re.DOTALL)
DOLLARS = re.compile(r"\$+")
REFERENCE = re.compile(rf"\[\[([a-z]{{1,30}}):([^\[\]|\n]{{1,{LONGEST_KEY}}})(?:\|([^\[\]\n]{{1,200}}))?\]\]")
NAME = re.compile(r"@([A-Za-z0-9](?:[A-Za-z0-9._-]{0,38}[A-Za-z0-9])?)(?![A-Za-z0-9])")
FIGURE = re.compile(r"\[\[figure:([A-Za-z0-9][A-Za-z0-9_-]{0,79})\]\]")
SCHEME = re.compile(r"(?<![A-Za-z0-9])https?\Z")
ADDRESS = re.compile(r"://[^\W_][^\s<>\[\]\"`|\\^{}\x00-\x20]{0,1999}")
PUNCTUATION = "?!.,:;*_~'"
INDENTED = 4
DELIMITERS = re.compile(r"[^|:\s>-]")
MOST_CELLS = 10_000


class TooMuch(Exception):  # noqa: N818  (not a fault of ours: the text asks for more than a text may)
    """A text is past one of its limits."""


def rules(markdown: MarkdownIt) -> None:
    """Add our rules to a parser."""
    inline, block = markdown.inline.ruler, markdown.block.ruler
    inline.before("text", "budget", _budget)
    inline.after("escape", "math", _math)
    inline.before("link", "reference", _reference)
    inline.push("mention", _mention)
    inline.push("address", _address)
    ends: Any = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    block.before("table", "budget", _block_budget)
    block.before("table", "cells", _cells)
    block.before("fence", "figure", _figure, ends)
    block.before("fence", "math_block", _math_block, ends)


def _budget(state: StateInline, silent: bool) -> bool:  # noqa: ARG001, FBT001  (the parser's signature)
    state.env["budget"].check()
    return False


def _block_budget(state: StateBlock, _line: int, _end: int, _silent: bool) -> bool:  # noqa: FBT001
    state.env["budget"].check()
    return False


def _cells(state: StateBlock, start: int, end: int, _silent: bool) -> bool:  # noqa: FBT001
    """Refuse a table that the parser would fill up with empty cells: few characters can ask for very many."""
    delimiters = state.src[state.bMarks[start + 1] : state.eMarks[start + 1]] if start + 1 < end else ""
    columns = delimiters.count("|") + 1
    if columns * (end - start) > MOST_CELLS and not DELIMITERS.search(delimiters):
        rows = next((line for line in range(start + 2, end) if state.isEmpty(line)), end) - start
        if columns * rows > MOST_CELLS:
            raise TooMuch("cells")
    return False


def _math(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Read `$x$` and `$$x$$`. As in Pandoc, `$5 and $10` is money: a formula touches both its signs."""
    if state.src[state.pos] != "$":
        return False
    display = DISPLAY_MATH.match(state.src, state.pos, state.posMax)
    match = display or INLINE_MATH.match(state.src, state.pos, state.posMax)
    if match is None:
        run = DOLLARS.match(state.src, state.pos, state.posMax)
        assert run is not None  # noqa: S101  (there is one dollar at least)
        if not silent:
            state.append_pending(run[0])
        state.pos = run.end()
        return True
    if not silent:
        token = state.push("math", "", 0)
        token.content, token.meta = match[1].strip(), {"block": display is not None}
    state.pos = match.end()
    return True


def _reference(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Read `[[kind:key]]` and `[[kind:key|shown text]]`."""
    if not state.src.startswith("[[", state.pos):
        return False
    match = REFERENCE.match(state.src, state.pos, state.posMax)
    if match is None or match[1] not in references.kinds:
        return False
    if not silent:
        token = state.push("reference", "", 0)
        token.content = match[0]
        token.meta = {"target": Target(match[1], match[2].strip()), "shown": (match[3] or "").strip()}
    state.pos = match.end()
    return True


def _mention(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Read `@name`, unless it stands inside a word, as in an e-mail address."""
    if state.src[state.pos] != "@" or MENTION not in references.kinds:
        return False
    before = state.src[state.pos - 1] if state.pos else " "
    match = NAME.match(state.src, state.pos, state.posMax)
    if match is None or before.isalnum() or before in "._-/@":
        return False
    if not silent:
        token = state.push("reference", "", 0)
        token.content, token.meta = match[0], {"target": Target(MENTION, match[1].casefold()), "shown": match[0]}
    state.pos = match.end()
    return True


def _address(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Make a link of a bare `https://…`, without the punctuation that ends the sentence."""
    if silent or state.linkLevel or state.src[state.pos] != ":":
        return False
    scheme = SCHEME.search(state.pending[-6:])
    match = ADDRESS.match(state.src, state.pos, state.posMax)
    if scheme is None or match is None:
        return False
    rest = _without_end(match[0])
    url = state.md.normalizeLink(scheme[0] + rest)
    if not state.md.validateLink(url):
        return False
    state.pending = state.pending[: -len(scheme[0])]
    state.push("link_open", "a", 1).attrs = {"href": url}
    state.push("text", "", 0).content = scheme[0] + rest
    state.push("link_close", "a", -1)
    state.pos += len(rest)
    return True


def _without_end(address: str) -> str:
    """Leave out closing punctuation, and a bracket that was opened before the address."""
    while address[-1] in PUNCTUATION or (address[-1] == ")" and address.count(")") > address.count("(")):
        address = address[:-1]
    return address


def _line(state: StateBlock, line: int) -> str | None:
    """Give a line's text; None for a line of indented code."""
    if state.sCount[line] - state.blkIndent >= INDENTED:
        return None
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _figure(state: StateBlock, start: int, _end: int, silent: bool) -> bool:  # noqa: FBT001
    """Read `[[figure:id]]` on a line of its own."""
    text = _line(state, start)
    match = FIGURE.fullmatch(text.strip()) if text is not None else None
    if match is None or "figure" not in references.kinds:
        return False
    if not silent:
        state.line = start + 1
        token = state.push("figure", "", 0)
        token.content, token.meta, token.map = match[0], {"target": Target("figure", match[1])}, [start, start + 1]
    return True


def _math_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """Read `$$ … $$` on lines of its own."""
    text = _line(state, start)
    if text is None or not text.startswith("$$") or text.startswith("$$$"):
        return False
    lines, line = [text.strip()[2:]], start
    while not (lines[-1].endswith("$$") and not lines[-1].endswith("\\$$")):
        line += 1
        if line >= min(end, start + LINES_OF_A_FORMULA) or state.isEmpty(line) or state.sCount[line] < state.blkIndent:
            return False
        lines.append(state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].strip())
    content = "\n".join(lines).removesuffix("$$").strip()
    if not content or "$$" in content:
        return False
    if not silent:
        state.line = line + 1
        token = state.push("math_block", "", 0)
        token.content, token.map = content, [start, line + 1]
    return True
