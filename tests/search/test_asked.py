import pytest
from django.http import QueryDict

from search.asked import LAST_PAGE, Asked
from search.engines.base import Sort

pytestmark = pytest.mark.once


def asked(address):
    return Asked.of(QueryDict(address))


def test_an_address_and_what_was_asked_say_the_same():
    address = "q=feeder+refill&kind=guide&kind=term&topic=pat&year=2023&sort=newest&page=3"
    assert asked(address).address() == f"/search/?{address}"
    assert asked("").address() == "/search/"
    assert asked("").browsing
    assert not asked("kind=term").browsing


def test_what_makes_no_sense_is_left_out():
    made = asked("q=+&kind=&kind=%00&sort=sideways&page=0&colour=red&topic=" + "x" * 500)
    assert (made.text, made.sort, made.page) == ("", Sort.RELEVANCE, 1)
    assert made.filters == {"topic": frozenset({"x" * 100})}
    assert [asked(f"page={said}").page for said in ("-1", "x", "²", "99999999", "7")] == [1, 1, 1, 1, 7]
    assert asked("page=9999").page == LAST_PAGE
    assert len(asked("&".join(f"kind={number}" for number in range(99))).filters["kind"]) == 20


def test_a_long_question_is_refused_with_a_sentence():
    made = asked("q=" + "word+" * 100)
    assert "64 words" in made.refused
    assert made.text == ""


def test_a_value_is_taken_away_and_the_first_page_shown():
    made = asked("q=a1&kind=guide&kind=term&page=4").without("kind", "guide")
    assert made.address() == "/search/?q=a1&kind=term"
    assert made.without("kind", "term").address() == "/search/?q=a1"


def test_the_request_names_the_page():
    request = asked("q=a1&page=3").request(frozenset({"public"}))
    assert (request.offset, request.size) == (40, 20)
