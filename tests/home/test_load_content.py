"""`load_content` loads all that ships, once, and says what it did."""

import json
from collections import Counter
from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cmkc.core import importing
from cmkc.core.models import AuditEvent, Figure, ImportedRecord, Reference
from cmkc.core.references import Target, kinds, resolve
from search.models import SearchDocument
from tests.content import content_for_class

__all__ = ["content_for_class"]
WRITES = {"INSERT", "UPDATE", "DELETE"}


def run(*arguments):
    out = StringIO()
    call_command("load_content", *arguments, stdout=out, stderr=out)
    return out.getvalue()


@pytest.fixture
def only_figures(monkeypatch):
    registry = type(importing.importers)("importing")
    registry.register("figures", importing.importers["figures"])
    monkeypatch.setattr(importing, "importers", registry)


@pytest.mark.django_db
@pytest.mark.usefixtures("only_figures")
class TestTheCommand:
    def test_it_counts_what_it_did_and_leaves_a_record(self):
        assert run().splitlines()[-1].split() == ["all", "24", "0", "0", "0", "0"]
        event = AuditEvent.objects.get(verb="home.content.loaded")
        assert event.data == {"figures": {"created": 24}}

    def test_a_second_run_changes_nothing_and_leaves_no_record(self):
        run()
        with CaptureQueriesContext(connection) as queries:
            assert run().splitlines()[-1].split() == ["all", "0", "0", "24", "0", "0"]
        assert [query["sql"] for query in queries if query["sql"].split()[0] in WRITES] == []
        assert AuditEvent.objects.filter(verb="home.content.loaded").count() == 1

    def test_a_dry_run_changes_nothing(self):
        assert run("--dry-run").endswith("Dry run: nothing was changed.\n")
        assert not Figure.objects.exists()
        assert not AuditEvent.objects.filter(verb="home.content.loaded").exists()

    def test_it_names_what_an_editor_changed(self):
        run()
        Figure.objects.filter(slug="funnel-plot").update(title="Mine")
        assert "kept: figures funnel-plot: an editor changed: title\n" in run()

    def test_files_of_a_folder_stand_in_for_shipped_ones(self, tmp_path):
        figures = json.loads((importing.importers["figures"].folder / "figures.json").read_text())
        figures["figures"][0]["title"] = "Another title"
        (tmp_path / "figures.json").write_text(json.dumps(figures))
        run(str(tmp_path))
        assert Figure.objects.filter(title="Another title").exists()

    def test_faults_are_named_and_nothing_is_loaded(self, tmp_path):
        figures = json.loads((importing.importers["figures"].folder / "figures.json").read_text())
        del figures["figures"][0]["alt"]
        figures["figures"][1]["colour"] = "red"
        (tmp_path / "figures.json").write_text(json.dumps(figures))
        out = StringIO()
        with pytest.raises(CommandError, match=r"Nothing was loaded: \d+ faults in figures.json"):
            call_command("load_content", str(tmp_path), stdout=out, stderr=out)
        assert "figures.json: batch-vs-continuous: alt: the field is missing\n" in out.getvalue()
        assert "figures.json: line-flowsheet-cdc: colour: the field is unknown\n" in out.getvalue()
        assert not Figure.objects.exists()
        assert not ImportedRecord.objects.exists()

    def test_a_folder_that_is_not_there_is_one_clear_line(self, tmp_path):
        with pytest.raises(CommandError, match="is no folder"):
            run(str(tmp_path / "nowhere"))


@pytest.mark.django_db
@pytest.mark.usefixtures("content_for_class")
class TestAllOfIt:
    def test_every_app_has_loaded_its_share(self):
        loaded = Counter(ImportedRecord.objects.values_list("importer", flat=True))
        least = {"figures": 24, "glossary": 187, "references": 98, "jurisdictions": 22, "topics": 30}
        least |= {"instruments": 169, "statements": 262, "programs": 41, "approvals": 20, "courses": 4}
        assert {name: loaded[name] for name in least} == least

    def test_a_second_run_writes_no_row_of_any_table(self):
        with CaptureQueriesContext(connection) as queries:
            report = importing.load()
        assert report.problems == []
        assert {result for counts in report.counts().values() for result in counts} == {importing.Result.UNCHANGED}
        assert [query["sql"][:90] for query in queries if query["sql"].split()[0] in WRITES] == []

    def test_every_reference_leads_somewhere_unless_it_is_withheld(self):
        named = {Target(*row) for row in Reference.objects.values_list("target_kind", "target_key")}
        assert len(named) > 100
        lost = named - resolve(named, AnonymousUser()).keys()
        assert {target.kind for target in lost} <= {"cell"}  # a cell whose statement is a draft is for editors
        assert {target.kind for target in named} <= set(kinds.names())

    def test_search_knows_it(self):
        assert SearchDocument.objects.filter(deleted=False).count() > 500
