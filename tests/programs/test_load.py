import pytest

from cmkc.programs import load
from cmkc.programs.models import Approval, Program
from search.models import SearchDocument

pytestmark = pytest.mark.django_db


def test_the_same_seed_makes_the_same_rows_once(monkeypatch):
    monkeypatch.setattr(load, "PROGRAMS", 10)
    monkeypatch.setattr(load, "APPROVALS", 20)
    assert load.generate(1, seed=7) == 30
    first = list(Approval.objects.order_by("slug").values_list("slug", "jurisdiction", "dated", "year"))
    assert load.generate(1, seed=7) == 0
    Approval.objects.all().delete()
    Program.objects.all().delete()
    assert load.generate(1, seed=7) == 30
    assert list(Approval.objects.order_by("slug").values_list("slug", "jurisdiction", "dated", "year")) == first
    assert SearchDocument.objects.filter(kind__in=["program", "approval"], deleted=False).count() == 30
