"""The types of things the library holds, and what each of them is called in the formats that travel."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class ItemType:
    """One type: its name here, its label, and its name in six other vocabularies."""

    name: str
    label: Promise
    csl: str
    bibtex: str
    ris: str
    datacite: str
    schema_org: str
    dublin_core: str = "Text"


ITEM_TYPES: dict[str, ItemType] = {
    row.name: row
    for row in (
        ItemType(
            "journal-article",
            _("Journal article"),
            "article-journal",
            "article",
            "JOUR",
            "JournalArticle",
            "ScholarlyArticle",
        ),
        ItemType("magazine-article", _("Magazine article"), "article-magazine", "article", "MGZN", "Text", "Article"),
        ItemType("notice", _("Notice"), "article", "article", "GEN", "Text", "Article"),
        ItemType("preprint", _("Preprint"), "article", "unpublished", "UNPB", "Preprint", "ScholarlyArticle"),
        ItemType("book", _("Book"), "book", "book", "BOOK", "Book", "Book"),
        ItemType("chapter", _("Book chapter"), "chapter", "incollection", "CHAP", "BookChapter", "Chapter"),
        ItemType(
            "conference-paper",
            _("Conference paper"),
            "paper-conference",
            "inproceedings",
            "CPAPER",
            "ConferencePaper",
            "ScholarlyArticle",
        ),
        ItemType(
            "presentation",
            _("Presentation"),
            "speech",
            "misc",
            "SLIDE",
            "Presentation",
            "PresentationDigitalDocument",
            "InteractiveResource",
        ),
        ItemType("testimony", _("Speech or testimony"), "speech", "misc", "HEAR", "Text", "CreativeWork"),
        ItemType("report", _("Report"), "report", "techreport", "RPRT", "Report", "Report"),
        ItemType("industry-practice", _("Industry practice"), "report", "techreport", "RPRT", "Report", "TechArticle"),
        ItemType(
            "regulatory-document", _("Regulatory document"), "legislation", "misc", "GOVDOC", "Text", "Legislation"
        ),
        ItemType("standard", _("Standard"), "standard", "misc", "STAND", "Standard", "CreativeWork"),
        ItemType("thesis", _("Thesis"), "thesis", "phdthesis", "THES", "Dissertation", "Thesis"),
        ItemType("data-set", _("Data set"), "dataset", "misc", "DATA", "Dataset", "Dataset", "Dataset"),
        ItemType("software", _("Software"), "software", "misc", "COMP", "Software", "SoftwareSourceCode", "Software"),
        ItemType("web-page", _("Web page"), "webpage", "misc", "ELEC", "Text", "WebPage"),
    )
}
"""Every type by its name. The names stand in the database; their order is the order of lists."""

CHOICES = [(row.name, row.label) for row in ITEM_TYPES.values()]

BY_CSL: dict[str, str] = {}
"""The type that a type of CSL is read as, where the record says no more: the first one of the table above."""
for _row in ITEM_TYPES.values():
    BY_CSL.setdefault(_row.csl, _row.name)
BY_CSL["speech"] = "testimony"  # the content files hold hearings, and a deck of slides says what it is


def of_csl(csl_type: str) -> str:
    """Give the name of the type that a type of CSL is read as. Raises: KeyError when it is none of the table."""
    return BY_CSL[csl_type]
