from cmkc.core.citable import Citable
from cmkc.library.highwire import meta_tags


def tags(**csl):
    item = {"type": "article-journal", "title": "Title"} | csl
    thing = Citable("ref", "CMKC-000001", "journal-article", item, "/library/CMKC-000001/", keywords=("rtd", "pat"))
    return list(meta_tags(thing, "https://cmkc.example"))


def test_every_author_has_a_tag_in_the_order_of_the_work():
    authors = [{"family": "Zhou", "given": "A."}, {"literal": "FDA"}, {"family": "Adams"}]
    found = [content for name, content in tags(author=authors) if name == "citation_author"]
    assert found == ["Zhou, A.", "FDA", "Adams"]


def test_a_date_is_no_more_precise_than_it_is():
    for parts, text in (([2020], "2020"), ([2020, 5], "2020/05"), ([2020, 5, 7], "2020/05/07")):
        assert ("citation_publication_date", text) in tags(issued={"date-parts": [parts]})
    assert "citation_publication_date" not in dict(tags())


def test_what_holds_the_work_is_named_by_its_kind():
    for kind, name in (
        ("article-journal", "citation_journal_title"),
        ("chapter", "citation_inbook_title"),
        ("paper-conference", "citation_conference_title"),
        ("report", "citation_series_title"),
    ):
        assert (name, "Holder") in tags(type=kind, **{"container-title": "Holder"})


def test_pages_keywords_and_the_landing_page_are_named():
    found = tags(page="12-15")
    assert ("citation_firstpage", "12") in found
    assert ("citation_lastpage", "15") in found
    assert [content for name, content in found if name == "citation_keywords"] == ["rtd", "pat"]
    assert ("citation_abstract_html_url", "https://cmkc.example/library/CMKC-000001/") in found
    assert "citation_lastpage" not in dict(tags(page="121778"))
