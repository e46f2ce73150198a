"""Slips of the fingers and of the input method: which known word an unknown one was meant to be.

Mirrored in ``kb/site/assets/search/corrections.js``. A word is only mended when the index knows nothing of it and
one known word is clearly meant: the nearest of those that begin alike (slips at the first character are rare, and a
bucket by first character is what a browser can load), or the one that sounds alike (``homophones``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from kb.retrieval import homophones
from kb.retrieval.query import Query, Unit
from kb.retrieval.scope import Span
from kb.retrieval.segmentation import script
from kb.text import fold, to_hiragana

SHORTEST = 3
LONGEST = 24

_FOUR_KANJI = 4


@dataclass(frozen=True, slots=True)
class Correctable:
    """A word that slips may be mended to, as it is written."""

    word: str
    count: int
    """How often the articles use it where it matters (titles, questions, tags, summaries, vocabulary)."""

    @property
    def head(self) -> str:
        """The bucket it is found in: its first character, folded."""
        return fold(self.word)[:1]


class KnownWords(Protocol):
    """The words of an index that slips are mended to."""

    def correctable(self, head: str) -> Sequence[Correctable]:
        """Those that begin with a character."""

    def kanji_words(self, char: str) -> Sequence[homophones.Word]:
        """Those of two to four kanji that have one in them."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What was typed and what was searched instead; both as in the normalised question."""

    typed: str
    meant: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.typed)


def distance(one: str, other: str, limit: int) -> int:
    """Edits between two texts: insertions, deletions, substitutions and swaps of neighbours.

    Optimal string alignment (restricted Damerau-Levenshtein; Boytsov, "Indexing methods for approximate
    dictionary searching", 2011). Anything over ``limit`` is returned as ``limit + 1``.
    """
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
        before, last = last, row
    return min(last[-1], limit + 1)


def corrections(query: Query, known: KnownWords, meant_so: Iterable[Span] = ()) -> list[Correction]:
    """The words of a query that were clearly meant otherwise, in question order.

    Args:
        query: as typed.
        known: what slips are mended to.
        meant_so: where words stand that are no slips although no article has them, such as topics out of scope; looked
            at only when a word may be a slip.
    """
    if not any(map(_doubtful, query.units)):
        return []
    kept = list(meant_so)

    def may_slip(start: int, typed: str) -> bool:
        return not any(start < end and begin < start + len(typed) for begin, end in kept)

    found: list[Correction] = []
    for start, typed in suspects(query):
        if not may_slip(start, typed):
            continue
        meant = nearest(typed, known.correctable(fold(typed)[:1]))
        if meant is not None:
            found.append(Correction(typed, meant, start))
    for start, typed in misconverted(query):
        overlaps = any(start < other.end and other.start < start + len(typed) for other in found)
        if overlaps or not may_slip(start, typed):
            continue
        meant = homophones.meant(typed, [word for char in typed for word in known.kanji_words(char)])
        if meant is not None:
            found.append(Correction(typed, meant, start))
    return sorted(found, key=lambda made: made.start)


def misconverted(query: Query) -> Iterator[tuple[int, str]]:
    """Places and texts of the unknown words of kanji, which may have been converted wrongly.

    Unlike a lost letter, a wrong kanji does not tear the words around it apart, so they are not looked at.
    """
    for unit in query.units:
        if not unit.known and homophones.is_kanji_word(unit.text):
            yield unit.start, unit.text


def suspects(query: Query) -> list[tuple[int, str]]:
    """Places and texts of the unknown words, each stretched over the run of its script.

    「正逆不一地」 is read as known pieces around an unknown one; the slip is in the whole.
    """
    result: list[tuple[int, str]] = []
    for unit in query.units:
        if not _doubtful(unit) or query.named(unit):
            continue
        start, end = _stretched(query.text, unit.start, unit.start + len(unit.text))
        text = query.text[start:end]
        if SHORTEST <= len(text) <= LONGEST and (start, text) not in result:
            result.append((start, text))
    return result


def _doubtful(unit: Unit) -> bool:
    """Unknown, or Latin letters that only a synonym explains (SIN as サイン)."""
    if not unit.known:
        return True
    return unit.text.isascii() and all(choice.via == "synonym" for group in unit.groups for choice in group)


def _stretched(text: str, start: int, end: int) -> tuple[int, int]:
    kind = script(text[start])
    if kind not in ("kanji", "katakana"):
        return start, end
    while start > 0 and script(text[start - 1]) == kind:
        start -= 1
    while end < len(text) and script(text[end]) == kind:
        end += 1
    return start, end


def nearest(typed: str, words: Sequence[Correctable]) -> str | None:
    """The one known word that ``typed`` was meant to be, or None when none is near or two are as near."""
    limit = 1 if len(typed) < 7 else 2
    key = to_hiragana(typed)
    ranked = []
    for candidate in words:
        other = fold(candidate.word)
        edits = distance(key, other, limit)
        if 0 < edits <= limit and _trustworthy(key, other, edits):
            ranked.append((edits, -candidate.count, candidate.word))
    ranked.sort()
    if not ranked:
        return None
    if len(ranked) > 1 and ranked[1][0] == ranked[0][0] and -ranked[1][1] * 3 > -ranked[0][1]:
        return None
    return ranked[0][2]


def _trustworthy(typed: str, word: str, edits: int) -> bool:
    """Of three or four characters only a swap, or a lost or doubled character, is a slip; not another letter.

    But four kanji with three alike are two words of which one was converted wrongly (一制送信). And a short word
    with two letters of its own in the place of two others is another word (winmail, webmail).
    """
    if min(len(typed), len(word)) < SHORTEST:
        return False
    if edits > 1:
        own = sum((Counter(typed) - Counter(word)).values())
        return own < 2 or len(typed) != len(word) or len(typed) > _SHORT
    if len(typed) > 4:
        return True
    if len(typed) == len(word) == _FOUR_KANJI and all(script(char) == "kanji" for char in typed + word):
        return True
    return len(typed) != len(word) or sorted(typed) == sorted(word)


_SHORT = 8
"""Characters up to which two other letters make another word."""


def apply(text: str, made: Sequence[Correction]) -> str:
    """The question with its slips mended."""
    for correction in sorted(made, key=lambda c: -c.start):
        text = text[: correction.start] + correction.meant + text[correction.end :]
    return text
