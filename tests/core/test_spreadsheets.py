import csv
import io

import pytest

from cmkc.core.spreadsheets import csv_response, csv_text, guarded


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=1", " =1", "\uff1d1"])
def test_text_that_a_spreadsheet_would_run_is_guarded(text):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize(("value", "cell"), [("a=1", "a=1"), (-5, "-5"), (1.5, "1.5"), (None, ""), ("", "")])
def test_what_is_harmless_stays_as_it_is(value, cell):
    assert guarded(value) == cell


def test_a_table_is_read_back_whatever_stands_in_its_cells():
    rows = [["a,b", 'say "x"', "two\nlines"], ["=1", "é", ""]]
    read = list(csv.reader(io.StringIO(csv_text(["one", "two", "three"], rows))))
    assert read == [["one", "two", "three"], rows[0], ["'=1", "é", ""]]


def test_the_answer_is_a_file_that_spreadsheets_read_as_utf_8():
    answer = csv_response("table.csv", ["a"], [["é"]])
    assert answer.content == "\ufeffa\r\né\r\n".encode()
    assert answer.headers["Content-Disposition"] == 'attachment; filename="table.csv"'
