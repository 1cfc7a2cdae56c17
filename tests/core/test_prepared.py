"""A prepared read gives what its queryset gives, for any arguments, in one query whose SQL is written once."""

import threading

import pytest
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

from cmkc.core.models import Reference, Subject
from cmkc.core.prepared import prepared


@prepared
def titles(kind, slugs):
    return Subject.objects.filter(kind=kind, slug__in=slugs).order_by("slug").values_list("slug", "title")


@prepared
def below(parents):
    rows = Subject.objects.filter(parent__in=parents).select_related("parent").annotate(parts=Count("children"))
    return rows.order_by("title")


@prepared
def first_two(title):
    return Subject.objects.filter(title__gte=title).order_by("title").values_list("slug", flat=True)[:2]


@pytest.fixture
def subjects(db):
    Subject.objects.all().delete()
    top = Subject.objects.create(slug="top", title="100 %s", kind="technology")
    for name in "abc":
        Subject.objects.create(slug=name, title=name.upper(), kind="topic", parent=top)
    return top


@pytest.mark.usefixtures("subjects")
class TestRows:
    def test_tuples_for_any_number_of_values(self):
        assert titles("topic", ["a"]) == [("a", "A")]
        assert titles("topic", ["c", "a", "none"]) == [("a", "A"), ("c", "C")]
        assert titles("topic", {"a", "b", "c", "top"}) == [("a", "A"), ("b", "B"), ("c", "C")]
        assert titles("technology", ("a", "top")) == [("top", "100 %s")]

    def test_an_argument_is_never_sql(self):
        assert titles("topic' OR '1'='1", ["a", "') OR ('1'='1", "%s"]) == []

    def test_objects_with_what_came_along(self, subjects):
        with CaptureQueriesContext(connection) as queries:
            found = below([subjects.pk])
            assert [(one.title, one.parent.title, one.parts) for one in found] == [
                ("A", "100 %s", 0),
                ("B", "100 %s", 0),
                ("C", "100 %s", 0),
            ]
        assert len(queries) == 1
        assert vars(found[0]).keys() == vars(below([subjects.pk, 0])[0]).keys()
        assert [one.pk for one in below([0])] == []

    def test_single_values_and_a_cut(self):
        assert first_two("B") == ["b", "c"]
        assert first_two("A") == ["a", "b"]

    def test_what_changed_in_between_is_read(self):
        assert titles("topic", ["a"]) == [("a", "A")]
        Subject.objects.filter(slug="a").update(title="other")
        assert titles("topic", ["a"]) == [("a", "other")]

    def test_a_row_given_away_is_nobody_elses(self, subjects):
        below([subjects.pk])[0].title = "changed"
        assert below([subjects.pk])[0].title == "A"


@pytest.mark.django_db
class TestCost:
    def test_the_queryset_is_built_once(self):
        built = []

        @prepared
        def references(kind):
            built.append(kind)
            return Reference.objects.filter(source_kind=kind)

        with CaptureQueriesContext(connection) as queries:
            references("guide")
            references("course")
        assert len(built) == 1
        assert len(queries) == 2
        assert "'course'" in queries[1]["sql"]

    def test_nothing_is_asked_about_nothing(self):
        with CaptureQueriesContext(connection) as queries:
            assert titles("topic", []) == []
            assert below(set()) == []
        assert len(queries) == 0


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_its_own_connection(subjects):
    said = []

    def ask():
        try:
            said.append((titles("topic", ["a"]), below([subjects.pk])[0].title))
        finally:
            connection.close()

    expected = (titles("topic", ["a"]), below([subjects.pk])[0].title)
    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert said == [expected] * 3


@pytest.mark.django_db
def test_an_argument_left_out_is_refused():
    read = prepared(lambda kind, _slug: Subject.objects.filter(kind=kind))
    with pytest.raises(ValueError, match="an argument was left out"):
        read("topic", "a")
