import pytest
from django.utils.translation import override

from search.words import in_readers_language, split


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("not yet checked", "aún sin comprobar"),
        ("release 1.0", "edición 1.0"),
        ("valid from 2018-12-26", "válido desde 2018-12-26"),
        ("D: imported, not yet verified here", "D: importado, aún no verificado aquí"),
        ("2018-12", "2018-12"),
    ],
)
def test_known_words_are_said_in_the_readers_language(kept, said):
    assert in_readers_language(kept) == kept
    with override("es"):
        assert in_readers_language(kept) == said


@pytest.mark.parametrize("kept", ["", "written by an editor", "an editor's words 12", "A: of an editor", "100% of %s"])
def test_words_that_somebody_wrote_stay_as_they_are(kept):
    with override("es"):
        assert in_readers_language(kept) is None


def test_what_is_left_stands_apart():
    with override("es"):
        assert split(["2020", "an editor's", "not yet checked"]) == (["an editor's"], ["2020", "aún sin comprobar"])
