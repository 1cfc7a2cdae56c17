import pytest
from django.utils import translation

from cmkc.core.assembly import drawn
from cmkc.regulatory import fragments
from cmkc.regulatory.answers import answers_to
from cmkc.regulatory.moments import now
from cmkc.regulatory.sources import Source
from tests.regulatory.factories import InstrumentVersionFactory, page, resting_on, statement

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (Source("page", "supports", "Page", url="https://a.example/"), '<a href="https://a.example/" rel="external">'),
        (Source("page", "supports", "Page", page="/here/"), '<a href="/here/">Page</a>'),
        (Source("page", "supports", "Page", "Agency", 2020, locator="p. 4"), "<span>Page</span>, p. 4, Agency (2020)"),
        (Source("instrument", "supports", "RDC 1", page="/x/", title_language="pt"), '<a href="/x/" lang="pt">RDC 1'),
        (Source("page", "supports", "<b>"), "<span>&lt;b&gt;</span>"),
    ],
)
def test_a_source_is_a_link_with_its_place_and_speaks_its_own_language(source, shown):
    assert shown in drawn(fragments.source)(source)


def test_an_answer_shows_source_date_and_confidence_in_the_readers_language():
    old = InstrumentVersionFactory(superseded=True, instrument__language="es").instrument
    (answer,) = answers_to([statement(summary="A < B", evidence=(page(year=2019), resting_on(old)))], now())
    english = drawn(fragments.answer_block)(answer)
    for part in ("A &lt; B", "Sources:", "source of", "2019", "superseded", 'lang="es"'):
        assert part in english
    with translation.override("es"):
        assert "Sources:" not in drawn(fragments.answer_block)(answer)
