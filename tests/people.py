"""People in the middle of something, as the site's own forms bring them there."""

import re
import secrets
import time
from collections.abc import Callable

from tests.accounts.doors import CODE, app_code
from tests.live_site import Site
from tests.visitor import Visitor

PASSWORD = "granule-lattice-spectra-kernel"
SECRET = re.compile(r'id="totp-secret">([A-Z2-7]+)<')


def _joined(site: Site) -> tuple[Visitor, str]:
    """Somebody who has filled in the form for joining and must now type the code."""
    visitor, address = Visitor(site.url), f"newcomer-{secrets.token_hex(6)}@demo.example"
    visitor.submit("/accounts/signup/", form="/signup/", name="Nora Newcomer", email=address, password1=PASSWORD)
    return visitor, address


def newcomer(site: Site) -> Visitor:
    """Somebody who must type the code from the mail."""
    return _joined(site)[0]


def new_member(site: Site) -> tuple[Visitor, str]:
    """Somebody who has just joined, and their address."""
    visitor, address = _joined(site)
    code = site.mail_to(address, having=CODE.pattern)[1]
    visitor.submit("/accounts/confirm-email/", form="/confirm-email/", code=code)
    visitor.submit("/accounts/reauthenticate/", form="/reauthenticate/", password=PASSWORD)  # holds for five minutes
    return visitor, address


def guarded(site: Site) -> Visitor:
    """A member with an authenticator app and recovery codes."""
    return _with_app(site)[0]


def at_the_second_step(site: Site) -> Visitor:
    """A member who gave the password and must now give the code of the app."""
    address = _with_app(site)[1]
    visitor = Visitor(site.url)
    visitor.submit("/accounts/login/", form="/login/", login=address, password=PASSWORD)
    return visitor


def _with_app(site: Site) -> tuple[Visitor, str]:
    visitor, address = new_member(site)
    page = visitor.get("/accounts/2fa/totp/activate/")  # each time it is asked for it shows another secret
    found = SECRET.search(page.text)
    assert found, "the page shows no secret"
    visitor.submit(page, form="/activate/", code=app_code(found[1]))
    return visitor, address


def settled(site: Site) -> Visitor:
    """A member with a key, a request at the verification desk and something read."""
    visitor, _address = new_member(site)
    visitor.submit("/me/keys/", form="/make/", name="Reference manager", days="30", scopes="read")
    asked = {
        "sector": "industry",
        "organisation_name": "Tablet Works",
        "evidence": "staff-page",
        "note": "See the site.",
    }
    visitor.submit("/me/sector/", form="/me/sector/", **asked)
    return visitor


def following(site: Site) -> Visitor:
    """A member who follows a guide and a term, and was told of a decision."""
    visitor, _address = new_member(site)
    for kind, key in (("guide", "control-strategies-sod"), ("glossary", "state-of-control")):
        visitor.submit(f"/me/follow/?kind={kind}&key={key}", form=f"key={key}", pace="weekly")
    asked = {"sector": "academia", "organisation_name": "Lehigh", "evidence": "staff-page", "note": "See the site."}
    visitor.submit("/me/sector/", form="/me/sector/", **asked)
    desk = site.seen_by("administrator")
    item = re.findall(r'href="(/moderation/items/\d+/)"', desk.get("/moderation/?kind=sector&rows=500").text)[-1]
    desk.submit(item, form=item, action="hide", reason="The page names somebody else.")
    deadline = time.monotonic() + 20
    while "Mark as read" not in visitor.get("/me/notices/").text:
        assert time.monotonic() < deadline, "no worker told of the decision"
        time.sleep(0.2)
    return visitor


PEOPLE: dict[str, Callable[[Site], Visitor]] = {
    "newcomer": newcomer,
    "new member": lambda site: new_member(site)[0],
    "guarded": guarded,
    "at the second step": at_the_second_step,
    "settled": settled,
    "following": following,
}


def visitor_called(site: Site, who: str) -> Visitor:
    """Somebody of `PEOPLE`, or an account of the demo; brought there once a run."""
    if who in PEOPLE and who not in site.visitors:
        site.visitors[who] = PEOPLE[who](site)
    return site.seen_by(who)
