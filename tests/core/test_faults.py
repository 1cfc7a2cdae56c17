"""What is broken is found by night, once, and goes when it is mended."""

import pytest
from django.urls import reverse

from cmkc.core import outside_links, references
from cmkc.core.faults import check_links, check_outside_links, check_references
from cmkc.core.models import Fault
from cmkc.core.references import Target
from cmkc.core.schedule import recurring
from cmkc.core.tasks import registry
from tests.glossary.factories import TermFactory
from tests.guides.factories import add_chapter, make_guide

pytestmark = pytest.mark.django_db


def chapter(text, **fields):
    return add_chapter(make_guide(chapters=0), "Links", ("text", text), **fields)


def targets():
    return sorted(Fault.objects.values_list("target", flat=True))


def test_the_checks_run_every_night_and_outside_ones_only_if_wanted(settings):
    assert {"core.check_links", "core.check_references", "core.check_outside_links"} <= set(recurring.names())
    assert registry["core.check_links"].queue == "heavy"
    assert not recurring["core.check_outside_links"].when()
    settings.CHECK_OUTSIDE_LINKS = True
    assert recurring["core.check_outside_links"].when()


def test_a_link_that_leads_nowhere_is_found_with_the_place_where_it_is_mended(client):
    term = TermFactory()
    page = chapter(f"[there]({term.get_absolute_url()}) and [gone](/glossary/no-such-term/) and [out](https://e.org/)")
    check_links()
    fault = Fault.objects.get()
    assert fault.target == "/glossary/no-such-term/"
    assert fault.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert fault.title == "Links"
    found_at = fault.found_at
    check_links()
    assert Fault.objects.get().found_at == found_at


def test_it_goes_when_it_is_mended():
    page = chapter("[gone](/glossary/no-such-term/)")
    check_links()
    assert targets() == ["/glossary/no-such-term/"]
    page.body = [("text", "no link")]
    page.save_revision().publish()
    check_links()
    assert targets() == []


def test_what_visitors_may_not_see_is_dead_to_them_and_drafts_are_not_read():
    page = chapter("[gone](/glossary/no-such-term/)")
    page.unpublish()
    check_links()
    assert targets() == []
    chapter("[for editors](/accounts/verification/) and [signed in](/me/) and [hidden](/organisations/nowhere/)")
    check_links()
    assert targets() == ["/organisations/nowhere/"]


def test_a_citation_of_what_is_not_there_is_found_with_who_cites_it():
    term, other = TermFactory(term="Lives"), TermFactory(term="Cited")
    references.record(Target("glossary", term.slug), [Target("glossary", other.slug), Target("glossary", "gone")])
    references.record(Target("glossary", "nobody-reads-this"), [Target("glossary", "gone-too")])
    check_references()
    fault = Fault.objects.get()
    assert (fault.title, fault.target, fault.url) == ("Lives", "glossary:gone", term.get_absolute_url())
    references.record(Target("glossary", term.slug), [Target("glossary", other.slug)])
    check_references()
    assert not Fault.objects.exists()


def test_other_sites_are_asked_only_if_wanted_and_each_address_once(settings, monkeypatch):
    asked = []
    monkeypatch.setattr(outside_links, "is_gone", lambda address: asked.append(address) or "gone" in address)
    monkeypatch.setattr("cmkc.core.faults.outside_links.is_gone", outside_links.is_gone)
    chapter("[a](https://e.org/gone) [b](https://e.org/there) [c](/glossary/)")
    check_outside_links()
    assert asked == []
    settings.CHECK_OUTSIDE_LINKS = True
    check_outside_links()
    assert sorted(asked) == ["https://e.org/gone", "https://e.org/there"]
    assert targets() == ["https://e.org/gone"]
