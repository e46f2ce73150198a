"""A report as one HTML page: table, plots as inline SVG, every query that went wrong.

No script, no request to anywhere; every text from outside is escaped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape

from kb.evaluation.curve import Point, abstention_curve, operating_point
from kb.evaluation.report import Report
from kb.evaluation.table import LEGEND, TOTAL, cells, verdict, went_wrong

_STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --line: #c8ccd1;
  --a: #0b62c4; --b: #b3500b; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e8eb; --paper: #14171a; --line: #4a5056; --a: #7db8ff; --b: #ffb077; }
}
body { font: 16px/1.7 sans-serif; color: var(--ink); background: var(--paper);
  max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { border-bottom: 1px solid var(--line); padding: .25rem .7rem; text-align: right;
  vertical-align: top; }
th:first-child, td:first-child, .left td { text-align: left; }
.scroll { overflow-x: auto; }
svg { max-width: 100%; height: auto; }
svg text { font: 13px sans-serif; fill: var(--ink); }
.axis { stroke: var(--ink); fill: none; }
.grid { stroke: var(--line); fill: none; }
.a { stroke: var(--a); fill: none; stroke-width: 2; }
.b { stroke: var(--b); fill: none; stroke-width: 2; stroke-dasharray: 6 4; }
.bar-a { fill: var(--a); } .bar-b { fill: var(--b); }
.now { fill: var(--b); stroke: var(--paper); stroke-width: 2; }
"""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"

_LEFT, _TOP, _SIDE = 60.0, 20.0, 320.0
"""Where a plot's square begins and how long its sides are, in SVG units."""


def page(report: Report, title: str) -> str:
    """The whole page."""
    return "\n".join(
        [
            '<!DOCTYPE html>\n<html lang="ja">\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>",
            f"<h1>{escape(title)}</h1>",
            f"<h2>種類ごとの指標</h2>\n{_measures(report)}\n<p>{escape(LEGEND).replace(chr(10), '<br>')}</p>",
            f"<h2>種類ごとの S@1 と S@3</h2>\n{_bars(report)}",
            f"<h2>棄却のしきい値</h2>\n{_abstention(report)}",
            f"<h2>うまくいかなかった質問</h2>\n{_misses(report)}",
            "</main>\n</body>\n</html>\n",
        ]
    )


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], kind: str = "") -> str:
    def line(row: Sequence[str], tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in row) + "</tr>"

    body = "\n".join(line(row, "td") for row in rows)
    return (
        f'<div class="scroll" tabindex="0"><table{kind}>\n<thead>{line(head, "th")}</thead>\n'
        f"<tbody>\n{body}\n</tbody></table></div>"
    )


def _measures(report: Report) -> str:
    head, *rows = cells(report)
    return _table(head, rows)


def _misses(report: Report) -> str:
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
        return "<p>ありません。</p>"
    return _table(["qid", "種類", "質問", "何が起きたか", "上位 3 件"], rows, ' class="left"')


def _bars(report: Report) -> str:
    """Two bars a kind, by length: the numbers stand beside them, so colour alone says nothing."""
    measured = [*report.kinds.items(), (TOTAL, report.total)]
    kinds = [(k, s.success_at_1, s.success_at_3) for k, s in measured if s.success_at_1 is not None]
    height = 20 + 44 * len(kinds)
    parts = [f'<svg viewBox="0 0 640 {height}" role="img" aria-label="種類ごとの S@1 と S@3 の棒グラフ">']
    for number, (kind, first, third) in enumerate(kinds):
        y = 10 + 44 * number
        parts.append(f'<text x="140" y="{y + 21}" text-anchor="end">{escape(kind)}</text>')
        for offset, name, value in ((0, "S@1", first or 0.0), (17, "S@3", third or 0.0)):
            style = "bar-a" if name == "S@1" else "bar-b"
            parts.append(
                f'<rect class="{style}" x="150" y="{y + offset}" width="{380 * value:.1f}" height="14"/>'
                f'<text x="{156 + 380 * value:.1f}" y="{y + offset + 12}">{name} {value:.3f}</text>'
            )
    return "\n".join([*parts, "</svg>"])


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
