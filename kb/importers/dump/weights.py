"""How much each cue of ``kb.importers.dump.rules`` counts for an article beginning at a line. Data.

``python benchmarks/import_boundaries.py DUMP REGISTER --fit`` fits a table like this on one half of a dump whose
boundaries are known, tries it on the other half, and sets the shipped one beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kb.importers.dump.rules import Cue


@dataclass(frozen=True, slots=True)
class Weights:
    """A table of weights for the cues, and the score from which a line begins an article."""

    cues: Mapping[str, float]
    """Cue, written ``rule: cue``, to its weight; positive speaks for a beginning. A cue that is missing counts 0."""
    threshold: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "cues", MappingProxyType(dict(self.cues)))

    def worth(self, cue: Cue) -> tuple[str, float]:
        """A cue's name and what it adds to the score."""
        return cue.name, self.cues.get(cue.name, 0.0) * cue.strength

    def knows(self, rule: str) -> bool:
        """Does the table weigh anything that the rule sees?"""
        return any(cue.startswith(f"{rule}: ") for cue in self.cues)

    def without(self, rule: str) -> Weights:
        """The table as if the rule did not exist."""
        cues = {cue: weight for cue, weight in self.cues.items() if not cue.startswith(f"{rule}: ")}
        return Weights(cues, self.threshold)


CERTAIN: Mapping[str, float] = MappingProxyType(
    {
        "mark: begins": 12.0,
        "tail: over": 12.0,
        "opener: under a mark": -20.0,
        "dependent: impossible": -20.0,
        "broken_off: under a mark": -20.0,
    }
)
"""What a mark or the form of a line decides alone, whatever the other cues say: part of every table, never fitted."""

SHIPPED = Weights(
    cues={
        **CERTAIN,
        "opener: opens": 6.0,
        "rule_line: parts": 6.0,
        "rule_line: alone": 3.0,
        "rule_line: frame": -3.0,
        "closing: closed": 3.2,
        "ending: courtesy": 2.4,
        "ending: reference": 1.2,
        "ending: last step": 1.2,
        "ending: request": 1.0,
        "ending: sentence": 0.4,
        "continuation: carries on": -6.0,
        "continuation: case": -6.0,
        "continuation: exception": -3.0,
        "continuation: condition": -1.0,
        "dependent: hangs on": -8.0,
        "dependent: headed": -5.0,
        "broken_off: cut": -5.0,
        "broken_off: short step": -2.5,
        "broken_off: before an opener": -1.5,
        "announced: what follows": -2.5,
        "numbering: goes on": -6.0,
        "numbering: restarts": 1.5,
        "formula: instructs on a new product": 4.8,
        "formula: instructs": 3.6,
        "formula: instructs on a condition": 1.4,
        "formula: wish": 2.0,
        "formula: message": 2.0,
        "formula: states": 1.4,
        "formula: refers": -2.0,
        "sentence: step": -2.0,
        "sentence: scrap": -3.5,
        "sentence: wrapped": -0.5,
        "sentence: long": 0.8,
        "sentence: short": -0.8,
        "topic: shift": 3.0,
        "young: two lines": -2.0,
        "young: four lines": -1.75,
        "product: new": 1.6,
        "product: known": -0.4,
    },
    threshold=3.0,
)
