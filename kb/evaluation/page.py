"""A report as one HTML page: table, plots as inline SVG, every query that went wrong.

No script, no request to anywhere; every text from outside is escaped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape

from kb import html_report
from kb.evaluation.curve import Point, abstention_curve, operating_point
from kb.evaluation.report import Report
from kb.evaluation.table import LEGEND, TOTAL, cells, verdict, went_wrong
from kb.html_report import Bar, Html, bars, html, lines, table, tag

_STYLE = """
.axis { stroke: var(--ink); fill: none; }
.grid { stroke: var(--line); fill: none; }
.a { stroke: var(--a); fill: none; stroke-width: 2; }
.b { stroke: var(--b); fill: none; stroke-width: 2; stroke-dasharray: 6 4; }
.now { fill: var(--b); stroke: var(--paper); stroke-width: 2; }
"""
"""Of the line plots; the rest is the frame's."""

_LEFT, _TOP, _SIDE = 60.0, 20.0, 320.0
"""Where a plot's square begins and how long its sides are, in SVG units."""


def page(report: Report, title: str) -> str:
    """The whole page."""
    legend = Html(html(LEGEND).replace("\n", "<br>"))
    content = [
        tag("h2", "種類ごとの指標"),
        _measures(report),
        tag("p", legend),
        tag("h2", "種類ごとの S@1 と S@3"),
        _bars(report),
        tag("h2", "棄却のしきい値"),
        Html(_abstention(report)),
        tag("h2", "うまくいかなかった質問"),
        _misses(report),
    ]
    return html_report.page(title, lines(content), _STYLE)


def _measures(report: Report) -> Html:
    head, *rows = cells(report)
    return table(head, rows, numbers=True)


def _misses(report: Report) -> Html:
    rows = [
        [
            row.judgment.qid,
            row.judgment.kind,
            row.judgment.text,
            verdict(row),
            " ".join(row.outcome.ranked[:3]),
        ]
        for row in report.rows
        if went_wrong(row)
    ]
    if not rows:
        return tag("p", "ありません。")
    return table(["qid", "種類", "質問", "何が起きたか", "上位 3 件"], rows)


def _bars(report: Report) -> Html:
    """Two bars a kind."""
    measured = [*report.kinds.items(), (TOTAL, report.total)]
    kinds = [(k, s.success_at_1, s.success_at_3) for k, s in measured if s.success_at_1 is not None]
    return bars(
        "種類ごとの S@1 と S@3 の棒グラフ",
        [
            (kind, [_share("S@1", first or 0.0, "bar-a"), _share("S@3", third or 0.0, "bar-b")])
            for kind, first, third in kinds
        ],
    )


def _share(name: str, value: float, style: str) -> Bar:
    return Bar(((value, style),), f"{name} {value:.3f}")


def _abstention(report: Report) -> str:
    points = abstention_curve(report.rows)
    now = operating_point(report.rows)
    if not points or now is None:
        return "<p>答えのある質問と答えのない質問の両方があるときに描きます。</p>"
    right, wrong = now
    return "\n".join(
        [
            f"<p>いまのしきい値（丸印）: 答えのある質問の {right:.1%} に正しく答え、"
            f"答えのない質問の {wrong:.1%} に答えてしまっています。</p>",
            _trade_off(points, right, wrong),
            _by_threshold(points),
        ]
    )


def _trade_off(points: Sequence[Point], right: float, wrong: float) -> str:
    """Share of unanswerable queries answered (x) against answerable ones answered rightly (y)."""
    # From "answers nothing" at the origin to "answers everything".
    path = [(0.0, 0.0), *((p.wrong, p.right) for p in reversed(points))]
    return _plot(
        "答えのない質問への回答率に対する、正しい回答率",
        "答えのない質問に答えた割合",
        ("0", "1"),
        [
            _line("a", path),
            f'<circle class="now" cx="{_x(wrong):.1f}" cy="{_y(right):.1f}" r="6"/>',
            f'<text x="{_x(wrong) + 10:.1f}" y="{_y(right) + 18:.1f}">現在</text>',
            f'<text x="{_LEFT + 8}" y="{_TOP + _SIDE - 8}">縦: 正しく答えた割合</text>',
        ],
    )


def _by_threshold(points: Sequence[Point]) -> str:
    """Both shares over the threshold."""
    low, high = points[0].threshold, points[-1].threshold
    span = (high - low) or 1.0

    def series(share: Callable[[Point], float]) -> list[tuple[float, float]]:
        return [((p.threshold - low) / span, share(p)) for p in points]

    return _plot(
        "しきい値ごとの回答率",
        "しきい値（確信度）",
        (f"{low:.3g}", f"{high:.3g}"),
        [
            _line("a", series(lambda p: p.right)),
            _line("b", series(lambda p: p.wrong)),
            _note(points[-1].right, -4, "実線: 正しく答えた"),
            _note(points[-1].wrong, 14, "破線: 答えのない質問に答えた"),
        ],
    )


def _note(share: float, below: float, text: str) -> str:
    """A text to the right of the plot, at the height of a share and ``below`` units under it."""
    return f'<text x="{_LEFT + _SIDE + 8}" y="{_y(share) + below:.1f}">{escape(text)}</text>'


def _plot(label: str, x_label: str, x_ends: tuple[str, str], content: Sequence[str]) -> str:
    bottom = _TOP + _SIDE
    return "\n".join(
        [
            f'<svg viewBox="0 0 620 400" role="img" aria-label="{escape(label)}">',
            *_grid(),
            f'<rect class="axis" x="{_LEFT}" y="{_TOP}" width="{_SIDE}" height="{_SIDE}"/>',
            f'<text x="{_LEFT}" y="{bottom + 18}" text-anchor="middle">{escape(x_ends[0])}</text>',
            f'<text x="{_LEFT + _SIDE}" y="{bottom + 18}" text-anchor="middle">{escape(x_ends[1])}</text>',
            f'<text x="{_LEFT + _SIDE / 2}" y="{bottom + 38}" text-anchor="middle">{escape(x_label)}</text>',
            *content,
            "</svg>",
        ]
    )


def _grid() -> Iterator[str]:
    for step in range(0, 11, 2):
        share = step / 10
        yield f'<path class="grid" d="M{_LEFT} {_y(share):.1f}h{_SIDE}"/>'
        yield f'<text x="{_LEFT - 8}" y="{_y(share) + 5:.1f}" text-anchor="end">{share:.1f}</text>'


def _line(style: str, points: Sequence[tuple[float, float]]) -> str:
    path = " ".join(f"{_x(x):.1f},{_y(y):.1f}" for x, y in points)
    return f'<polyline class="{style}" points="{path}"/>'


def _x(share: float) -> float:
    return _LEFT + _SIDE * share


def _y(share: float) -> float:
    return _TOP + _SIDE * (1 - share)
