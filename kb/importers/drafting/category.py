"""Which shelf a draft belongs on: the knowledge base's own category names and articles are the examples. Pure."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kb.config import Vocabulary
from kb.model import Article
from kb.text import normalize

_WORD = re.compile(r"[a-z][a-z0-9+#\-]+|[ァ-ヶー]{2,}|[一-鿿々]{2,}")
_NAME_PARTS = re.compile(r"[・/／（）()、,\s]+")
_MIN_CONFIDENCE = 0.05


@dataclass(frozen=True, slots=True)
class Shelf:
    """A category and how sure the choice is, 0 to 1."""

    id: str
    confidence: float


class Shelves:
    """What each category is about, learned from its name and its articles."""

    def __init__(self, vocabulary: Vocabulary, articles: Iterable[Article] = ()) -> None:
        self.vocabulary = vocabulary
        counts: dict[str, Counter[str]] = {c.id: Counter() for c in vocabulary.categories}
        for category in vocabulary.categories:
            for part in _NAME_PARTS.split(category.name):
                counts[category.id].update(dict.fromkeys(words(part), 6))
        for article in articles:
            if article.category in counts:
                text = " ".join(
                    (article.title, article.title, article.summary, *article.tags, *article.questions)
                )
                counts[article.category].update(words(text))
        self.rarity = _rarity(counts)
        self.centroids = {name: _weighted(count, self.rarity) for name, count in counts.items()}

    def named(self, names: Iterable[str]) -> str:
        """The category that a source's own category names mean, by id or name; else empty."""
        for name in names:
            wanted = normalize(name).strip()
            for category in self.vocabulary.categories:
                if wanted in (normalize(category.id), normalize(category.name)):
                    return category.id
                if len(wanted) > 1 and wanted in [normalize(p) for p in _NAME_PARTS.split(category.name)]:
                    return category.id
        return ""

    def choose(self, title: str, headings: str, text: str, hints: Iterable[str] = ()) -> Shelf:
        """The category nearest to an article; the first one when nothing is near.

        Args:
            title: weighs most.
            headings: with the opening sentence, weighs less.
            text: all of it.
            hints: the source's own category and tag names.
        """
        hints = tuple(hints)
        stated = self.named(hints)
        if stated:
            return Shelf(stated, 1.0)
        counts: Counter[str] = Counter()
        for part, weight in ((title, 5), (" ".join(hints), 3), (headings, 3), (text[:4000], 1)):
            counts.update({word: n * weight for word, n in Counter(words(part)).items()})
        vector = _weighted(counts, self.rarity)
        scored = sorted(
            ((_cosine(vector, other), name) for name, other in self.centroids.items()), reverse=True
        )
        if not scored:
            return Shelf("", 0.0)
        best = scored[0][0]
        if best < _MIN_CONFIDENCE:
            return Shelf(self.vocabulary.categories[0].id, 0.0)
        runner_up = scored[1][0] if len(scored) > 1 else 0.0
        return Shelf(scored[0][1], round(min(1.0, 0.4 + (best - runner_up) / best * 0.6 + best / 4), 2))


def words(text: str) -> list[str]:
    """Latin words, katakana words and kanji compounds of a text, folded."""
    return _WORD.findall(normalize(text))


def _rarity(counts: Mapping[str, Counter[str]]) -> dict[str, float]:
    """Words that stand on every shelf tell nothing."""
    shelves: Counter[str] = Counter(word for count in counts.values() for word in count)
    total = len(counts)
    return {word: math.log(1 + total / n) - math.log(2) + 0.05 for word, n in shelves.items()}


def _weighted(counts: Mapping[str, int], rarity: Mapping[str, float]) -> dict[str, float]:
    return {word: (1 + math.log(n)) * rarity[word] for word, n in counts.items() if n and word in rarity}


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    shared = sum(value * other[word] for word, value in one.items() if word in other)
    norm = math.sqrt(sum(v * v for v in one.values()) * sum(v * v for v in other.values()))
    return shared / norm if norm else 0.0
