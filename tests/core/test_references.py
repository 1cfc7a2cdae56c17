"""Who cites what is written once, found by kind and key, and shown to those who may see it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from cmkc.core import references
from cmkc.core.models import Reference, Subject
from cmkc.core.references import Target, cited_by, record, resolve
from tests.core.kinds import registered, subject_kind

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()


class Member:
    """Somebody who has signed in."""

    is_authenticated = True


@pytest.fixture(autouse=True)
def _kinds():
    with registered(subject_kind("first"), subject_kind("second", "term")):
        yield


@pytest.fixture
def _subjects():
    for slug, kind in (("open", "technology"), ("also", "technology"), ("closed", "topic")):
        Subject.objects.create(slug=slug, title=slug.title(), kind=kind)


def rows():
    return set(Reference.objects.values_list("source_key", "target_kind", "target_key", "locator"))


def test_recording_replaces_what_the_source_cited_before():
    source, other = Target("lesson", "a/b"), Target("lesson", "other")
    record(other, [Target("first", "x")])
    record(source, [Target("first", "x"), Target("first", "y", "p. 3"), Target("first", "y", "p. 4")])
    record(source, [Target("first", "y", "p. 4"), Target("second", "z")])
    assert rows() == {
        ("other", "first", "x", ""),
        ("a/b", "first", "y", "p. 4"),
        ("a/b", "second", "z", ""),
    }


def test_recording_the_same_again_writes_nothing():
    targets = [Target("first", str(number)) for number in range(30)]
    record(Target("lesson", "a"), targets)
    kept = set(Reference.objects.values_list("pk", flat=True))
    with CaptureQueriesContext(connection) as queries:
        record(Target("lesson", "a"), [*targets, *targets])
    assert [query["sql"][:6] for query in queries if "SAVEPOINT" not in query["sql"]] == ["SELECT"]
    assert set(Reference.objects.values_list("pk", flat=True)) == kept


def test_recording_costs_the_same_for_one_and_for_many():
    with CaptureQueriesContext(connection) as one:
        record(Target("lesson", "one"), [Target("first", "x")])
    with CaptureQueriesContext(connection) as many:
        record(Target("lesson", "many"), [Target("first", str(number)) for number in range(100)])
    assert len(one) == len(many)


def test_a_key_that_no_column_holds_is_left_out():
    record(Target("lesson", "a"), [Target("first", "k" * 201), Target("first", "k", "l" * 121), Target("first", "ok")])
    assert rows() == {("a", "first", "ok", "")}


@pytest.mark.usefixtures("_subjects")
def test_resolving_asks_each_kind_once():
    targets = [Target(kind, key, place) for kind in ("first", "second") for key in ("open", "also") for place in "12"]
    with CaptureQueriesContext(connection) as queries:
        found = resolve(targets, VISITOR)
    assert len(queries) == 2
    assert set(found) == set(targets)
    assert found[Target("first", "open", "1")].url == "/first/open/"


@pytest.mark.usefixtures("_subjects")
def test_what_is_unknown_or_hidden_is_not_found():
    targets = [Target("first", "closed"), Target("first", "nowhere"), Target("unknown", "open")]
    assert resolve(targets, VISITOR) == {}
    assert list(resolve(targets, Member())) == [Target("first", "closed")]
    assert resolve([], VISITOR) == {}


@pytest.mark.usefixtures("_subjects")
def test_cited_by_lists_the_sources_that_the_reader_may_see():
    for key in ("open", "closed", "also"):
        record(Target("first", key), [Target("ref", "gao-2012", "p. 1"), Target("ref", "gao-2012", "p. 2")])
    record(Target("second", "open"), [Target("ref", "gao-2012")])
    record(Target("gone", "x"), [Target("ref", "gao-2012")])
    seen = [(referent.kind, referent.title) for referent in cited_by("ref", "gao-2012", VISITOR)]
    assert seen == [("first", "Also"), ("first", "Open"), ("second", "Open")]
    assert len(cited_by("ref", "gao-2012", Member())) == 4
    assert cited_by("ref", "nothing", VISITOR) == []


@pytest.mark.usefixtures("_subjects")
def test_cited_by_costs_one_query_and_one_for_each_kind():
    def cost():
        with CaptureQueriesContext(connection) as queries:
            cited_by("ref", "r", VISITOR)
        return len(queries)

    record(Target("first", "open"), [Target("ref", "r")])
    one = cost()
    for number in range(40):
        Subject.objects.create(slug=f"s{number}", title="S", kind="technology")
        record(Target("first", f"s{number}"), [Target("ref", "r")])
    assert cost() == one == 2


def test_a_kind_is_registered_once():
    with pytest.raises(ValueError, match="registered already"):
        references.register(subject_kind("first"))


def test_a_referent_is_shown_by_its_label_or_its_title():
    Subject.objects.create(slug="rtd", title="Residence time distribution", short="RTD", kind="technology")
    Subject.objects.create(slug="long", title="Long", kind="technology")
    found = resolve([Target("first", "rtd"), Target("first", "long")], VISITOR)
    assert {target.key: referent.shown for target, referent in found.items()} == {"rtd": "RTD", "long": "Long"}


@pytest.mark.usefixtures("_subjects")
def test_the_template_tags_link_and_list():
    record(Target("first", "closed"), [Target("ref", "r")])
    record(Target("first", "open"), [Target("ref", "r")])
    page = Template(
        '{% load content %}{% reference "second" "open" %}|{% reference "second" "closed" %}|'
        '{% reference "second" "open" words %}|{% cited_by "ref" "r" as found %}'
        "{% for one in found %}{{ one.title }}{% endfor %}"
    )
    request = RequestFactory().get("/")
    request.user = VISITOR
    assert page.render(Context({"request": request, "words": "<b>"})) == (
        '<a class="term" href="/second/open/">Open</a>|closed|<a class="term" href="/second/open/">&lt;b&gt;</a>|Open'
    )
