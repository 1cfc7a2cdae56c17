"""The editors' home: what waits, is late, nobody's or broken; changed by those who may, on record."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cmkc import roles
from cmkc.accounts.actions.erasure import erase
from cmkc.accounts.actions.verification import ask
from cmkc.core import dashboard
from cmkc.core.models import AuditEvent, Check, Fault, Stewardship
from tests.accounts.factories import OrganisationFactory, UserFactory
from tests.guides.factories import make_guide
from tests.regulatory.factories import InstrumentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
CARE = "/cms/care/"


def editor(client):
    user = UserFactory(name="Edith", roles=[roles.EDITOR])
    client.force_login(user)
    return user


def keep(guide, owner, days):
    day = timezone.localdate() + timedelta(days=days)
    return Stewardship.objects.create(kind="guides.guide", key=str(guide.pk), owner=owner, review_by=day)


def names(things):
    return [thing.title for thing in things]


def some_editor():
    return UserFactory(roles=[roles.EDITOR])


def test_what_lacks_owner_or_day_is_listed_and_what_has_both_is_not():
    kept, bare, half, left = (make_guide(title=title, chapters=1) for title in ("Kept", "Bare", "Half", "Left"))
    owner = UserFactory()
    keep(kept, owner, 9)
    Stewardship.objects.create(kind="guides.guide", key=str(half.pk), owner=owner)
    keep(left, UserFactory(is_active=False), 9)
    assert names(dashboard.unkept(some_editor())) == ["Bare", "Half", "Left"]
    bare.unpublish()
    assert names(dashboard.unkept(some_editor())) == ["Half", "Left"]


def test_what_is_overdue_is_listed_the_longest_first():
    owner = UserFactory(name="Ola")
    for title, days in (("Today", 0), ("Late", -1), ("Later", -30), ("Soon", 3)):
        keep(make_guide(title=title, chapters=0), owner, days)
    found = dashboard.overdue(timezone.localdate(), some_editor())
    assert names(found) == ["Later", "Late"]
    assert {thing.owner for thing in found} == {"Ola"}


def test_the_home_of_the_cms_and_its_own_page_show_it_all(client):
    guide = make_guide(title="Stale Guide", chapters=0)
    keep(guide, UserFactory(), -5)
    make_guide(title="Bare Guide", chapters=0)
    hole = {"kind": "guides.guide", "key": str(guide.pk), "title": "Holed"}
    Fault.objects.create(check_name=Check.LINK, **hole, url="/cms/", target="/gone/")
    ask(UserFactory(), sector="other", organisation=OrganisationFactory(), evidence="document", note="")
    client.force_login(UserFactory(roles=[roles.ADMINISTRATOR]))
    for address in ("/cms/", CARE):
        page = client.get(address)
        for words in ("Stale Guide", "Bare Guide", "Holed", "/gone/", "Moderators&#x27; desk"):
            assertContains(page, words)


def test_the_home_of_the_cms_shows_an_instructor_nothing_of_what_others_edit(client):
    guide = make_guide(title="Stale Guide", chapters=0)
    keep(guide, UserFactory(), -5)
    hole = {"kind": "guides.guide", "key": str(guide.pk), "title": "Holed"}
    Fault.objects.create(check_name=Check.LINK, **hole, url="/cms/", target="/gone/")
    client.force_login(UserFactory(roles=[roles.INSTRUCTOR]))
    for address in ("/cms/", CARE):
        page = client.get(address)
        assert page.status_code == 200
        for words in ("Stale Guide", "Holed", "/gone/"):
            assertNotContains(page, words)


def test_an_editor_of_the_comparison_is_told_of_its_broken_links(client):
    instrument = InstrumentFactory()
    hole = {"kind": "regulatory.instrument", "key": str(instrument.pk), "title": "Holed"}
    Fault.objects.create(check_name=Check.LINK, **hole, url="/cms/", target="/gone/")
    editor(client)
    assertContains(client.get(CARE), "/gone/")


def test_an_editor_gives_a_thing_an_owner_and_a_day_and_it_is_on_record(client):
    guide, user = make_guide(title="Bare Guide", chapters=0), editor(client)
    address = reverse("stewardship", args=["guides.guide", guide.pk])
    assertContains(client.get(CARE), address)
    day = timezone.localdate() + timedelta(days=90)
    wrong = client.post(address, {"owner": user.pk, "review_by": "tomorrow"})
    assertContains(wrong, "tomorrow")
    assert not Stewardship.objects.exists()
    assertRedirects(client.post(address, {"owner": user.pk, "review_by": day}), CARE)
    row = Stewardship.objects.get()
    assert (row.owner, row.review_by) == (user, day)
    assertNotContains(client.get(CARE), address)
    assert AuditEvent.objects.get(verb="core.stewardship.changed").data["owner"] == user.pk


def test_others_are_kept_out_and_what_is_not_there_is_not(client):
    guide = make_guide(chapters=1)
    address = reverse("stewardship", args=["guides.guide", guide.pk])
    client.force_login(UserFactory(roles=[roles.INSTRUCTOR]))
    assert client.get(address).status_code == 302  # Wagtail leads back with a word
    client.force_login(UserFactory())
    assert client.get(CARE).status_code in {302, 403}
    editor(client)
    for kind, key in (("guides.guide", "999999"), ("unknown", "1"), ("guides.chapter", "1"), ("guides.guide", "x")):
        assert client.get(reverse("stewardship", args=[kind, key])).status_code == 404
    outsider = UserFactory()
    answer = client.post(address, {"owner": outsider.pk, "review_by": ""})
    assert answer.status_code == 200
    assert not Stewardship.objects.exists()


def test_what_somebody_looked_after_is_nobodys_once_they_have_left():
    owner = UserFactory()
    row = keep(make_guide(chapters=0), owner, 9)
    erase(owner, by=owner)
    row.refresh_from_db()
    assert row.owner is None
