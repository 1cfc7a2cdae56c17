import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.snippets import END, START, has_marks, marked

pytestmark = pytest.mark.once


def test_marks_become_elements_and_everything_is_escaped():
    assert marked(f"a < {START}b & c{END} > d") == "a &lt; <mark>b &amp; c</mark> &gt; d"
    assert marked("plain <b>") == "plain &lt;b&gt;"
    assert has_marks(f"{START}x")
    assert not has_marks("x")


def test_marks_that_lost_their_partner_fall_away():
    assert marked(f"{END}a {START}b") == "a b"
    assert marked(f"{START}a{START}b{END}") == "a<mark>b</mark>"


@given(st.text(alphabet=st.sampled_from(f"<>&\"'{START}{END}ab/")))
def test_no_text_makes_other_html_than_marks(text):
    html = marked(text).replace("<mark>", "").replace("</mark>", "")
    assert not set(html) & set("<>\"'\x02\x03")
