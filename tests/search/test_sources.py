import pytest

from cmkc.accounts.models import Organisation, User
from search import sources
from search.sources import Source, key_of, kind_labels, sources_of

pytestmark = pytest.mark.once


def test_a_kind_is_registered_once(world):
    with pytest.raises(ValueError, match="thing is registered already"):
        sources.register(Source(kind="thing", label="", model=User, queryset=User.objects.all, documents=list))


def test_sources_are_found_by_model_and_kinds_have_labels(world):
    assert [source.kind for source in sources_of(Organisation)] == ["thing"]
    assert sources_of(User) == []
    assert kind_labels() == {"thing": "Things", "term": "Terms", "guide": "Guides"}
    assert key_of(Organisation(pk=5)) == "5"
