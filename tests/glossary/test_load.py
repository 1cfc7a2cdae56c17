import pytest

from cmkc.glossary import load
from cmkc.glossary.models import Term
from search.models import SearchDocument

pytestmark = pytest.mark.django_db


def test_the_same_seed_makes_the_same_terms_once(monkeypatch):
    monkeypatch.setattr(load, "TERMS", 30)
    assert load.generate(1, seed=7) == 30
    names = list(Term.objects.order_by("slug").values_list("term", "sort_key", "initial"))
    assert load.generate(1, seed=7) == 0
    assert load.generate(2, seed=7) == 30
    Term.objects.all().delete()
    load.generate(1, seed=7)
    assert list(Term.objects.order_by("slug").values_list("term", "sort_key", "initial")) == names
    assert SearchDocument.objects.filter(kind="glossary", deleted=False).count() == 30
