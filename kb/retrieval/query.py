"""Read a question: which terms it asks for, and which versions, plans and OS it names.

Mirrored in ``kb/site/assets/search/query.js``; the golden questions are read by both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kb.articles.mentions import Reach, reaches
from kb.config import Vocabulary
from kb.model import FACETS
from kb.retrieval import identifiers, weights
from kb.retrieval.lexicon import Choice, Group, Lexicon
from kb.retrieval.segmentation import Segment, script, segment
from kb.text import normalize

_QUESTION_CHARS = 500
"""A longer question is read up to here: a pasted mail says what it is about at its beginning."""

_WORD = re.compile(r"[a-z]{2,}|[0-9]{2,}")
_CODE = re.compile(r"0x[0-9a-f]{3,}")
"""An error's number: its letters and digits mean nothing by themselves."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A word of the question and the terms it may mean."""

    text: str
    start: int
    """Offset in the normalised question."""
    groups: tuple[Group, ...]
    """Empty when the index knows nothing of the word."""

    @property
    def known(self) -> bool:
        return bool(self.groups)


@dataclass(frozen=True, slots=True)
class Query:
    """A question after analysis."""

    text: str
    """The question, normalised."""
    units: tuple[Unit, ...]
    """Its words with content, in order; unknown ones too."""
    reaches: tuple[Reach, ...] = ()
    """Names of the vocabulary it mentions."""

    @property
    def joints(self) -> Iterator[Unit]:
        """Each two known Japanese words that are written together, as one term that an article may have."""
        known = [unit for unit in self.units if unit.known and not unit.text[0].isascii()]
        for one, other in pairwise(known):
            if one.start + len(one.text) == other.start:
                term = one.groups[0][0].term + other.groups[0][0].term
                yield Unit(one.text + other.text, one.start, ((Choice(term, weights.JOINT, "word"),),))

    @property
    def terms(self) -> tuple[str, ...]:
        """The term of each known unit that counts most, each once, in question order."""
        return tuple(dict.fromkeys(unit.groups[0][0].term for unit in self.units if unit.known))

    def names(self, facet: str) -> tuple[str, ...]:
        """The vocabulary names of one facet that the question mentions."""
        return tuple(dict.fromkeys(n for reach in self.reaches if reach.facet == facet for n in reach.names))

    def named(self, unit: Unit) -> bool:
        """Does the word stand in a name of the vocabulary?"""
        return any(reach.start <= unit.start < reach.end for reach in self.reaches)

    def bound(self, unit: Unit) -> bool:
        """Does it stand in the name of a version, plan or OS? By these, not by software, articles are chosen."""
        return any(
            reach.start <= unit.start < reach.end for reach in self.reaches if reach.facet != "software"
        )


def read(question: str, lexicon: Lexicon, vocabulary: Vocabulary) -> Query:
    """Read a question with the lexicon of an index."""
    text = normalize(question)[:_QUESTION_CHARS]
    named = tuple(r for r in reaches(text, vocabulary) if r.facet in FACETS)
    units = [unit for unit in _units(text, lexicon) if unit.known or not _covered(unit, named)]
    units.extend(_canonical(named, units, lexicon))
    return Query(text, tuple(units), named)


def _covered(unit: Unit, named: tuple[Reach, ...]) -> bool:
    """Does a name of the vocabulary cover the word? Then it is understood, whether or not an article spells it."""
    return any(r.start <= unit.start and unit.start + len(unit.text) <= r.end for r in named)


def _units(text: str, lexicon: Lexicon) -> Iterator[Unit]:
    position = 0
    for run in identifiers.runs(text):
        yield from _japanese(text[position : run.start], position, lexicon)
        yield from _ascii(run, lexicon)
        position = run.end
    yield from _japanese(text[position:], position, lexicon)


def _japanese(text: str, offset: int, lexicon: Lexicon) -> Iterator[Unit]:
    if text.strip():
        for piece in segment(text, lexicon, offset):
            yield from _unit(piece)


def _unit(piece: Segment) -> Iterator[Unit]:
    if piece.entry is not None:
        if piece.entry.groups:
            yield Unit(piece.text, piece.start, piece.entry.groups)
    elif _means_something(piece.text):
        yield Unit(piece.text, piece.start, ())


def _means_something(text: str) -> bool:
    """Is an unknown piece a word (and not a sign or a stray kana ending)?"""
    kind = script(text[0])
    return kind == "kanji" or (kind == "katakana" and len(text) > 1) or (kind == "hiragana" and len(text) > 2)


def _ascii(run: identifiers.Run, lexicon: Lexicon) -> Iterator[Unit]:
    forms, pieces = identifiers.compounds(run.text), identifiers.parts(run.text)
    found = lexicon.look_up({*forms, *pieces, *map(identifiers.stem, pieces)})
    if _CODE.fullmatch(run.text) and run.text not in found:
        yield Unit(run.text, run.start, ())
        return
    entries = [found.get(piece) or found.get(identifiers.stem(piece)) for piece in pieces]
    # An English grammar word inside a longer run says nothing: "me-ru" is メール.
    understood = [entry for entry in entries if entry is not None and (entry.groups or not forms)]
    if not understood and not any(form in found for form in forms):
        from kb.retrieval import romaji  # most questions hold none, and its tables take a while to make

        kana = romaji.to_kana(run.text, lexicon)
        if kana is not None:
            yield from _japanese(kana, run.start, lexicon)
            return
    groups: list[Group] = [found[form].groups[0] for form in forms if form in found and found[form].groups]
    for piece, entry in zip(pieces, entries, strict=True):
        if entry is not None:
            groups.extend(entry.groups)
        elif piece not in found and not groups and _WORD.fullmatch(piece):
            yield Unit(piece, run.start, ())
    if groups:
        yield Unit(run.text, run.start, tuple(groups))


def _canonical(named: tuple[Reach, ...], units: list[Unit], lexicon: Lexicon) -> Iterator[Unit]:
    """The vocabulary's own spelling of names that the question spells otherwise (ドブコット: dovecot)."""
    present = {choice.term for unit in units for group in unit.groups for choice in group}
    for reach in named:
        if reach.ranged or len(reach.names) != 1:
            continue
        for unit in _units(normalize(reach.names[0]), lexicon):
            fresh = tuple(g for g in unit.groups if g[0].term not in present)
            if fresh:
                present |= {g[0].term for g in fresh}
                yield Unit(unit.text, reach.start, fresh)
