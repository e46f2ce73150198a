"""The coverage matrix as a table: topics down, versions across."""

from __future__ import annotations

from collections.abc import Iterator

from kb.articles.coverage import Cell, Group, Matrix, Row, State
from kb.health.plots import coverage_plot
from kb.health.survey import Health
from kb.html_report import Html, framed, lines, tag

_SIGNS = {
    State.CURRENT: ("●", "記事あり"),
    State.STALE: ("▲", "要見直し"),
    State.MISSING: ("✕", "記事なし"),
    State.NONE: ("–", "対象外"),
}
"""What the eye sees, and what is read aloud."""


def coverage(health: Health) -> Iterator[Html]:
    """The section about which question is answered for which version."""
    made = health.coverage
    yield tag("p", f"バージョンを問わない質問（{made.general} 件）は表にありません。")
    if not made.groups:
        yield tag("p", "バージョンを定めた記事はありません。")
        return
    yield coverage_plot(health)
    signs = "、".join(f"{sign} {label}" for sign, label in _SIGNS.values())
    yield tag("p", f"{signs}（サポートの終わったバージョンか、別の製品）。")
    bodies = (_body(group, health, len(made.columns)) for group in made.groups)
    yield tag("div", framed(_head(health, made), *bodies), class_="matrix")


def _head(health: Health, made: Matrix) -> Html:
    cells = [tag("th", "質問", scope="col")]
    for name in made.columns:
        over = name.ended(health.today)
        parts = (name.name, tag("div", "終了")) if over else (name.name,)
        cells.append(tag("th", *parts, scope="col", **({"class_": "over"} if over else {})))
    return tag("thead", tag("tr", *cells))


def _body(group: Group, health: Health, columns: int) -> Html:
    category = health.vocabulary.category(group.category)
    name = category.name if category else group.category or "（カテゴリなし）"
    head = tag("tr", tag("th", name, colspan=columns + 1, scope="rowgroup"))
    return tag("tbody", lines(("", head, *map(_row, group.rows), "")))


def _row(row: Row) -> Html:
    title = tag("td", row.article.title or row.topic, tag("div", tag("code", row.topic)))
    return tag("tr", title, *map(_cell, row.cells))


def _cell(cell: Cell) -> Html:
    sign, label = _SIGNS[cell.state]
    named = f"{cell.version}: {label}"
    shown = tag("span", sign, aria_hidden="true"), tag("span", named, class_="hidden")
    return tag("td", *shown, class_=cell.state.value, title=cell.article.id if cell.article else label)
