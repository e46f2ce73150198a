"""Numbers and texts as compact strings, the alphabet of the browser's index.

Every number is one to four printable ASCII characters, every text is preceded by its length, so nothing needs a
separator or an escape. Read by ``kb/site/assets/search/codes.js``.
"""

from __future__ import annotations

from collections.abc import Iterable

# Printable ASCII without the two signs that a JavaScript string would have to escape.
DIGITS = "".join(chr(c) for c in range(0x20, 0x7F) if chr(c) not in '"\\')
_BASE = len(DIGITS)
_ONE, _TWO = 80, 12
"""First characters below ``_ONE`` are the number itself; the next ``_TWO`` begin a pair; the last one begins three."""

LARGEST = _ONE + _TWO * _BASE + _BASE**3 - 1


def number(value: int) -> str:
    """A whole number from 0 to ``LARGEST`` as one, two or four characters.

    Raises:
        ValueError: the number is out of range.
    """
    if not 0 <= value <= LARGEST:
        raise ValueError(f"not from 0 to {LARGEST}: {value}")
    if value < _ONE:
        return DIGITS[value]
    value -= _ONE
    if value < _TWO * _BASE:
        return DIGITS[_ONE + value // _BASE] + DIGITS[value % _BASE]
    value -= _TWO * _BASE
    high, low = divmod(value, _BASE)
    return DIGITS[-1] + DIGITS[high // _BASE] + DIGITS[high % _BASE] + DIGITS[low]


def reference(value: int, digits: int) -> str:
    """A number of a fixed width, for numbers that are seldom small.

    Raises:
        ValueError: it does not fit.
    """
    result = ""
    for _ in range(digits):
        value, digit = divmod(value, _BASE)
        result = DIGITS[digit] + result
    if value:
        raise ValueError(f"more than {digits} digits")
    return result


def numbers(values: Iterable[int]) -> str:
    """Numbers one after the other."""
    return "".join(map(number, values))


def length(text: str) -> int:
    """Length of a text as JavaScript counts it, in UTF-16 units."""
    return len(text) + sum(char > "\uffff" for char in text)


def text(value: str) -> str:
    """A text, preceded by its length."""
    return number(length(value)) + value


def digits_for(largest: int) -> int:
    """Width that ``reference`` needs for numbers up to ``largest``."""
    digits = 1
    while largest >= _BASE**digits:
        digits += 1
    return digits


def bucket_of(key: str, buckets: int) -> int:
    """The bucket, from 0, that a key belongs to: FNV-1a over its code points."""
    value = 0x811C9DC5
    for char in key:
        value = ((value ^ ord(char)) * 0x01000193) & 0xFFFFFFFF
    return value % buckets
