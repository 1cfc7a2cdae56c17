import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmkc.core.citable import Citable
from cmkc.library.csl import citable_of
from cmkc.library.exports import FORMATS
from cmkc.library.item_types import ITEM_TYPES
from cmkc.library.models import Publication
from tests.library.exports.readers import read_ris
from tests.loading import loaded_for_module

SITE = "https://cmkc.example"
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80)


def thing(item_type="journal-article", checked=True, licence="", authors_cut=False, keywords=(), **csl):
    item = {"type": "article-journal", "title": "Title", "container-title": "Journal"} | csl
    return Citable(
        "ref", "CMKC-000001", item_type, item, "/library/CMKC-000001/", checked=checked, licence=licence,
        authors_cut=authors_cut, keywords=tuple(keywords), provenance="Source of this record: somebody.",
    )  # fmt: skip


def exported(*things):
    return read_ris(FORMATS["ris"].write(things, SITE))


def values(record, tag):
    return [value for name, value in record if name == tag]


@given(ANY_TEXT, ANY_TEXT)
def test_no_text_can_begin_a_line_of_its_own(title, abstract):
    [record] = exported(thing(title=title, abstract=abstract + "\r\nER  - \r\nTY  - BOOK"))
    assert values(record, "TY") == ["JOUR"]
    assert values(record, "ER") == [""]
    assert "ER - TY - BOOK" in values(record, "AB")[0]


def test_every_author_has_a_line_in_the_order_of_the_work():
    authors = [{"family": "Zhou", "given": "A."}, {"literal": "Food and Drug Administration"}, {"family": "Adams"}]
    [record] = exported(thing(author=authors, editor=[{"family": "Ed", "given": "I."}]))
    assert values(record, "AU") == ["Zhou, A.", "Food and Drug Administration", "Adams"]
    assert values(record, "ED") == ["Ed, I."]


@pytest.mark.parametrize(
    ("pages", "first", "last"),
    [("416-423", "416", "423"), ("S12–S15", "S12", "S15"), ("121778", "121778", None), ("1-2, 7", "1-2, 7", None)],
)
def test_pages_are_a_range_or_stand_alone(pages, first, last):
    [record] = exported(thing(page=pages))
    assert values(record, "SP") == [first]
    assert values(record, "EP") == ([last] if last else [])


def test_a_date_says_how_far_it_is_known():
    for parts, date in (([2020], "2020//"), ([2020, 5], "2020/05/"), ([2020, 5, 7], "2020/05/07")):
        [record] = exported(thing(issued={"date-parts": [parts]}))
        assert (values(record, "PY"), values(record, "DA")) == (["2020"], [date])


def test_what_nobody_checked_says_so_and_every_record_says_where_it_is_from():
    [record] = exported(thing(checked=False, authors_cut=True, licence="CC-BY-4.0", keywords=["rtd", "pat"]))
    notes = values(record, "N1")
    assert notes[0] == "Not yet checked"
    assert "The list of authors is not complete" in notes
    assert "Licence: CC-BY-4.0" in notes
    assert notes[-1].startswith(f"CMKC-000001, {SITE}/library/CMKC-000001/.")
    assert values(record, "KW") == ["rtd", "pat"]
    [checked] = exported(thing())
    assert "Not yet checked" not in values(checked, "N1")


@pytest.mark.parametrize("name", ITEM_TYPES)
def test_every_type_is_written_and_read(name):
    row = ITEM_TYPES[name]
    csl = {
        "type": row.csl,
        "publisher": "P",
        "volume": "3",
        "issue": "4",
        "number": "R-1",
        "DOI": "10.1/x",
        "edition": "2",
    }
    [record] = exported(thing(item_type=name, **csl))
    found = {tag: values(record, tag) for tag in ("TY", "T2", "PB", "VL", "IS", "SN", "DO", "ET")}
    assert found == {
        "TY": [row.ris], "T2": ["Journal"], "PB": ["P"], "VL": ["3"], "IS": ["4"], "SN": ["R-1"], "DO": ["10.1/x"],
        "ET": ["2"],
    }  # fmt: skip


loaded = loaded_for_module("references")


@pytest.mark.django_db
@pytest.mark.usefixtures("loaded")
def test_all_shipped_references_come_back_whole():
    works = [citable_of(work) for work in Publication.objects.with_parts().order_by("pk")]
    records = exported(*works)
    assert len(records) == len(works) == 98
    for work, record in zip(works, records, strict=True):
        people = [person.get("literal") or f"{person['family']}, {person['given']}" for person in work.csl["author"]]
        assert values(record, "AU") == people
        for tag, name in (
            ("TI", "title"),
            ("T2", "container-title"),
            ("DO", "DOI"),
            ("AB", "abstract"),
            ("VL", "volume"),
        ):
            assert values(record, tag) == ([work.csl[name]] if name in work.csl else [])
        assert ("Not yet checked" in values(record, "N1")) is (not work.checked)
