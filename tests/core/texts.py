"""Render a text in a test, strictly."""

from cmkc.core.markdown import render
from tests.core.html_check import strictly


def html(source, **options):
    """Give the HTML of a text that must be within its limits, well formed and safe."""
    rendered = render(source, **options)
    assert not rendered.fell_back
    strictly(rendered.html)
    return rendered.html
