import pytest

from cmkc.glossary.abbreviations import abbreviations
from tests.glossary.factories import GlossarySynonymFactory, TermFactory

pytestmark = pytest.mark.django_db


def test_terms_give_their_names_in_two_queries(django_assert_num_queries):
    term = TermFactory(term="RTD", expansion="residence time distribution")
    GlossarySynonymFactory(term=term, text="E curve")
    GlossarySynonymFactory(term=term, text="age distribution", relation="broader")
    GlossarySynonymFactory(term=term, text="washout", relation="narrower")
    TermFactory(term="Blender")
    with django_assert_num_queries(2):
        found = abbreviations()
    assert [(row.names, row.broader, row.narrower) for row in found] == [
        (("RTD", "residence time distribution", "E curve"), ("age distribution",), ("washout",))
    ]
