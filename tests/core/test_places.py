import pytest

from cmkc.core import places
from cmkc.core.places import Place


@pytest.fixture
def lookups(monkeypatch):
    asked = []

    def find(codes):
        asked.append(codes)
        return {"us": Place("us", "United States", "/us/")} if "us" in codes else {}

    monkeypatch.setattr(places, "lookups", [find])
    return asked


def test_each_lookup_is_asked_once_and_what_nobody_knows_stands_for_itself(lookups):
    found = places.places(["us", "us", "zz", "international"])
    assert (found["us"].name, found["us"].url) == ("United States", "/us/")
    assert found["zz"] == Place("zz", "ZZ")
    assert str(found["international"].name) == "International"
    assert len(lookups) == 1
