"""Measures of one ranking against one judged query.

The names and values are those of ir_measures (https://ir-measur.es): ``Success(rel=2)@k``,
``RR(rel=2)@10`` and ``nDCG@10``; a test holds the two together.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

HIT_GRADE = 2
"""An article of this grade or more is a right answer; grade 1 is only related."""


def first_hit(ranked: Sequence[str], relevant: Mapping[str, int]) -> int | None:
    """The rank, from 1, of the first right answer, or None when there is none."""
    return next((rank for rank, a in enumerate(ranked, 1) if relevant.get(a, 0) >= HIT_GRADE), None)


def success_at(k: int, ranked: Sequence[str], relevant: Mapping[str, int]) -> float:
    """1 when a right answer stands among the first ``k``, else 0."""
    return 1.0 if first_hit(ranked[:k], relevant) else 0.0


def reciprocal_rank_at(k: int, ranked: Sequence[str], relevant: Mapping[str, int]) -> float:
    """1 divided by the rank of the first right answer; 0 when it is not among the first ``k``."""
    rank = first_hit(ranked[:k], relevant)
    return 1 / rank if rank else 0.0


def ndcg_at(k: int, ranked: Sequence[str], relevant: Mapping[str, int]) -> float:
    """Normalised discounted cumulative gain, 0 to 1: how near the order is to the best possible one.

    The gain of an article is its grade itself, not 2^grade - 1, and the discount of rank r is log2(r + 1).

    Source: Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques" (2002), with the
    discount of trec_eval's ``ndcg_cut``, which is what ir_measures reports as ``nDCG@k``.
    """
    gains = [max(relevant.get(article_id, 0), 0) for article_id in ranked[:k]]
    ideal = sorted(relevant.values(), reverse=True)[:k]
    best = _discounted(ideal)
    return _discounted(gains) / best if best else 0.0


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, 1))


def shows_all(shown: str, must_contain: Sequence[str]) -> bool:
    """Does the shown text hold every text that a right answer must show, letter for letter?"""
    return all(text in shown for text in must_contain)
