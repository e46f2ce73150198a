"""What the search says of a question today, as far as gaps need it. Pure: made from a ``Trace``."""

from __future__ import annotations

from dataclasses import dataclass

from kb.articles.applicability import Fit
from kb.retrieval.query import Query
from kb.retrieval.search import Trace

CLEAR_LEAD = 0.8
"""An article is reached alone when the second scores less than this share of it."""


@dataclass(frozen=True, slots=True)
class Nearest:
    """The first article of an answer."""

    id: str
    title: str
    path: str
    coverage: float
    """Share of the question, by the weight of its words, that one of the article's questions or its title holds;
    0 to 1."""
    fits: bool
    """Is it for the version, plan and OS asked for?"""
    alone: bool
    """Does no other article come near it?"""


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as the search understands it, and what it finds."""

    query: Query
    """Slips mended."""
    answered: bool
    confidence: float
    nearest: Nearest | None
    """None when no article holds a word of it."""

    @property
    def terms(self) -> tuple[str, ...]:
        """What it asks for: terms of known words, unknown words as they are."""
        units = self.query.units
        return tuple({unit.groups[0][0].term if unit.known else unit.text: None for unit in units})


def reading_of(trace: Trace) -> Reading:
    """What gaps need of a trace of two results or more."""
    answer = trace.answer
    if not answer.results:
        return Reading(answer.query, answer.answered, answer.confidence, None)
    first = answer.results[0]
    scores = [result.score for result in answer.results[:2]]
    nearest = Nearest(
        id=first.id,
        title=first.record.title,
        path=first.record.path,
        coverage=trace.coverages[0].question,
        fits=first.fit is not Fit.OTHER,
        alone=len(scores) < 2 or scores[1] < CLEAR_LEAD * scores[0],
    )
    return Reading(answer.query, answer.answered, answer.confidence, nearest)
