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
    Page("library: publication", "/library/CMKC-000001/"),
    Page("glossary: list", "/glossary/"),
    Page("glossary: term", "/glossary/part-11/"),
    Page("guides", "/guides/"),
    Page("guide", "/guides/control-strategies-sod/"),
    Page("guide: chapter", "/guides/control-strategies-sod/scope/"),
    Page("courses", "/courses/"),
    Page("course", "/courses/intro-pcm/"),
    Page("lesson", "/courses/intro-pcm/pcm-what/"),
    Page("regulatory: table", "/regulatory/", cold_limit=None),
    Page("regulatory: compare", "/regulatory/compare/?a=us&a=eu&topic=early-engagement"),
    Page("regulatory: jurisdiction", "/regulatory/us/"),
    Page("regulatory: cell", "/regulatory/us/early-engagement/"),
    Page("regulatory: instruments", "/regulatory/instruments/"),
    Page("programs", "/programs/"),
    Page("approvals", "/approvals/"),
    Page("forum", "/forum/"),
    Page("forum: category", "/forum/c/control-strategy/"),
    Page("forum: topic", "/forum/t/1/how-do-you-set-and-justify-diversion-limits/"),
    Page("search", "/search/?q=residence+time+distribution", cold_limit=None, kept_limit=None),
    Page("about", "/about/"),
]
