"""Words converted to the wrong kanji: 検地 for 検知, 削徐 for 削除.

An input method offers kanji by their sound, and the eye passes over one that looks alike; both are nearly always
kanji with a Chinese reading in common. ``on_readings.txt`` lists those readings, drawn from the compounds of Sudachi's
dictionary by ``python -m kb.retrieval.homophones > kb/retrieval/on_readings.txt``. Mirrored in
``kb/site/assets/search/corrections.js``.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib import resources

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
    return _sounds().get(char, frozenset())


def every_sound() -> Mapping[str, frozenset[int]]:
    """Kanji to its readings; what the site's build exports."""
    return _sounds()


@lru_cache(maxsize=1)
def _sounds() -> Mapping[str, frozenset[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    listed = (resources.files("kb.retrieval") / "on_readings.txt").read_text("utf-8")
    for number, line in enumerate(listed.splitlines()):
        for char in line.partition(" ")[2]:
            found[char].add(number)
    return {char: frozenset(numbers) for char, numbers in found.items()}


# ------------------------------------------------------------- making the list

_ON_READING = re.compile(r"[ア-オカ-ヂツ-ドナ-モヤユヨラ-ロワ][ャュョ]?[イウンキクチツッ]?")
"""What a Chinese reading looks like in Japanese: one or two beats, the second one of few."""

_SEEN, _SHARE = 3, 0.03
"""Compounds that must show a reading, and its share of the kanji's compounds: names and errors are rarer."""


def derive(compounds: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Readings to their kanji, from compounds of two kanji and their readings in katakana.

    Only compounds that can be cut into two Chinese readings in one way say something.
    """
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for word, reading in compounds:
        cuts = [
            (reading[:n], reading[n:])
            for n in range(1, len(reading))
            if _ON_READING.fullmatch(reading[:n]) and _ON_READING.fullmatch(reading[n:])
        ]
        if len(cuts) == 1:
            for char, sound in zip(word, cuts[0], strict=True):
                counts[char][sound] += 1
    by_reading: dict[str, list[str]] = defaultdict(list)
    for char, found in sorted(counts.items()):
        for sound, count in found.items():
            if count >= max(_SEEN, _SHARE * found.total()):
                by_reading[sound].append(char)
    return {sound: "".join(kanji) for sound, kanji in sorted(by_reading.items()) if len(kanji) > 1}


def _compounds() -> Iterator[tuple[str, str]]:
    from sudachipy import Dictionary

    for morpheme in Dictionary(dict="core").entries():
        if morpheme.part_of_speech()[:2] == ("名詞", "普通名詞"):
            surface = morpheme.surface()
            if len(surface) == 2 and is_kanji_word(surface) and "々" not in surface:
                yield surface, morpheme.reading_form()


if __name__ == "__main__":
    for sound, kanji in derive(sorted(set(_compounds()))).items():
        sys.stdout.write(f"{sound} {kanji}\n")
