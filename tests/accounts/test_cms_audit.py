"""The audit log is read in the editors' desk, by those who may."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cmkc import roles
from cmkc.core import audit
from cmkc.core.models import AuditEvent
from tests.accounts.factories import UserFactory
from tests.queries import cold_cost

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
LOG = "/cms/audit/"


def test_an_administrator_reads_who_did_what_and_the_words_beside_it(client):
    reader = UserFactory(name="Reader", roles=[roles.ADMINISTRATOR])
    client.force_login(reader)
    audit.record("test.done", reader, by=reader, data={"of": "x"}, text="<b>because</b>")
    answer = client.get(LOG)
    assertContains(answer, "test.done")
    assertContains(answer, "&lt;b&gt;because")
    audit.erase_texts(AuditEvent.objects.filter(verb="test.done"))
    assertContains(client.get(LOG), "(text erased)")


def test_an_editor_does_not_read_it(client):
    client.force_login(UserFactory(roles=[roles.EDITOR]))
    assertRedirects(client.get(LOG), reverse("wagtailadmin_home"), fetch_redirect_response=False)
    assertNotContains(client.get(reverse("wagtailadmin_home")), LOG)


def test_it_is_filtered_and_walked_at_the_same_cost_for_any_length(client):
    reader = UserFactory(administrator=True)
    client.force_login(reader)
    audit.record("test.first", by=reader)
    few = cold_cost(client, LOG)
    for number in range(120):
        audit.record("test.more", UserFactory(), by=UserFactory(), data={"number": number}, text="words")
    assert cold_cost(client, LOG) == few
    answer = client.get(LOG, {"verb": "test.first"})
    assertContains(answer, "test.first")
    assertNotContains(answer, "test.more")
    assertContains(client.get(LOG, {"actor": str(reader.pk)}), "test.first")
    assertContains(client.get(LOG, {"actor": "nobody"}), "No event fits")
    page = client.get(LOG).context["page"]
    assert len(client.get(LOG, {"after": page.next}).context["page"]) == 50


def test_nothing_can_be_posted_to_it(client):
    client.force_login(UserFactory(administrator=True))
    assert client.post(LOG).status_code == 405
