"""Version ranges people write ("Plesk 9 以降", "Plesk 9〜12") as the vocabulary's names, oldest first."""

from __future__ import annotations

import re

from kb.config import Name, Vocabulary

_UP = r"(?:以降|以上|以後|より新しい|\+|から)"
_DOWN = r"(?:以前|以下|まで)"
_BETWEEN = r"\s*(?:〜|～|~|-|–|—|から)\s*"

RANGE_WORDS = re.compile(rf"{_UP}\s*\Z|{_DOWN}\s*\Z|[〜～~–—]|から|\d\s*-\s*\d")
"""What makes a text of ``applies_to`` a range."""

_OPEN_UP = re.compile(rf"(?P<low>.+?)\s*(?:{_UP}|[〜～~])\s*\Z")
_OPEN_DOWN = re.compile(rf"(?:[〜～~]\s*)?(?P<high>.+?)\s*{_DOWN}\s*\Z")
_CLOSED = re.compile(rf"(?P<low>.+?){_BETWEEN}(?P<high>.+?)\s*(?:まで)?\s*\Z")


def expand_range(vocabulary: Vocabulary, facet: str, text: str) -> tuple[str, ...]:
    """The names of a facet that a range covers, in the vocabulary's order; empty when an end is not known.

    Both ends belong to the range. An end may lack the product: "Plesk 9〜12" ends with "Plesk 12".
    """
    ends = _ends(vocabulary, facet, text.strip())
    if ends is None:
        return ()
    low, high = ends
    product = (low or high).product if (low or high) else ""  # type: ignore[union-attr]
    members = [n for n in vocabulary.facet(facet) if n.product == product and product and not n.general]
    members.sort(key=lambda n: n.order)
    return tuple(
        n.name
        for n in members
        if (low is None or n.order >= low.order) and (high is None or n.order <= high.order)
    )


def _ends(vocabulary: Vocabulary, facet: str, text: str) -> tuple[Name | None, Name | None] | None:
    closed = _CLOSED.match(text)
    if closed:
        low = vocabulary.resolve(closed["low"], (facet,))
        high = _high_end(vocabulary, facet, closed["high"], low)
        if low and high and low.product == high.product and not (low.general or high.general):
            return low, high
    for pattern, which in ((_OPEN_UP, "low"), (_OPEN_DOWN, "high")):
        match = pattern.match(text)
        end = vocabulary.resolve(match[which], (facet,)) if match else None
        if end is not None and end.product and not end.general:
            return (end, None) if which == "low" else (None, end)
    return None


def _high_end(vocabulary: Vocabulary, facet: str, text: str, low: Name | None) -> Name | None:
    if low is None:
        return None
    return vocabulary.resolve(f"{low.product} {text}", (facet,)) or vocabulary.resolve(text, (facet,))
