import pytest

from cmkc.core import references
from cmkc.core.importing import Result
from cmkc.regulatory.models import Authority, Change, Instrument, Jurisdiction, Statement, Topic
from tests.accounts.factories import UserFactory
from tests.regulatory.content import instrument, jurisdiction, load, topic, write

pytestmark = pytest.mark.django_db


def test_a_fault_anywhere_loads_nothing(tmp_path):
    report = load(write(tmp_path, topics=[topic(glossary=["no-such-term"])]))
    (problem,) = report.problems
    assert (problem.file, problem.id, problem.field) == (
        "topics.json",
        "rtrt",
        "glossary",
    )
    assert not Jurisdiction.objects.exists()
    assert not Topic.objects.exists()


def test_the_baseline_is_the_first_column(tmp_path):
    places = [jurisdiction(), jurisdiction(id="ich", kind="harmonisation", iso=None)]
    load(write(tmp_path, jurisdictions=places))
    assert [place.code for place in Jurisdiction.objects.in_order()] == ["ich", "us"]
    assert Jurisdiction.objects.in_order()[0].is_baseline


def test_authorities_come_with_their_jurisdiction_and_issue_its_instruments(tmp_path):
    given = {"native_name": None, "site": "https://www.fda.gov", "role": None}
    bodies = [
        {"id": "fda", "abbreviation": "FDA", "name": "Food and Drug Administration", "parent": None, **given},
        {"id": "cder", "abbreviation": "CDER", "name": "Center", "parent": "fda", **given},
    ]
    load(write(tmp_path, jurisdictions=[jurisdiction(regulators=bodies)]))
    assert Authority.objects.get(code="cder").parent.code == "fda"
    assert Instrument.objects.get().authority.code == "fda"


def test_instruments_bring_their_dates_and_what_they_supersede(tmp_path):
    both = [
        instrument(supersedes=["fda-draft"], published="2023-03-01", effective="2023-06"),
        instrument(id="fda-draft", stage="superseded", published="2019"),
    ]
    load(write(tmp_path, instruments=both))
    new = Instrument.objects.with_stage().get(code="fda-q13")
    assert [old.code for old in new.supersedes.all()] == ["fda-draft"]
    assert (new.stage, new.published, new.effective_from) == ("final", "2023-03-01", "2023-06")
    assert [(change.day, change.kind) for change in Change.objects.all()] == [
        ("2023-06", "effective"),
        ("2023-03-01", "published"),
        ("2019", "published"),
    ]


def test_questions_are_put_under_technologies_and_cite_the_glossary(tmp_path):
    load(write(tmp_path))
    question = Topic.objects.get()
    assert [subject.slug for subject in question.subjects.all()] == ["process-analytical-technology"]
    assert [referent.key for referent in references.cited_by("glossary", "rtd", UserFactory())] == ["rtrt"]


def test_what_an_editor_changed_is_kept(tmp_path):
    load(write(tmp_path))
    Instrument.objects.update(title="Edited")
    changed = write(tmp_path, instruments=[instrument(title="A later file")], statements=[])
    report = load(changed)
    assert report.counts()["instruments"] == {Result.KEPT: 1}
    assert Instrument.objects.get().title == "Edited"
    assert Statement.objects.current().count() == 1
