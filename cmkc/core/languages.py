"""Addresses kept without a language – in frozen text, in the search index – as links of the page being read."""

import re
from html import escape, unescape

from django.conf import settings
from django.urls import translate_url
from django.utils.translation import get_language, override

LINK = re.compile(r'(<a\b[^<>]*?\shref=")(/(?!/)[^"]*)"')
"""A link of ours in HTML that was cleaned: every value stands in double quotes, and no `<` in a text."""


def in_readers_language(address: str) -> str:
    """Give the same page in the reader's language; an address without languages, and one elsewhere, as it is."""
    language = get_language() or settings.LANGUAGE_CODE
    if language == settings.LANGUAGE_CODE or not address.startswith("/") or address.startswith("//"):
        return address
    with override(settings.LANGUAGE_CODE):  # what is kept is an address of the first language, and is read as one
        return translate_url(address, language)


def links_in_readers_language(html: str) -> str:
    """Lead each link of ours in cleaned HTML to the page in the reader's language; some 0.1 ms a link."""
    if (get_language() or settings.LANGUAGE_CODE) == settings.LANGUAGE_CODE:
        return html
    return LINK.sub(lambda found: f'{found[1]}{escape(in_readers_language(unescape(found[2])))}"', html)
