import json

from cmkc.core.content_dates import as_of


def test_a_file_gives_its_own_day_or_that_of_the_statements_beside_it(tmp_path):
    (tmp_path / "own.json").write_text(json.dumps({"as_of": "2026-01-02"}))
    (tmp_path / "without.json").write_text(json.dumps({"terms": []}))
    (tmp_path / "broken.json").write_text("{")
    assert as_of(tmp_path, "own.json") == "2026-01-02"
    assert as_of(tmp_path, "without.json") is None
    (tmp_path / "positions.json").write_text(json.dumps({"as_of": "2026-03-04"}))
    assert as_of(tmp_path, "own.json") == "2026-01-02"
    for name in ("without.json", "broken.json", "missing.json"):
        assert as_of(tmp_path, name) == "2026-03-04"
