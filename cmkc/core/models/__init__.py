"""The tables of core; each is declared in the module of its mechanism and named here for Django."""

from cmkc.core.taxonomy import Subject, SubjectKind

__all__ = ["Subject", "SubjectKind"]
