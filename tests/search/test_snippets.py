import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.snippets import END, START, chosen, has_marks, marked

pytestmark = pytest.mark.once


def test_marks_become_elements_and_everything_is_escaped():
    assert marked(f"a < {START}b & c{END} > d") == "a &lt; <mark>b &amp; c</mark> &gt; d"
    assert marked("plain <b>") == "plain &lt;b&gt;"
    assert has_marks(f"{START}x")
    assert not has_marks("x")


def test_marks_that_lost_their_partner_fall_away():
    assert marked(f"{END}a {START}b") == "a b"
    assert marked(f"{START}a{START}b{END}") == "a<mark>b</mark>"


def test_a_telling_summary_with_a_hit_comes_first_then_the_text_then_any_summary():
    telling, hit = "A sentence of some length that says what the thing is about.", f"{START}hit{END}"
    assert chosen(f"text {hit}", f"{hit} {telling}", f"hit {telling}").endswith(telling)
    assert chosen(f"text {hit}", f"a name {hit}", "a name hit") == "text <mark>hit</mark>"
    assert chosen("text", f"a name {hit}", "a name hit") == "a name <mark>hit</mark>"
    assert chosen("text", "", "a <summary>") == "a <summary>"  # plain text: the template escapes it
    assert chosen("te<xt", "", "") == "te&lt;xt"


@given(st.text(alphabet=st.sampled_from(f"<>&\"'{START}{END}ab/")))
def test_no_text_makes_other_html_than_marks(text):
    html = marked(text).replace("<mark>", "").replace("</mark>", "")
    assert not set(html) & set("<>\"'\x02\x03")
