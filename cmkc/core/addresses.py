"""Addresses of the site's things, kept: Django works each out anew, which is half the cost of a row in a list."""

from functools import lru_cache

from django.urls import reverse
from django.utils.translation import get_language


def address(name: str, *arguments: str | int) -> str:
    """Give the address of a named page in the reader's language. Raises: NoReverseMatch."""
    return _kept(get_language(), name, arguments)


@lru_cache(maxsize=8192)
def _kept(language: str | None, name: str, arguments: tuple[str | int, ...]) -> str:  # noqa: ARG001  (addresses differ by it)
    return reverse(name, args=arguments)
