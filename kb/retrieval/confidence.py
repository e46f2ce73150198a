"""Does the first article answer at all? The one place that decides to abstain.

Mirrored in ``kb/site/assets/search/confidence.js``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from kb.retrieval.ranking import Candidate, Coverage
from kb.retrieval.weights import ANSWER_FROM, CONFIDENCE

_WHOLE = 0.9
"""Share of a query from which a stored question counts as holding all of it."""

_BROWSING = 2
"""Groups of a query up to which it names a topic rather than asks a question."""


def features(first: Candidate, coverage: Coverage, total: float, unknown_idf: int) -> Mapping[str, float]:
    """What tells an answer from the best of a bad lot.

    Args:
        first: the article in the first place.
        coverage: how much of the query it holds.
        total: worth of the whole query in hundredths, unknown words included; more than 0.
        unknown_idf: what one word that no article has is worth, in hundredths; the measure of a whole word.
    """
    return {
        "matched": math.log(1 + len(first.matched)),  # one shared word may be chance, five are not
        "density": first.score / total,  # score against the most that the words could have brought
        "words": math.log(1 + total / unknown_idf),  # of a long question no article holds every word
        "whole": float(coverage.question > _WHOLE),  # somebody has asked it in just these words
    }


def confidence(first: Candidate, coverage: Coverage, total: float, unknown_idf: int) -> float:
    """How sure it is that the first article answers, 0 to 1; ``weights.ANSWER_FROM`` and more counts as an answer.

    A logistic regression over ``features``, fitted on judged queries by ``benchmarks/calibrate.py``.
    """
    found = features(first, coverage, total, unknown_idf)
    value = CONFIDENCE["bias"] + sum(CONFIDENCE[name] * found[name] for name in sorted(found))
    sure = 1 / (1 + math.exp(-value))
    if found["whole"] and len(first.matched) <= _BROWSING:
        # A word or two that titles and questions hold is a topic to open, not a question to refuse.
        return max(sure, ANSWER_FROM)
    return sure
