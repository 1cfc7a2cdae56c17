import pytest
from django.contrib.auth.models import AnonymousUser

from cmkc.core import references
from cmkc.core.references import Target
from tests.accounts.factories import UserFactory
from tests.library.factories import PublicationFactory, next_version

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()


def test_works_are_found_by_either_id_in_one_query(django_assert_num_queries):
    work = PublicationFactory(key="gao-2012", creators=["Gao", "Muzzio", "Ierapetritou"])
    alone = PublicationFactory(creators=[])
    targets = [Target("ref", key) for key in ("gao-2012", work.cmkc_id, alone.cmkc_id, "nothing", "CMKC-999999")]
    with django_assert_num_queries(1):
        found = references.resolve(targets, VISITOR)
    assert set(found) == set(targets[:3])
    assert found[targets[0]].label == found[targets[1]].label == "Gao et al. 2020"
    assert found[targets[0]].url == work.get_absolute_url()
    assert found[targets[0]].summary.startswith("Gao, Y., Muzzio, Y. & Ierapetritou, Y. (2020).")
    assert found[targets[2]].label == f"{alone.title} 2020"


def test_drafts_and_what_is_for_members_are_not_found_by_visitors():
    draft, inside = PublicationFactory(live=False), PublicationFactory(audience="members")
    targets = [Target("ref", draft.cmkc_id), Target("ref", inside.cmkc_id)]
    assert references.resolve(targets, VISITOR) == {}
    assert set(references.resolve(targets, UserFactory())) == {targets[1]}


def test_the_newest_version_is_found():
    first = PublicationFactory(key="gao-2012", title="First")
    next_version(first, title="Second")
    assert references.resolve([Target("ref", "gao-2012")], VISITOR)[Target("ref", "gao-2012")].title == "Second"


def test_a_snapshot_keeps_the_record_of_the_version():
    work = PublicationFactory(key="gao-2012", doi="10.1234/x")
    frozen = references.kinds["ref"].snapshot("gao-2012")
    assert (frozen["csl"]["DOI"], frozen["url"], frozen["checked"]) == ("10.1234/x", work.version_url, True)
    assert references.kinds["ref"].snapshot("nothing") == {}
