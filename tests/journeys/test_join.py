"""Somebody joins, proves their address, adds a second factor, signs in with it, takes their data away and leaves."""

import json
import re
import secrets
import zipfile
from dataclasses import dataclass

import pytest

from tests.accounts.doors import CODE, app_code
from tests.journeys.keyboard import Keyboard
from tests.people import PASSWORD

pytestmark = pytest.mark.browser
NAME, AFFILIATION = "Priya Journey", "Tablet Works, process development"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@dataclass
class Person:
    """Who walks, and what they hold: an address, a keyboard, a device or an app."""

    keyboard: Keyboard
    email: str
    secret: str = ""

    @property
    def page(self):
        return self.keyboard.page

    def fills(self, **fields):
        """Type into the fields of a form, by their labels."""
        for label, text in fields.items():
            self.keyboard.to("textbox", label.replace("_", " "))
            self.keyboard.write(text)

    def proves_it_again(self):
        """Give the password once more, where the site asks for it."""
        if "/reauthenticate/" in self.page.url:
            self.keyboard.write(PASSWORD)  # the only field has the focus already
            self.keyboard.go()


@pytest.fixture
def person(page, keyboard, scripted):
    if scripted:
        device = page.context.new_cdp_session(page)
        device.send("WebAuthn.enable")
        device.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return Person(keyboard, f"priya-{secrets.token_hex(6)}@demo.example")


def joins(person, site):
    person.keyboard.follow("link", "Sign in")
    person.keyboard.follow("link", re.compile("^Join"))
    person.keyboard.to("textbox", "Your name")
    person.keyboard.write(NAME)
    person.keyboard.to("textbox", "E-mail address")
    person.keyboard.write(person.email)
    person.keyboard.to("textbox", "Password")
    person.keyboard.write(PASSWORD)
    person.keyboard.follow("button", "Join and get a code")
    code = site.mail_to(person.email, having=CODE.pattern)[1]
    person.keyboard.to("textbox", "Code from the mail")
    person.keyboard.write(code.lower())
    person.keyboard.go()
    assert person.page.url == f"{site.url}/me/"
    assert person.page.get_by_role("heading", level=1, name=NAME).is_visible()


def adds_a_passkey(person):
    person.keyboard.follow("link", "Add an app or a passkey")
    person.keyboard.follow("link", "Add a passkey")
    person.proves_it_again()
    person.keyboard.to("textbox", re.compile("^Name"))
    person.keyboard.write("Work laptop")
    person.keyboard.to("checkbox", re.compile("without"))
    if not person.page.get_by_role("checkbox", name=re.compile("without")).is_checked():
        person.keyboard.press("Space")
    person.keyboard.follow("button", "Add the passkey")


def adds_an_app(person):
    person.keyboard.follow("link", "Add an app or a passkey")
    person.keyboard.follow("link", "Add an app")
    person.proves_it_again()
    person.secret = person.page.locator("#totp-secret").inner_text()
    person.keyboard.to("textbox", re.compile("code", re.IGNORECASE))
    person.keyboard.write(app_code(person.secret))
    person.keyboard.follow("button", "Add the app")


def fills_in_the_profile(person):
    person.keyboard.follow("link", "Profile")
    person.keyboard.to("textbox", re.compile("^Affiliation"))
    person.keyboard.write(AFFILIATION)
    person.keyboard.follow("button", "Save")
    assert person.page.get_by_text("Your profile is saved.").is_visible()


def signs_out(person, site):
    person.keyboard.follow("button", "Sign out")
    assert person.page.url == f"{site.url}/"
    assert person.page.get_by_role("link", name="Sign in", exact=True).first.is_visible()


def signs_in_with_the_passkey(person):
    person.keyboard.follow("link", "Sign in")
    person.keyboard.follow("button", "Sign in with a passkey")


def signs_in_with_the_app(person):
    person.keyboard.follow("link", "Sign in")
    person.keyboard.to("textbox", "E-mail address")
    person.keyboard.write(person.email)
    person.keyboard.to("textbox", "Password")
    person.keyboard.write(PASSWORD)
    person.keyboard.go()
    person.keyboard.to("textbox", re.compile("code", re.IGNORECASE))
    person.keyboard.write(app_code(person.secret, steps=1))  # each code opens once
    person.keyboard.go()


def takes_the_data_away(person, folder):
    person.keyboard.follow("link", "My data")
    person.keyboard.follow("link", "Prepare the export")
    person.proves_it_again()
    person.keyboard.to("button", "Download the zip")
    with person.page.expect_download() as waiting:
        person.keyboard.press("Enter")
    file = folder / "my-data.zip"
    waiting.value.save_as(file)
    with zipfile.ZipFile(file) as packed:
        assert packed.testzip() is None
        kept = {name: packed.read(name).decode() for name in packed.namelist()}
    assert all(json.loads(text) is not None for name, text in kept.items() if name.endswith(".json"))
    whole = "".join(kept.values())
    assert person.email in whole
    assert AFFILIATION in whole
    assert PASSWORD not in whole


def leaves(person, site):
    person.keyboard.follow("link", "My data")
    person.keyboard.follow("link", "Erase my account")
    person.proves_it_again()
    person.keyboard.to("textbox", re.compile("address", re.IGNORECASE))
    person.keyboard.write(person.email)
    person.keyboard.follow("button", "Erase my account for good")
    assert person.page.url == f"{site.url}/"
    assert person.page.get_by_text("Your account is erased.").is_visible()


def is_not_let_in_again(person):
    person.keyboard.follow("link", "Sign in")
    person.keyboard.to("textbox", "E-mail address")
    person.keyboard.write(person.email)
    person.keyboard.to("textbox", "Password")
    person.keyboard.write(PASSWORD)
    person.keyboard.go()
    assert "/accounts/login/" in person.page.url
    assert person.page.get_by_role("alert").first.is_visible()


def test_joining_proving_taking_part_and_leaving(person, scripted, site, tmp_path):
    joins(person, site)
    if scripted:
        adds_a_passkey(person)
    else:
        adds_an_app(person)
    assert "recovery" in person.page.url, "recovery codes are shown with the first factor"
    fills_in_the_profile(person)
    signs_out(person, site)
    if scripted:
        signs_in_with_the_passkey(person)
    else:
        signs_in_with_the_app(person)
    assert person.page.url == f"{site.url}/me/"
    takes_the_data_away(person, tmp_path)
    leaves(person, site)
    is_not_let_in_again(person)
