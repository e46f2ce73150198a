"""A run against judged queries: measures per query, by kind and in total.

Rates are None where nothing was there to be measured (no unanswerable query, no ``must_contain`` …): a rate
of nothing is neither good nor bad.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from statistics import fmean

from kb.evaluation.measures import first_hit, ndcg_at, reciprocal_rank_at, shows_all, success_at
from kb.model import Judgment

DEPTH = 10
"""How many ranked articles a run needs for RR@10 and nDCG@10."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the search did with one judged query: a row of a run."""

    qid: str
    ranked: tuple[str, ...]
    """Article ids, best first, each once; ``DEPTH`` of them where there are as many."""
    answered: bool
    """Did it answer, or say that no article answers?"""
    shown: str
    """All text of the first result that a person is shown: summary and passage."""
    confidence: float = 0.0
    """What the decision to answer was made on; comparable between queries, greater is surer."""


@dataclass(frozen=True, slots=True)
class Row:
    """One judged query, what became of it, and its measures."""

    judgment: Judgment
    outcome: Outcome

    @property
    def hit_rank(self) -> int | None:
        """Rank of the first right answer within the first ten, from 1."""
        return first_hit(self.outcome.ranked[:DEPTH], self.judgment.relevant)

    @property
    def right(self) -> bool:
        """Answered, and with a right article first."""
        return self.judgment.answerable and self.outcome.answered and self.hit_rank == 1

    @property
    def shows(self) -> bool:
        """Answered, with every text shown that a right answer must show."""
        return self.outcome.answered and shows_all(self.outcome.shown, self.judgment.must_contain)

    def success(self, k: int) -> float:
        """Success@k."""
        return success_at(k, self.outcome.ranked, self.judgment.relevant)

    @property
    def reciprocal_rank(self) -> float:
        """RR@10."""
        return reciprocal_rank_at(DEPTH, self.outcome.ranked, self.judgment.relevant)

    @property
    def ndcg(self) -> float:
        """nDCG@10."""
        return ndcg_at(DEPTH, self.outcome.ranked, self.judgment.relevant)


@dataclass(frozen=True, slots=True)
class Summary:
    """The measures of a set of queries; each rate from 0 to 1."""

    queries: int
    unanswerable: int
    success_at_1: float | None
    """Mean over the answerable queries, like the next five."""
    success_at_3: float | None
    success_at_5: float | None
    mrr_at_10: float | None
    ndcg_at_10: float | None
    zero_hit_rate: float | None
    """Answerable queries for which nothing at all was found."""
    answered_share: float | None
    """Answerable queries that were answered; the rest were wrongly refused."""
    abstention_precision: float | None
    """Of the queries refused, those that no article answers."""
    abstention_recall: float | None
    """Of the queries that no article answers, those refused."""
    shown_share: float | None
    """Of the answerable queries with ``must_contain``, those answered with all of it shown."""

    def measures(self) -> dict[str, float | None]:
        """The rates by name, in order."""
        return {
            f.name: getattr(self, f.name) for f in fields(self) if f.name not in ("queries", "unanswerable")
        }


@dataclass(frozen=True, slots=True)
class Report:
    """All there is to say about one run."""

    rows: tuple[Row, ...]
    """In the order of the judgments."""
    total: Summary
    kinds: Mapping[str, Summary]
    """By kind, in order of first appearance."""


def report(judgments: Iterable[Judgment], outcomes: Iterable[Outcome]) -> Report:
    """Measure a run.

    Raises:
        KeyError: a judged query has no outcome.
    """
    by_qid = {outcome.qid: outcome for outcome in outcomes}
    rows = tuple(Row(judgment, by_qid[judgment.qid]) for judgment in judgments)
    kinds = dict.fromkeys(row.judgment.kind for row in rows)
    return Report(
        rows=rows,
        total=summarize(rows),
        kinds={kind: summarize([row for row in rows if row.judgment.kind == kind]) for kind in kinds},
    )


def summarize(rows: Sequence[Row]) -> Summary:
    """The measures of some rows."""
    answerable = [row for row in rows if row.judgment.answerable]
    unanswerable = [row for row in rows if not row.judgment.answerable]
    refused = [row for row in rows if not row.outcome.answered]
    facts = [row for row in answerable if row.judgment.must_contain]
    return Summary(
        queries=len(rows),
        unanswerable=len(unanswerable),
        success_at_1=_mean(answerable, lambda row: row.success(1)),
        success_at_3=_mean(answerable, lambda row: row.success(3)),
        success_at_5=_mean(answerable, lambda row: row.success(5)),
        mrr_at_10=_mean(answerable, lambda row: row.reciprocal_rank),
        ndcg_at_10=_mean(answerable, lambda row: row.ndcg),
        zero_hit_rate=_mean(answerable, lambda row: not row.outcome.ranked),
        answered_share=_mean(answerable, lambda row: row.outcome.answered),
        abstention_precision=_mean(refused, lambda row: not row.judgment.answerable),
        abstention_recall=_mean(unanswerable, lambda row: not row.outcome.answered),
        shown_share=_mean(facts, lambda row: row.shows),
    )


def _mean(rows: Sequence[Row], measure: Callable[[Row], float]) -> float | None:
    return fmean(measure(row) for row in rows) if rows else None


def below(summary: Summary, bar: Mapping[str, float | None]) -> dict[str, tuple[float, float]]:
    """The measures that miss their bar: name to (value, bar). What was not measured misses nothing."""
    values = summary.measures()
    return {
        name: (value, wanted)
        for name, wanted in bar.items()
        if wanted is not None and (value := values[name]) is not None and value < wanted
    }
