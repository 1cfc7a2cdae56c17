"""The tables of the library."""

from cmkc.library.models.families import Family, Sequence
from cmkc.library.models.parts import Creator, Identifier, PublicationFile, Relation
from cmkc.library.models.publications import Access, Publication, ReviewStatus

__all__ = [
    "Access",
    "Creator",
    "Family",
    "Identifier",
    "Publication",
    "PublicationFile",
    "Relation",
    "ReviewStatus",
    "Sequence",
]
