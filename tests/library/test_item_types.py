import json
from pathlib import Path

import pytest

from cmkc.library.item_types import ITEM_TYPES, of_csl

STANDARDS = Path(__file__).resolve().parents[3] / "shared" / "data" / "standards"
RIS = {
    "ABST",
    "ADVS",
    "AGGR",
    "ANCIENT",
    "ART",
    "BILL",
    "BLOG",
    "BOOK",
    "CASE",
    "CHAP",
    "CHART",
    "CLSWK",
    "COMP",
    "CONF",
    "CPAPER",
    "CTLG",
    "DATA",
    "DBASE",
    "DICT",
    "EBOOK",
    "ECHAP",
    "EDBOOK",
    "EJOUR",
    "ELEC",
    "ENCYC",
    "EQUA",
    "FIGURE",
    "GEN",
    "GOVDOC",
    "GRANT",
    "HEAR",
    "ICOMM",
    "INPR",
    "JFULL",
    "JOUR",
    "LEGAL",
    "MANSCPT",
    "MAP",
    "MGZN",
    "MPCT",
    "MULTI",
    "MUSIC",
    "NEWS",
    "PAMP",
    "PAT",
    "PCOMM",
    "RPRT",
    "SER",
    "SLIDE",
    "SOUND",
    "STAND",
    "STAT",
    "THES",
    "UNBILL",
    "UNPB",
    "VIDEO",
}
BIBTEX = {
    "article",
    "book",
    "booklet",
    "conference",
    "inbook",
    "incollection",
    "inproceedings",
    "manual",
    "mastersthesis",
    "misc",
    "phdthesis",
    "proceedings",
    "techreport",
    "unpublished",
}
CSL = {
    "article",
    "article-journal",
    "article-magazine",
    "article-newspaper",
    "book",
    "chapter",
    "dataset",
    "document",
    "legislation",
    "paper-conference",
    "regulation",
    "report",
    "software",
    "speech",
    "standard",
    "thesis",
    "webpage",
}
DATACITE = {
    "Audiovisual",
    "Book",
    "BookChapter",
    "ConferencePaper",
    "Dataset",
    "Dissertation",
    "JournalArticle",
    "Preprint",
    "Presentation",
    "Report",
    "Software",
    "Standard",
    "Text",
}
DUBLIN_CORE = {"Text", "Dataset", "Software", "InteractiveResource", "Collection", "Event", "Image"}


@pytest.mark.parametrize("row", ITEM_TYPES.values(), ids=ITEM_TYPES)
def test_every_type_has_a_name_in_every_vocabulary(row):
    assert row.csl in CSL
    assert row.bibtex in BIBTEX
    assert row.ris in RIS
    assert row.datacite in DATACITE
    assert row.dublin_core in DUBLIN_CORE


@pytest.mark.skipif(not STANDARDS.exists(), reason="the published vocabularies are not beside this clone")
def test_types_are_terms_of_the_published_vocabularies():
    vocabulary = json.loads((STANDARDS / "schema.org" / "vocabulary.json").read_text())
    schema = (STANDARDS / "datacite-4.7" / "include" / "datacite-resourceType-v4.xsd").read_text()
    for row in ITEM_TYPES.values():
        assert row.schema_org in vocabulary["types"]
        assert f'value="{row.datacite}"' in schema


def test_a_type_of_csl_is_read_as_the_plainest_type_of_that_name():
    assert [of_csl(name) for name in ("report", "article", "speech", "legislation")] == [
        "report",
        "notice",
        "testimony",
        "regulatory-document",
    ]
    with pytest.raises(KeyError):
        of_csl("song")
