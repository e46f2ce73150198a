"""Run and qrels in TREC's text formats, which trec_eval and ir_measures read.

run:   qid Q0 article-id rank score tag
qrels: qid 0 article-id grade
"""

from __future__ import annotations

from collections.abc import Iterator

from kb.evaluation.report import Report

TAG = "kb"


def run_lines(report: Report) -> Iterator[str]:
    """The run of the answerable queries; the score is 1/rank, since TREC tools order by score."""
    for row in report.rows:
        if not row.judgment.answerable:
            continue
        for rank, article_id in enumerate(row.outcome.ranked, 1):
            yield f"{row.judgment.qid} Q0 {article_id} {rank} {1 / rank:.6f} {TAG}\n"


def qrels_lines(report: Report) -> Iterator[str]:
    """The judgments of the answerable queries."""
    for row in report.rows:
        if row.judgment.answerable:
            for article_id, grade in sorted(row.judgment.relevant.items()):
                yield f"{row.judgment.qid} 0 {article_id} {grade}\n"
