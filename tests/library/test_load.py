import pytest

from cmkc.library import load
from cmkc.library.models import Family, Publication
from search.models import SearchDocument
from tests.loading import subjects

pytestmark = pytest.mark.django_db


def rows():
    return list(Publication.objects.order_by("family__key").values_list("family__key", "title", "type", "issued"))


def test_the_same_seed_makes_the_same_works_once(monkeypatch, client):
    monkeypatch.setattr(load, "WORKS", 25)
    subjects()
    assert load.generate(1, seed=7) == 25
    first = rows()
    assert load.generate(1, seed=7) == 0
    assert load.generate(2, seed=7) == 25
    assert rows()[:25] == first
    assert Family.objects.exclude(current=None).exclude(byline="").count() == 50
    assert SearchDocument.objects.filter(kind="publication", deleted=False).count() == 50
    assert len(client.get("/library/").context["rows"]) == 20
