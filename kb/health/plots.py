"""The plots of the report: how old the articles are, and how far each version is answered."""

from __future__ import annotations

from collections.abc import Sequence

from kb.articles.coverage import State
from kb.health.survey import Ages, Health
from kb.html_report import Bar, Html, bars, lines, tag

_MOST_YEARS = 10
"""Older articles share the last bar."""


def category_plot(health: Health) -> Html:
    """Median and greatest age of each category."""
    longest = max((ages.years[-1] for ages in health.ages), default=0) or 1
    rows = [(ages.category, _age_bars(ages, longest)) for ages in health.ages]
    return lines((tag("h3", "カテゴリごとの記事の年齢"), bars("カテゴリごとの記事の年齢（年）", rows)))


def _age_bars(ages: Ages, longest: float) -> tuple[Bar, Bar]:
    limit = "" if ages.limit is None else f"（期限 {ages.limit:.1f} 年）"
    oldest = ages.years[-1]
    return (
        Bar(((ages.median / longest, "bar-a"),), f"中央値 {ages.median:.1f} 年・{len(ages.years)} 件"),
        Bar(((oldest / longest, "bar-b"),), f"最も古い記事 {oldest:.1f} 年{limit}"),
    )


def age_plot(health: Health) -> Html:
    """How many articles are how old."""
    years = [min(int(age), _MOST_YEARS) for ages in health.ages for age in ages.years]
    counts = [years.count(year) for year in range(max(years) + 1)]
    rows = [(_year(year), (_counted(count, max(counts)),)) for year, count in enumerate(counts)]
    return lines((tag("h3", "年齢ごとの記事の数"), bars("年齢ごとの記事の数", rows)))


def _year(year: int) -> str:
    if not year:
        return "1 年未満"
    return f"{year} 年以上" if year == _MOST_YEARS else f"{year} 年"


def _counted(count: int, most: int) -> Bar:
    return Bar(((count / most, "bar-a"),), f"{count} 件")


def coverage_plot(health: Health) -> Html:
    """Topics of each version: answered, to be looked at again, missing."""
    columns = health.coverage.columns
    wanted = (State.CURRENT, State.STALE, State.MISSING)
    counts = [[health.coverage.count(name.name, state) for state in wanted] for name in columns]
    most = max(map(sum, counts), default=0) or 1
    rows = [(name.name, (_covered(held, most),)) for name, held in zip(columns, counts, strict=True)]
    return bars("バージョンごとの、記事のある質問・要見直しの質問・記事のない質問の数", rows)


def _covered(counts: Sequence[int], most: int) -> Bar:
    current, stale, missing = counts
    styles = ("bar-a", "bar-b", "bar-c")
    parts = tuple((count / most, style) for count, style in zip(counts, styles, strict=True) if count)
    return Bar(parts, f"あり {current}・要見直し {stale}・なし {missing}")
