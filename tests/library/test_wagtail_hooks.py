import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cmkc import roles
from cmkc.library.models import Publication
from tests.accounts.factories import UserFactory
from tests.lenient_templates import lenient_templates  # noqa: F401  (used by every test here)
from tests.library.factories import PublicationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
FORMSETS = ("creators", "identifiers", "relations")


@pytest.fixture
def editor(client):
    user = UserFactory(roles=[roles.EDITOR])
    client.force_login(user)
    return user


def form_of(work, *creators, **changes):
    """What the browser would post for this work, with these creators as new rows."""
    fields = {
        name: getattr(work, name) or ""
        for name in (
            "type", "title", "abstract", "language", "issued", "container_title", "volume", "issue", "pages", "edition",
            "publisher", "publisher_place", "url", "keywords", "licence", "access", "review_status", "audience",
            "source_title", "source_body", "source_url", "confidence",
        )
    } | {"source_year": "", "as_of": "", "embargo_until": ""}  # fmt: skip
    for name in FORMSETS:
        total = len(creators) if name == "creators" else 0
        fields |= {f"{name}-{part}": 0 for part in ("INITIAL_FORMS", "MIN_NUM_FORMS")}
        fields |= {f"{name}-TOTAL_FORMS": total, f"{name}-MAX_NUM_FORMS": 1000}
    for at, creator in enumerate(creators):
        fields |= {
            f"creators-{at}-{name}": value
            for name, value in {
                "kind": "person",
                "role": "author",
                "family": creator,
                "given": "",
                "ORDER": at + 1,
            }.items()
        }
    return fields | changes


def test_an_editor_drafts_a_work_and_publishes_it_later(client, editor):
    add = reverse("wagtailsnippets_library_publication:add")
    assert client.get(add).status_code == 200
    assert client.post(add, form_of(Publication(title="New work", type="report"), "Gao", "Muzzio")).status_code == 302
    work = Publication.objects.get(title="New work")
    assert (work.live, work.cmkc_id != "") == (False, True)
    assert client.get(work.get_absolute_url()).status_code == 404
    edit = reverse("wagtailsnippets_library_publication:edit", args=[work.pk])
    answer = client.post(edit, form_of(work, "Muzzio", "Gao") | {"action-publish": "yes"})
    assert answer.status_code == 302
    page = client.get(work.get_absolute_url())
    assertContains(page, "Muzzio &amp; Gao (n.d.). New work.")


def test_a_draft_of_an_edit_is_previewed_but_not_shown(client, editor):
    work = PublicationFactory(title="Before")
    edit = reverse("wagtailsnippets_library_publication:edit", args=[work.pk])
    client.post(edit, form_of(work, "Gao", title="After"))
    assertNotContains(Client().get(work.get_absolute_url()), "After")
    preview = reverse("wagtailsnippets_library_publication:preview_on_edit", args=[work.pk])
    client.post(preview, form_of(work, "Gao", title="After"))
    assertContains(client.get(preview), "After")


def test_a_work_that_was_never_saved_is_previewed_too(client, editor):
    preview = reverse("wagtailsnippets_library_publication:preview_on_add")
    client.post(preview, form_of(Publication(title="Not yet", type="report"), "Gao"))
    page = client.get(preview)
    assertContains(page, "Not yet")
    assertContains(page, "Gao (n.d.). Not yet.")
    assert not Publication.objects.exists()


def test_a_wrong_identifier_is_refused_and_nothing_typed_is_lost(client, editor):
    add = reverse("wagtailsnippets_library_publication:add")
    wrong = {"identifiers-TOTAL_FORMS": 1, "identifiers-0-scheme": "doi", "identifiers-0-value": "not a doi"}
    answer = client.post(add, form_of(Publication(title="Kept words", type="report"), "Gao") | wrong)
    assertContains(answer, "is not a valid DOI")
    assertContains(answer, "Kept words")


def test_a_reviewer_of_the_library_does_not_edit_it(client):
    client.force_login(UserFactory(roles=[roles.REVIEWER]))
    work = PublicationFactory()
    edit = reverse("wagtailsnippets_library_publication:edit", args=[work.pk])
    assert client.post(edit, form_of(work, "Gao", title="After")).status_code in {302, 403}
    assert Publication.objects.get(pk=work.pk).title != "After"
