"""The smallest true term, and another name for it."""

from factory import Sequence, SubFactory
from factory.django import DjangoModelFactory

from cmkc.glossary.models import Category, GlossarySynonym, Term


class TermFactory(DjangoModelFactory):
    class Meta:
        model = Term

    slug = Sequence(lambda number: f"term-{number}")
    term = Sequence(lambda number: f"Term {number}")
    category = Category.CONTINUOUS
    definition = "What the term means, in one sentence."
    source_title = "Where it was read"
    source_body = "Somebody"
    confidence = "found"


class GlossarySynonymFactory(DjangoModelFactory):
    class Meta:
        model = GlossarySynonym

    term = SubFactory(TermFactory)
    text = Sequence(lambda number: f"other name {number}")
