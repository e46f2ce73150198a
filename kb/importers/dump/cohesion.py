"""How much two stretches of text speak of the same things: content words weighted by rarity. Pure."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

_WORD = re.compile(r"[a-z][a-z0-9+#\-]+|[ァ-ヶー]{2,}|[一-鿿々]{2,}")
_BLOCK_LINES = 8
_MAX_CHARS = 1200


def words(plain: str) -> tuple[str, ...]:
    """Content words of an NFKC line: Latin words, katakana words, kanji compounds (long ones by halves too)."""
    found: list[str] = []
    for word in _WORD.findall(plain[:_MAX_CHARS].lower()):
        found.append(word)
        if len(word) > 3 and word[0] >= "一":
            found.extend(word[i : i + 2] for i in range(0, len(word) - 1, 2))
    return tuple(found)


def rarity(lines: Sequence[Sequence[str]]) -> dict[str, float]:
    """Inverse block frequency of every word, over blocks of a few lines."""
    counts: Counter[str] = Counter()
    blocks = 0
    for start in range(0, len(lines), _BLOCK_LINES):
        block = {word for line in lines[start : start + _BLOCK_LINES] for word in line}
        counts.update(block)
        blocks += 1
    return {word: math.log((1 + blocks) / (1 + n)) + 0.1 for word, n in counts.items()}


def vector(lines: Iterable[Sequence[str]], weights: Mapping[str, float]) -> dict[str, float]:
    """Weighted word counts of some lines; repeats count by their logarithm."""
    counts: Counter[str] = Counter(word for line in lines for word in line)
    return {word: (1 + math.log(n)) * weights.get(word, 1.0) for word, n in counts.items()}


def cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """0 (nothing in common) to 1; 0 when either is empty."""
    if not one or not other:
        return 0.0
    shared = sum(value * other[word] for word, value in one.items() if word in other)
    norm = math.sqrt(sum(v * v for v in one.values()) * sum(v * v for v in other.values()))
    return shared / norm if norm else 0.0
