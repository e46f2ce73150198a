"""Questions as readers are likely to ask them: what the browser's index is laid out for."""

from __future__ import annotations

from collections.abc import Sequence

from kb.config import Vocabulary
from kb.model import Article
from kb.retrieval.lexicon import Lexicon
from kb.retrieval.query import Query, read

_MOST = 1000
"""Enough to know what one question of a hundred needs, few enough to be read in two seconds."""


def likely_questions(
    articles: Sequence[Article], lexicon: Lexicon, vocabulary: Vocabulary
) -> tuple[Query, ...]:
    """The stored questions of the articles, read; the titles of articles that have none.

    Of a large knowledge base every so manieth, ``_MOST`` at most, so that all parts of it have a say.
    """
    texts = [text for article in articles for text in (article.questions or (article.title,))]
    step = -(-len(texts) // _MOST) or 1
    return tuple(read(text, lexicon, vocabulary) for text in texts[::step])
