import pytest

from cmkc.library.models import Publication
from search.models import SearchDocument
from tests.library.factories import PublicationFactory, next_version
from tests.loading import load_only, subjects

pytestmark = pytest.mark.django_db


def found():
    return list(SearchDocument.objects.filter(kind="publication", deleted=False))


def test_a_work_is_found_by_what_its_record_says(monkeypatch):
    load_only(monkeypatch, "references")
    documents = found()
    assert len(documents) == 98
    gao = next(row for row in documents if row.url == Publication.objects.get(family__key="gao-2012").get_absolute_url())
    for word in ("Muzzio", "Powder Technology", "10.1016/j.powtec.2012.05.060", "rtd"):
        assert word in gao.body
    assert gao.shown["author"].startswith("Y. Gao")


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
