"""Questions as readers are likely to ask them, and what of the browser's index comes along because they need it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import combinations
from math import sqrt

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


def together(
    names: Sequence[str], needs: Sequence[Collection[str]], sizes: Mapping[str, int], most: int
) -> list[list[str]]:
    """All names in groups that questions need together, so that one file brings what would take several.

    Pairs are joined from the likest on; how alike two are is the cosine of the questions that need them. A pair that
    one question alone has says nothing of other questions.

    Args:
        names: in the order in which groups and what is in them shall lie.
        needs: what each question needs.
        sizes: bytes of each name's part of the index.
        most: bytes of a group; one name may have more.
    """
    place = {name: n for n, name in enumerate(names)}
    counts: Counter[int] = Counter()
    pairs: Counter[tuple[int, int]] = Counter()
    for needed in needs:
        found = sorted({place[name] for name in needed if name in place})
        counts.update(found)
        pairs.update(combinations(found, 2))
    likeness = {
        (one, other): shared / sqrt(counts[one] * counts[other])
        for (one, other), shared in pairs.items()
        if shared > 1
    }
    group = list(range(len(names)))
    size = [sizes[name] for name in names]

    def first(n: int) -> int:
        while group[n] != n:
            group[n] = n = group[group[n]]
        return n

    for one, other in sorted(likeness, key=lambda pair: (-likeness[pair], pair)):
        low, high = sorted((first(one), first(other)))
        if low != high and size[low] + size[high] <= most:
            group[high] = low
            size[low] += size[high]
    groups: dict[int, list[str]] = defaultdict(list)
    for n, name in enumerate(names):
        groups[first(n)].append(name)
    return list(groups.values())


REQUEST_BYTES = 3500
"""What asking for a further file is worth: so many bytes a question may load in vain to be spared a request."""


def comes_along(share: float, size: int) -> bool:
    """Should the manifest bring a part of the index, so that no question has to ask for it?

    Args:
        share: of the questions that need it, 0 to 1.
        size: of the part, in bytes.
    """
    return (1 - share) * size < share * REQUEST_BYTES
