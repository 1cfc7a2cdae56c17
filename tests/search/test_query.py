import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.query import EMPTY, Clause, Either, InTitle, Phrase, Query, QueryRefused, Word, parse

pytestmark = pytest.mark.once


def wanted(text: str) -> list[object]:
    return [clause.node for clause in parse(text).wanted]


def required(text: str) -> list[object]:
    return [clause.node for clause in parse(text).required]


def test_words_are_folded_and_joined_by_or():
    assert wanted("Residence TIME distribution") == [Word("residence"), Word("time"), Word("distribution")]
    assert wanted("ﬁne \N{FULLWIDTH LATIN CAPITAL LETTER Q}\N{FULLWIDTH DIGIT ONE}3 STRASSE") == [
        Word("fine"),
        Word("q13"),
        Word("strasse"),
    ]


def test_a_word_typed_twice_weighs_twice():
    assert parse("flow flow rate").wanted == (Clause(Word("flow"), 2.0), Clause(Word("rate"), 1.0))


def test_a_hyphen_is_a_space_and_the_joined_form_is_looked_for_too():
    assert wanted("real-time release") == [Word("real"), Word("time"), Word("realtime"), Word("release")]
    assert wanted("real–time") == wanted("real-time")
    spellings = (Phrase(("real", "time", "release")), Phrase(("realtime", "release")))
    assert required('"real-time release"') == [Either(spellings)]


def test_stop_words_fall_away_unless_nothing_else_is_asked():
    assert wanted("what is the state of control") == [Word("state"), Word("control")]
    assert wanted("to be or not to be") == [Word("to"), Word("be"), Word("or"), Word("not")]


@pytest.mark.parametrize(("text", "kept"), [("WHO guideline", "who"), ("IT systems", "it"), ("am parts", "am")])
def test_words_of_the_trade_are_no_stop_words(text, kept):
    assert Word(kept) in wanted(text)


def test_quoted_phrases_must_hold_and_words_beside_them_may():
    query = parse('"state of control" guidance')
    assert [clause.node for clause in query.required] == [Phrase(("state", "of", "control"))]
    assert [clause.node for clause in query.wanted] == [Word("guidance")]
    assert query.needed == 0
    assert required('"unfinished phrase') == [Phrase(("unfinished", "phrase"))]
    assert required("“curly quotes”") == [Phrase(("curly", "quotes"))]


def test_a_minus_excludes_words_phrases_and_fields():
    query = parse('blending -wet -"twin screw" -kind:course')
    assert query.excluded == (Word("wet"), Phrase(("twin", "screw")))
    assert query.excluded_filters == (("kind", "course"),)
    assert [clause.node for clause in query.wanted] == [Word("blending")]
    assert parse("a - b").excluded == ()


def test_or_makes_one_clause_of_two_words():
    assert wanted("EMA OR FDA guidance") == [Either((Word("ema"), Word("fda"))), Word("guidance")]
    assert wanted("a OR b OR c") == [Either((Word("a"), Word("b"), Word("c")))]
    assert required('"x y" OR "p q"') == [Either((Phrase(("x", "y")), Phrase(("p", "q"))))]
    assert wanted("or") == [Word("or")]
    assert parse("OR").scored == ()
    assert wanted("feeder OR") == [Word("feeder")]


def test_fields_narrow_and_unknown_ones_are_words():
    query = parse('kind:term title:feeder jurisdiction:us year:"2023" http://x.org')
    assert query.filters == (("kind", "term"), ("jurisdiction", "us"), ("year", "2023"))
    assert [clause.node for clause in query.required] == [InTitle(Word("feeder"))]
    assert [clause.node for clause in query.wanted] == [Word("http"), Word("x"), Word("org")]
    assert parse("kind:").filters == ()


def test_numbers_with_a_point_are_phrases_and_apostrophes_stay():
    assert wanted("21 CFR 211.110") == [Word("21"), Word("cfr"), Phrase(("211", "110"))]
    assert wanted("Q13(R1) patient's o’neill") == [Word("q13"), Word("r1"), Word("patient"), Word("o'neill")]


@pytest.mark.parametrize(("words", "needed"), [(1, 1), (6, 1), (7, 2), (9, 2), (10, 3), (20, 6)])
def test_thirty_percent_of_many_words_must_match(words, needed):
    assert parse(" ".join(f"word{number}" for number in range(words))).needed == needed


def test_an_empty_question_asks_nothing():
    assert parse("") == EMPTY
    assert parse(' \x00 "" - ()').scored == ()


def test_long_questions_are_refused_with_a_sentence():
    with pytest.raises(QueryRefused, match="64 words"):
        parse("word " * 65)
    with pytest.raises(QueryRefused, match="256 characters"):
        parse("w" * 257)
    with pytest.raises(QueryRefused, match="shorten"):
        parse("x" * 1_000_000)
    assert len(parse(" ".join(["word"] * 64)).wanted) == 1


SIGNS = "\"-:|()*^{}~\\'%_&!<>\x00\x02\x03\u202eßİ№²½ﬁ🧪  OR AND NOT NEAR title kind"
nasty = st.text(alphabet=st.one_of(st.sampled_from(SIGNS), st.characters()), max_size=200)


@settings(max_examples=300, deadline=None)
@given(st.one_of(nasty, st.text(alphabet=string.printable, max_size=200)))
def test_any_text_is_read_without_an_error(text):
    query = parse(text)
    assert isinstance(query, Query)
    assert 0 <= query.needed <= len(query.wanted)
    for clause in query.scored:
        assert all(word and not set(word) & set('"\x00\x02\x03*()^{}:') for word in clause.node.words)
