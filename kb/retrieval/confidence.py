"""Does the first article answer at all? The one place that decides to abstain.

Mirrored in ``kb/site/assets/search/confidence.js``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from kb.retrieval.ranking import Coverage, Place
from kb.retrieval.weights import CONFIDENCE


def confidence(places: Sequence[Place], coverages: Sequence[Coverage]) -> float:
    """How sure it is that the first place answers, 0 to 1.

    A logistic regression over how much of the question the first article holds, in all and in its best stored
    question and passage; fitted on judged queries by ``benchmarks/calibrate.py``.
    """
    if not places:
        return 0.0
    first = coverages[0]
    value = (
        CONFIDENCE["bias"]
        + CONFIDENCE["article"] * first.article
        + CONFIDENCE["question"] * first.question
        + CONFIDENCE["passage"] * first.passage
        + CONFIDENCE["known"] * first.known
    )
    return 1 / (1 + math.exp(-value))
