"""Loading content: created, updated, unchanged, kept; one fault loads nothing and is named by file, id and field."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cmkc.core import importing
from cmkc.core.content_files import OPTIONAL_TEXT, SOURCED, Faults, Shape, records
from cmkc.core.importing import Importer, Result, Row
from cmkc.core.models import ImportedRecord, Subject

pytestmark = pytest.mark.django_db
SHAPE = Shape({"title": str}, {"description": OPTIONAL_TEXT, "parent": str})


def read(file):
    def rows(folder, report):
        return [Row(item["id"], item, file) for item in records(folder, file, report, within="things", shape=SHAPE)]

    return rows


def apply(row):
    subject = Subject.objects.filter(slug=row.key).first() or Subject(slug=row.key)
    subject.title = row.data["title"]
    subject.description = row.data.get("description") or ""
    if "parent" in row.data:
        subject.parent = Subject.objects.get(slug=row.data["parent"])
    subject.full_clean()
    subject.save()


def fingerprint(key):
    return Subject.objects.filter(slug=key).values("title", "description").first()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A content folder with one importer for it; files are written by `put`."""
    importers = type(importing.importers)("importing")
    monkeypatch.setattr(importing, "importers", importers)
    monkeypatch.setattr(importing, "autodiscover", lambda: None)
    monkeypatch.setattr(Importer, "folder", tmp_path / "shipped")
    (tmp_path / "shipped").mkdir()
    importers.register("things", Importer("things", 20, read("things.json"), apply, fingerprint))
    return tmp_path / "shipped"


def put(folder, *things, file="things.json"):
    (folder / file).write_text(json.dumps({"things": list(things)}), encoding="utf-8")


def results(report):
    return {outcome.key: outcome.result for outcome in report.outcomes}


def writes(queries):
    return [q["sql"] for q in queries if q["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}]


A, B = {"id": "a", "title": "A"}, {"id": "b", "title": "B"}


def test_the_first_load_creates_and_the_second_writes_nothing(folder):
    put(folder, A, B)
    assert results(importing.load()) == {"a": Result.CREATED, "b": Result.CREATED}
    with CaptureQueriesContext(connection) as queries:
        assert results(importing.load()) == {"a": Result.UNCHANGED, "b": Result.UNCHANGED}
    assert writes(queries) == []


def test_what_changed_in_the_file_is_updated_alone(folder):
    put(folder, A, B)
    importing.load()
    put(folder, A, {"id": "b", "title": "Better"})
    report = importing.load()
    assert results(report) == {"a": Result.UNCHANGED, "b": Result.UPDATED}
    assert report.counts() == {"things": {Result.UNCHANGED: 1, Result.UPDATED: 1}}
    assert Subject.objects.get(slug="b").title == "Better"
    assert results(importing.load())["b"] == Result.UNCHANGED


@pytest.mark.parametrize("in_file", ["A", "A better"], ids=["file unchanged", "file changed"])
def test_what_an_editor_changed_is_kept(folder, in_file):
    put(folder, A)
    importing.load()
    Subject.objects.filter(slug="a").update(description="An editor's words.")
    put(folder, {"id": "a", "title": in_file})
    report = importing.load()
    assert results(report) == {"a": Result.KEPT}
    assert "description" in report.outcomes[0].why
    assert "title" not in report.outcomes[0].why
    assert Subject.objects.get().title == "A"


def test_what_an_editor_changed_back_is_loaded_again(folder):
    put(folder, A)
    importing.load()
    Subject.objects.update(title="Other")
    Subject.objects.update(title="A")
    put(folder, {"id": "a", "title": "A2"})
    assert results(importing.load()) == {"a": Result.UPDATED}


def test_what_an_editor_deleted_stays_deleted(folder):
    put(folder, A, B)
    importing.load()
    Subject.objects.filter(slug="a").delete()
    put(folder, {"id": "a", "title": "A2"}, B)
    for _again in range(2):
        report = importing.load()
        assert results(report) == {"a": Result.KEPT, "b": Result.UNCHANGED}
    assert not Subject.objects.filter(slug="a").exists()
    assert "deleted" in report.outcomes[0].why


def test_what_an_editor_made_before_is_kept(folder):
    Subject.objects.create(slug="a", title="Made by hand")
    put(folder, A)
    assert results(importing.load()) == {"a": Result.KEPT}
    assert Subject.objects.get().title == "Made by hand"
    assert not ImportedRecord.objects.exists()


def test_a_field_that_a_later_release_adds_is_no_edit(folder):
    put(folder, A)
    importing.load()
    record = ImportedRecord.objects.get()
    del record.fields["description"]  # as an older release had written it
    record.save()
    put(folder, {"id": "a", "title": "A2"})
    assert results(importing.load()) == {"a": Result.UPDATED}
    assert set(ImportedRecord.objects.get().fields) == {"title", "description"}


def test_a_new_version_of_the_importer_applies_again_what_nobody_touched(folder):
    put(folder, A, B)
    importing.load()
    Subject.objects.filter(slug="b").update(title="An editor's")
    importing.importers._entries["things"] = Importer("things", 20, read("things.json"), apply, fingerprint, version=2)
    assert results(importing.load()) == {"a": Result.UPDATED, "b": Result.KEPT}


def test_a_dry_run_reports_and_leaves_nothing(folder):
    put(folder, A, B)
    assert results(importing.load(dry_run=True)) == {"a": Result.CREATED, "b": Result.CREATED}
    assert not Subject.objects.exists()
    assert not ImportedRecord.objects.exists()


def faults(folder, **fault):
    report = importing.load()
    assert report.outcomes == []
    assert not Subject.objects.exists()
    assert not ImportedRecord.objects.exists()
    return [(problem.file, problem.id, problem.field) for problem in report.problems]


@pytest.mark.parametrize(
    ("thing", "field"),
    [
        ({"id": "a"}, "title"),
        ({"id": "a", "title": 5}, "title"),
        ({"id": "a", "title": None}, "title"),
        ({"id": "a", "title": "A", "colour": "A"}, "colour"),
        ({"id": "a", "title": "A", "description": True}, "description"),
        ({"id": "a", "title": "x" * 121}, "title"),
        ({"id": "a", "title": "A", "parent": "nobody"}, ""),
    ],
)
def test_a_fault_is_named_by_file_id_and_field_and_loads_nothing(folder, thing, field):
    put(folder, B, thing)
    assert faults(folder) == [("things.json", "a", field)]


@pytest.mark.parametrize("key", ["", "é", "a b", None, "../a", 5.5, {"x": 1}])
def test_a_bad_id_is_refused(folder, key):
    put(folder, {"id": key, "title": "A"})
    assert [(file, field) for file, _id, field in faults(folder)] == [("things.json", "id")]


def test_an_id_that_stands_twice_is_refused(folder):
    put(folder, A, B, {"id": "a", "title": "Again"})
    assert faults(folder) == [("things.json", "a", "id")]


@pytest.mark.parametrize("content", ["", "{", '{"things": {}}', '{"other": []}', "null", '{"things": [7]}', "\x00"])
def test_a_file_that_is_no_list_of_records_is_refused(folder, content):
    (folder / "things.json").write_text(content)
    assert {file for file, _id, _field in faults(folder)} == {"things.json"}


def test_a_file_that_is_not_there_is_refused(folder):
    assert faults(folder) == [("things.json", "", "")]
    (folder / "things.json").write_bytes(b"\xff\xfe")
    assert faults(folder) == [("things.json", "", "")]


def test_every_fault_of_every_file_is_named_at_once(folder):
    importing.importers.register("more", Importer("more", 30, read("more.json"), apply, fingerprint))
    put(folder, {"id": "a"}, {"id": "b", "x": 1, "title": "B"})
    put(folder, {"id": "c"}, file="more.json")
    assert sorted(faults(folder)) == [
        ("more.json", "c", "title"),
        ("things.json", "a", "title"),
        ("things.json", "b", "x"),
    ]


def test_a_fault_found_while_loading_undoes_the_importers_before(folder):
    importing.importers.register("more", Importer("more", 30, read("more.json"), apply, fingerprint))
    put(folder, A, B)
    put(folder, {"id": "c", "title": "C", "parent": "nobody"}, {"id": "d", "title": "x" * 121}, file="more.json")
    assert faults(folder) == [("more.json", "c", ""), ("more.json", "d", "title")]


def test_importers_run_in_their_order_whatever_the_order_of_registration(folder):
    importing.importers.register("first", Importer("first", 1, read("first.json"), apply, fingerprint))
    put(folder, {"id": "child", "title": "C", "parent": "root"})
    put(folder, {"id": "root", "title": "R"}, file="first.json")
    assert list(importing.load().counts()) == ["first", "things"]
    assert Subject.objects.get(slug="child").parent.slug == "root"


def test_a_fault_of_the_program_is_no_problem_of_the_content_but_undoes_all(folder):
    def broken(row):
        apply(row)
        raise ZeroDivisionError

    importing.importers._entries["things"] = Importer("things", 20, read("things.json"), broken, fingerprint)
    put(folder, A)
    with pytest.raises(ZeroDivisionError) as caught:
        importing.load()
    assert caught.value.__notes__ == ["while loading a of things.json"]
    assert not Subject.objects.exists()


def test_an_importer_that_loads_under_another_key_is_found_out(folder):
    importing.importers._entries["things"] = Importer("things", 20, read("things.json"), apply, {}.get)
    put(folder, A)
    with pytest.raises(LookupError, match="finds nothing by that key"):
        importing.load()
    assert not Subject.objects.exists()


def test_messages_of_the_whole_record_have_no_field(folder):
    def refuse(row):
        raise ValidationError("together these are wrong")

    importing.importers._entries["things"] = Importer("things", 20, read("things.json"), refuse, fingerprint)
    put(folder, A)
    assert [str(problem) for problem in importing.load().problems] == ["things.json: a: together these are wrong"]


def test_a_folder_stands_in_for_shipped_files_of_the_same_name(folder, tmp_path):
    importing.importers.register("more", Importer("more", 30, read("more.json"), apply, fingerprint))
    put(folder, A)
    put(folder, B, file="more.json")
    mine = tmp_path / "mine"
    mine.mkdir()
    put(mine, {"id": "z", "title": "Z"})
    (mine / "notes.txt").write_text("not content")
    assert results(importing.load(mine)) == {"z": Result.CREATED, "b": Result.CREATED}
    assert sorted(path.name for path in folder.iterdir()) == ["more.json", "things.json"]


def test_the_shipped_folder_is_that_of_the_importers_app():
    importing.autodiscover()
    assert importing.importers["figures"].folder.name == "content"
    assert (importing.importers["figures"].folder / "figures.json").exists()


SOURCED_SHAPE = Shape(dict(SOURCED))
GOOD = {"id": "a", "confidence": "found", "source": {"title": "T", "issuing_body": "FDA", "url": "https://a.b/c"}}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({}, None),
        ({"confidence": "sure"}, "confidence"),
        ({"source": {"issuing_body": "FDA"}}, "source.title"),
        ({"source": {"title": "T", "issuing_body": "editor"}}, "source.issuing_body"),
        ({"source": {"title": "T", "issuing_body": "editor"}, "confidence": "general"}, None),
        ({"source": {"title": "T", "url": "javascript:alert(1)"}}, "source.url"),
        ({"source": {"title": "T", "url": "https://a b"}}, "source.url"),
        ({"source": {"title": "T", "url": None}}, None),
        ({"source": None}, "source"),
    ],
)
def test_a_sourced_record_says_where_it_comes_from(tmp_path, change, field):
    (tmp_path / "x.json").write_text(json.dumps([GOOD | change]))
    found = Faults()
    assert len(records(tmp_path, "x.json", found, shape=SOURCED_SHAPE)) == (field is None)
    assert [problem.field for problem in found.problems] == ([field] if field else [])
