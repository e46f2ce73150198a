"""What stands at the head of an article, on the terminal and in JSON: for whom, what is promised, how fresh.

Shared by the commands that print articles. Pure: the day is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from kb.articles.freshness import Freshness, freshness
from kb.articles.labels import FACET_LABELS, STATUS_LABELS, SUPPORT_LABELS
from kb.cli.wrapping import Line, Span, Style, width_of, wrap
from kb.config import Vocabulary
from kb.model import FACETS, AppliesTo, Article, Status, Support

_SUPPORT_STYLES = {Support.FULL: Style.GOOD, Support.PARTIAL: Style.WARNING, Support.NONE: Style.WARNING}

UNTIED = "特定のバージョン・プランに限りません"


def applies_to_text(applies_to: AppliesTo) -> str:
    """ "Plesk Obsidian / OS: CentOS 7"; empty when the article is tied to nothing.

    Versions stand without a label: they are what everybody looks for.
    """
    parts = []
    for facet in FACETS:
        if names := "、".join(applies_to.facet(facet)):
            parts.append(names if facet == "versions" else f"{FACET_LABELS[facet]}: {names}")
    return " / ".join(parts)


def facts(article: Article, vocabulary: Vocabulary, today: date) -> Iterator[tuple[str, Span]]:
    """Label and value of each line of the head, in order."""
    yield "対象", Span(applies_to_text(article.applies_to) or UNTIED)
    yield "サポート", Span(SUPPORT_LABELS[article.support], _SUPPORT_STYLES[article.support])
    if article.status is not Status.CURRENT:
        yield "状態", Span(STATUS_LABELS[article.status], Style.WARNING)
    yield "日付", Span(dates_text(article))
    fresh = freshness(article, vocabulary, today)
    yield from (("鮮度", Span(text, Style.WARNING)) for text in freshness_texts(fresh))


def dates_text(article: Article) -> str:
    """When it was published and last changed."""
    published = f"{article.published.isoformat()} 公開" if article.published else ""
    updated = f"{article.updated.isoformat()} 更新" if article.updated else ""
    return "、".join(text for text in (published, updated) if text) or "記載なし"


def freshness_texts(fresh: Freshness) -> Iterator[str]:
    """What a reader must know about an article's age; nothing for a fresh one."""
    if fresh.overdue:
        yield f"⚠ 古い可能性（{fresh.overdue.isoformat()} に見直し期限切れ）"
    if fresh.ended:
        yield f"⚠ 提供元のサポートが終了: {'、'.join(fresh.ended)}"


def fact_lines(found: Iterable[tuple[str, Span]], width: int) -> Iterator[Line]:
    """The head as lines: labels in one column, values wrapped behind it."""
    rows = list(found)
    room = max((width_of((Span(label),)) for label, _ in rows), default=0) + 2
    for label, value in rows:
        for number, line in enumerate(wrap([value], max(1, width - room))):
            lead = label if number == 0 else ""
            yield (Span(lead + " " * (room - width_of((Span(lead),))), Style.FAINT), *line)


def article_document(article: Article, vocabulary: Vocabulary, today: date) -> dict[str, Any]:
    """An article's front matter as JSON values, named as in the file; stable, additions only."""
    from kb.site.urls import article_page

    return {
        "id": article.id,
        "title": article.title,
        "summary": article.summary,
        "questions": list(article.questions),
        "category": article.category,
        "tags": list(article.tags),
        "applies_to": {facet: list(article.applies_to.facet(facet)) for facet in FACETS},
        "topic": article.topic or article.id,
        "support": article.support.value,
        "published": iso(article.published),
        "updated": iso(article.updated),
        "review_by": iso(article.review_by),
        "status": article.status.value,
        "stale": freshness(article, vocabulary, today).stale,
        "source": article.source or None,
        "related": list(article.related),
        "path": article.path.as_posix(),
        "url": article_page(article.path),
    }


def iso(day: date | None) -> str | None:
    """A date as JSON has it."""
    return day.isoformat() if day else None
