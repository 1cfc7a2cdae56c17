import pytest

from cmkc.core.caching import versions_of
from cmkc.regulatory import load
from cmkc.regulatory.models import Statement
from search.models import SearchDocument

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _small(monkeypatch):
    monkeypatch.setattr(load, "JURISDICTIONS", 3)
    monkeypatch.setattr(load, "TOPICS", 4)


def history():
    rows = Statement.objects.order_by("jurisdiction__code", "topic__slug", "recorded_from")
    return list(rows.values_list("jurisdiction__code", "topic__slug", "basis", "valid_from", "recorded_from"))


def test_the_same_seed_gives_the_same_history():
    assert load.generate(1, seed=7) == 3 * 4 * load.YEARS == Statement.objects.count()
    assert Statement.objects.current().published().count() == 12
    first = history()
    assert load.generate(1, seed=7) == 0
    assert history() == first


def test_a_larger_scale_adds_to_what_is_there():
    load.generate(1, seed=7)
    assert load.generate(2, seed=7) == 3 * 4 * load.YEARS


def test_search_and_the_kept_pages_hear_of_generated_questions():
    before = versions_of(["regulatory"])
    load.generate(1, seed=7)
    assert SearchDocument.objects.filter(kind="question").count() == 4
    assert versions_of(["regulatory"]) != before
