import pytest
from pytest_django.asserts import assertContains

from cmkc.core.importing import Report, importers
from cmkc.library.models import Family, Publication
from tests.loading import changed_copy, load_only, loaded_for_module, results

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]
loaded = loaded_for_module("references")


def work(key):
    return Publication.objects.get(family__key=key)


def test_the_shipped_references_load_and_load_again_without_a_change(loaded):
    second = load_only("references")
    assert second.problems == []
    assert (results(loaded), results(second)) == ({"references": {"created"}}, {"references": {"unchanged"}})
    assert Publication.objects.count() == Family.objects.exclude(current=None).count() == 98


def test_a_loaded_record_has_all_that_the_file_says(client):
    yu = work("seed-20")
    assert [str(creator) for creator in yu.creators.all()] == ["L.X. Yu", "M. Kopcha"]
    assert (yu.type, yu.issued, yu.volume, yu.review_status) == ("journal-article", "2017", "528", "peer-reviewed")
    assert yu.identifiers.get().value == "10.1016/j.ijpharm.2017.06.039"
    assert (yu.confidence, yu.shown_date) == ("seed", "2026-11-22")
    assert work("lee-2015").authors_cut
    assert {subject.slug for subject in work("lee-2015").subjects.all()} == {"continuous-manufacturing"}
    assertContains(client.get("/library/?review=regulator-document"), "U.S. Food and Drug Administration")


def test_who_checked_a_work_is_told_from_the_record():
    said = {key: work(key).review_status for key in ("seed-01", "seed-14", "seed-18", "levenspiel-1999", "gao-2012")}
    assert said == {
        "seed-01": "regulator-document",
        "seed-14": "not-reviewed",
        "seed-18": "editorially-reviewed",
        "levenspiel-1999": "editorially-reviewed",
        "gao-2012": "peer-reviewed",
    }


def test_unchecked_records_are_public_with_their_label(client):
    unchecked = Publication.objects.filter(confidence="general")
    assert unchecked.count() == 48
    assertContains(client.get(unchecked.first().get_absolute_url()), "not yet checked")


def test_what_an_editor_published_or_drafted_is_kept(tmp_path):
    published, drafted = work("seed-20"), work("gao-2012")
    published.title = "Our own title"
    published.save_revision().publish()
    drafted.title = "A draft"
    drafted.save_revision()

    def change(content):
        for record in content:
            record["abstract"] = f"New: {record['abstract']}"

    folder = changed_copy(importers["references"], tmp_path, "references.json", change)
    report = load_only("references", folder=folder)
    assert {outcome.key for outcome in report.outcomes if outcome.result == "kept"} == {"seed-20", "gao-2012"}
    assert work("seed-20").title == "Our own title"
    assert work("seed-21").abstract.startswith("New: ")


def test_a_changed_record_keeps_its_id(tmp_path):
    before = work("seed-20").cmkc_id
    folder = changed_copy(
        importers["references"], tmp_path, "references.json", lambda content: content[19].update(title="New")
    )
    load_only("references", folder=folder)
    assert (work("seed-20").title, work("seed-20").cmkc_id) == ("New", before)


WRONG = {
    "type": "song",
    "title": "",
    "author": [],
    "abstract": "",
    "issued": {"date-parts": [[1850]]},
    "DOI": "doi:10.1/x",
    "confidence": "sure",
    "URL": 5,
    "surprise": 1,
}


@pytest.mark.parametrize("field", WRONG)
def test_a_fault_is_named_by_file_id_and_field_and_loads_nothing(tmp_path, field):
    folder = changed_copy(
        importers["references"], tmp_path, "references.json", lambda content: content[2].update({field: WRONG[field]})
    )
    report = load_only("references", folder=folder)
    assert [(problem.file, problem.id, problem.field) for problem in report.problems] == [
        ("references.json", "seed-03", field)
    ]
    assert not Publication.objects.filter(title=str(WRONG[field])).exists()
    assert report.outcomes == []


@pytest.mark.parametrize("author", [{"given": "A."}, {}, "Gao", None])
def test_an_author_without_a_name_is_refused(tmp_path, author):
    folder = changed_copy(
        importers["references"], tmp_path, "references.json", lambda content: content[2].update(author=[author])
    )
    assert [problem.field for problem in load_only("references", folder=folder).problems] == ["author"]


def test_the_founding_paper_s_references_are_all_there():
    rows = importers["references"].read(importers["references"].folder, Report())
    numbers = [row.data["custom"]["seed_number"] for row in rows if row.data["custom"]["seed_number"]]
    assert sorted(numbers) == list(range(1, 27))
