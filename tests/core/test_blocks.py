import pytest
from django.core.exceptions import ValidationError

from cmkc.core.blocks import cut, stream_of


def test_figures_formulas_tables_and_headings_stand_alone_and_text_stays_together():
    source = "One.\n\nTwo.\n\n[[figure:rtd]]\n\n$$a=b$$\n\n### Next step\n\n| a |\n|---|\n| 1 |\n\nThree."
    assert cut(source, anchors="x-") == [
        ("text", "One.\n\nTwo."),
        ("figure", "rtd"),
        ("equation", "a=b"),
        ("heading", {"text": "Next step", "anchor": "x-next-step"}),
        ("table", {"caption": "", "source": "| a |\n|---|\n| 1 |"}),
        ("text", "Three."),
    ]


def test_a_paragraph_with_two_formulas_stays_text():
    assert cut("$$a$$ and $$b$$") == [("text", "$$a$$ and $$b$$")]


@pytest.mark.django_db
def test_an_unknown_figure_is_refused_by_name():
    with pytest.raises(ValidationError, match="no-such"):
        stream_of([("figure", "no-such")])


@pytest.mark.django_db
def test_a_reference_that_leads_nowhere_is_refused_by_name():
    with pytest.raises(ValidationError, match="glossary:no-such"):
        stream_of([("text", "See [[glossary:no-such]].")])
