"""Every address that stands in a text is found, in each of the ways in which editors write one."""

import pytest

from cmkc.core.links import addresses_of, path_of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('<a href="/library/">', {"/library/"}),
        (r'{"value": "<a href=\"/library/\">x</a>"}', {"/library/"}),
        (
            "see [the library](/library/?q=a) and [that](https://example.org/x)",
            {"/library/?q=a", "https://example.org/x"},
        ),
        ('<a linktype="page" id="7">', {"page:7"}),
        (r"<a id=\"7\" linktype=\"page\">", {"page:7"}),
        ('<a linktype="document" id="7">', set()),
        ("[[glossary:batch]] and (/no link/)", set()),
        ("", set()),
    ],
)
def test_addresses_are_found(text, found):
    assert addresses_of(text) == found


def test_only_an_address_of_this_site_has_a_path(settings):
    settings.SITE_URL = "https://cmkc.example"
    assert path_of("https://cmkc.example/a/?b=c#d") == "/a/?b=c"
    assert path_of("/a/#d") == "/a/"
    for other in ("https://cmkc.example.org/a/", "//cmkc.example/a/", "mailto:a@b.org", "#d", "https://example.org/"):
        assert path_of(other) == ""
