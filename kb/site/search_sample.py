"""Questions as readers are likely to ask them, and what of the browser's index comes along because they need it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

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


def shares(needs: Sequence[Collection[str]]) -> dict[str, float]:
    """Of each thing the share of the questions that need it, more than 0 and up to 1.

    Args:
        needs: what each question needs.
    """
    counts = Counter(name for needed in needs for name in set(needed))
    return {name: count / len(needs) for name, count in counts.items()}


REQUEST_BYTES = 3500
"""What asking for a further file is worth: so many bytes a question may load in vain to be spared a request."""


def comes_along(share: float, size: int) -> bool:
    """Should the manifest bring a part of the index, so that no question has to ask for it?

    Args:
        share: of the questions that need it, 0 to 1.
        size: of the part, in bytes.
    """
    return (1 - share) * size < share * REQUEST_BYTES
