import pytest

from search.models import SearchDocument
from tests.loading import subjects
from tests.programs.factories import ApprovalFactory, ProgramFactory

pytestmark = pytest.mark.django_db


def documents(kind):
    return list(SearchDocument.objects.filter(kind=kind, deleted=False))


def test_a_program_is_found_by_region_and_sector():
    program = ProgramFactory(abbreviation="ETP", for_regulators=True, confidence="general")
    [row] = documents("program")
    assert (row.abbreviation, row.url, row.shown["confidence"]) == (
        "ETP",
        program.get_absolute_url(),
        "not yet checked",
    )
    assert row.facets["sector"] == ["industry", "regulator"]
    assert row.facets["jurisdiction"] == ["us"]


def test_an_approval_is_found_by_jurisdiction_year_and_technology():
    approval = ApprovalFactory(product="Prezista", date="2016-04", subject=subjects()["continuous-manufacturing"])
    [row] = documents("approval")
    assert (row.title, row.url) == ("Prezista (US)", approval.get_absolute_url())
    assert (row.facets["year"], row.facets["technology"]) == (["2016"], ["continuous-manufacturing"])
    approval.delete()
    assert documents("approval") == []
