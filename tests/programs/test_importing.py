import json
from pathlib import Path

import pytest
from django.conf import settings

from cmkc.core.importing import importers
from cmkc.programs.models import Approval, Program
from tests.loading import changed_copy, load_only, loaded_for_module, results

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]
NAMES = ("programs", "approvals")
loaded = loaded_for_module(*NAMES)


def test_the_shipped_files_load_and_load_again_without_a_change(loaded):
    second = load_only(*NAMES)
    assert second.problems == []
    assert results(loaded) == {"programs": {"created"}, "approvals": {"created"}}
    assert results(second) == {"programs": {"unchanged"}, "approvals": {"unchanged"}}
    assert (Program.objects.count(), Approval.objects.count()) == (41, 20)


def test_loaded_rows_have_all_that_the_files_say():
    etp = Program.objects.get(slug="etp")
    assert (etp.abbreviation, etp.kind, etp.form, etp.since) == ("ETP", "regulatory", "regulatory program", "2014")
    assert etp.audiences == ["for_industry"]
    assert (etp.source_body, etp.confidence, etp.shown_date) == ("FDA/CDER", "found", "2026-11-22")
    prezista = Approval.objects.get(slug="prezista--us")
    assert (prezista.event, prezista.date, prezista.year) == ("switch-from-batch", "2016-04", 2016)
    assert prezista.subject.slug == "continuous-manufacturing"
    assert Approval.objects.get(slug="orkambi--us").date == "2015"
    assert Approval.objects.get(slug="aggregate--jp").number_shown == "at least 6"
    assert Approval.objects.get(slug="aggregate--us").number_shown == "16"


def test_what_an_editor_changed_is_kept(tmp_path):
    program = Program.objects.get(slug="etp")
    program.offers = "Our own words."
    program.save()
    Program.objects.filter(slug="catt").delete()

    def change(content):
        for record in content["programs"]:
            record["lead"] = f"New: {record['lead']}"

    report = load_only(*NAMES, folder=changed_copy(importers["programs"], tmp_path, "programs.json", change))
    assert {outcome.key for outcome in report.outcomes if outcome.result == "kept"} == {"etp", "catt"}
    assert Program.objects.get(slug="etp").offers == "Our own words."
    assert Program.objects.get(slug="frame").lead.startswith("New: ")


WRONG_PROGRAM = {
    "kind": "circus", "audience": ["pirates"], "since": "last year", "confidence": "sure", "lead": None, "surprise": 1,
    "site": 5,
}  # fmt: skip
WRONG_APPROVAL = {"event": "party", "product": None, "date": "2016-13", "year": "2016", "jurisdiction": None}


@pytest.mark.parametrize(
    ("importer", "field", "value"),
    [("programs", *item) for item in WRONG_PROGRAM.items()] + [("approvals", *item) for item in WRONG_APPROVAL.items()],
)
def test_a_fault_is_named_by_file_id_and_field_and_loads_nothing(tmp_path, importer, field, value):
    file = f"{importer}.json"
    folder = changed_copy(
        importers[importer], tmp_path, file, lambda content: content[importer][0].update({field: value})
    )
    report = load_only(*NAMES, folder=folder)
    key = {"programs": "etp", "approvals": "orkambi--us"}[importer]
    assert [(problem.file, problem.id, problem.field) for problem in report.problems] == [(file, key, field)]
    assert report.outcomes == []


def test_jurisdictions_are_checked_where_their_file_is_there(tmp_path):
    folder = changed_copy(
        importers["programs"], tmp_path, "programs.json", lambda content: content["programs"][0].update(region="narnia")
    )
    assert load_only(*NAMES, folder=folder).problems == []
    (folder / "jurisdictions.json").write_text('{"jurisdictions": [{"id": "us"}]}')
    refused = {(problem.file, problem.field) for problem in load_only(*NAMES, folder=folder).problems}
    assert refused == {("programs.json", "region"), ("approvals.json", "jurisdiction")}


def test_shipped_regions_are_jurisdictions_of_the_comparison():
    shipped = json.loads((Path(settings.BASE_DIR) / "cmkc/regulatory/content/jurisdictions.json").read_text())
    codes = {row["id"] for row in shipped["jurisdictions"]}
    assert set(Approval.objects.values_list("jurisdiction", flat=True)) <= codes
    assert set(Program.objects.values_list("region", flat=True)) <= codes | {"international"}
