"""Files that pages share are sent once: compressed, and kept for ever under a name with their hash."""

import pytest

from tests.people import visitor_called

pytestmark = pytest.mark.once


@pytest.mark.parametrize("address", ["/static/css/site.css", "/static/js/site.js"])
def test_a_file_with_a_hash_in_its_name_is_kept_for_ever(address, site):
    home = visitor_called(site, "visitor").get("/").text
    folder, _slash, name = address.rpartition("/")
    stem, _dot, ending = name.partition(".")
    hashed = home[home.index(f"{folder}/{stem}.") :].partition('"')[0]
    answer = visitor_called(site, "visitor").get(hashed)
    assert hashed.endswith(ending)
    assert hashed != address
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Encoding"] == "gzip"
