"""The pages that are measured, and what each may cost, as multiples of an empty view's processor time."""

from dataclasses import dataclass

COLD, KEPT = 35.0, 6.0  # content, home and list pages; kept whole, or answered with 304


@dataclass(frozen=True)
class Page:
    """One page: its name in the report, its address, and its limits."""

    name: str
    address: str
    cold_limit: float | None = COLD
    kept_limit: float | None = KEPT


# Addresses of the shipped content, which load_content gives the same keys everywhere.
PAGES = [
    Page("home", "/"),
    Page("technology", "/technologies/continuous-manufacturing/"),
    Page("library: list", "/library/"),
    Page("library: publication", "/library/CMKC-0001/"),
    Page("glossary: list", "/glossary/"),
    Page("glossary: term", "/glossary/residence-time-distribution/"),
    Page("guide", "/guides/"),
    Page("guide: chapter", "/guides/"),
    Page("courses: list", "/courses/"),
    Page("course", "/courses/"),
    Page("lesson", "/courses/"),
    Page("regulatory: table", "/regulatory/", cold_limit=None),
    Page("regulatory: compare", "/regulatory/compare/?jurisdictions=us,eu&topic=batch-definition"),
    Page("regulatory: cell", "/regulatory/us/batch-definition/"),
    Page("programs", "/programs/"),
    Page("approvals", "/approvals/"),
    Page("forum", "/forum/"),
    Page("forum: category", "/forum/"),
    Page("forum: topic", "/forum/"),
    Page("search", "/search/?q=residence+time+distribution", cold_limit=None, kept_limit=None),
    Page("about", "/about/"),
]
