import pytest
from django.core.checks import Tags, run_checks
from django.db import connection
from django.utils import timezone

from search.engines.mapping import mapping_hash
from search.models import SearchIndex

pytestmark = pytest.mark.django_db


def ids():
    found = run_checks(tags=[Tags.database], databases=["default"])
    return [message.id for message in found if message.id.startswith("search.")]


def test_a_good_database_has_nothing_to_say(settings):
    assert ids() == []
    assert not [message for message in run_checks() if (message.id or "").startswith("search.")]


def test_a_lost_table_is_named():
    with connection.cursor() as cursor:
        lost = {"sqlite": "DROP TRIGGER search_fulltext_insert", "postgresql": "DROP INDEX search_vector_words"}
        cursor.execute(lost[connection.vendor])
    assert ids() == ["search.W001"]


def test_an_index_of_another_form_is_named(settings):
    index = SearchIndex.objects.create(name="x", mapping_hash="other", state="live", started_at=timezone.now())
    settings.ELASTICSEARCH_URL = ""
    assert ids() == []
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
    assert ids() == ["search.W002"]
    SearchIndex.objects.filter(pk=index.pk).update(mapping_hash=mapping_hash())
    assert ids() == []
