import pytest
from django.http import Http404

from cmkc.regulatory.axes import axes
from tests.regulatory.factories import JurisdictionFactory, TopicFactory

pytestmark = pytest.mark.django_db


def test_the_axes_are_read_once_until_something_of_the_comparison_changes(django_assert_num_queries):
    JurisdictionFactory(code="us", name="Old name")
    TopicFactory(slug="rtrt")
    axes()
    with django_assert_num_queries(1):
        assert [place.name for place in axes().jurisdictions] == ["Old name"]
    place = axes().place("us")
    type(place).objects.get(code="us").delete()
    JurisdictionFactory(code="us", name="New name")
    assert axes().place("us").name == "New name"


def test_what_no_axis_names_is_not_found():
    with pytest.raises(Http404):
        axes().place("atlantis")
    with pytest.raises(Http404):
        axes().topic("nothing")
