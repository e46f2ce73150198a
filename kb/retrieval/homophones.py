"""Words converted to the wrong kanji: 検地 for 検知, 削徐 for 削除.

An input method offers kanji by their sound, and the eye passes over one that looks alike; both are nearly always
kanji with a Chinese reading in common. ``on_readings.txt`` lists those readings; ``on_readings`` makes the list.
Mirrored in ``kb/site/assets/search/corrections.js``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from kb.retrieval.segmentation import script

SHORTEST, LONGEST = 2, 4
"""Characters of a word that is mended by its sound; longer ones are told by ``corrections.distance``."""

Word = tuple[str, int]
"""A word of the articles and how often they use it."""


def is_kanji_word(text: str) -> bool:
    """Is it a word that may be mended, or be meant?"""
    return SHORTEST <= len(text) <= LONGEST and all(script(char) == "kanji" for char in text)


def meant(typed: str, words: Iterable[Word]) -> str | None:
    """The one word that differs from ``typed`` in one kanji of the same sound; None when there is none or two.

    Args:
        typed: a kanji word that the index does not know.
        words: known words, at least those that share a kanji with it.
    """
    alike = sorted({(-count, word) for word, count in words if _sounds_alike(typed, word)})
    if not alike or (len(alike) > 1 and alike[1][0] * 3 < alike[0][0]):
        return None
    return alike[0][1]


def _sounds_alike(typed: str, word: str) -> bool:
    if len(typed) != len(word):
        return False
    differing = [(one, other) for one, other in zip(typed, word, strict=True) if one != other]
    return len(differing) == 1 and not sounds(differing[0][0]).isdisjoint(sounds(differing[0][1]))


def sounds(char: str) -> frozenset[int]:
    """The Chinese readings of a kanji, each as its number in the list; none for one that no compound has."""
    return every_sound().get(char, frozenset())


@lru_cache(maxsize=1)
def every_sound() -> Mapping[str, frozenset[int]]:
    """Kanji to its readings; read when the first question needs it."""
    found: dict[str, set[int]] = defaultdict(set)
    listed = Path(__file__).with_name("on_readings.txt").read_text("utf-8")
    for number, line in enumerate(listed.splitlines()):
        for char in line.partition(" ")[2]:
            found[char].add(number)
    return {char: frozenset(numbers) for char, numbers in found.items()}
