"""Where a question names a topic that the knowledge base says it does not cover.

Writers list such topics in ``search/out_of_scope.txt``. Mirrored in ``kb/site/assets/search/scope.js``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.retrieval.segmentation import script
from kb.text import to_hiragana

Span = tuple[int, int]
"""Beginning and end in code points of a normalised question."""

_RUNS = ("ascii", "katakana")
"""Scripts whose words are not parted by anything but another script."""


def named(text: str, topics: Sequence[str]) -> Iterator[Span]:
    """Where the topics stand in a question, a longer one before those inside it.

    Args:
        text: normalised.
        topics: folded, as in ``ranking.Tables.out_of_scope``.
    """
    folded = to_hiragana(text)
    taken: list[Span] = []
    for topic in sorted(
        (topic for topic in topics if topic in folded), key=lambda topic: (-len(topic), topic)
    ):
        start = folded.find(topic)
        while start >= 0:
            end = start + len(topic)
            if _stands_alone(text, start, end) and not any(a < end and start < b for a, b in taken):
                taken.append((start, end))
                yield start, end
            start = folded.find(topic, start + 1)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Is it no part of a longer word: DB of DBA, ライン of オンライン?"""
    return not (_joined(text, start) or _joined(text, end))


def _joined(text: str, place: int) -> bool:
    if not 0 < place < len(text):
        return False
    before, after = script(text[place - 1]), script(text[place])
    return before == after and before in _RUNS
