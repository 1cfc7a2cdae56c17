"""The report says what was measured, beside what, and whether the limits hold."""

import json

import pytest

from bench import report

pytestmark = pytest.mark.once


def row(ratio: float) -> dict[str, float]:
    return {"cpu_ms": ratio * 0.4, "ratio": ratio, "p50_ms": 1.5, "p95_ms": 2.5, "status": 200}


@pytest.fixture
def results():
    page = {"cold": row(30), "kept": row(3), "304": row(2.5), "member": row(31), "queries": 7, "bytes": 8100}
    return {
        "size": "small",
        "date": "2026-01-01",
        "machine": {"cores": 2, "python": "3.11.2"},
        "database": "sqlite3",
        "empty": {"cpu_ms": 0.4},
        "server": {"memory_mb": 250.0, "seconds_to_start": 2.0},
        "pages": {"home": {**page, "over": []}},
    }


def test_both_forms_are_written_and_agree(tmp_path, monkeypatch, results):
    monkeypatch.setattr(report, "RESULTS", tmp_path / "results")
    text = report.write("pages-small", results).read_text()
    assert json.loads((tmp_path / "results" / "pages-small.json").read_text()) == results
    assert "| home | 7 | 8.1 | 30.0 | 3.0 | 2.5 | 31.0 |" in text
    assert "Every page is within its limits" in text


def test_a_page_over_its_limit_is_named(tmp_path, monkeypatch, results):
    monkeypatch.setattr(report, "RESULTS", tmp_path)
    results["pages"]["home"]["over"] = ["cold 40.0 > 35.0"]
    text = report.write("pages-small", results).read_text()
    assert "- home: cold 40.0 > 35.0" in text
    assert "Every page" not in text


def test_a_page_without_an_etag_has_a_dash(tmp_path, monkeypatch, results):
    monkeypatch.setattr(report, "RESULTS", tmp_path)
    del results["pages"]["home"]["304"]
    assert "| 30.0 | 3.0 | – | 31.0 |" in report.write("pages-small", results).read_text()
