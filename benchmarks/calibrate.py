"""Fit the confidence of ``kb.retrieval.confidence`` on judged queries.

    python benchmarks/calibrate.py [-C DIR] [JUDGMENTS ...]

Without JUDGMENTS all search/judgments*.jsonl are used. Prints the coefficients for
``kb.retrieval.weights.CONFIDENCE`` and, by ten-fold cross-validation, the share of unanswerable questions refused at
several shares of answerable ones wrongly refused. Nothing is written: a person copies the numbers and runs the tests.
"""

from __future__ import annotations

import argparse
import math
import random
from collections.abc import Sequence
from pathlib import Path

from kb import config
from kb.evaluation.judgments import read_judgments
from kb.pipeline import open_searcher

FOLDS = 10
REFUSED = 0.05
"""Share of answerable questions that may be refused."""

Row = tuple[list[float], bool]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("-C", dest="directory", type=Path, default=Path())
    parser.add_argument("judgments", type=Path, nargs="*")
    args = parser.parse_args()
    kb = config.load(config.find_root(args.directory))
    names, rows, silent = collect(kb, args.judgments or sorted(kb.search_dir.glob("judgments*.jsonl")))
    scores = cross_validated(rows)
    print(
        f"{len(rows)} queries with candidates; {silent} unanswerable ones find nothing and are refused anyway"
    )
    unanswerable = sum(not answerable for _, answerable in rows) + silent
    for share in (0.02, 0.03, 0.05, 0.08):
        threshold = quantile(
            [s for s, (_, answerable) in zip(scores, rows, strict=True) if answerable], share
        )
        refused = silent + sum(
            s < threshold for s, (_, answerable) in zip(scores, rows, strict=True) if not answerable
        )
        print(f"  wrongly refused {share:.0%}: rightly refused {refused / unanswerable:.3f}")
    weights = fit(rows)
    final = [score(weights, x) for x, _ in rows]
    shift = quantile([s for s, (_, answerable) in zip(final, rows, strict=True) if answerable], REFUSED)
    print("CONFIDENCE =", {"bias": round(weights[0] - shift, 3)} | {
        name: round(w, 3) for name, w in zip(names, weights[1:], strict=True)
    })  # fmt: skip


def collect(kb: config.KnowledgeBase, files: Sequence[Path]) -> tuple[list[str], list[Row], int]:
    """Feature names, one row a query, and how many unanswerable queries found nothing at all."""
    searcher = open_searcher(kb)
    names: list[str] = []
    rows: list[Row] = []
    silent = 0
    for file in files:
        for judgment in read_judgments(file):
            trace = searcher.trace(judgment.text, 1)
            if not trace.places:
                silent += not judgment.answerable
                continue
            names = sorted(trace.features)
            rows.append(([trace.features[name] for name in names], judgment.answerable))
    return names, rows, silent


def score(weights: Sequence[float], x: Sequence[float]) -> float:
    return weights[0] + sum(w * v for w, v in zip(weights[1:], x, strict=True))


def fit(rows: Sequence[Row], ridge: float = 1e-3, steps: int = 30) -> list[float]:
    """Logistic regression by Newton's method; unanswerable rows weigh so much that both kinds count alike."""
    size = len(rows[0][0]) + 1
    positive = sum(answerable for _, answerable in rows)
    balance = {True: 1.0, False: positive / max(1, len(rows) - positive)}
    weights = [0.0] * size
    for _ in range(steps):
        gradient = [-ridge * len(rows) * w * (i > 0) for i, w in enumerate(weights)]
        hessian = [
            [ridge * len(rows) * (i == j > 0) + 1e-9 * (i == j) for j in range(size)] for i in range(size)
        ]
        for x, answerable in rows:
            p = 1 / (1 + math.exp(-max(-30.0, min(30.0, score(weights, x)))))
            full = [1.0, *x]
            for i in range(size):
                gradient[i] += balance[answerable] * (answerable - p) * full[i]
                for j in range(size):
                    hessian[i][j] += balance[answerable] * p * (1 - p) * full[i] * full[j]
        weights = [w + d for w, d in zip(weights, solve(hessian, gradient), strict=True)]
    return weights


def solve(matrix: list[list[float]], vector: list[float]) -> list[float]:
    """Gaussian elimination with pivoting; the systems have five unknowns."""
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


def cross_validated(rows: Sequence[Row]) -> list[float]:
    order = list(range(len(rows)))
    random.Random(0).shuffle(order)
    scores = [0.0] * len(rows)
    for fold in range(FOLDS):
        held = set(order[fold::FOLDS])
        weights = fit([row for i, row in enumerate(rows) if i not in held])
        for i in held:
            scores[i] = score(weights, rows[i][0])
    return scores


def quantile(values: Sequence[float], share: float) -> float:
    return sorted(values)[int(share * len(values))]


if __name__ == "__main__":
    main()
