import pytest
from django.contrib.auth.models import AnonymousUser

from cmkc.core import references
from cmkc.core.references import Target
from tests.glossary.factories import GlossarySynonymFactory, TermFactory

pytestmark = pytest.mark.django_db


def test_terms_are_found_by_slug_in_one_query(django_assert_num_queries):
    TermFactory(slug="rtd", term="RTD", expansion="residence time distribution")
    TermFactory(slug="pat")
    targets = [Target("glossary", "rtd"), Target("glossary", "pat"), Target("glossary", "nothing")]
    with django_assert_num_queries(1):
        found = references.resolve(targets, AnonymousUser())
    assert set(found) == set(targets[:2])
    assert (found[targets[0]].label, found[targets[0]].url) == ("RTD", "/glossary/rtd/")


def test_a_snapshot_keeps_what_the_term_said():
    synonym = GlossarySynonymFactory(term__slug="rtd", term__term="RTD", text="E curve")
    frozen = references.kinds["glossary"].snapshot("rtd")
    assert (frozen["term"], frozen["definition"], frozen["synonyms"]) == ("RTD", synonym.term.definition, ["E curve"])
    assert references.kinds["glossary"].snapshot("nothing") == {}
