import pytest

from cmkc.core.schedule import recurring
from search.models import SearchDocument
from search.tasks import audit_at_night

pytestmark = pytest.mark.django_db


def test_the_audit_recurs_mends_and_tells(world, document, caplog):
    assert recurring["search.audit"].period.days == 1
    thing = world.put(document("Feeder"))
    world.said[thing.pk] = [document("Blender")]
    audit_at_night()
    assert "projection: 0 missing, 1 stale, 0 ghosts" in caplog.text
    assert SearchDocument.objects.get().title == "Blender"
    caplog.clear()
    audit_at_night()
    assert caplog.text == ""
