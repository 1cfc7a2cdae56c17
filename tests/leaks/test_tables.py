"""The search grows by itself: what is registered and has no maker, and what has no line in the oracle, fails here."""

from django.apps import apps

from cmkc.core import bookable, citable, dashboard, moderated, notices, references
from cmkc.core.audiences import AudienceField
from cmkc.core.pages import BasePage
from search.sources import registry as searchable
from tests.leaks import makers
from tests.leaks.oracle import DOORS, READERS, STATES, may_read
from tests.leaks.world import MAKERS

PUBLIC_FILES = {
    "references:figure": "drawings of the shipped content, public by their nature",
    "dashboard:core.figure": "the same",
}
TOLD_BESIDE = {
    "notices:work": "what waits for the reader, by the counts of their own desks; told by beside.py",
    "notices:sector-decision": "told by the tests of accounts to whom it is about alone",
}


def registered() -> set[str]:
    """Every kind of thing that the program knows, by the registry or model that knows it."""
    kinds = {
        "references": references.kinds,
        "searchable": searchable,
        "moderated": moderated.kinds,
        "citable": citable.kinds,
        "dashboard": dashboard.edited,
        "bookable": bookable.kinds,
        "notices": notices.subjects,
    }
    found = {f"{registry}:{name}" for registry, entries in kinds.items() for name in entries.names()}
    models = apps.get_models()
    found |= {f"page:{model._meta.label}" for model in models if issubclass(model, BasePage)}
    with_audience = (model for model in models if any(isinstance(field, AudienceField) for field in model._meta.fields))
    return found | {f"audience:{model._meta.label}" for model in with_audience}


def test_every_kind_has_a_maker():
    assert makers.__all__
    covered = {name for entry in MAKERS for name in entry.covers}
    missing = registered() - covered - set(PUBLIC_FILES) - set(TOLD_BESIDE)
    assert not missing, (
        f"nothing in tests/leaks/makers/ makes things of {sorted(missing)}: write a maker that makes them in every "
        "state that they can have, and let it name them in @maker(…)"
    )
    gone = covered - registered() - {"bookable:leak-workshop"}
    assert not gone, f"makers cover what is no longer registered: {sorted(gone)}"


def test_the_oracle_answers_for_every_reader_and_state_without_asking_the_program():
    answers = {
        (reader, state): may_read(reader, kind="publication", state=state, door="")
        for reader in READERS
        for state in STATES
    }
    assert answers["visitor", "public"]
    assert not answers["visitor", "for members"]
    assert {reader for reader in READERS if answers[reader, "for a group"]} == {"of the circle"}


def test_no_desk_is_open_to_visitors():
    doors = set(DOORS.values()) - {""}
    opened = [
        (door, state)
        for door in doors
        for state in STATES
        if may_read("visitor", kind="publication", state=state, door=door) and state != "public"
    ]
    assert opened == []
