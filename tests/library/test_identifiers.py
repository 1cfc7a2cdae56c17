import pytest

from cmkc.library import identifiers


@pytest.mark.parametrize(
    ("scheme", "good", "bad"),
    [
        ("doi", "10.1016/j.powtec.2012.05.060", "doi:10.1016/x"),
        ("doi", "10.1002/(SICI)1097-0258<1::AID>3.0.CO;2-#", "10.1/x"),
        ("isbn", "978-3-16-148410-0", "978-3-16-148410-1"),
        ("isbn", "0-306-40615-2", "0-306-40615-3"),
        ("isbn", "080442957X", "0804429579"),
        ("issn", "0378-5955", "0378-5954"),
        ("issn", "2434-561X", "2434-5611"),
        ("pmid", "30560302", "PMC1"),
        ("report-number", "GAO-23-105650", ""),
    ],
)
def test_identifiers_are_told_from_mistakes(scheme, good, bad):
    assert identifiers.SCHEMES[scheme].is_valid(good)
    assert not identifiers.SCHEMES[scheme].is_valid(bad)


@pytest.mark.parametrize("good", ["0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-1694-233X"])
def test_the_check_digit_of_an_orcid_counts(good):
    assert identifiers.is_orcid(good)
    wrong = good[:-1] + ("1" if good[-1] != "1" else "2")
    assert not identifiers.is_orcid(wrong)


@pytest.mark.parametrize(
    "pasted", ["10.1234/x", "https://doi.org/10.1234/x", "http://dx.doi.org/10.1234/x", "DOI: 10.1234/x"]
)
def test_a_pasted_doi_loses_its_wrapping(pasted):
    assert identifiers.clean("doi", pasted) == "10.1234/x"


def test_an_address_is_safe_whatever_stands_in_the_identifier():
    assert identifiers.address_of("doi", '10.1/a b"<c>#d?e') == "https://doi.org/10.1/a%20b%22%3Cc%3E%23d%3Fe"
    assert identifiers.address_of("isbn", "080442957X") == ""
