"""Fit the confidence of ``kb.retrieval.confidence`` on judged queries.

    python benchmarks/calibrate.py [-C DIR] [JUDGMENTS ...]

Without JUDGMENTS all search/judgments*.jsonl are used. Each query is asked of the knowledge base as it is and of the
same articles without their stored questions, because other people's articles have none. Prints the coefficients for
``kb.retrieval.weights.CONFIDENCE`` and, by ten-fold cross-validation, the share of unanswerable questions refused at
several shares of answerable ones wrongly refused. The bias is set for articles with questions. Nothing is written: a
person copies the numbers and runs the tests.
"""

from __future__ import annotations

import argparse
import math
import random
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from inputs import searched_articles

from kb import config
from kb.evaluation.judgments import read_judgments
from kb.model import Judgment
from kb.pipeline import open_searcher
from kb.retrieval import building, resources
from kb.retrieval.confidence import FITTED
from kb.retrieval.search import Searcher

FOLDS = 10
REFUSED = 0.04
"""Share of these answerable questions that may be refused: between what is bearable (0.05) and the share that the
unanswerable ones need (0.03 refuses nine of ten of them), with room on either side for questions not seen here."""


@dataclass(frozen=True)
class Row:
    """A query: its features, whether any article answers it, and whether it is answered whatever the score."""

    x: list[float]
    answerable: bool
    plain: bool


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("-C", dest="directory", type=Path, default=Path())
    parser.add_argument("judgments", type=Path, nargs="*")
    args = parser.parse_args()
    kb = config.load(config.find_root(args.directory))
    files = args.judgments or sorted(kb.search_dir.glob("judgments*.jsonl"))
    judgments = [judgment for file in files for judgment in read_judgments(file)]
    searcher = open_searcher(kb)
    rows, silent = collect(searcher, judgments)
    with tempfile.TemporaryDirectory() as folder:
        bare, _ = collect(without_questions(kb, Path(folder)), judgments)
    scores = [math.inf if row.plain else s for s, row in zip(cross_validated(rows, bare), rows, strict=True)]
    print(
        f"{len(rows)} queries with candidates; {silent} unanswerable ones find nothing and are refused anyway"
    )
    unanswerable = sum(not row.answerable for row in rows) + silent
    for share in (0.02, 0.03, 0.05, 0.08):
        threshold = quantile(rows, scores, share)
        refused = silent + sum(
            s < threshold for s, row in zip(scores, rows, strict=True) if not row.answerable
        )
        print(f"  wrongly refused {share:.0%}: rightly refused {refused / unanswerable:.3f}")
    weights = fit([*rows, *bare])
    final = [math.inf if row.plain else score(weights, row.x) for row in rows]
    shift = quantile(rows, final, REFUSED)
    print("CONFIDENCE =", {"bias": round(weights[0] - shift, 3)} | {
        name: round(w, 3) for name, w in zip(FITTED, weights[1:], strict=True)
    })  # fmt: skip


def without_questions(kb: config.KnowledgeBase, folder: Path) -> Searcher:
    """A searcher of the same articles without their stored questions; its index is made in ``folder``."""
    articles = searched_articles(kb, bare=True)
    index, cache = folder / "index", folder / "cache"
    index.mkdir()
    building.build(index, articles, kb.vocabulary, resources.load(kb.search_dir), cache, {})
    return Searcher(index, kb.vocabulary)


def collect(searcher: Searcher, judgments: Sequence[Judgment]) -> tuple[list[Row], int]:
    """One row a query, and how many unanswerable queries found nothing at all."""
    rows: list[Row] = []
    silent = 0
    for judgment in judgments:
        trace = searcher.trace(judgment.text, 1)
        if not trace.places:
            silent += not judgment.answerable
            continue
        found = trace.features
        rows.append(Row([found[name] for name in FITTED], judgment.answerable, bool(found["plain"])))
    return rows, silent


def score(weights: Sequence[float], x: Sequence[float]) -> float:
    return weights[0] + sum(w * v for w, v in zip(weights[1:], x, strict=True))


def fit(rows: Sequence[Row], ridge: float = 1e-3, steps: int = 30) -> list[float]:
    """Logistic regression by Newton's method; unanswerable rows weigh so much that both kinds count alike."""
    size = len(rows[0].x) + 1
    positive = sum(row.answerable for row in rows)
    balance = {True: 1.0, False: positive / max(1, len(rows) - positive)}
    weights = [0.0] * size
    for _ in range(steps):
        gradient = [-ridge * len(rows) * w * (i > 0) for i, w in enumerate(weights)]
        hessian = [
            [ridge * len(rows) * (i == j > 0) + 1e-9 * (i == j) for j in range(size)] for i in range(size)
        ]
        for row in rows:
            p = 1 / (1 + math.exp(-max(-30.0, min(30.0, score(weights, row.x)))))
            full = [1.0, *row.x]
            for i in range(size):
                gradient[i] += balance[row.answerable] * (row.answerable - p) * full[i]
                for j in range(size):
                    hessian[i][j] += balance[row.answerable] * p * (1 - p) * full[i] * full[j]
        weights = [w + d for w, d in zip(weights, solve(hessian, gradient), strict=True)]
    return weights


def solve(matrix: list[list[float]], vector: list[float]) -> list[float]:
    """Gaussian elimination with pivoting; the systems have seven unknowns."""
    rows = [[*row, value] for row, value in zip(matrix, vector, strict=True)]
    size = len(rows)
    for column in range(size):
        pivot = max(range(column, size), key=lambda r: abs(rows[r][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        for other in range(size):
            if other != column:
                factor = rows[other][column] / rows[column][column]
                rows[other] = [a - factor * b for a, b in zip(rows[other], rows[column], strict=True)]
    return [rows[i][size] / rows[i][i] for i in range(size)]


def cross_validated(rows: Sequence[Row], others: Sequence[Row]) -> list[float]:
    """The score of each row by a fit without it; ``others`` join every fit but are not scored."""
    order = list(range(len(rows)))
    random.Random(0).shuffle(order)
    scores = [0.0] * len(rows)
    for fold in range(FOLDS):
        held = set(order[fold::FOLDS])
        weights = fit([*(row for i, row in enumerate(rows) if i not in held), *others])
        for i in held:
            scores[i] = score(weights, rows[i].x)
    return scores


def quantile(rows: Sequence[Row], scores: Sequence[float], share: float) -> float:
    """The score below which that share of the answerable rows lies."""
    values = sorted(s for s, row in zip(scores, rows, strict=True) if row.answerable)
    return values[int(share * len(values))]


if __name__ == "__main__":
    main()
