"""Every kind of page that this site has, with somebody who sees it. A new kind of page gets its line here."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from tests.live_site import Site

GUIDE = "/guides/control-strategies-sod/"


def first_link(address: str, pattern: str) -> Callable[[Site, str], str]:
    """The first link on a page that matches; for addresses that hold a number given by the database."""

    def find(site: Site, who: str) -> str:
        from tests.people import visitor_called

        found = re.search(rf'href="({pattern})"', visitor_called(site, who).get(address).text)
        assert found, f"{address} has no link like {pattern}"
        return found[1]

    return find


def way_out(site: Site, _who: str) -> str:
    """The page that a mail's link leads to, from the preview of that mail."""
    from tests.people import visitor_called

    page = visitor_called(site, "administrator").get("/mail/templates/").text
    found = re.search(r"/mail/unsubscribe/[^/\s<]+/", page)
    assert found, "the mail has no way out"
    return found[0]


def item_at_the_desk(site: Site, who: str) -> str:
    """What a moderator decides on: a proposal that a member has just made."""
    from tests.people import visitor_called

    words = {"name": "Sampler", "category": "digital", "definition": "What takes a sample.", "source": "A book, 2025"}
    visitor_called(site, "expert").submit("/glossary/suggest/", form="/suggest/", **words)
    return first_link("/moderation/", r"/moderation/items/\d+/")(site, who)


@dataclass(frozen=True)
class PageType:
    """A kind of page: its name, where one stands, who looks at it, and what it is allowed."""

    name: str
    address: str | Callable[[Site, str], str]
    who: str = "visitor"
    status: int = 200
    heavy: bool = False

    def found_at(self, site: Site) -> str:
        """Its address on this site."""
        return self.address if isinstance(self.address, str) else self.address(site, self.who)


PUBLIC = [
    PageType("home", "/"),
    PageType("home in Spanish", "/es/"),
    PageType("search", "/search/"),
    PageType("search results", "/search/?q=diversion"),
    PageType("search without results", "/search/?q=xylophonists"),
    PageType("search with a filter", "/search/?q=control&kind=term"),
    PageType("technology", "/technologies/continuous-manufacturing/"),
    PageType("library", "/library/"),
    PageType("publication", "/library/CMKC-000001/"),
    PageType("guides", "/guides/"),
    PageType("guide", GUIDE),
    PageType("guide release", f"{GUIDE}1.0/"),
    PageType("chapter", f"{GUIDE}dynamics/"),
    PageType("chapter of a release", f"{GUIDE}1.0/scope/"),
    PageType("glossary", "/glossary/"),
    PageType("term", "/glossary/state-of-control/"),
    PageType("courses", "/courses/"),
    PageType("course", "/courses/intro-pcm/"),
    PageType("lesson", "/courses/intro-pcm/pcm-what/"),
    PageType("forum", "/forum/"),
    PageType("rules", "/forum/rules/"),
    PageType("category", "/forum/c/control-strategy/"),
    PageType("topic", first_link("/forum/", r"/forum/t/\d+/[^/\"]+/")),
    PageType("regulatory table", "/regulatory/", heavy=True),
    PageType("comparison, empty", "/regulatory/compare/"),
    PageType("comparison", "/regulatory/compare/?topic=early-engagement&a=us&a=eu"),
    PageType("jurisdiction", "/regulatory/us/"),
    PageType("cell", "/regulatory/us/early-engagement/"),
    PageType("cell as of a day", "/regulatory/us/early-engagement/@2024-01-01~2026-11-01"),
    PageType("question", "/regulatory/topics/early-engagement/"),
    PageType("changes", "/regulatory/changes/"),
    PageType("instruments", "/regulatory/instruments/"),
    PageType("instrument", "/regulatory/instruments/ich-qiwg-ptc/"),
    PageType("organisations", "/organisations/"),
    PageType("organisation", "/organisations/demo-medicines-authority/"),
    PageType("programs", "/programs/"),
    PageType("program", "/programs/atp-ca/"),
    PageType("approvals", "/approvals/"),
    PageType("approval", "/approvals/cell-shuttle--us/"),
    PageType("about", "/about/"),
    PageType("privacy", "/privacy/"),
    PageType("terms", "/terms/"),
    PageType("accessibility", "/accessibility/"),
    PageType("contact", "/contact/"),
    *(
        PageType(f"styleguide {part}".strip(), f"/styleguide/{part}")
        for part in ("", "foundations/", "components/", "forms/", "reading/", "matrix/", "forum/", "home/")
    ),
]
ERRORS = [PageType("not found", "/no-such-page/", status=404)]
ENTRANCE = [
    PageType("join", "/accounts/signup/"),
    PageType("sign in", "/accounts/login/"),
    PageType("password forgotten", "/accounts/password/reset/"),
    PageType("password mail sent", "/accounts/password/reset/done/"),
    PageType("type the code", "/accounts/confirm-email/", "newcomer"),
    PageType("second step", "/accounts/2fa/authenticate/", "at the second step"),
]
MEMBERS = [
    PageType("home of a member", "/", "settled"),
    PageType("lesson of a member", "/courses/intro-pcm/pcm-what/", "settled"),
    PageType("my page", "/me/", "settled"),
    PageType("bookings, none yet", "/me/bookings/", "settled"),
    PageType("profile", "/me/profile/", "settled"),
    PageType("sector, waiting", "/me/sector/", "settled"),
    PageType("sector", "/me/sector/", "new member"),
    PageType("security", "/me/security/", "guarded"),
    PageType("keys", "/me/keys/", "settled"),
    PageType("my data", "/me/data/", "settled"),
    PageType("export", "/me/data/export/", "new member"),
    PageType("erasure", "/me/data/erase/", "new member"),
    PageType("second factor", "/accounts/2fa/", "guarded"),
    PageType("second factor, none yet", "/accounts/2fa/", "new member"),
    PageType("add an app", "/accounts/2fa/totp/activate/", "new member"),
    PageType("remove the app", "/accounts/2fa/totp/deactivate/", "guarded"),
    PageType("recovery codes", "/accounts/2fa/recovery-codes/", "guarded"),
    PageType("new recovery codes", "/accounts/2fa/recovery-codes/generate/", "guarded"),
    PageType("passkeys", "/accounts/2fa/webauthn/", "guarded"),
    PageType("add a passkey", "/accounts/2fa/webauthn/add/", "guarded"),
    PageType("prove it again", "/accounts/reauthenticate/?next=/me/", "member"),
    PageType("prove it again by app", "/accounts/2fa/reauthenticate/", "guarded"),
    PageType("sessions", "/accounts/sessions/", "settled"),
    PageType("change the password", "/accounts/password/change/", "settled"),
    PageType("change the address", "/accounts/email/", "settled"),
    PageType("sign out", "/accounts/logout/", "member"),
    PageType("notices", "/me/notices/", "following"),
    PageType("notices, none yet", "/me/notices/", "new member"),
    PageType("what one follows", "/me/notices/settings/", "following"),
    PageType("what one follows, nothing yet", "/me/notices/settings/", "new member"),
    PageType("follow", "/me/follow/?kind=guide&key=control-strategies-sod", "new member"),
    PageType("follow, followed", "/me/follow/?kind=guide&key=control-strategies-sod", "following"),
    PageType("way out of mail", way_out, "visitor"),
    PageType("outbox of the demo", "/demo/outbox/"),
    PageType("mail in the outbox", first_link("/demo/outbox/", r"/demo/outbox/\d+/"), "newcomer"),
    PageType("mail templates", "/mail/templates/", "administrator"),
    PageType("mail templates in Spanish", "/mail/templates/?list=digest.daily&in=es", "administrator"),
]
DESK = [
    PageType("organisation of a member", "/organisations/demo-medicines-authority/", "regulator"),
    PageType("roles of an organisation", "/organisations/demo-medicines-authority/roles/", "administrator"),
    PageType("work waiting", "/me/work/", "administrator"),
    PageType("no work waiting", "/me/work/", "settled"),
    PageType("moderators' desk", "/moderation/", "moderator"),
    PageType("item at the desk", item_at_the_desk, "moderator"),
    PageType("log of decisions", "/moderation/log/", "moderator"),
    PageType("load of the desk", "/moderation/load/", "moderator"),
    PageType("reasons", "/moderation/reasons/", "moderator"),
    PageType("sanctions", "/moderation/sanctions/", "moderator"),
    PageType("appeals", "/moderation/appeals/", "moderator"),
    PageType("decisions about me", "/me/decisions/", "settled"),
    PageType(
        "report", first_link("/organisations/demo-medicines-authority/", r"/moderation/flag/profile/\d+/"), "settled"
    ),
    PageType("thanks for a report", "/moderation/flag/thanks/", "settled"),
    PageType("suggest a term", "/glossary/suggest/", "settled"),
    PageType("suggest a correction", "/glossary/state-of-control/suggest/", "settled"),
    PageType(
        "claim to a sector at the desk", first_link("/moderation/?kind=sector", r"/moderation/items/\d+/"),
        "administrator",
    ),
    PageType("verified people", "/accounts/verification/verified/", "administrator"),
    PageType(
        "withdraw", first_link("/accounts/verification/verified/", r"/accounts/verification/verified/\d+/withdraw/"),
        "administrator",
    ),
]  # fmt: skip
OWN_PAGES = [*PUBLIC, *ERRORS, *ENTRANCE, *MEMBERS, *DESK]


def page_in_cms(kind: str, then: str = "edit/") -> Callable[[Site, str], str]:
    """The editor of the first page of a type."""
    find = first_link(f"/cms/pages/usage/{kind}/", r"/cms/pages/\d+/edit/")
    return lambda site, who: find(site, who).removesuffix("edit/") + then


CMS = [
    PageType(name, address, "administrator")
    for name, address in [
        ("dashboard", "/cms/"),
        ("what to look after", "/cms/care/"),
        ("owner and review", first_link("/cms/care/", r"/cms/care/[^/\"]+/\d+/")),
        ("explorer", "/cms/pages/"),
        ("home page", page_in_cms("home/homepage")),
        ("text page", page_in_cms("home/textpage")),
        ("guide page", page_in_cms("guides/guidepage")),
        ("chapter page", page_in_cms("guides/guidechapterpage")),
        ("chapter's history", page_in_cms("guides/guidechapterpage", "history/")),
        ("course page", page_in_cms("courses/coursepage")),
        ("lesson page", page_in_cms("courses/lessonpage")),
        ("page types", "/cms/pages/3/add_subpage/"),
        ("terms", "/cms/snippets/glossary/term/"),
        ("term", first_link("/cms/snippets/glossary/term/", r"/cms/snippets/glossary/term/edit/\d+/")),
        ("new term", "/cms/snippets/glossary/term/add/"),
        ("figures", "/cms/snippets/core/figure/"),
        ("figure", first_link("/cms/snippets/core/figure/", r"/cms/snippets/core/figure/edit/\d+/")),
        ("publications", "/cms/snippets/library/publication/"),
        (
            "publication",
            first_link("/cms/snippets/library/publication/", r"/cms/snippets/library/publication/edit/\d+/"),
        ),
        ("program", first_link("/cms/snippets/programs/program/", r"/cms/snippets/programs/program/edit/\d+/")),
        ("approval", first_link("/cms/snippets/programs/approval/", r"/cms/snippets/programs/approval/edit/\d+/")),
        ("jurisdictions", "/cms/jurisdictions/"),
        ("jurisdiction", first_link("/cms/jurisdictions/", r"/cms/jurisdictions/edit/\d+/")),
        ("statements", "/cms/statements/"),
        ("statement", first_link("/cms/statements/", r"/cms/statements/inspect/\d+/")),
        ("instrument", first_link("/cms/instruments/", r"/cms/instruments/edit/\d+/")),
        ("images", "/cms/images/"),
        ("documents", "/cms/documents/"),
        ("users", "/cms/users/"),
        ("user", first_link("/cms/users/", r"/cms/users/edit/\d+/")),
        ("groups", "/cms/groups/"),
        ("new workflow", "/cms/workflows/add/"),
        ("own settings", "/cms/account/"),
        ("site history", "/cms/reports/site-history/"),
        ("aging pages", "/cms/reports/aging-pages/"),
        ("page types in use", "/cms/reports/page-types-usage/"),
    ]
]
