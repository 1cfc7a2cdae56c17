import pytest
from django.db import IntegrityError

from cmkc.glossary.models import Term
from tests.glossary.factories import GlossarySynonymFactory, TermFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "initial"), [("Zeta", "Z"), ("éclair", "E"), ("21 CFR", "#"), ("Ωmega", "#"), ("“quoted”", "#")]
)
def test_a_term_stands_under_its_first_letter(name, initial):
    assert TermFactory(term=name).initial == initial


def test_one_slug_is_one_term_and_one_name_stands_once_in_it():
    synonym = GlossarySynonymFactory()
    with pytest.raises(IntegrityError):
        GlossarySynonymFactory(term=synonym.term, text=synonym.text)


def test_an_older_version_comes_back_with_its_names():
    term = TermFactory(term="Old")
    GlossarySynonymFactory(term=term, text="old name")
    revision = Term.objects.get(pk=term.pk).save_revision()
    changed = Term.objects.get(pk=term.pk)
    changed.term = "New"
    changed.synonyms.all().delete()
    changed.save()
    old = revision.as_object()
    assert (old.term, [synonym.text for synonym in old.synonyms.all()]) == ("Old", ["old name"])


def test_a_term_is_written_with_its_long_form():
    assert str(TermFactory(term="RTD", expansion="residence time distribution")) == "RTD (residence time distribution)"
    assert str(TermFactory(term="Blender")) == "Blender"
