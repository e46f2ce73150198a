"""A report as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kb.evaluation.document import Baseline, Change, State
from kb.evaluation.report import Report, Row, Summary
from kb.text import display_width, pad

MEASURES = {
    "success_at_1": "S@1",
    "success_at_3": "S@3",
    "success_at_5": "S@5",
    "mrr_at_10": "MRR@10",
    "ndcg_at_10": "nDCG@10",
    "zero_hit_rate": "0件率",
    "answered_share": "回答率",
    "abstention_precision": "棄却適合",
    "abstention_recall": "棄却再現",
    "shown_share": "要点表示",
}
"""Name of a measure to the head of its column."""

TOTAL = "全体"


def table(report: Report) -> str:
    """Measures by kind and in total, one row each, in aligned columns."""
    return "\n".join(align(cells(report)))


def cells(report: Report) -> list[list[str]]:
    """The cells of that table, its head first; ``-`` where nothing was measured."""
    kinds = [_cells(kind, summary) for kind, summary in report.kinds.items()]
    return [["種類", "件数", *MEASURES.values()], *kinds, _cells(TOTAL, report.total)]


def _cells(name: str, summary: Summary) -> list[str]:
    return [name, str(summary.queries), *(rate(value) for value in summary.measures().values())]


def rate(value: float | None) -> str:
    """A rate with three decimals."""
    return "-" if value is None else f"{value:.3f}"


def align(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Lines of a table: the first column flush left, the others right; wide characters count as two."""
    widths = [max(display_width(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        padded = [pad(c, w, right=i > 0) for i, (c, w) in enumerate(zip(row, widths, strict=True))]
        yield "  ".join(padded).rstrip()


LEGEND = (
    "S@k: 上位 k 件に正解（適合度 2 以上）がある割合  MRR@10・nDCG@10: 正解の順位のよさ\n"
    "0件率: 何も見つからない割合  回答率: 答えのある質問に答えた割合\n"
    "要点表示: 示すべき文言を最初の答えが含む割合\n"
    "棄却適合: 棄却したうち答えのない質問の割合  棄却再現: 答えのない質問を棄却した割合"
)


def misses(report: Report) -> str:
    """Every query that went wrong, one a line, with what stood first instead."""
    return "\n".join(_miss(row) for row in report.rows if went_wrong(row))


def went_wrong(row: Row) -> bool:
    """Answerable and not answered rightly, or unanswerable and answered."""
    return row.outcome.answered if not row.judgment.answerable else not row.right


def verdict(row: Row) -> str:
    """What went wrong, in a few words."""
    if not row.judgment.answerable:
        return "答えのない質問に回答"
    place = f"正解は {row.hit_rank} 位" if row.hit_rank else "正解は10位まで無し"
    return place if row.outcome.answered else f"棄却（{place}）"


def _miss(row: Row) -> str:
    first = row.outcome.ranked[0] if row.outcome.ranked else "（0件）"
    return f"{row.judgment.qid} [{row.judgment.kind}] {row.judgment.text}\n    {verdict(row)} 先頭: {first}"


def comparison(report: Report, baseline: Baseline, changed: Iterable[Change]) -> str:
    """What differs from the baseline: each measure of the total, then each query that fares otherwise."""
    rows = [["指標", "基準", "今回", "差"]]
    for name, now in report.total.measures().items():
        before = baseline.total.get(name)
        # Adding zero makes a rounded -0.0 a 0.0.
        difference = "-" if now is None or before is None else f"{round(now - before, 3) + 0.0:+.3f}"
        rows.append([MEASURES[name], rate(before), rate(now), difference])
    lines = list(align(rows))
    for change in changed:
        mark = "良化" if change.better else "悪化"
        lines.append(f"{mark} {change.qid} {change.text}: {_state(change.before)} → {_state(change.after)}")
    unknown = sum(row.judgment.qid not in baseline.states for row in report.rows)
    if unknown:
        lines.append(f"基準にない質問が {unknown} 件あります（質問ごとの比較には含みません）。")
    return "\n".join(lines)


def _state(state: State) -> str:
    place = f"{state.hit_rank} 位" if state.hit_rank else "正解なし"
    return place if state.answered else f"棄却・{place}"
