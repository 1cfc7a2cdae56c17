import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from cmkc import roles
from cmkc.glossary.models import Term
from tests.accounts.factories import UserFactory
from tests.glossary.factories import GlossarySynonymFactory, TermFactory
from tests.lenient_templates import lenient_templates  # noqa: F401  (used by every test here)

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


@pytest.fixture
def editor(client):
    user = UserFactory(roles=[roles.EDITOR])
    client.force_login(user)
    return user


def form_of(term, **changes):
    """What the browser would post from the page of this term."""
    names = list(term.synonyms.all())
    fields = {
        "term": term.term, "expansion": term.expansion, "slug": term.slug, "definition": term.definition,
        "category": term.category, "source_title": term.source_title, "source_body": term.source_body,
        "source_year": "",
        "source_url": "", "confidence": term.confidence, "as_of": "", "synonyms-TOTAL_FORMS": len(names),
        "synonyms-INITIAL_FORMS": len(names), "synonyms-MIN_NUM_FORMS": 0, "synonyms-MAX_NUM_FORMS": 1000,
    }  # fmt: skip
    for at, name in enumerate(names):
        fields |= {
            f"synonyms-{at}-id": name.pk,
            f"synonyms-{at}-text": name.text,
            f"synonyms-{at}-relation": name.relation,
        }
    return fields | changes


def test_an_editor_changes_a_term_and_the_history_keeps_the_old_words(client, editor):
    term = GlossarySynonymFactory(text="E curve").term
    address = reverse("wagtailsnippets_glossary_term:edit", args=[term.pk])
    assertContains(client.get(address), "E curve")
    for definition in ("Second words.", "Third words."):
        answer = client.post(address, form_of(term, definition=definition, **{"synonyms-0-text": "exit age"}))
        assert answer.status_code == 302
    term = Term.objects.get(pk=term.pk)
    assert (term.definition, term.synonyms.get().text) == ("Third words.", "exit age")
    assert [revision.as_object().definition for revision in term.revisions.order_by("pk")] == [
        "Second words.",
        "Third words.",
    ]
    assert {revision.user for revision in term.revisions} == {editor}
    assertContains(client.get(term.get_absolute_url()), "exit age")


def test_the_list_of_terms_is_searched_by_name(client, editor):
    TermFactory(term="Blender")
    TermFactory(term="Audit trail")
    page = client.get(reverse("wagtailsnippets_glossary_term:list"), {"q": "blend"})
    assertContains(page, "Blender")
    assert "Audit trail" not in page.content.decode()


def test_who_is_no_editor_does_not_get_in(client):
    client.force_login(UserFactory(roles=[roles.INSTRUCTOR]))
    assert client.get(reverse("wagtailsnippets_glossary_term:list")).status_code in {302, 403}
