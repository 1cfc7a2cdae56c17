"""How the tokens that need more than plain HTML are written: most of it into slots that nh3 does not see."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from cmkc.core import references
from cmkc.core.figures import figure_block
from cmkc.core.markdown_html import Slots, link
from cmkc.core.markdown_math import math_html
from cmkc.core.markdown_tokens import plain_text

Env = dict[str, Any]
Writer = Callable[[RendererHTML, Sequence[Token], int, Any, Env], str]
END = SafeString("</div>")
SECTION_END = SafeString("</section>")
COLUMNS_NAMED = 4


def _math(_renderer: RendererHTML, tokens: Sequence[Token], at: int, _options: Any, env: Env) -> str:
    """Write a formula in the line; one that is no formula as code."""
    token = tokens[at]
    env["budget"].check()
    html = math_html(token.content, block=token.meta["block"])
    return env["slots"].put(html) if html is not None else f"<code>{escapeHtml(token.content)}</code>"


def _math_block(_renderer: RendererHTML, tokens: Sequence[Token], at: int, _options: Any, env: Env) -> str:
    """Write a formula on lines of its own, in a box that scrolls."""
    env["budget"].check()
    html = math_html(tokens[at].content, block=True)
    if html is None:
        return f"<pre>{env['slots'].mark({'tabindex': '0'})}<code>{escapeHtml(tokens[at].content)}</code></pre>\n"
    box = format_html('<div class="formula" role="group" aria-label="{}" tabindex="0">{}</div>', _("Formula"), html)
    return f"{env['slots'].put(box)}\n"


def _reference(_renderer: RendererHTML, tokens: Sequence[Token], at: int, _options: Any, env: Env) -> str:
    """Write a link to a thing of ours; plain words inside a link, and the source when there is no such thing."""
    token = tokens[at]
    target = token.meta["target"]
    referent = env["found"].get(target)
    if referent is None:
        return escapeHtml(token.meta["shown"] or token.content)
    shown = token.meta["shown"] or referent.shown
    if token.meta["in_link"]:
        return escapeHtml(shown)
    return env["slots"].put(link(referent.url, references.kinds[target.kind].link_class, shown))


def _figure(_renderer: RendererHTML, tokens: Sequence[Token], at: int, _options: Any, env: Env) -> str:
    """Write a figure; its source in a paragraph when there is no such figure."""
    figure = env["figures"].get(tokens[at].meta["target"].key)
    if figure is None:
        return f"<p>{escapeHtml(tokens[at].content)}</p>\n"
    return f"{env['slots'].put(figure_block(figure, id=_new_id(env, f'figure-{figure.slug}')))}\n"


def _new_id(env: Env, wish: str) -> str:
    """Give an id with the text's prefix that the text has not used yet; "" in a text without ids."""
    if not env["prefix"]:
        return ""
    name = f"{env['prefix']}-{wish}"
    while name in env["ids"]:
        env["ids"][name] += 1  # so that the next of the same words is found at once
        name = f"{name}-{env['ids'][name]}"
    env["ids"][name] = 1
    return name


def _heading_open(_renderer: RendererHTML, tokens: Sequence[Token], at: int, _options: Any, env: Env) -> str:
    """Write a heading with an anchor made of its words."""
    name = _new_id(env, slugify(tokens[at + 1].content)[:60] or "section")
    return f"<{tokens[at].tag}>{env['slots'].mark({'id': name}) if name else ''}"


def _cell_open(renderer: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Env) -> str:
    """Write a cell with its alignment as a class."""
    attributes = tokens[at].meta.get("attributes")
    return renderer.renderToken(tokens, at, options, env) + (env["slots"].mark(attributes) if attributes else "")


def _table_open(_renderer: RendererHTML, tokens: Sequence[Token], at: int, _options: Any, env: Env) -> str:
    """Write a table in a labelled box that scrolls and takes the keyboard's focus."""
    heads = []
    for token in tokens[at:]:
        if token.type == "thead_close":
            break
        if token.type == "inline":
            heads.append(plain_text([token], env["found"]))
    label = _("Table: {columns}").format(columns=", ".join(filter(None, heads[:COLUMNS_NAMED])))
    box = format_html('<div class="scroll" role="region" aria-label="{}" tabindex="0">', label)
    return f"{env['slots'].put(box)}<table>\n"


def _table_close(_renderer: RendererHTML, _tokens: Sequence[Token], _at: int, _options: Any, env: Env) -> str:
    return f"</table>{env['slots'].put(END)}\n"


def _code(renderer: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Env) -> str:
    """Write a block of code that takes the keyboard's focus, since it can scroll."""
    write = RendererHTML.fence if tokens[at].type == "fence" else RendererHTML.code_block
    mark = env["slots"].mark({"tabindex": "0"})
    return write(renderer, tokens, at, options, env).replace("<pre>", f"<pre>{mark}", 1)


def _note_id(env: Env, kind: str, token: Token) -> str:
    again = f"-{token.meta['subId']}" if token.meta.get("subId") else ""
    return f"{env['prefix']}-{kind}-{token.meta['id'] + 1}{again}"


def _note_ref(_renderer: RendererHTML, tokens: Sequence[Token], at: int, _options: Any, env: Env) -> str:
    """Write the number of a footnote, as a link where the text has ids."""
    token, slots = tokens[at], env["slots"]
    number = token.meta["id"] + 1
    if not env["prefix"] or token.meta.get("in_link"):
        return slots.put(format_html("<sup>{}</sup>", number))
    note = f"{env['prefix']}-note-{number}"
    return slots.put(
        format_html('<sup><a id="{}" href="#{}">{}</a></sup>', _note_id(env, "noted", token), note, number)
    )


def _notes_open(_renderer: RendererHTML, _tokens: Sequence[Token], _at: int, _options: Any, env: Env) -> str:
    box = format_html('<section class="footnotes" aria-label="{}">', _("Footnotes"))
    return f"{env['slots'].put(box)}<ol>\n"


def _notes_close(_renderer: RendererHTML, _tokens: Sequence[Token], _at: int, _options: Any, env: Env) -> str:
    return f"</ol>{env['slots'].put(SECTION_END)}\n"


def _note_open(_renderer: RendererHTML, tokens: Sequence[Token], at: int, _options: Any, env: Env) -> str:
    name = _note_id(env, "note", tokens[at]) if env["prefix"] else ""
    return f"<li>{env['slots'].mark({'id': name}) if name else ''}"


def _note_back(_renderer: RendererHTML, tokens: Sequence[Token], at: int, _options: Any, env: Env) -> str:
    """Write the way back from a footnote."""
    if not env["prefix"]:
        return ""
    slots: Slots = env["slots"]
    back = format_html(
        ' <a href="#{}" aria-label="{}">↩</a>', _note_id(env, "noted", tokens[at]), _("Back to the text")
    )
    return slots.put(back)


def _note_close(_renderer: RendererHTML, _tokens: Sequence[Token], _at: int, _options: Any, _env: Env) -> str:
    return "</li>\n"


WRITERS: dict[str, Writer] = {
    "math": _math,
    "math_block": _math_block,
    "reference": _reference,
    "figure": _figure,
    "heading_open": _heading_open,
    "th_open": _cell_open,
    "td_open": _cell_open,
    "table_open": _table_open,
    "table_close": _table_close,
    "fence": _code,
    "code_block": _code,
    "footnote_ref": _note_ref,
    "footnote_block_open": _notes_open,
    "footnote_block_close": _notes_close,
    "footnote_open": _note_open,
    "footnote_close": _note_close,
    "footnote_anchor": _note_back,
}
