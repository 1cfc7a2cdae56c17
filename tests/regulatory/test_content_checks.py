import re

import pytest

from cmkc.core.content_files import Faults
from cmkc.regulatory import content_checks as checks
from cmkc.regulatory.vocabulary import BASIS_MEANINGS, Basis, Stage
from tests.regulatory.content import NOBODY, SHIPPED, instrument, jurisdiction, shipped, statement, topic, write

pytestmark = pytest.mark.once


def faults_of(folder):
    faults = Faults()
    checks.jurisdictions(folder, faults)
    checks.topics(folder, faults)
    checks.instruments(folder, faults)
    checks.statements(folder, faults)
    return [(problem.file, problem.id, problem.field) for problem in faults.problems]


def test_the_shipped_files_keep_every_rule():
    assert faults_of(SHIPPED) == []


def test_the_shipped_files_hold_enough_to_compare():
    statements = checks.statements(SHIPPED, Faults())
    assert len(statements) >= 120
    assert len({record["jurisdiction"] for record in statements}) >= 8
    assert len(checks.topics(SHIPPED, Faults())[0]) >= 20
    assert len(checks.instruments(SHIPPED, Faults())) >= 30


def test_the_shipped_vocabulary_is_ours():
    statuses = {status["id"]: (status["label"], status["meaning"]) for status in shipped("positions.json")["statuses"]}
    assert statuses == {basis.value: (str(basis.label), str(BASIS_MEANINGS[basis])) for basis in Basis}
    assert shipped("instruments.json")["stages"] == Stage.values


@pytest.mark.parametrize("name", ["jurisdictions.json", "topics.json", "instruments.json", "positions.json"])
def test_the_shipped_files_hold_no_filler_and_no_path_of_a_machine(name):
    raw = (SHIPPED / name).read_text(encoding="utf-8")
    found = re.search('lorem ipsum|[" ]/[a-z]+/[a-z]|\\bTO' + "DO\\b", raw)
    assert found is None


@pytest.mark.parametrize(
    ("files", "fault"),
    [
        ({"jurisdictions": [jurisdiction(id="compare")]}, ("jurisdictions.json", "compare", "id")),
        ({"jurisdictions": [jurisdiction(iso="usa")]}, ("jurisdictions.json", "us", "iso")),
        ({"jurisdictions": [jurisdiction(kind="planet")]}, ("jurisdictions.json", "us", "kind")),
        ({"jurisdictions": [jurisdiction(confidence="sure")]}, ("jurisdictions.json", "us", "confidence")),
        (
            {"jurisdictions": [jurisdiction(regulators=[{"id": "fda", "site": "fda.gov", "parent": None}])]},
            ("jurisdictions.json", "us", "regulators"),
        ),
        ({"topics": [topic(group="Elsewhere")]}, ("topics.json", "rtrt", "group")),
        ({"topics": [topic(source={})]}, ("topics.json", "rtrt", "source.title")),
        ({"topics": [topic(), topic()]}, ("topics.json", "rtrt", "id")),
        ({"instruments": [instrument(stage="rumoured")]}, ("instruments.json", "fda-q13", "stage")),
        ({"instruments": [instrument(published="03/2023")]}, ("instruments.json", "fda-q13", "published")),
        ({"instruments": [instrument(supersedes=["fda-q12"])]}, ("instruments.json", "fda-q13", "supersedes")),
        ({"instruments": [instrument(jurisdiction="eu")]}, ("instruments.json", "fda-q13", "jurisdiction")),
        ({"statements": [statement(jurisdiction="eu")]}, ("positions.json", "us--rtrt", "jurisdiction")),
        ({"statements": [statement(topic="pat")]}, ("positions.json", "us--rtrt", "topic")),
        ({"statements": [statement(id="us--pat")]}, ("positions.json", "us--pat", "id")),
        ({"statements": [statement(status="rumour")]}, ("positions.json", "us--rtrt", "status")),
        ({"statements": [statement(date="2023-13")]}, ("positions.json", "us--rtrt", "date")),
        ({"statements": [statement(instruments=["fda-q12"])]}, ("positions.json", "us--rtrt", "instruments")),
        ({"statements": [statement(source=NOBODY)]}, ("positions.json", "us--rtrt", "source.issuing_body")),
        ({"statements": [statement(surprise=1)]}, ("positions.json", "us--rtrt", "surprise")),
    ],
)
def test_a_fault_is_named_by_file_id_and_field(tmp_path, files, fault):
    assert fault in faults_of(write(tmp_path, **files))
