import pytest

from cmkc.core.citable import Citable
from cmkc.library.citation_text import citation, short_citation


def cited(**csl):
    authors_cut = csl.pop("authors_cut", False)
    item = {"type": "article-journal", "title": "Title", "issued": {"date-parts": [[2012, 9]]}} | csl
    return Citable("ref", "CMKC-000001", "journal-article", item, "/x/", authors_cut=authors_cut)


GAO, MUZZIO = {"family": "Gao", "given": "Yijie"}, {"family": "Muzzio", "given": "F.J."}
FDA = {"literal": "U.S. Food and Drug Administration"}


@pytest.mark.parametrize(
    ("thing", "text"),
    [
        (cited(author=[GAO]), "Gao, Y. (2012). Title."),
        (cited(author=[GAO, MUZZIO]), "Gao, Y. & Muzzio, F. J. (2012). Title."),
        (cited(author=[GAO], authors_cut=True), "Gao, Y. et al. (2012). Title."),
        (cited(author=[{"family": "O", "given": "Anne-Marie"}]), "O, A.-M. (2012). Title."),
        (cited(author=[FDA], title="Why?"), "U.S. Food and Drug Administration (2012). Why?"),
        (cited(editor=[GAO], edition="2", publisher="Wiley"), "Gao, Y. (2012). Title (2. ed.). Wiley."),
        (cited(title="A: b"), "(2012). A: b."),
        (
            cited(
                author=[GAO],
                **{"container-title": "Powders", "volume": "2", "issue": "1", "page": "3-4", "DOI": "10.1/x"},
            ),
            "Gao, Y. (2012). Title. Powders, 2(1), 3-4. https://doi.org/10.1/x",
        ),
        (cited(author=[FDA], number="R-1", URL="https://x.org"), f"{FDA['literal']} (2012). Title. R-1. https://x.org"),
    ],
)
def test_a_citation_is_one_line_of_text(thing, text):
    assert citation(thing) == text


def test_a_work_without_a_date_says_so():
    thing = cited(author=[GAO])
    del thing.csl["issued"]
    assert citation(thing) == "Gao, Y. (n.d.). Title."


def test_more_than_twenty_names_end_in_et_al():
    text = citation(cited(author=[{"family": f"N{number}"} for number in range(30)]))
    assert "N19 et al. (2012)" in text
    assert "N20" not in text


@pytest.mark.parametrize(
    ("authors", "text"),
    [
        ([GAO], "Gao 2012"),
        ([GAO, MUZZIO], "Gao & Muzzio 2012"),
        ([GAO, MUZZIO, GAO], "Gao et al. 2012"),
        ([], "Title 2012"),
    ],
)
def test_the_short_form_stands_in_running_text(authors, text):
    assert short_citation(cited(author=authors)) == text
