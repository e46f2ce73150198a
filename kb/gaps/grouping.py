"""Join the wordings of one question: those that ask for the same terms under the same filters. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from kb.gaps.log import Asked

Terms = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """One way in which a question was put."""

    question: str
    count: int


@dataclass(frozen=True, slots=True)
class Group:
    """A question in all its wordings."""

    terms: Terms
    """What it asks for, in code point order, slips mended; empty when no word has content."""
    asked: tuple[Asked, ...]
    """At least one, by day."""

    @property
    def count(self) -> int:
        return len(self.asked)

    @property
    def first(self) -> date:
        return self.asked[0].day

    @property
    def last(self) -> date:
        return self.asked[-1].day

    @property
    def wordings(self) -> tuple[Wording, ...]:
        """Most asked first; of equals the shorter, then the lower in code point order."""
        counts = Counter(entry.question for entry in self.asked)
        ordered = sorted(counts, key=lambda text: (-counts[text], len(text), text))
        return tuple(Wording(text, counts[text]) for text in ordered)

    @property
    def most_asked(self) -> Asked:
        """An entry of the first of ``wordings``."""
        wanted = self.wordings[0].question
        return next(entry for entry in self.asked if entry.question == wanted)

    @property
    def refused(self) -> int:
        """How often it was asked without a confident answer."""
        return sum(not entry.answered for entry in self.asked)

    @property
    def answered_by(self) -> str | None:
        """Id of the article that answered it last, if one ever did."""
        found = [entry.article for entry in self.asked if entry.answered and entry.article]
        return found[-1] if found else None


def group(entries: Iterable[Asked], terms_of: Callable[[Asked], Terms]) -> list[Group]:
    """Group questions, the most asked first; of equals the one asked last.

    Args:
        entries: the log.
        terms_of: what a question asks for. One without terms is joined only with its own wording.
    """
    held: dict[object, list[Asked]] = {}
    terms_held: dict[object, Terms] = {}
    for entry in sorted(entries, key=lambda e: e.day):
        terms = tuple(sorted(terms_of(entry)))
        key = (terms or entry.question, tuple(sorted(entry.filters.items())))
        held.setdefault(key, []).append(entry)
        terms_held[key] = terms
    groups = [Group(terms_held[key], tuple(asked)) for key, asked in held.items()]
    return sorted(groups, key=lambda g: (-g.count, -g.last.toordinal(), g.wordings[0].question))
