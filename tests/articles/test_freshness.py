"""Until when what an article says is to be relied on."""

from __future__ import annotations

from datetime import date

import pytest

from kb.articles.freshness import freshness
from kb.config import Category, Vocabulary
from kb.model import Article

TODAY = date(2024, 6, 1)


def stale(published: date, days: int) -> bool:
    article = Article(id="a", title="題", summary="答え。", category="mail", published=published)
    return freshness(article, Vocabulary((Category("mail", "メール", days),)), TODAY).stale


@pytest.mark.parametrize("days", [1, 3_000_000, 9_999_999, 10**12])
def test_a_term_that_ends_after_the_last_day_there_is_never_makes_an_article_stale(days: int):
    assert not stale(date.max, days)
    assert stale(date(2024, 5, 1), days) == (days == 1)
