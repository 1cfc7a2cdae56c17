import pytest

from cmkc.library.models import Publication
from search.models import SearchDocument
from tests.library.factories import PublicationFactory, next_version
from tests.loading import subjects

pytestmark = pytest.mark.django_db


def found():
    return list(SearchDocument.objects.filter(kind="publication", deleted=False))


def test_a_work_is_found_by_what_its_record_says():
    rtd = subjects()["continuous-manufacturing"]
    fields = {"creators": ["Gao", "Muzzio"], "doi": "10.1234/x", "keywords": "rtd; review", "subjects": [rtd]}
    work = Publication.objects.get(pk=PublicationFactory(confidence="general", **fields).pk)
    work.save()
    [row] = found()
    for word in ("Gao", "Muzzio", "Journal of Powders", "10.1234/x", "rtd", work.cmkc_id):
        assert word in row.body
    assert (row.summary, row.url) == ("What was done and found.", work.get_absolute_url())
    assert (row.shown["author"], row.shown["confidence"]) == ("Y. Gao, Y. Muzzio", "not yet checked")
    assert row.facets["technology"] == ["continuous-manufacturing"]


def test_drafts_and_old_versions_are_not_found():
    first = PublicationFactory(title="First")
    PublicationFactory(title="Draft", live=False)
    assert [row.title for row in found()] == ["First"]
    next_version(first, title="Second")
    assert [row.title for row in found()] == ["Second"]


def test_a_published_edit_is_found_with_its_new_creators_and_subjects():
    work = Publication.objects.get(pk=PublicationFactory(creators=["Gao"]).pk)
    work.creators.set([*work.creators.all()][:0])
    work.creators.create(family="Muzzio")
    work.subjects = [subjects()["artificial-intelligence"]]
    work.save_revision().publish()
    [row] = found()
    assert "Muzzio" in row.body
    assert "Gao" not in row.body
    assert work.family.__class__.objects.get(pk=work.family_id).technologies == 32


def test_what_is_for_members_is_found_by_members_alone():
    PublicationFactory(audience="members")
    [row] = found()
    assert row.audience == "members"


def test_an_unpublished_work_is_not_found():
    work = PublicationFactory()
    Publication.objects.get(pk=work.pk).unpublish()
    assert found() == []
