"""The addresses that stand in a thing's texts: links of rich text and Markdown, and fields that hold an address."""

import re

from django.conf import settings
from django.db.models import Model, TextField, URLField
from wagtail.fields import StreamField

PAGE = "page:"
"""How a link of rich text to a page of the CMS is named here: by the page's number."""
# A StreamField is written as JSON, where a quotation mark has a backslash before it.
_HREF = re.compile(r'href=\\?"([^"\\]+)')
_MARKDOWN = re.compile(r'\]\(((?:/|https?://)[^)\s"\\]*)')
_TAG = re.compile(r"<a\b[^>]*>")
_PAGE_ID = re.compile(r'\bid=\\?"(\d+)')
_BY_PAGE = re.compile(r'linktype=\\?"page\\?"')


def addresses_in(thing: Model) -> set[str]:
    """List the addresses in all texts of a thing; no query beyond its own fields."""
    found: set[str] = set()
    for field in thing._meta.concrete_fields:
        if isinstance(field, URLField):
            found.add(field.value_to_string(thing))
        elif isinstance(field, TextField | StreamField):
            found |= addresses_of(field.value_to_string(thing))
    return found - {""}


def addresses_of(text: str) -> set[str]:
    """List the addresses in one text."""
    tags = [tag for tag in _TAG.findall(text) if _BY_PAGE.search(tag)]
    pages = {f"{PAGE}{number[1]}" for tag in tags if (number := _PAGE_ID.search(tag))}
    return {*_HREF.findall(text), *_MARKDOWN.findall(text), *pages}


def path_of(address: str) -> str:
    """Give the path within this site that an address names, without its fragment; "" for any other address."""
    own = address.removeprefix(settings.SITE_URL)
    return own.partition("#")[0] if own.startswith("/") and not own.startswith("//") else ""
