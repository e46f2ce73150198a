"""Make the list of the Chinese readings of kanji from the compounds of Sudachi's dictionary.

    python -m kb.retrieval.on_readings > kb/retrieval/on_readings.txt

The list travels with the package, so that no build has to derive it.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from kb.retrieval.homophones import is_kanji_word

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
