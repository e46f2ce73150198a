"""Is what an article says still to be relied on? Pure: the day is given, not asked of the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from kb.config import Category, Vocabulary
from kb.model import Article

REVIEW_AHEAD = timedelta(days=90)
"""How long before it goes stale an article is listed for a review."""


@dataclass(frozen=True, slots=True)
class Freshness:
    """How old an article is and what has run out."""

    stale: bool
    """Past its review date, or unchanged for longer than its category allows."""
    overdue: date | None
    """The day since which it is stale; None when it is not."""
    ended: tuple[str, ...]
    """Versions and OS the article is for whose vendor support is over; empty unless all of a facet are."""


def freshness(article: Article, vocabulary: Vocabulary, today: date) -> Freshness:
    """Judge one article as of ``today``."""
    last = due(article, vocabulary)
    overdue = last if last is not None and last < today else None
    return Freshness(stale=overdue is not None, overdue=overdue, ended=_ended(article, vocabulary, today))


def due(article: Article, vocabulary: Vocabulary) -> date | None:
    """The last day on which the article is not stale, or None when nothing sets one."""
    limits = []
    if article.review_by is not None:
        limits.append(article.review_by)
    category = vocabulary.category(article.category)
    limit = unchanged_until(article.changed, category) if article.changed and category else None
    if limit is not None:
        limits.append(limit)
    return min(limits, default=None)


def unchanged_until(changed: date, category: Category) -> date | None:
    """The last day on which a category takes an article of that day as fresh; None: it never goes stale."""
    if not category.stale_after_days:
        return None
    try:
        return changed + timedelta(days=category.stale_after_days)
    except OverflowError:  # after the last day there is
        return None


def _ended(article: Article, vocabulary: Vocabulary, today: date) -> tuple[str, ...]:
    ended: list[str] = []
    for facet in ("versions", "os"):
        names = article.applies_to.facet(facet)
        entries = [vocabulary.get(facet, name) for name in names]
        if entries and all(entry is not None and entry.ended(today) for entry in entries):
            ended.extend(names)
    return tuple(ended)
