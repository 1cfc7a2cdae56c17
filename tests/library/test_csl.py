import pytest

from cmkc.library.csl import citable_of, csl_item
from cmkc.library.models import Publication
from tests.library.factories import CreatorFactory, IdentifierFactory, PublicationFactory

pytestmark = pytest.mark.django_db


def test_a_record_becomes_a_csl_item_with_its_creators_in_order():
    work = PublicationFactory(creators=["Zhou", "Adams"], doi="10.1234/x", issued="2020-05", pages="1-9", language="de")
    CreatorFactory(publication=work, kind="organisation", family="FDA, Office of Quality", given="", sort_order=7)
    CreatorFactory(publication=work, role="editor", family="Editor", sort_order=8)
    IdentifierFactory(publication=work, scheme="report-number", value="R-1")
    item = csl_item(Publication.objects.get(pk=work.pk))
    assert item["author"] == [
        {"family": "Zhou", "given": "Y."}, {"family": "Adams", "given": "Y."}, {"literal": "FDA, Office of Quality"},
    ]  # fmt: skip
    assert item["editor"] == [{"family": "Editor", "given": "Y."}]
    assert (item["DOI"], item["number"], item["page"], item["language"]) == ("10.1234/x", "R-1", "1-9", "de")
    assert item["issued"] == {"date-parts": [[2020, 5]]}
    assert item["type"] == "article-journal"
    assert "volume" not in item


def test_types_that_share_a_name_say_which_they_are():
    assert csl_item(PublicationFactory(type="industry-practice"))["genre"] == "Industry practice"
    assert "genre" not in csl_item(PublicationFactory(type="report"))


def test_a_fixed_version_is_cited_as_that_version():
    work = PublicationFactory()
    assert citable_of(work).key == work.cmkc_id
    fixed = citable_of(work, fixed=True)
    assert (fixed.key, fixed.url, fixed.csl["id"]) == (f"{work.cmkc_id}-v1", work.version_url, f"{work.cmkc_id}-v1")


def test_many_records_cost_no_query_each(django_assert_num_queries):
    for _ in range(5):
        PublicationFactory(creators=["A", "B"], doi="10.1234/x")
    with django_assert_num_queries(3):
        assert len([csl_item(work) for work in Publication.objects.with_parts()]) == 5
