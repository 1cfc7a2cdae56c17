"""The words of the comparison, each with what it means. Basis and position are two vocabularies and never merged."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Basis(models.TextChoices):
    """What a rule rests on."""

    BINDING = "binding", _("Binding law or regulation")
    GUIDANCE = "guidance", _("Final guidance")
    DRAFT = "draft", _("Draft guidance")
    PROPOSAL = "proposal", _("Legislative proposal")
    DISCUSSION = "discussion", _("Discussion paper or concept")
    PROGRAM = "program", _("Program or pilot")
    CASE_BY_CASE = "case-by-case", _("Case by case")
    PRECEDENT = "precedent", _("Precedent")
    NONE_FOUND = "none-found", _("None found")

    @property
    def meaning(self) -> str | Promise:
        """Say in a sentence what the word stands for."""
        return BASIS_MEANINGS[self.value]

    @property
    def short(self) -> str | Promise:
        """Give the one or two words that fit into a cell of the table."""
        return BASIS_SHORT[self.value]


BASIS_MEANINGS: dict[str, str | Promise] = {
    "binding": _("Statute, regulation, ordinance or standard that must be followed"),
    "guidance": _("Adopted guideline or GMP text; deviation possible with justification"),
    "draft": _("Published for consultation, not final"),
    "proposal": _("Bill or proposal not yet applicable"),
    "discussion": _("Questions or concepts published for discussion"),
    "program": _("Administrative program, team, pilot or funding scheme"),
    "case-by-case": _("No specific text; handled within general rules on request"),
    "precedent": _("Known approvals or decisions, no general rule implied"),
    "none-found": _("Searched and not found by the editors on the date of the record; not proof of absence"),
}
BASIS_SHORT: dict[str, str | Promise] = {
    "binding": _("Binding"),
    "guidance": _("Guidance"),
    "draft": _("Draft"),
    "proposal": _("Proposal"),
    "discussion": _("Discussion"),
    "program": _("Program"),
    "case-by-case": _("Case by case"),
    "precedent": _("Precedent"),
    "none-found": _("None found"),
}


class Position(models.TextChoices):
    """What is asked of a manufacturer. Editors fill it in; it may stay empty."""

    REQUIRED = "required", _("Required")
    EXPECTED = "expected", _("Expected")
    ENCOURAGED = "encouraged", _("Encouraged")
    PERMITTED = "permitted", _("Permitted")
    CONDITIONAL = "permitted-with-conditions", _("Permitted with conditions")
    CASE_BY_CASE = "case-by-case", _("Decided case by case")
    NOT_ADDRESSED = "not-addressed", _("Not addressed")
    DISCOURAGED = "discouraged", _("Discouraged")
    PROHIBITED = "prohibited", _("Prohibited")
    NOT_APPLICABLE = "not-applicable", _("Not applicable")
    UNKNOWN = "unknown", _("Unknown")


class State(models.TextChoices):
    """Who may read a row: a draft waits in the verification queue, a published row is for everyone."""

    DRAFT = "draft", _("unverified draft")
    PUBLISHED = "published", _("published")


class Reason(models.TextChoices):
    """Why a row stands in the record: it tells a change of the law from a correction of ours."""

    FIRST = "first", _("First recorded")
    LAW_CHANGED = "law-changed", _("The law changed")
    CORRECTED = "corrected", _("We corrected the record")
    REVERIFIED = "reverified", _("Checked again, unchanged")
    TRANSLATED = "translated", _("Translated")
    WITHDRAWN = "withdrawn", _("Withdrawn, back to the verification queue")


class Stage(models.TextChoices):
    """How far an instrument has come."""

    CONCEPT = "concept", _("concept")
    CONSULTATION = "consultation", _("consultation")
    NEGOTIATED = "negotiated", _("negotiated, not yet adopted")
    FINAL = "final", _("final")
    EFFECTIVE = "effective", _("in effect")
    SUPERSEDED = "superseded", _("superseded")
    WITHDRAWN = "withdrawn", _("withdrawn")


NO_LONGER_CURRENT = frozenset({Stage.SUPERSEDED, Stage.WITHDRAWN})
"""Stages of an instrument on which nothing current can rest alone."""


class Bindingness(models.TextChoices):
    """Whether an instrument binds; empty until an editor says so."""

    BINDING = "binding", _("binding")
    NOT_BINDING = "not-binding", _("not binding")


class JurisdictionKind(models.TextChoices):
    """What sort of body a column of the table is."""

    STATE = "state", _("state")
    UNION = "union", _("union of states")
    HARMONISATION = "harmonisation", _("harmonised baseline")
    ORGANISATION = "international organisation", _("international organisation")
    COALITION = "coalition", _("coalition of authorities")
    INSPECTION = "inspection co-operation scheme", _("inspection co-operation scheme")


class Substance(models.TextChoices):
    """Part of a statement's scope: what is made; empty means both."""

    SUBSTANCE = "substance", _("drug substance")
    PRODUCT = "product", _("drug product")


class EvidenceKind(models.TextChoices):
    """What a statement can rest on."""

    PAGE = "page", _("page read")
    INSTRUMENT = "instrument", _("instrument")
    CLAUSE = "clause", _("clause")
    PUBLICATION = "publication", _("publication in the library")
    APPROVAL = "approval", _("approval")


class Role(models.TextChoices):
    """What a piece of evidence does to the statement."""

    SUPPORTS = "supports", _("supports")
    QUALIFIES = "qualifies", _("qualifies")
    CONTRADICTS = "contradicts", _("contradicts")


class Capacity(models.TextChoices):
    """In which capacity somebody verified a statement."""

    AUTHORITY = "authority-confirmed", _("confirmed by the authority")
    EXPERT = "expert", _("independent expert")
    EDITOR = "editor", _("editor")


class Nature(models.TextChoices):
    """Where a change happened: out there, or in our own record."""

    LAW = "law", _("The law changed")
    RECORD = "record", _("We changed the record")


class ChangeKind(models.TextChoices):
    """What happened on the day of a change."""

    PUBLISHED = "published", _("Published")
    EFFECTIVE = "effective", _("Takes effect")
    LAW_CHANGED = "law-changed", _("A new answer holds")
    ADDED = "added", _("Statement added")
    CORRECTED = "corrected", _("Statement corrected")
    REVERIFIED = "reverified", _("Statement checked again")
    TRANSLATED = "translated", _("Statement translated")
    WITHDRAWN = "withdrawn", _("Statement withdrawn")
