import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmkc.core.citable import Citable
from cmkc.library.csl import citable_of
from cmkc.library.exports import FORMATS
from cmkc.library.item_types import ITEM_TYPES
from cmkc.library.models import Publication
from tests.library.exports.readers import read_bibtex, read_names
from tests.loading import loaded_for_module

SITE = "https://cmkc.example"
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60).filter(str.strip)


def thing(item_type="journal-article", checked=True, licence="", authors_cut=False, **csl):
    item = {"type": "article-journal", "title": "Title", "container-title": "Journal"} | csl
    return Citable(
        "ref", "CMKC-000001", item_type, item, "/library/CMKC-000001/", checked=checked, licence=licence,
        authors_cut=authors_cut, provenance="Source of this record: somebody.",
    )  # fmt: skip


def exported(*things):
    return read_bibtex(FORMATS["bibtex"].write(things, SITE))


def one(**csl):
    [(_kind, _key, fields)] = exported(thing(**csl))
    return fields


def plain(text):
    return " ".join(text.split())


@given(TEXT, TEXT, TEXT)
def test_any_text_comes_back_as_it_was(title, abstract, journal):
    fields = one(title=title, abstract=abstract, **{"container-title": journal})
    assert (fields["title"], fields["abstract"], fields["journal"]) == (plain(title), plain(abstract), plain(journal))


@given(st.lists(st.one_of(
    st.fixed_dictionaries({"family": TEXT, "given": TEXT}), st.fixed_dictionaries({"literal": TEXT})
), min_size=1, max_size=5))  # fmt: skip
def test_any_names_come_back_in_their_order(people):
    expected = [
        (plain(person["literal"]),) if "literal" in person else (plain(person["family"]), plain(person["given"]))
        for person in people
    ]
    assert read_names(one(author=people)["author"]) == expected


def test_an_organisation_with_and_and_a_comma_stays_one_name():
    names = read_names(
        one(author=[{"literal": "Food, Drugs and Devices Agency"}, {"family": "Gao", "given": "Y."}])["author"]
    )
    assert names == [("Food, Drugs and Devices Agency",), ("Gao", "Y.")]


def test_a_list_of_authors_that_is_cut_ends_in_others():
    fields = one(author=[{"family": "Gao", "given": "Y."}], authors_cut=True)
    assert read_names(fields["author"])[-1] == ("others",)


def test_words_with_capitals_inside_are_protected_from_styles():
    text = FORMATS["bibtex"].write([thing(title="FDA's view of Q13 and pH in PCM")], SITE)
    assert "title = {{FDA's} view of Q13 and {pH} in {PCM}}," in text


def test_addresses_are_not_escaped_but_cannot_end_the_field():
    fields = one(URL="https://x.org/a_b?c=%20&d=~{e}#f", DOI="10.1002/(SICI)1097_x<1::AID>3.0.CO;2-#")
    assert fields["url"] == "https://x.org/a_b?c=%20&d=~%7Be%7D#f"
    assert fields["doi"] == "10.1002/(SICI)1097_x<1::AID>3.0.CO;2-#"


def test_a_date_is_given_for_bibtex_and_for_biber():
    fields = one(issued={"date-parts": [[2020, 5, 7]]})
    assert (fields["year"], fields["month"], fields["date"]) == ("2020", "may", "2020-05-07")
    assert "month" not in one(issued={"date-parts": [[2020]]})


def test_what_nobody_checked_says_so_and_every_record_says_where_it_is_from():
    assert one(checked=False)["note"] == "Not yet checked"
    fields = one(licence="CC-BY-4.0")
    assert "note" not in fields
    assert fields["annote"] == f"CMKC-000001, {SITE}/library/CMKC-000001/. Source of this record: somebody."
    assert fields["copyright"] == "CC-BY-4.0"


@pytest.mark.parametrize("name", ITEM_TYPES)
def test_every_type_is_written_and_read(name):
    row = ITEM_TYPES[name]
    number = {"number": "R-1"} if row.bibtex == "techreport" else {"issue": "4"}
    csl = {
        "type": row.csl,
        "publisher": "P",
        "publisher-place": "Geneva",
        "edition": "2",
        "volume": "3",
        "page": "1-9",
    } | number
    [(kind, _key, fields)] = exported(thing(item_type=name, **csl))
    assert kind == row.bibtex
    assert (fields["volume"], fields["edition"], fields["pages"], fields["address"]) == ("3", "2", "1--9", "Geneva")
    assert fields["number"] == next(iter(number.values()))
    assert "P" in {fields.get("publisher"), fields.get("institution"), fields.get("school")}
    assert "Journal" in {fields.get(field) for field in ("journal", "booktitle", "series", "howpublished")}


def test_an_article_without_a_journal_is_no_article():
    [(kind, _key, _fields)] = exported(thing(**{"container-title": ""}))
    assert kind == "misc"


loaded = loaded_for_module("references")


@pytest.mark.django_db
@pytest.mark.usefixtures("loaded")
def test_all_shipped_references_come_back_whole():
    works = [citable_of(work) for work in Publication.objects.with_parts().order_by("pk")]
    entries = exported(*works)
    assert len(entries) == len(works) == 98
    for work, (_kind, key, fields) in zip(works, entries, strict=True):
        people = [
            (person["literal"],) if "literal" in person else (person["family"], person["given"])
            for person in work.csl["author"]
        ] + [("others",)] * work.authors_cut
        assert (key, fields["title"], read_names(fields["author"])) == (work.key, work.csl["title"], people)
        assert fields["year"] == str(work.csl["issued"]["date-parts"][0][0])
        for field, name in (("doi", "DOI"), ("volume", "volume"), ("abstract", "abstract"), ("language", "language")):
            assert fields.get(field) == work.csl.get(name)
        assert ("note" in fields) is (not work.checked)
