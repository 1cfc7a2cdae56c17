import datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from cmkc import roles
from cmkc.core.partial_date import PartialDate
from cmkc.regulatory.matrix import Selection, build_matrix
from cmkc.regulatory.moments import Moment
from cmkc.regulatory.vocabulary import Basis
from tests.accounts.factories import UserFactory
from tests.regulatory.factories import JurisdictionFactory, TopicFactory, draft, statement

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()


def shown(selection, reader=VISITOR, **options):
    """The table as rows of text: topic, then each jurisdiction's basis."""
    matrix = build_matrix(selection, reader, **options)
    return {row.topic.slug: {cell.jurisdiction.code: cell.basis for cell in row.cells} for row in matrix.rows}


@pytest.fixture
def _table():
    statement(jurisdiction="us", topic="rtrt", basis=Basis.GUIDANCE, valid_from=PartialDate("2020"))
    statement(jurisdiction="eu", topic="rtrt", basis=Basis.BINDING)
    statement(jurisdiction="us", topic="pat", basis=Basis.NONE_FOUND)
    draft(jurisdiction="eu", topic="pat", summary="Unverified.")
    TopicFactory(slug="ai")
    JurisdictionFactory(code="jp")


@pytest.mark.usefixtures("_table")
def test_every_question_has_a_cell_for_every_jurisdiction_with_something_to_show():
    assert shown(Selection()) == {
        "rtrt": {"us": "guidance", "eu": "binding"},
        "pat": {"us": "none-found", "eu": "empty"},
        "ai": {"us": "empty", "eu": "empty"},
    }
    assert [place.code for place in build_matrix(Selection(), VISITOR).left_out] == ["jp"]


@pytest.mark.usefixtures("_table")
def test_an_editor_sees_drafts_marked_as_such():
    matrix = build_matrix(Selection(), UserFactory(roles=[roles.EDITOR]))
    drafts = [cell for cell in matrix.cells if cell.drafts]
    assert [(cell.jurisdiction.code, cell.topic.slug) for cell in drafts] == [("eu", "pat")]
    assert drafts[0].answer.is_draft
    assert matrix.counts == {"cells": 6, "answered": 2, "none_found": 1}


@pytest.mark.usefixtures("_table")
def test_a_filter_on_basis_hides_answers_without_calling_them_missing():
    matrix = build_matrix(Selection(bases=("binding",)), VISITOR)
    cells = {cell.jurisdiction.code: cell for cell in matrix.cells}
    assert [row.topic.slug for row in matrix.rows] == ["rtrt"]
    assert (cells["us"].hidden, cells["us"].answer) == (True, None)
    assert not cells["eu"].hidden


@pytest.mark.usefixtures("_table")
def test_a_cell_that_has_an_answer_on_other_days_says_so():
    early = Moment(datetime.date(2019, 12, 31), None)
    cells = {
        cell.jurisdiction.code: cell for cell in build_matrix(Selection(moment=early, topics=("rtrt",)), VISITOR).cells
    }
    assert (cells["us"].basis, cells["us"].other_day) == ("empty", True)
    assert not cells["eu"].other_day


@pytest.mark.usefixtures("_table")
def test_jurisdictions_stand_in_the_order_in_which_they_were_asked_for():
    matrix = build_matrix(Selection(jurisdictions=("jp", "eu", "us")), VISITOR)
    assert [place.code for place in matrix.jurisdictions] == ["jp", "eu", "us"]


@pytest.mark.usefixtures("_table")
def test_differences_are_rows_whose_answers_rest_on_another_basis():
    both = Selection(jurisdictions=("us", "eu"), differences=True)
    assert set(shown(both)) == {"rtrt", "pat"}
    statement(jurisdiction="us", topic="ai", basis=Basis.PROGRAM)
    statement(jurisdiction="eu", topic="ai", basis=Basis.PROGRAM)
    assert "ai" not in shown(both)


def test_a_general_statement_stands_before_one_for_a_narrower_scope():
    narrow = statement(
        scope={"product_class": "biologics", "substance_or_product": "", "lifecycle_stage": "", "amt_type": ""}
    )
    general = statement(jurisdiction=narrow.jurisdiction, topic=narrow.topic, basis=Basis.BINDING)
    cell = next(build_matrix(Selection(), VISITOR).cells)
    assert [answer.statement for answer in cell.answers] == [general, narrow]


@pytest.mark.usefixtures("_table")
def test_groups_topics_and_jurisdictions_narrow_the_table():
    assert set(shown(Selection(topics=("pat",)))) == {"pat"}
    assert shown(Selection(groups=("elsewhere",))) == {}
    assert shown(Selection(topics=("rtrt",), jurisdictions=("eu",))) == {"rtrt": {"eu": "binding"}}


@pytest.mark.parametrize("size", [1, 30])
def test_the_table_costs_the_same_for_any_size(size, django_assert_num_queries):
    for number in range(size):
        statement(jurisdiction=f"j{number % 3}", topic=f"t{number}")
    with django_assert_num_queries(6):
        assert len(list(build_matrix(Selection(), VISITOR).answers)) == size
