"""The report as one HTML page: what was found, what is old, what is missing. Pure and byte-stable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from kb import html_report
from kb.articles.checks.reports.text import LABELS
from kb.articles.freshness import REVIEW_AHEAD
from kb.articles.labels import STATUS_LABELS
from kb.health.coverage_table import coverage
from kb.health.plots import age_plot, category_plot
from kb.health.survey import Due, Health
from kb.html_report import Cell, Html, framed, lines, row, table, tag
from kb.model import Article, Finding, Severity

_STYLE = """
nav ul { padding: 0; list-style: none; display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; }
tbody th { text-align: left; background: var(--shade); }
.error { font-weight: bold; color: var(--b); }
.matrix td + td, .matrix thead th + th { text-align: center; }
.matrix td:first-child { min-width: 9rem; overflow-wrap: anywhere; }
.counts { display: flex; flex-wrap: wrap; gap: 0 3rem; }
.error, .warning, .note { white-space: nowrap; }
.matrix .over { font-weight: normal; }
.stale, .missing { color: var(--b); font-weight: bold; }
pre { margin: 0; white-space: pre-wrap; }
h3 { margin-bottom: .3rem; }
@media print { nav { display: none; } a { color: inherit; text-decoration: none; } }
"""

_NOTHING = tag("p", "ありません。")


def page(health: Health) -> str:
    """The whole page."""
    sections = [
        ("summary", "まとめ", _summary(health)),
        ("findings", "指摘", _findings(health)),
        ("freshness", "鮮度", _freshness(health)),
        ("coverage", "質問とバージョン", coverage(health)),
        ("questions", "質問の少ない記事", _questions(health)),
        ("checks", "検査の説明", _explanations(health)),
    ]
    links = (tag("li", tag("a", title, href=f"#{name}")) for name, title, _ in sections)
    parts = [
        tag("p", f"{health.today} の時点。kb check --report が書いたものです。"),
        tag("nav", tag("ul", *links), aria_label="目次"),
    ]
    parts += [
        tag("section", lines(("", tag("h2", title), *content, "")), id=name)
        for name, title, content in sections
    ]
    return html_report.page(f"{health.name}の状態", lines(parts), _STYLE)


def _summary(health: Health) -> Iterator[Html]:
    yield tag("div", lines(("", *_counts(health), "")), class_="counts")
    if health.chosen is not None:
        yield tag("p", f"指摘は、選んだ {health.chosen} 件のファイルについてだけです。")
    if health.rules:
        yield tag("h3", "検査ごとの指摘")
        rows = (
            (_code(c.rule.code), _severity(c.severity), c.rule.title, c.findings, c.files)
            for c in health.rules
        )
        yield table(("コード", "重さ", "検査", "指摘", "ファイル"), rows)


def _counts(health: Health) -> Iterator[Html]:
    statuses = [(STATUS_LABELS[status], count) for status, count in health.statuses.items()]
    if health.unreadable:
        statuses.append(("読めないファイル", health.unreadable))
    yield table(("記事", "件数"), statuses, numbers=True)
    severities = [(LABELS[severity], health.severity(severity)) for severity in Severity]
    yield table(("指摘", "件数"), severities, numbers=True)
    wanted = (
        ("見直しの期限を過ぎた", "overdue", health.overdue),
        ("まもなく期限が来る", "soon", health.soon),
        ("日付がない", "undated", health.undated),
        ("対象のサポートがすべて終わった", "ended", health.ended),
        (f"質問が {health.wanted_questions} 件に満たない", "questions", health.few_questions),
    )
    rows = ((tag("a", label, href=f"#{anchor}"), len(found)) for label, anchor, found in wanted)
    yield table(("見直したい記事", "件数"), rows, numbers=True)


def _code(code: str) -> Html:
    """A check's code, leading to its explanation below."""
    return tag("a", code, href=f"#{code}")


def _severity(severity: Severity) -> Html:
    return tag("span", LABELS[severity], class_=severity.value)


def _findings(health: Health) -> Iterator[Html]:
    if not health.findings:
        yield _NOTHING
        return
    bodies = []
    for file, group in groupby(health.findings, key=lambda finding: finding.file):
        title = health.titles.get(file)
        heading = (tag("code", file), f" {title}" if title else "")
        head = tag("tr", tag("th", *heading, colspan=4, scope="rowgroup"))
        bodies.append(tag("tbody", lines(("", head, *map(_finding, group), ""))))
    yield framed(tag("thead", row(("行", "重さ", "コード", "何を、どう直すか"), "th")), *bodies)


def _finding(finding: Finding) -> Html:
    told: tuple[str, ...] = (finding.message,)
    if finding.fix is not None:
        told = (*told, tag("div", "直し方: ", tag("code", finding.fix)))
    place = f"{finding.line}:{finding.column}"
    return row((place, _severity(finding.severity), _code(finding.code), lines(told)))


def _freshness(health: Health) -> Iterator[Html]:
    yield tag("p", "公開中の記事の、最後の変更からの年数です。")
    if health.ages:
        yield category_plot(health)
        yield age_plot(health)
    yield from _part("overdue", "見直しの期限を過ぎた記事", _days(health.overdue))
    yield from _part("soon", f"{REVIEW_AHEAD.days} 日以内に期限の来る記事", _days(health.soon))
    rows = [(_article(article),) for article in health.undated]
    yield from _part("undated", "日付のない記事", table(("記事",), rows) if rows else None)
    yield from _part("ended", "サポートの終わった製品だけの記事", _ended(health))


def _part(anchor: str, heading: str, content: Html | None) -> Iterator[Html]:
    yield tag("h3", heading, id=anchor)
    yield content or _NOTHING


def _days(entries: Iterable[Due]) -> Html | None:
    rows = [(_day(e.day), _article(e.article), _day(e.article.changed)) for e in entries]
    return table(("期限", "記事", "最後の変更"), rows) if rows else None


def _day(day: date | None) -> Cell:
    return "" if day is None else tag("time", day.isoformat())


def _ended(health: Health) -> Html | None:
    rows = [
        (_article(entry.article), "、".join(f"{name.name}（{name.eol}）" for name in entry.names))
        for entry in health.ended
    ]
    return table(("記事", "対象とサポートの終わった日"), rows) if rows else None


def _article(article: Article) -> Html:
    """An article's title over its file: the place where a writer goes next."""
    path = tag("code", article.path.as_posix())
    return lines((article.title or article.id, tag("div", path)))


def _questions(health: Health) -> Iterator[Html]:
    yield tag("p", f"公開中で、questions が {health.wanted_questions} 件に満たない記事です。")
    rows = [(len(article.questions), _article(article)) for article in health.few_questions]
    yield table(("質問", "記事"), rows) if rows else _NOTHING


def _explanations(health: Health) -> Iterator[Html]:
    """Each check that found something, once: its findings link here."""
    rules = {count.rule.code: count.rule for count in health.rules}
    if not rules:
        yield _NOTHING
    for code in sorted(rules):
        rule = rules[code]
        yield tag("h3", f"{code} {rule.title}", id=code)
        yield tag("p", rule.why)
        yield table(("悪い例", "良い例"), [(tag("pre", rule.bad), tag("pre", rule.good))])
