"""The smallest true jurisdictions, topics, instruments and statements; traits for the rest."""

import datetime
from typing import Any

from factory import LazyAttribute, SubFactory, Trait
from factory import Sequence as Counter
from factory.django import DjangoModelFactory

from cmkc.regulatory.actions import record_statement
from cmkc.regulatory.entries import Entry, Piece, Search
from cmkc.regulatory.models import Authority, Instrument, InstrumentVersion, Jurisdiction, Statement, Topic, TopicGroup
from cmkc.regulatory.vocabulary import Basis, EvidenceKind, State

DAY = datetime.date(2026, 11, 22)


class JurisdictionFactory(DjangoModelFactory):
    class Meta:
        model = Jurisdiction
        django_get_or_create = ("code",)

    code = Counter(lambda number: f"j{number}")
    name = LazyAttribute(lambda made: f"Land of {made.code}")
    region = "Europe"
    kind = "state"
    confidence = "found"
    source_title = "List of members"
    as_of = DAY


class AuthorityFactory(DjangoModelFactory):
    class Meta:
        model = Authority

    jurisdiction = SubFactory(JurisdictionFactory)
    code = Counter(lambda number: f"authority-{number}")
    abbreviation = LazyAttribute(lambda made: made.code.upper())
    name = LazyAttribute(lambda made: f"Agency {made.code}")
    site = "https://agency.example/"


class TopicGroupFactory(DjangoModelFactory):
    class Meta:
        model = TopicGroup
        django_get_or_create = ("slug",)

    slug = "release"
    title = LazyAttribute(lambda made: made.slug.capitalize())


class TopicFactory(DjangoModelFactory):
    class Meta:
        model = Topic
        django_get_or_create = ("slug",)

    slug = Counter(lambda number: f"topic-{number}")
    title = LazyAttribute(lambda made: f"Title of {made.slug}")
    group = SubFactory(TopicGroupFactory)
    question = LazyAttribute(lambda made: f"What holds on {made.slug}?")
    definition = "What the words mean."
    confidence = "found"
    source_title = "Paper on comparison"
    as_of = DAY


class InstrumentFactory(DjangoModelFactory):
    class Meta:
        model = Instrument

    jurisdiction = SubFactory(JurisdictionFactory)
    code = Counter(lambda number: f"instrument-{number}")
    short = LazyAttribute(lambda made: made.code.upper())
    title = LazyAttribute(lambda made: f"Guideline {made.code}")
    body = "Agency"
    kind = "guideline"
    url = "https://agency.example/guideline"
    confidence = "found"
    source_title = "Register of guidelines"
    as_of = DAY


class InstrumentVersionFactory(DjangoModelFactory):
    class Meta:
        model = InstrumentVersion

    instrument = SubFactory(InstrumentFactory)
    stage = "effective"

    class Params:
        superseded = Trait(stage="superseded")


def page(**fields: Any) -> Piece:
    """A page that somebody read."""
    given = {"title": "Guideline on release", "body": "Agency", "year": 2024, "url": "https://agency.example/page"}
    return Piece(kind=EvidenceKind.PAGE, **given | fields)


def resting_on(instrument: Instrument) -> Piece:
    """An instrument as evidence."""
    return Piece(kind=EvidenceKind.INSTRUMENT, instrument=instrument)


def searched(what: str = "guidelines of the agency", on: datetime.date = DAY) -> Search:
    """A search that found nothing."""
    return Search(what=what, searched_on=on, searched_by="editors, before import")


def entry(**fields: Any) -> Entry:
    """A published, imported statement on guidance; `jurisdiction` and `topic` may be given as codes."""
    for name, factory, key in (("jurisdiction", JurisdictionFactory, "code"), ("topic", TopicFactory, "slug")):
        given = fields.get(name)
        if given is None or isinstance(given, str):
            fields[name] = factory(**{key: given} if given else {})
    defaults = {
        "basis": Basis.GUIDANCE,
        "summary": "Release testing may be replaced by a process model.",
        "state": State.PUBLISHED,
        "shipped_confidence": "found",
        "looked_up_on": DAY,
        "evidence": (page(),),
    }
    if fields.get("basis") == Basis.NONE_FOUND:
        defaults["search"] = searched()
    return Entry(**defaults | fields)


def statement(**fields: Any) -> Statement:
    """Record such a statement."""
    return record_statement(entry(**fields))


def draft(**fields: Any) -> Statement:
    """Record an unverified draft, as the import does with what is marked `general`."""
    return statement(state=State.DRAFT, shipped_confidence="general", evidence=(), note="Nobody checked", **fields)
