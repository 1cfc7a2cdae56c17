"""Rows and facets of lists of every kind: on a page by the dozen, and as templates each costs ten times more."""

import functools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import get_language, ngettext

from cmkc.core.assembly import Html

AT_ONCE = 6
"""How many values of a facet stand there before the rest folds."""
CHOICE = '<label class="choice"><input type="checkbox" name="{}" value="{}"'


def row(html: Html, one: Mapping[str, Any]) -> None:
    """Write a row, as components/_row.html says."""
    lang = one.get("lang")
    html.add('<li class="row">')
    if one.get("kind"):
        html.add('<span class="row-kind">{}</span>', one["kind"])
    html.add('<div class="row-main"><h3 class="row-title"><a href="{}"', one["url"])
    _in_language(html, lang)
    html.add(">{}</a></h3>", one["title"])
    if one.get("snippet"):
        html.add('<p class="row-text"')
        _in_language(html, lang)
        html.add(">{}</p>", one["snippet"])
    _meta(html, one)
    if one.get("badges"):
        html.add('<p class="row-badges">')
        for badge in one["badges"]:
            tone = badge.get("tone", "neutral")
            html.add('<span class="badge{}">{}</span>', f" is-{tone}" if tone != "neutral" else "", badge["label"])
        html.add("</p>")
    html.add("</div></li>")


def _meta(html: Html, one: Mapping[str, Any]) -> None:
    """Write the short facts below a row."""
    own, labels = one.get("meta") or (), one.get("labels") or ()
    if not own and not labels:
        return
    html.add('<ul class="meta">')
    for item in own:
        html.add("<li")
        _in_language(html, one.get("meta_lang"))
        html.add(">{}</li>", item)
    for item in labels:
        html.add("<li>{}</li>", item)
    html.add("</ul>")


def rows(html: Html, several: Iterable[Mapping[str, Any]]) -> None:
    """Write rows, as components/_rows.html says."""
    for one in several:
        row(html, one)


def facet(html: Html, one: Mapping[str, Any]) -> None:
    """Write a fieldset of a form by GET, as components/_facet.html says."""
    html.add("<fieldset><legend>{}</legend><div>", one["label"])
    _choices(html, one["name"], one["values"][:AT_ONCE])
    html.add("</div>")
    rest = one["values"][AT_ONCE:]
    if rest:
        more = _more(get_language(), len(rest))
        html.add("<details open><summary>{}</summary>" if one.get("open") else "<details><summary>{}</summary>", more)
        _choices(html, one["name"], rest)
        html.add("</details>")
    html.add("</fieldset>")


def facets(html: Html, several: Iterable[Mapping[str, Any]]) -> None:
    """Write those facets that have a value to choose."""
    for one in several:
        if one["values"]:
            facet(html, one)


def _choices(html: Html, name: str, values: Sequence[Mapping[str, Any]]) -> None:
    """Write a tick for each value."""
    for one in values:
        html.add(CHOICE, name, one["value"])
        html.add(" checked><span" if one.get("checked") else "><span")
        _in_language(html, one.get("lang"))
        html.add(">{}</span>", one["label"])
        if one.get("count") is not None:
            html.add('<span class="count">{}</span>', one["count"])
        html.add("</label>")


def _in_language(html: Html, lang: str | None) -> None:
    """Name the language of what follows, where it is not that of the page."""
    if lang:
        html.add(' lang="{}"', lang)


@functools.cache
def _more(language: str | None, number: int) -> str:  # noqa: ARG001  (the words differ by it)
    """Say how many values are folded away."""
    return ngettext("%(extra)s more", "%(extra)s more", number) % {"extra": number}
