"""Where the articles of a dump begin.

Every line gets a score: the cues that the rules of ``kb.importers.dump.rules`` see, none of which knows a particular
dump, by the weights of ``kb.importers.dump.weights``. A line at or above the table's threshold begins an article; of
several close together a clearly better one does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from kb.articles.mentions import mentions
from kb.config import Vocabulary
from kb.importers.dump import cohesion
from kb.importers.dump.heads import frames, inner_marks, separators
from kb.importers.dump.lines import Line
from kb.importers.dump.rules import RULES, Cue, View, dependent
from kb.importers.dump.weights import SHIPPED, Weights

_BEFORE_LINES, _AFTER_LINES = 14, 9
_NEAR_LINES = 3
_SURE = 9.0
"""Margin of the first line, which needs no reason."""
_SHORTEST = 2
"""Lines with text of an article that no mark begins or ends."""
_CLEARLY = 1.0
"""A line that scores better by so much displaces the beginning right above it, unless a mark made that."""
_STEP_REACH = 14
"""How many lines ahead the next numbered line is looked for."""

Names = Callable[[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Boundary:
    """A line at which an article begins, and why."""

    index: int
    """Of the line, from 0."""
    margin: float
    """By which its score is above the threshold of the weights, 0 or more."""
    reasons: tuple[tuple[str, float], ...]
    """Cue and what it added to the score."""

    @property
    def confidence(self) -> float:
        """0 to 1; an explicit mark is 1."""
        return max(0.0, min(1.0, 0.5 + self.margin / 8))


def find_boundaries(
    lines: Sequence[Line],
    names: Names,
    weights: Weights = SHIPPED,
    progress: Callable[[float], None] = lambda share: None,
) -> tuple[Boundary, ...]:
    """The beginnings of the articles, in order; the first line with text is always one.

    Args:
        lines: all lines of the dump.
        names: the vocabulary names a line mentions; a version's product counts as mentioned with it.
        weights: how much each cue of the rules counts.
        progress: called now and then with the share of the lines that are done.
    """
    return decide(Scanner(lines, names), weights, progress)


def decide(
    scanner: Scanner, weights: Weights = SHIPPED, progress: Callable[[float], None] = lambda share: None
) -> tuple[Boundary, ...]:
    """As ``find_boundaries``, with what a scanner has already learned of the lines."""
    lines = scanner.lines
    first = next((i for i, line in enumerate(lines) if line.text), None)
    if first is None:
        return ()
    form_decides = weights.knows(dependent.__name__)
    kept: list[Boundary] = [Boundary(first, _SURE, (("first", _SURE),))]
    for index in range(first + 1, len(lines)):
        if index % 2000 == 0:
            progress(index / len(lines))
        line = lines[index]
        if line.blank or index in scanner.inner or (form_decides and told_by_form(line)):
            continue
        last = kept[-1].index
        boundary = _boundary(scanner, weights, index, last)
        both_marked = line.mark and lines[last].mark
        if boundary.margin >= 0 and (both_marked or scanner.age(last, index) >= _SHORTEST):
            kept.append(boundary)
        elif better := _displacing(scanner, weights, kept, index):
            kept[-1] = better
    return tuple(kept)


def _boundary(scanner: Scanner, weights: Weights, index: int, start: int) -> Boundary:
    """A line as a beginning, when the article before it began at ``start``."""
    reasons = tuple(weights.worth(cue) for cue in scanner.cues(index, start))
    return Boundary(index, sum(value for _, value in reasons) - weights.threshold, reasons)


def _displacing(scanner: Scanner, weights: Weights, kept: Sequence[Boundary], index: int) -> Boundary | None:
    """The line as a beginning in place of the last one, too close above it, when it is clearly the better."""
    last = kept[-1]
    if len(kept) < 2 or scanner.lines[last.index].mark:
        return None
    if scanner.age(last.index, index) >= _SHORTEST:
        return None
    other = _boundary(scanner, weights, index, kept[-2].index)
    return other if other.margin > last.margin + _CLEARLY else None


def told_by_form(line: Line) -> bool:
    """A line that ``dependent`` rules out whatever the others say: spares comparing the windows around it."""
    if line.mark or line.opener:
        return False
    step = line.step is not None and (line.step.number != 1 or bool(line.step.sub))
    return step or line.closing or line.rule or line.tail or line.note or line.bullet or line.row or line.url


def naming(vocabulary: Vocabulary) -> Names:
    """The names a text mentions, each with its product."""

    def names(text: str) -> frozenset[str]:
        found: set[str] = set()
        for mention in mentions(text, vocabulary):
            entry = vocabulary.get(mention.facet, mention.name)
            found.add(mention.name)
            if entry is not None and entry.product:
                found.add(entry.product)
        return frozenset(found)

    return names


class Scanner:
    """Walks the lines once; remembers what the rules ask for again and again."""

    def __init__(self, lines: Sequence[Line], names: Names) -> None:
        self.lines = lines
        self.words = [cohesion.words(line.plain) if line.text else () for line in lines]
        self.weights = cohesion.rarity(self.words)
        self.names = [names(line.plain[:400]) if line.text else frozenset() for line in lines]
        self.next_step = self._next_steps()
        self.inner = inner_marks(lines)
        self.frames = frames(lines)
        self.separators = separators(lines, self.frames)
        self.told = [0, *accumulate(bool(line.text) and not line.mark for line in lines)]

    def _next_steps(self) -> list[int | None]:
        """For every line, the number of the first numbered line at or after it, within reach."""
        ahead: list[int | None] = [None] * len(self.lines)
        found, place = None, 0
        for index in range(len(self.lines) - 1, -1, -1):
            line = self.lines[index]
            if line.mark:
                found = None
            elif line.step is not None and not line.step.hand:
                found, place = line.step.number, index
            ahead[index] = found if found is not None and place - index <= _STEP_REACH else None
        return ahead

    def cues(self, index: int, start: int) -> tuple[Cue, ...]:
        """What the rules see at a line, when the article before began at ``start``: at most one cue a rule."""
        view = self.view(index, start)
        return tuple(cue for rule in RULES if (cue := rule(view)) is not None)

    def view(self, index: int, start: int) -> View:
        """What the rules see at a line, when the article before began at ``start``."""
        previous = index - 1
        while previous > start and self.lines[previous].blank:
            previous -= 1
        low = max(start, index - _BEFORE_LINES)
        high = index
        while (
            high < len(self.lines)
            and high - index < _AFTER_LINES
            and not (high > index and self.lines[high].mark)
        ):
            high += 1
        before = cohesion.vector(self.words[low:index], self.weights)
        after = cohesion.vector(self.words[index:high], self.weights)
        near = cohesion.vector(self.words[index : min(high, index + _NEAR_LINES)], self.weights)
        seen = frozenset().union(*self.names[low:index])
        return View(
            lines=self.lines,
            index=index,
            previous=previous,
            next_step=self.next_step[index],
            last_step=self._last_step(index, start),
            similarity=max(cohesion.cosine(before, after), 0.8 * cohesion.cosine(before, near)),
            news=bool(self.names[index] - seen),
            named=bool(self.names[index]),
            age=self.age(start, index),
            dashes=self._dashes(previous),
        )

    def _dashes(self, index: int) -> Literal["", "parts", "alone", "frame"]:
        line = self.lines[index]
        if not line.rule:
            return ""
        if index in self.frames:
            return "frame"
        return "parts" if line.text in self.separators else "alone"

    def _last_step(self, index: int, start: int) -> int | None:
        for place in range(index - 1, max(start, index - 40) - 1, -1):
            step = self.lines[place].step
            if step is not None and not step.hand:
                return step.number
        return None

    def age(self, start: int, index: int) -> int:
        """Lines with text from the last beginning to a line, marks not counted."""
        return self.told[index] - self.told[start]
