import pytest

from cmkc.core.prose import Numbering, sections_of

pytestmark = pytest.mark.django_db


def test_sections_are_numbered_after_their_chapter_and_keep_their_plain_text():
    first, second = sections_of(
        [
            ("heading", {"text": "One", "anchor": "one"}), ("text", "Some *words*."),
            ("heading", {"text": "Two", "anchor": "two"}), ("text", "More."),
        ],
        Numbering("4"),
    )  # fmt: skip
    assert [(part.number, part.title) for part in (first, second)] == [("4.1", "One"), ("4.2", "Two")]
    assert first.as_content()["text"].strip() == "Some words."
    assert "<em>words</em>" in first.as_content()["html"]


def test_lessons_number_figures_but_not_sections():
    (section,) = sections_of([("heading", {"text": "One", "anchor": "one"}), ("equation", "a=b")], Numbering())
    assert section.number == ""
    assert "(1)" in section.as_content()["html"]


def test_ids_are_unique_when_two_texts_of_a_section_hold_the_same_footnote():
    text = "Said[^1].\n\n[^1]: Where."
    (section,) = sections_of([("text", text), ("note", {"kind": "note", "text": text})], Numbering())
    ids = [part.split('"')[0] for part in section.as_content()["html"].split(' id="')[1:]]
    assert len(ids) == len(set(ids)) > 0


def test_script_in_any_block_is_shown_as_text():
    evil = "<script>alert(1)</script>"
    blocks = [
        ("text", evil), ("note", {"kind": "note", "text": evil}), ("code", {"language": "", "source": evil}),
        ("table", {"caption": evil, "source": f"| a |\n|---|\n| {evil} |"}),
        ("recommendation", {"number": "R-1", "status": "current", "text": evil}),
    ]  # fmt: skip
    html = "".join(section.as_content()["html"] for section in sections_of(blocks, Numbering()))
    assert "<script" not in html
    assert "&lt;script" in html
