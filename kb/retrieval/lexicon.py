"""What a build knows of words: every spelling, inflection and reading that leads to a term of the index.

Sudachi's dictionary is 200 MB and cannot run in a browser. The lexicon is the part of it that can matter for one
knowledge base, compiled at build time; the terminal and the browser read questions with it by one algorithm
(``kb.retrieval.segmentation``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Choice:
    """One term a word may stand for."""

    term: str
    weight: int
    """How sure, in hundredths, 1 to 100."""
    via: str
    """How it was reached: "word", "reading", "synonym" (Sudachi's), "writer" (the writers' synonyms)."""


Group = tuple[Choice, ...]
"""Choices of which the best counts. A word's groups add up: itself, then its parts."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A spelling as the reader of questions sees it."""

    cost: int
    """How unlikely the spelling is as a word of its own: -ln p, in hundredths. Least total cost wins."""
    groups: tuple[Group, ...] = ()
    """Empty: a word without content (a particle, an ending, a stop word)."""


class Lexicon(Protocol):
    """Looks up spellings. Implemented over the build's file, in memory for tests, and in JavaScript."""

    @property
    def unknown_cost(self) -> int:
        """Cost of beginning a piece of text that no spelling covers, in hundredths."""

    @property
    def longest(self) -> int:
        """Length of the longest spelling, in code points."""

    def look_up(self, keys: Iterable[str]) -> Mapping[str, Entry]:
        """The entries of those keys that are spellings; keys are folded (``kb.text.fold``)."""


@dataclass(frozen=True)
class MemoryLexicon:
    """A lexicon held in a dictionary."""

    entries: Mapping[str, Entry]
    unknown_cost: int

    @cached_property
    def longest(self) -> int:
        return max(map(len, self.entries), default=0)

    def look_up(self, keys: Iterable[str]) -> Mapping[str, Entry]:
        return {key: self.entries[key] for key in keys if key in self.entries}
