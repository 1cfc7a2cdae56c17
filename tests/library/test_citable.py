import pytest
from django.contrib.auth.models import AnonymousUser

from cmkc.core import citable
from tests.library.factories import PublicationFactory

pytestmark = pytest.mark.django_db


def test_works_are_citable_by_either_id_in_three_queries(django_assert_num_queries):
    work = PublicationFactory(key="gao-2012")
    with django_assert_num_queries(3):
        found = citable.kinds["ref"].find(["gao-2012", work.cmkc_id, "nothing"], AnonymousUser())
    assert {thing.key for thing in found.values()} == {work.cmkc_id}
    assert set(found) == {"gao-2012", work.cmkc_id}


def test_a_draft_is_not_citable():
    assert citable.find("ref", PublicationFactory(live=False).cmkc_id, AnonymousUser()) is None
