import pytest

from cmkc.library.actions import settle_family, sort_title
from cmkc.library.models import Family, Publication
from tests.library.factories import PublicationFactory, next_version
from tests.loading import subjects

pytestmark = pytest.mark.django_db


def family(work):
    return Family.objects.get(pk=work.family_id)


def test_a_family_shows_its_newest_published_version():
    first = PublicationFactory(type="report", issued="2019")
    second = next_version(first, type="book", issued="2021-03", audience="members")
    shown = family(first)
    assert (shown.current_id, shown.type, shown.year, shown.dated, shown.audience) == (
        second.pk, "book", 2021, "2021-03", "members",
    )  # fmt: skip
    Publication.objects.get(pk=second.pk).unpublish()
    assert (family(first).current_id, family(first).type) == (first.pk, "report")
    Publication.objects.get(pk=first.pk).unpublish()
    assert (family(first).current_id, family(first).audience) == (None, "")


def test_a_family_whose_newest_version_is_deleted_shows_the_one_before():
    first = PublicationFactory()
    next_version(first).delete()
    assert family(first).current_id == first.pk


def test_technologies_are_kept_for_counting():
    technologies = subjects()
    work = PublicationFactory(
        subjects=[technologies["continuous-manufacturing"], technologies["artificial-intelligence"]]
    )
    assert family(work).technologies == 0b100001


def test_settling_twice_changes_nothing(django_assert_num_queries):
    work = PublicationFactory()
    with django_assert_num_queries(6):  # version, family, subjects, creators, and a savepoint around them
        settle_family(work.family_id)
    assert family(work).current_id == work.pk


@pytest.mark.parametrize(
    ("title", "key"), [("The Audit", "audit"), ("“Quoted”", "quoted”"), ("An A", "a"), ("Überblick", "überblick")]
)
def test_titles_are_sorted_without_articles_and_quotes(title, key):
    assert sort_title(title) == key
