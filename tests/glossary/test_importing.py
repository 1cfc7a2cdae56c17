import pytest
from pytest_django.asserts import assertContains

from cmkc.core.importing import Report, importers
from cmkc.glossary.models import Term
from tests.loading import changed_copy, load_only, loaded_for_module, results

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]
NAMES = ("glossary", "glossary links")
loaded = loaded_for_module(*NAMES)


def test_the_shipped_terms_load_and_load_again_without_a_change(loaded):
    second = load_only(*NAMES)
    assert second.problems == []
    assert results(loaded) == {"glossary": {"created"}, "glossary links": {"created"}}
    assert results(second) == {"glossary": {"unchanged"}, "glossary links": {"unchanged"}}
    assert Term.objects.count() == 187


def test_a_loaded_term_has_all_that_the_file_says(client):
    term = Term.objects.get(slug="amt")
    assert term.expansion == "advanced manufacturing technology"
    assert {synonym.text for synonym in term.synonyms.all()} >= {"emerging technology"}
    assert {other.slug for other in term.see_also.all()} == {"pcm", "additive-manufacturing"}
    assert term.shown_date == "2026-11-22"
    assertContains(client.get(term.get_absolute_url()), "not yet checked")
    assert {subject.slug for subject in Term.objects.get(slug="pcm").subjects.all()} == {"continuous-manufacturing"}


def test_what_an_editor_changed_is_kept(tmp_path):
    term = Term.objects.get(slug="amt")
    term.definition = "Our own words."
    term.save()
    other = Term.objects.get(slug="pcm")
    other.synonyms.all().delete()

    def change(content):
        for record in content["terms"]:
            record["definition"] = f"New: {record['definition']}"

    report = load_only(*NAMES, folder=changed_copy(importers["glossary"], tmp_path, "glossary.json", change))
    kept = {outcome.key for outcome in report.outcomes if outcome.result == "kept"}
    assert kept == {"amt", "pcm"}
    assert Term.objects.get(slug="amt").definition == "Our own words."
    assert Term.objects.get(slug="batch").definition.startswith("New: ")


def test_links_that_an_editor_took_away_stay_away():
    term = Term.objects.get(slug="amt")
    term.see_also = []
    term.save()
    load_only(*NAMES)
    assert not Term.objects.get(slug="amt").see_also.exists()


def broken(record):
    return {
        "category": {"category": "Cooking"},
        "see_also": {"see_also": ["no-such-term"]},
        "confidence": {"confidence": "sure"},
        "source.title": {"source": {"title": "", "issuing_body": "x"}},
        "source.url": {"source": {"title": "x", "url": "ftp://x"}},
        "definition": {"definition": None},
        "surprise": {"surprise": 1},
    } | record


@pytest.mark.parametrize("field", list(broken({})))
def test_a_fault_is_named_by_file_id_and_field_and_loads_nothing(tmp_path, field):
    def change(content):
        content["terms"][3].update(broken({})[field])

    report = load_only(*NAMES, folder=changed_copy(importers["glossary"], tmp_path, "glossary.json", change))
    assert {(problem.file, problem.id, problem.field) for problem in report.problems} == {
        ("glossary.json", "hybrid-manufacturing", field)
    }
    assert report.outcomes == []


def test_the_same_id_twice_is_refused(tmp_path):
    def change(content):
        content["terms"].append(content["terms"][0])

    report = Report()
    folder = changed_copy(importers["glossary"], tmp_path, "glossary.json", change)
    importers["glossary"].read(folder, report)
    assert [(problem.id, problem.field) for problem in report.problems] == [("amt", "id")]
