"""The JSON form of a report, which is also the file of a baseline, and the difference between two.

Stable, additions only: a baseline saved by an older kb must stay comparable.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from kb.errors import JudgmentError
from kb.evaluation.report import Report, Row, Summary

FORMAT = 1


def to_document(report: Report) -> dict[str, Any]:
    """The report as JSON values; rates rounded to six decimals so that files compare."""
    return {
        "format": FORMAT,
        "total": _summary(report.total),
        "kinds": {kind: _summary(summary) for kind, summary in report.kinds.items()},
        "queries": [_row(row) for row in report.rows],
    }


def _summary(summary: Summary) -> dict[str, Any]:
    rates = {k: v if v is None else round(v, 6) for k, v in summary.measures().items()}
    return {"queries": summary.queries, "unanswerable": summary.unanswerable, **rates}


def _row(row: Row) -> dict[str, Any]:
    answerable = row.judgment.answerable
    return {
        "qid": row.judgment.qid,
        "text": row.judgment.text,
        "kind": row.judgment.kind,
        "answerable": answerable,
        "answered": row.outcome.answered,
        "confidence": round(row.outcome.confidence, 6),
        "ranked": list(row.outcome.ranked),
        "hit_rank": row.hit_rank,
        "rr_at_10": round(row.reciprocal_rank, 6) if answerable else None,
        "ndcg_at_10": round(row.ndcg, 6) if answerable else None,
        "shows": row.shows if answerable and row.judgment.must_contain else None,
    }


def dump(report: Report) -> str:
    """The text of a baseline file."""
    return json.dumps(to_document(report), ensure_ascii=False, indent=1) + "\n"


@dataclass(frozen=True, slots=True)
class State:
    """What became of one query, as far as a comparison needs it."""

    answered: bool
    hit_rank: int | None

    def merit(self, answerable: bool) -> tuple[float, bool]:
        """Greater is better: a right article earlier, then the right decision to answer."""
        if not answerable:
            return 0.0, not self.answered
        return (1 / self.hit_rank if self.hit_rank else 0.0), self.answered


@dataclass(frozen=True, slots=True)
class Baseline:
    """An earlier run: its totals and what became of each query."""

    total: Mapping[str, float | None]
    states: Mapping[str, State]
    """By qid."""


@dataclass(frozen=True, slots=True)
class Change:
    """A query that fares otherwise than in the baseline."""

    qid: str
    text: str
    before: State
    after: State
    better: bool


def read_baseline(path: Path, shown_as: PurePath | str | None = None) -> Baseline:
    """Read a baseline file.

    Raises:
        JudgmentError: unreadable, or not a file that ``dump`` wrote.
    """
    name = shown_as or path
    remedy = "kb eval --save-baseline FILE で作ったファイルを指定してください。"
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
        return Baseline(
            total={k: _rate(v) for k, v in document["total"].items()},
            states={str(row["qid"]): _state(row) for row in document["queries"]},
        )
    except OSError as exc:
        raise JudgmentError(name, None, f"基準を読めません（{exc.strerror}）。", remedy) from exc
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as exc:
        raise JudgmentError(name, None, "基準のファイルの形になっていません。", remedy) from exc


def _rate(value: Any) -> float | None:
    return None if value is None else float(value)


def _state(row: Mapping[str, Any]) -> State:
    rank = row["hit_rank"]
    if rank is not None and (type(rank) is not int or rank < 1):
        raise ValueError(rank)
    return State(answered=bool(row["answered"]), hit_rank=rank)


def changes(report: Report, baseline: Baseline) -> tuple[Change, ...]:
    """The queries of both runs that fare better or worse now: worse ones first, then in report order."""
    found = []
    for row in report.rows:
        before = baseline.states.get(row.judgment.qid)
        after = State(row.outcome.answered, row.hit_rank)
        if before is None:
            continue
        old, new = before.merit(row.judgment.answerable), after.merit(row.judgment.answerable)
        if old != new:
            found.append(Change(row.judgment.qid, row.judgment.text, before, after, new > old))
    return tuple(sorted(found, key=lambda change: change.better))
