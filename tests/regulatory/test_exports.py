import csv
import io

import pytest
from django.contrib.auth.models import AnonymousUser

from cmkc.regulatory.exports import COLUMNS, csv_response
from cmkc.regulatory.matrix import Selection, build_matrix
from cmkc.regulatory.moments import now
from cmkc.regulatory.vocabulary import Basis
from tests.regulatory.factories import InstrumentVersionFactory, page, resting_on, statement

pytestmark = pytest.mark.django_db


def rows_of(answers):
    text = csv_response(answers, now(), "test").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_each_statement_has_a_row_for_each_piece_of_evidence():
    instrument = InstrumentVersionFactory().instrument
    statement(jurisdiction="us", topic="rtrt", evidence=(page(locator="section 3"), resting_on(instrument)))
    rows = rows_of(build_matrix(Selection(), AnonymousUser()).answers)
    assert [(row["evidence_kind"], row["evidence_title"], row["evidence_place"]) for row in rows] == [
        ("page", "Guideline on release", "section 3"),
        ("instrument", instrument.short, ""),
    ]
    assert {(row["jurisdiction"], row["topic"], row["basis"], row["confidence"]) for row in rows} == {
        ("us", "rtrt", "guidance", "D")
    }
    assert {row["date_shown"] for row in rows} == {"source of 2024"}


def test_a_statement_without_evidence_keeps_its_search():
    statement(basis=Basis.NONE_FOUND, evidence=())
    (row,) = rows_of(build_matrix(Selection(), AnonymousUser()).answers)
    assert (row["searched_on"], row["searched_by"]) == ("2026-11-22", "editors, before import")
    assert row["evidence_kind"] == ""


@pytest.mark.parametrize("letter", ["=", "+", "-", "@", "\t"])
def test_no_cell_can_be_run_by_a_spreadsheet(letter):
    evil = f"{letter}HYPERLINK(0)"
    statement(summary=evil, conditions=evil, evidence=(page(title=evil, body=evil, locator=evil),))
    text = csv_response(build_matrix(Selection(), AnonymousUser()).answers, now(), "test").content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert f"'{evil}" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))]


def test_every_row_carries_source_date_and_confidence():
    assert {"evidence_title", "evidence_address", "date_shown", "confidence", "shipped_as", "as_of", "known_at"} <= set(
        COLUMNS
    )
