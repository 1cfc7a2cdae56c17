"""What may be found: published statements, instruments, comparison questions. Drafts are in no index at all."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cmkc.regulatory.answers import answers_to, ground
from cmkc.regulatory.models import Instrument, Statement, Topic
from cmkc.regulatory.moments import now
from cmkc.regulatory.vocabulary import Stage
from search.sources import Document, Source, register


def _statements() -> QuerySet[Statement]:
    """List the published statements that stand in the record and have not ended."""
    rows = Statement.objects.current().published().filter(valid_to=None)
    return rows.select_related("jurisdiction", "topic__group").prefetch_related("topic__subjects", *ground())


def _of_statement(statement: Statement) -> Iterator[Document]:
    """Give the one document of a statement; no query when it comes from `_statements`."""
    answer = answers_to([statement], now())[0]
    named = [f"{source.title} {source.body} {source.locator}" for source in answer.sources]
    yield Document(
        title=f"{statement.jurisdiction.name}: {statement.topic.title}",
        abbreviation=statement.jurisdiction.iso,
        summary=statement.summary,
        body=" ".join([statement.get_basis_display(), statement.conditions, statement.topic.question, *named]),
        url=statement.get_absolute_url(),
        facets={
            "jurisdiction": [(statement.jurisdiction.code, statement.jurisdiction.name)],
            "technology": [subject.slug for subject in statement.topic.subjects.all()],
            "topic": [(statement.topic.slug, statement.topic.title)],
            "document_status": [(statement.basis, statement.get_basis_display())],
            "year": [answer.date[:4]],
        },
        shown={
            "status": statement.get_basis_display(),
            "date": f"{answer.date_says} {answer.date}",
            "jurisdiction": statement.jurisdiction.name,
            "confidence": f"{answer.grade.level}: {answer.grade.text}",
        },
    )


def _instruments() -> QuerySet[Instrument]:
    """List the instruments with the stage they have now."""
    return Instrument.objects.with_stage().select_related("jurisdiction")


def _of_instrument(instrument: Instrument) -> Iterator[Document]:
    """Give the one document of an instrument; no query when it comes from `_instruments`."""
    stage = Stage(instrument.stage) if instrument.stage else None
    day = instrument.published or instrument.effective_from
    yield Document(
        title=f"{instrument.short}: {instrument.title}",
        abbreviation=instrument.short,
        summary=instrument.summary,
        body=f"{instrument.body} {instrument.native_title} {instrument.identifier} {instrument.kind}",
        url=instrument.get_absolute_url(),
        facets={
            "jurisdiction": [(instrument.jurisdiction.code, instrument.jurisdiction.name)],
            "document_status": [(stage.value, str(stage.label))] if stage else [],
            "year": [str(day)[:4]] if day else [],
        },
        published_at=day.earliest if day else None,
        shown={
            "status": str(stage.label) if stage else "",
            "date": str(day or instrument.shown_date),
            "jurisdiction": instrument.jurisdiction.name,
            "confidence": str(instrument.get_confidence_display()),
        },
    )


def _questions() -> QuerySet[Topic]:
    """List the comparison questions."""
    return Topic.objects.select_related("group").prefetch_related("subjects")


def _of_question(topic: Topic) -> Iterator[Document]:
    """Give the one document of a question; no query when it comes from `_questions`."""
    yield Document(
        title=topic.title,
        summary=topic.question,
        body=f"{topic.definition} {topic.why_it_matters} {topic.group.title}",
        url=topic.get_absolute_url(),
        facets={
            "technology": [subject.slug for subject in topic.subjects.all()],
            "topic": [(topic.slug, topic.title)],
        },
        boost=1.2,
        shown={"date": topic.shown_date, "confidence": str(topic.get_confidence_display())},
    )


register(
    Source(
        kind="statement",
        label=_("Regulatory statements"),
        model=Statement,
        queryset=_statements,
        documents=_of_statement,
    )
)
register(
    Source(kind="instrument", label=_("Instruments"), model=Instrument, queryset=_instruments, documents=_of_instrument)
)
register(
    Source(kind="question", label=_("Comparison questions"), model=Topic, queryset=_questions, documents=_of_question)
)
