import pytest

from search.models import SearchDocument
from tests.glossary.factories import GlossarySynonymFactory, TermFactory

pytestmark = pytest.mark.django_db


def document(term):
    return SearchDocument.objects.get(uid__startswith=f"glossary:{term.pk}:")


def test_a_term_is_found_by_every_name_and_forgotten_when_deleted():
    term = TermFactory(term="RTD", expansion="residence time distribution")
    GlossarySynonymFactory(term=term, text="E curve")
    found = document(term)
    assert (found.abbreviation, found.url) == ("RTD", term.get_absolute_url())
    assert "E curve" in found.body
    term.delete()
    assert not SearchDocument.objects.filter(deleted=False, kind="glossary").exists()


def test_what_nobody_checked_says_so_in_a_result():
    assert document(TermFactory(confidence="general")).shown["confidence"] == "not yet checked"
