"""RFC 8785: its own examples, and what is refused."""

import json
import struct
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cmkc.core.canonical import canonical_json, sha256_of

pytestmark = pytest.mark.once

FROM_THE_RFC = [  # RFC 8785, appendix B: the bits of a double and its text
    ("0000000000000000", "0"),
    ("8000000000000000", "0"),
    ("0000000000000001", "5e-324"),
    ("8000000000000001", "-5e-324"),
    ("7fefffffffffffff", "1.7976931348623157e+308"),
    ("ffefffffffffffff", "-1.7976931348623157e+308"),
    ("4340000000000000", "9007199254740992"),
    ("c340000000000000", "-9007199254740992"),
    ("4430000000000000", "295147905179352830000"),
    ("44b52d02c7e14af5", "9.999999999999997e+22"),
    ("44b52d02c7e14af6", "1e+23"),
    ("44b52d02c7e14af7", "1.0000000000000001e+23"),
    ("444b1ae4d6e2ef4e", "999999999999999700000"),
    ("444b1ae4d6e2ef4f", "999999999999999900000"),
    ("444b1ae4d6e2ef50", "1e+21"),
    ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
    ("3eb0c6f7a0b5ed8d", "0.000001"),
    ("41b3de4355555553", "333333333.3333332"),
    ("41b3de4355555554", "333333333.33333325"),
    ("41b3de4355555555", "333333333.3333333"),
    ("41b3de4355555556", "333333333.3333334"),
    ("41b3de4355555557", "333333333.33333343"),
    ("becbf647612f3696", "-0.0000033333333333333333"),
    ("43143ff3c1cb0959", "1424953923781206.2"),
]


@pytest.mark.parametrize(("bits", "text"), FROM_THE_RFC)
def test_numbers_are_written_as_the_rfc_lists_them(bits, text):
    (number,) = struct.unpack(">d", bytes.fromhex(bits))
    assert canonical_json(number).decode() == text


def test_the_example_of_the_rfc_is_written_byte_for_byte():
    value = {
        "numbers": [333333333.33333329, 1e30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/",
        "literals": [None, True, False],
    }
    assert canonical_json(value).decode() == (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )


def test_keys_stand_in_the_order_of_their_utf16_units():
    value = dict.fromkeys(["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"], 0)
    order = list(json.loads(canonical_json(value)))
    assert order == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


def test_the_order_in_which_keys_were_set_does_not_matter():
    assert sha256_of({"a": 1, "b": [1, 2]}) == sha256_of({"b": (1, 2), "a": 1})
    assert sha256_of({"a": [1, 2]}) != sha256_of({"a": [2, 1]})


@pytest.mark.parametrize(
    ("value", "error"),
    [
        (float("nan"), ValueError),
        (float("inf"), ValueError),
        (2**53, ValueError),
        (-(2**53), ValueError),
        ("\ud83d", ValueError),
        ({"\udc00": 1}, ValueError),
        ({1: "one"}, TypeError),
        (date(2026, 1, 1), TypeError),
        (Decimal("1.10"), TypeError),
        (b"bytes", TypeError),
        ({"a", "b"}, TypeError),
    ],
)
def test_what_has_no_single_text_is_refused(value, error):
    with pytest.raises(error, match="canonical JSON"):
        canonical_json({"here": [value]})


def test_a_message_names_the_place():
    with pytest.raises(TypeError, match=r"date at \$\.chapters\[1\]\.at"):
        canonical_json({"chapters": [{}, {"at": date(2026, 1, 1)}]})


def test_a_cycle_ends_in_an_error():
    cycle: list[object] = []
    cycle.append(cycle)
    with pytest.raises(ValueError, match="deep"):
        canonical_json(cycle)


text = some.text(some.characters(exclude_categories=["Cs"]))
anything = some.recursive(
    some.none()
    | some.booleans()
    | some.integers(-(2**53) + 1, 2**53 - 1)
    | some.floats(-(2**53) + 1, 2**53 - 1)
    | text,
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(text, inner, max_size=4),
    max_leaves=12,
)


@given(anything)
def test_what_was_written_reads_back_equal_and_is_written_the_same_again(value):
    once = canonical_json(value)
    assert json.loads(once) == value
    assert canonical_json(json.loads(once)) == once
