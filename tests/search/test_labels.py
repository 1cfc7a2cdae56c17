import pytest

from cmkc.core.models import Subject, SubjectKind
from search.labels import labels_for
from search.models import FacetLabel

pytestmark = pytest.mark.django_db


def test_labels_are_kept_and_follow_the_documents(world, document):
    thing = world.put(document("A", facets={"jurisdiction": [("us", "United States"), "jp"]}))
    assert labels_for([("jurisdiction", "us"), ("jurisdiction", "jp")]) == {("jurisdiction", "us"): "United States"}
    world.say(thing, document("A", body="changed", facets={"jurisdiction": [("us", "USA")]}))
    assert FacetLabel.objects.get(value="us").label == "USA"


def test_subjects_bring_their_titles(world, document):
    Subject.objects.get_or_create(slug="feeding", defaults={"title": "Feeding", "kind": SubjectKind.TOPIC})
    world.put(document("A", facets={"topic": ["feeding", "unknown"]}))
    assert labels_for([("topic", "feeding"), ("topic", "unknown")]) == {("topic", "feeding"): "Feeding"}


def test_nothing_asked_costs_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert labels_for([]) == {}
