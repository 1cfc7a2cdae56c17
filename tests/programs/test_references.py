import pytest
from django.contrib.auth.models import AnonymousUser

from cmkc.core import references
from cmkc.core.references import Target
from tests.programs.factories import ApprovalFactory, ProgramFactory

pytestmark = pytest.mark.django_db


def test_programs_and_approvals_are_found_in_one_query_each(django_assert_num_queries):
    program, approval = ProgramFactory(abbreviation="ETP"), ApprovalFactory(product="Prezista", date="2016-04")
    targets = [Target("program", program.slug), Target("approval", approval.slug), Target("program", "nothing")]
    with django_assert_num_queries(2):
        found = references.resolve(targets, AnonymousUser())
    assert found[targets[0]].label == "ETP"
    assert found[targets[1]].title == "Prezista (US, 2016)"
    assert targets[2] not in found


def test_snapshots_keep_what_the_pages_said():
    program, approval = ProgramFactory(since="2014"), ApprovalFactory(product="Prezista")
    assert references.kinds["program"].snapshot(program.slug)["offers"] == "Early dialogue."
    assert references.kinds["approval"].snapshot(approval.slug)["product"] == "Prezista"
    assert references.kinds["approval"].snapshot("nothing") == {}
