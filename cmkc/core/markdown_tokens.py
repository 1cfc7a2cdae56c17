"""What is read from a parsed text before it is written: its depth, what it refers to, its plain words."""

from collections.abc import Iterator, Mapping, Sequence

from markdown_it.token import Token

from cmkc.core.markdown_rules import TooMuch
from cmkc.core.references import Referent, Target

WORDS = {"text", "code_inline", "math", "math_block", "code_block", "fence"}
LINES = {"softbreak", "hardbreak", "paragraph_close", "heading_close", "tr_close", "fence", "code_block", "math_block"}
CONTAINERS = {"blockquote_open", "bullet_list_open", "ordered_list_open", "list_item_open"}
CELLS = {"td_close", "th_close"}
SIDES = {"text-align:right": "align-end", "text-align:center": "align-center"}


def outline(tokens: Sequence[Token], *, top_heading: int, deepest_block: int) -> tuple[int, tuple[Target, ...]]:
    """Prepare the tokens for writing; give the depth of nesting and the targets, each once. Raises: TooMuch.

    Headings above `top_heading` are lowered, the alignment of table cells becomes a class, and references inside a
    link are marked: a link holds no other link.
    """
    depth = deepest = 0
    targets: dict[Target, None] = {}
    for token in tokens:
        depth += token.nesting
        if token.type in CONTAINERS and token.level + 1 >= deepest_block:
            raise TooMuch("depth")
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{max(int(token.tag[1:]), top_heading)}"
        elif token.type in {"td_open", "th_open"}:
            _align(token)
        inner, named = _inside(token)
        targets |= dict.fromkeys(named)
        deepest = max(deepest, depth + inner)
    return deepest, tuple(targets)


def _align(token: Token) -> None:
    side = SIDES.get(str(token.attrs.pop("style", "")))
    token.meta = {"attributes": {"class": side}} if side else {}
    if token.type == "th_open":
        token.attrs["scope"] = "col"


def _inside(token: Token) -> tuple[int, list[Target]]:
    """Give the depth inside one block and the targets that it names."""
    depth = deepest = links = 0
    targets = [token.meta["target"]] if token.type == "figure" else []
    for child in token.children or ():
        depth += child.nesting
        deepest = max(deepest, depth)
        if child.tag == "a":
            links += child.nesting
        if child.type in {"reference", "footnote_ref"}:
            child.meta["in_link"] = links > 0
        if child.type == "reference":
            targets.append(child.meta["target"])
    return deepest, targets


def plain_text(tokens: Sequence[Token], found: Mapping[Target, Referent]) -> str:
    """Give the words of a text as a reader sees them, for search and previews."""
    lines = "".join(_words(tokens, found)).splitlines()
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


def _words(tokens: Sequence[Token], found: Mapping[Target, Referent]) -> Iterator[str]:
    for token in tokens:
        if token.children:
            yield from _words(token.children, found)
        elif token.type in WORDS:
            yield token.content
        elif token.type in {"reference", "figure"}:
            yield _shown(token, found)
        yield "\n" if token.type in LINES else "\t" if token.type in CELLS else ""


def _shown(token: Token, found: Mapping[Target, Referent]) -> str:
    """Give the words that stand for a reference or a figure."""
    referent = found.get(token.meta["target"])
    if referent is None:
        return str(token.meta.get("shown") or token.content)
    if token.type == "figure":
        return f"\n{referent.title}. {referent.summary}\n"
    return str(token.meta["shown"] or referent.shown)
