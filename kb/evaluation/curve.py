"""The abstention curve: what each threshold on the confidence would have answered, rightly and wrongly."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from kb.evaluation.report import Row


@dataclass(frozen=True, slots=True)
class Point:
    """What happens when queries are answered from ``threshold`` of confidence on."""

    threshold: float
    right: float
    """Share, 0 to 1, of the answerable queries that are answered with a right article first."""
    answered: float
    """Share of the answerable queries that are answered at all."""
    wrong: float
    """Share of the unanswerable queries that are answered."""


def abstention_curve(rows: Sequence[Row]) -> tuple[Point, ...]:
    """One point for each confidence that occurs, from answering everything to answering least.

    Returns:
        Points of ascending threshold; empty when the rows lack answerable or unanswerable queries.
    """
    answerable = sorted(row.outcome.confidence for row in rows if row.judgment.answerable)
    unanswerable = sorted(row.outcome.confidence for row in rows if not row.judgment.answerable)
    right = sorted(row.outcome.confidence for row in rows if row.judgment.answerable and row.hit_rank == 1)
    if not answerable or not unanswerable:
        return ()
    thresholds = sorted({row.outcome.confidence for row in rows})
    return tuple(
        Point(
            threshold=threshold,
            right=_from(right, threshold) / len(answerable),
            answered=_from(answerable, threshold) / len(answerable),
            wrong=_from(unanswerable, threshold) / len(unanswerable),
        )
        for threshold in thresholds
    )


def _from(ascending: Sequence[float], threshold: float) -> int:
    """How many values are ``threshold`` or more."""
    return len(ascending) - bisect_left(ascending, threshold)


def operating_point(rows: Sequence[Row]) -> tuple[float, float] | None:
    """(right, wrong) of the run's own decisions, for marking on the curve; None as for the curve."""
    answerable = [row for row in rows if row.judgment.answerable]
    unanswerable = [row for row in rows if not row.judgment.answerable]
    if not answerable or not unanswerable:
        return None
    right = sum(row.right for row in answerable) / len(answerable)
    wrong = sum(row.outcome.answered for row in unanswerable) / len(unanswerable)
    return right, wrong
