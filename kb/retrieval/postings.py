"""From the terms of all articles to postings: how much each term speaks for each article.

Everything that needs the whole collection (idf, mean field lengths) is worked out here, at build time, once. A
posting carries finished whole numbers; the terminal and the browser only add them up, so they cannot disagree.

Source: BM25F as in Robertson and Zaragoza, "The Probabilistic Relevance Framework" (2009), section 3.6: the
weighted fields are joined before saturation. One idf serves all fields, ``ln(N / (df + 1)) + 1`` (Whoosh's), never
below a small positive floor.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.retrieval import weights

if TYPE_CHECKING:
    from kb.retrieval.document import Document

SCALE = 100
"""Impacts are kept as whole hundredths."""

MAX_POSTINGS = 2000
"""Postings kept per term, the weightiest first. A term in more articles than that tells them hardly apart, and
the cap bounds what a browser has to load for any question."""

MIN_IDF = 0.1


@dataclass(frozen=True, slots=True)
class Posting:
    """One article under one term."""

    doc: int
    """Number of the article, from 0."""
    impact: int
    """BM25F score of the term for the article, in hundredths; 1 or more."""
    questions: tuple[tuple[int, int], ...]
    """Numbers of the stored questions with the term (0: the title), each with what the term adds to its likeness,
    in hundredths, 1 to 255."""
    passages: tuple[int, ...]
    """Numbers of the passages with the term."""


@dataclass(frozen=True, slots=True)
class Collection:
    """Numbers of the whole collection, needed once per question."""

    size: int
    """Articles."""
    idf: Mapping[str, int]
    """Idf of every term, in hundredths."""

    @property
    def unknown_idf(self) -> int:
        """What a term that no article has would weigh, in hundredths."""
        return round(SCALE * _idf(self.size, 0))


def build(documents: Sequence[Document]) -> tuple[Collection, Iterator[tuple[str, list[Posting]]]]:
    """The collection's numbers, and the postings of each term in term order."""
    weighted = _weighted_frequencies(documents)
    size = len(documents)
    idf = {term: _idf(size, len(found)) for term, found in weighted.items()}
    totals = [[sum(idf[t] for t in question) for question in d.questions] for d in documents]
    collection = Collection(size, {term: round(SCALE * value) for term, value in idf.items()})
    return collection, _postings(documents, weighted, idf, totals)


def _idf(size: int, df: int) -> float:
    return max(math.log(max(size, 1) / (df + 1)) + 1, MIN_IDF)


def _weighted_frequencies(documents: Sequence[Document]) -> dict[str, dict[int, float]]:
    """Term to article number to occurrences, each field weighted and discounted by its length."""
    lengths = {f: [sum(d.fields[f].values()) for d in documents] for f in weights.FIELD_WEIGHTS}
    means = {f: sum(lengths[f]) / max(1, sum(1 for n in lengths[f] if n)) for f in lengths}
    result: dict[str, dict[int, float]] = defaultdict(dict)
    for number, document in enumerate(documents):
        for field, weight in weights.FIELD_WEIGHTS.items():
            b = weights.FIELD_B[field]
            if not lengths[field][number]:
                continue
            norm = 1 - b + b * lengths[field][number] / means[field]
            for term, tf in document.fields[field].items():
                found = result[term]
                found[number] = found.get(number, 0.0) + weight * tf / norm
    return result


def _postings(
    documents: Sequence[Document],
    weighted: Mapping[str, Mapping[int, float]],
    idf: Mapping[str, float],
    totals: Sequence[Sequence[float]],
) -> Iterator[tuple[str, list[Posting]]]:
    for term in sorted(weighted):
        postings = [
            Posting(
                doc=number,
                impact=max(1, round(SCALE * idf[term] * tf * (weights.K1 + 1) / (tf + weights.K1))),
                questions=tuple(_question_places(documents[number], term, idf[term], totals[number])),
                passages=tuple(i for i, terms in enumerate(documents[number].passages) if term in terms),
            )
            for number, tf in weighted[term].items()
        ]
        yield term, _heaviest(postings)


def _question_places(
    document: Document, term: str, idf: float, totals: Sequence[float]
) -> Iterator[tuple[int, int]]:
    for number, terms in enumerate(document.questions):
        if term in terms:
            yield number, min(255, max(1, round(SCALE * idf / totals[number] ** weights.QUESTION_LENGTH)))


def _heaviest(postings: Iterable[Posting]) -> list[Posting]:
    """At most ``MAX_POSTINGS``, in article order."""
    kept = sorted(postings, key=lambda p: (-p.impact, p.doc))[:MAX_POSTINGS]
    return sorted(kept, key=lambda p: p.doc)
