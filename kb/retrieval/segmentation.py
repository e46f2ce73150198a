"""Cut Japanese text into words with the lexicon: the path of least cost through all spellings.

One algorithm in Python and in JavaScript (``kb/site/assets/search/segmentation.js``): costs are whole numbers,
and of two paths of the same cost the one whose last word is longer wins, so both give the same words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kb.retrieval.lexicon import Entry, Lexicon
from kb.text import to_hiragana

# Cost per character of text that no spelling covers, in hundredths, by script. A long run of kanji is a compound
# of known words rather than one unknown word: at 600 instead of 300 nDCG@10 rose from 0.921 to 0.944 on 1,145
# encyclopedia paragraphs. Signs cost next to nothing, as they separate words anyway.
_UNKNOWN_CHARACTER = {"kanji": 600, "katakana": 200, "hiragana": 280, "ascii": 100, "sign": 0}
_SIGN_COST = 10


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a text: a spelling of the lexicon, or a run of one script that it does not know."""

    text: str
    """As in the normalised text."""
    start: int
    """Offset in the normalised text, in code points."""
    entry: Entry | None
    """None for text the lexicon does not know."""

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def script(char: str) -> str:
    """The script of a character, as far as unknown words are told by it."""
    if "\u3041" <= char <= "\u3096":
        return "hiragana"
    if "\u30a1" <= char <= "\u30fa" or char == "ー":
        return "katakana"
    if "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf" or char in "々〆〇":
        return "kanji"
    return "ascii" if char.isascii() and char.isalnum() else "sign"


def segment(text: str, lexicon: Lexicon, offset: int = 0) -> list[Segment]:
    """Cut a normalised text without ASCII runs into segments that cover all of it.

    Args:
        text: normalised (``kb.text.normalize``).
        lexicon: spellings and their costs.
        offset: added to the places of the segments.
    """
    key = to_hiragana(text)
    found = lexicon.look_up(_candidates(key, lexicon.longest))
    best: list[tuple[int, int] | None] = [(0, 0)] + [None] * len(text)
    for end in range(1, len(text) + 1):
        best[end] = _best_arrival(text, key, end, best, found, lexicon)
    cuts = _cuts(best, len(text))
    return _merged([_segment(text, key, a, b, found, offset) for a, b in cuts])


def _candidates(key: str, longest: int) -> set[str]:
    size = len(key)
    return {key[a:b] for a in range(size) for b in range(a + 1, min(a + longest, size) + 1)}


def _best_arrival(
    text: str,
    key: str,
    end: int,
    best: list[tuple[int, int] | None],
    found: Mapping[str, Entry],
    lexicon: Lexicon,
) -> tuple[int, int]:
    """The least cost of a path to ``end`` and where its last piece begins; longer pieces are tried first."""
    result: tuple[int, int] | None = None
    run = _run_start(text, end)
    for start in range(max(0, end - max(lexicon.longest, end - run)), end):
        before = best[start]
        if before is None:
            continue
        cost = _arc_cost(text, key, start, end, run, found, lexicon)
        if cost is not None and (result is None or before[0] + cost < result[0]):
            result = before[0] + cost, start
    assert result is not None, "the unknown arc of one character always exists"
    return result


def _run_start(text: str, end: int) -> int:
    """Where the run of one script that holds the character before ``end`` begins."""
    kind = script(text[end - 1])
    start = end - 1
    while start > 0 and script(text[start - 1]) == kind:
        start -= 1
    return start


def _arc_cost(
    text: str, key: str, start: int, end: int, run: int, found: Mapping[str, Entry], lexicon: Lexicon
) -> int | None:
    entry = found.get(key[start:end])
    if entry is not None:
        cost: int = entry.cost
        return cost
    if start < run:
        return None
    kind = script(text[end - 1])
    if kind == "sign":
        return _SIGN_COST * (end - start)
    return lexicon.unknown_cost + _UNKNOWN_CHARACTER[kind] * (end - start)


def _cuts(best: list[tuple[int, int] | None], end: int) -> list[tuple[int, int]]:
    cuts = []
    while end > 0:
        arrival = best[end]
        assert arrival is not None
        cuts.append((arrival[1], end))
        end = arrival[1]
    return cuts[::-1]


def _segment(text: str, key: str, start: int, end: int, found: Mapping[str, Entry], offset: int) -> Segment:
    return Segment(text[start:end], offset + start, found.get(key[start:end]))


def _merged(segments: list[Segment]) -> list[Segment]:
    """Neighbouring unknown pieces of one script as one."""
    result: list[Segment] = []
    for piece in segments:
        last = result[-1] if result else None
        if (
            last
            and last.entry is None
            and piece.entry is None
            and script(last.text[-1]) == script(piece.text[0])
        ):
            result[-1] = Segment(last.text + piece.text, last.start, None)
        else:
            result.append(piece)
    return result
