"""Fits the weights of the importer's boundary rules on part of a dump whose boundaries are known.

Every line that could begin an article is an example: the cues that the rules see there, the article before it
beginning where it truly does, and whether one begins. A logistic regression is fitted to them. It starts from a
neutral table, in which every cue weighs the same and only its direction is known (each rule says in words whether it
speaks for or against), and is held near it by a ridge, for there are some thirty beginnings to learn forty weights
from. Then the threshold that gives the best F1 on the same part is taken, with the articles really cut.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from calibrate import solve

from kb.importers.dump.boundaries import Names, Scanner, decide, told_by_form
from kb.importers.dump.lines import Line, line_before
from kb.importers.dump.rules import Cue
from kb.importers.dump.weights import CERTAIN, SHIPPED, Weights

NEUTRAL_SIZE, NEUTRAL_THRESHOLD = 1.5, 3.0
RIDGE = 0.5
_BIAS_RIDGE = 0.05
_STEPS, _SMALL = 60, 1e-6
_SHIFTS = tuple(step / 4 for step in range(-12, 13))
"""Tried on the threshold after the fit."""

Example = tuple[Mapping[str, float], bool]
"""Cues of a line with their strengths, and does an article begin there?"""


@dataclass(frozen=True, slots=True)
class Counts:
    """Beginnings found, true, and both."""

    found: int = 0
    true: int = 0
    right: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.found + other.found, self.true + other.true, self.right + other.right)

    @property
    def f1(self) -> float:
        """0 to 1; 1 where there is nothing to find and nothing was found."""
        return 2 * self.right / (self.found + self.true) if self.found + self.true else 1.0


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the lines of a dump: indexes from ``low`` up to ``high``."""

    dump: Dump
    low: int
    high: int

    def examples(self) -> Iterator[Example]:
        return ((cues, begins) for index, cues, begins in self.dump.examples if self.low <= index < self.high)

    def counts(self, weights: Weights) -> Counts:
        """Beginnings found, true and both in this part, when the whole dump is cut with these weights."""
        found = {i for i in self.dump.found(weights) if self.low <= i < self.high}
        true = {i for i in self.dump.true if self.low <= i < self.high}
        return Counts(len(found), len(true), len(found & true))


class Dump:
    """The lines of a dump with their true beginnings; what the rules see is looked up once."""

    def __init__(self, lines: Sequence[Line], starts: Iterable[int], names: Names) -> None:
        """``starts`` are line numbers in the file, the first line of the dump among them."""
        places = {line.number: index for index, line in reversed(list(enumerate(lines)))}
        self.starts = sorted(places[number] for number in starts)
        self.true = frozenset(self.starts[1:])
        self.scanner = _Remembering(lines, names)
        self.examples = tuple(self._examples())

    def halves(self) -> tuple[Part, Part]:
        middle = self.starts[len(self.starts) // 2]
        return Part(self, 0, middle), Part(self, middle, len(self.scanner.lines))

    def whole(self) -> Part:
        return Part(self, 0, len(self.scanner.lines))

    def headed(self) -> bool:
        """Do most of its articles begin with a mark, or below a date or dashes?"""
        lines = self.scanner.lines
        above = {index: line_before(lines, index) for index in self.true}
        told = sum(
            lines[index].mark or bool(before and (before.rule or before.tail))
            for index, before in above.items()
        )
        return told * 2 > len(self.true)

    def found(self, weights: Weights) -> set[int]:
        """Indexes at which articles begin by these weights, without the first."""
        return {boundary.index for boundary in decide(self.scanner, weights)[1:]}

    def _examples(self) -> Iterator[tuple[int, Mapping[str, float], bool]]:
        start = self.starts[0]
        for index in range(start + 1, len(self.scanner.lines)):
            line = self.scanner.lines[index]
            begins = index in self.true
            if not (line.blank or index in self.scanner.inner or told_by_form(line)):
                cues = {cue.name: cue.strength for cue in self.scanner.cues(index, start)}
                if not cues.keys() & CERTAIN.keys():
                    yield index, cues, begins
            if begins:
                start = index


class _Remembering(Scanner):
    """Looks at each place only once for each beginning before it: the fit decides the same lines many times."""

    def __init__(self, lines: Sequence[Line], names: Names) -> None:
        super().__init__(lines, names)
        self._seen: dict[tuple[int, int], tuple[Cue, ...]] = {}

    def cues(self, index: int, start: int) -> tuple[Cue, ...]:
        key = index, start
        if key not in self._seen:
            self._seen[key] = super().cues(index, start)
        return self._seen[key]


def neutral() -> Weights:
    """The table before any fit: each cue's direction, and one size for all."""
    cues = {cue: math.copysign(NEUTRAL_SIZE, w) for cue, w in SHIPPED.cues.items() if cue not in CERTAIN}
    return Weights({**CERTAIN, **cues}, NEUTRAL_THRESHOLD)


def fit(parts: Sequence[Part], start: Weights) -> Weights:
    """Weights for the cues of ``start``, fitted on some parts and on nothing else."""
    return with_best_threshold(parts, regression([e for part in parts for e in part.examples()], start))


def regression(examples: Sequence[Example], start: Weights, ridge: float = RIDGE) -> Weights:
    """Logistic regression by damped Newton steps with a ridge toward ``start``, which names the cues."""
    names = [name for name in start.cues if name not in CERTAIN]
    place = {name: i for i, name in enumerate(names, 1)}
    prior = [-start.threshold, *(start.cues[name] for name in names)]
    held = [_BIAS_RIDGE, *(ridge for _ in names)]
    rows = [
        ([(0, 1.0), *((place[c], s) for c, s in cues.items() if c in place)], begins)
        for cues, begins in examples
    ]

    def loss(weights: Sequence[float]) -> float:
        far = sum(h * (w - p) ** 2 for h, w, p in zip(held, weights, prior, strict=True)) / 2
        return far + sum(
            _softplus(-score if begins else score)
            for score, begins in ((sum(weights[i] * s for i, s in row), begins) for row, begins in rows)
        )

    weights, reached = prior, loss(prior)
    for _ in range(_STEPS):
        step = solve(*_slopes(rows, weights, prior, held))
        size = 1.0
        while size > _SMALL:
            tried = [w + size * d for w, d in zip(weights, step, strict=True)]
            if (there := loss(tried)) <= reached:
                break
            size /= 2
        weights, gain, reached = tried, reached - there, there
        if gain < _SMALL:
            break
    return Weights({**_certain(start), **dict(zip(names, weights[1:], strict=True))}, -weights[0])


def _certain(table: Weights) -> dict[str, float]:
    return {cue: weight for cue, weight in table.cues.items() if cue in CERTAIN}


def _softplus(x: float) -> float:
    return max(x, 0.0) + math.log1p(math.exp(-abs(x)))


def _slopes(
    rows: Sequence[tuple[list[tuple[int, float]], bool]],
    weights: Sequence[float],
    prior: Sequence[float],
    held: Sequence[float],
) -> tuple[list[list[float]], list[float]]:
    """Second and (negative) first derivatives of the loss."""
    gradient = [h * (p - w) for h, p, w in zip(held, prior, weights, strict=True)]
    hessian = [[h if i == j else 0.0 for j in range(len(prior))] for i, h in enumerate(held)]
    for row, begins in rows:
        score = sum(weights[i] * s for i, s in row)
        chance = 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))
        for i, s in row:
            gradient[i] += (begins - chance) * s
            for j, t in row:
                hessian[i][j] += chance * (1 - chance) * s * t
    return hessian, gradient


def with_best_threshold(parts: Sequence[Part], weights: Weights) -> Weights:
    """The weights with the threshold that cuts the parts best; of equally good ones the nearest."""

    def worth(shift: float) -> tuple[float, float]:
        moved = Weights(weights.cues, weights.threshold + shift)
        return round(sum(part.counts(moved).f1 for part in parts), 6), -abs(shift)

    return Weights(weights.cues, weights.threshold + max(_SHIFTS, key=worth))


Fitter = Callable[[Sequence[Part]], Weights]


def crosswise(forms: Sequence[Dump], fitter: Fitter) -> list[tuple[Counts, Counts]]:
    """For each form of a dump what is right in its first and in its second half, by weights fitted on the other.

    The forms are those of one dump: with its marks and without them. Weights are fitted on one half of all forms.
    """
    halves = [form.halves() for form in forms]
    tables = [fitter([pair[1 - unseen] for pair in halves]) for unseen in (0, 1)]
    return [(pair[0].counts(tables[0]), pair[1].counts(tables[1])) for pair in halves]
