"""Is every letter and digit of a source in the articles, or on the list of what was dropped? Pure.

Characters are compared after NFKC and without case: the width of a letter and the shape of a digit may change on
the way, the letter itself may not go.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.importers.raw import Dropped, RawEntry, Reading

_RUN = re.compile(r"[^\W_]+")
_MAX_REPORTED = 200


@dataclass(frozen=True, slots=True)
class Missing:
    """Letters of a source line that are nowhere in the output."""

    line: int
    text: str
    letters: str


@dataclass(frozen=True, slots=True)
class Audit:
    """How much of a source was accounted for."""

    source: str
    letters: int
    """Letters and digits of the source."""
    missing: tuple[Missing, ...] = ()
    missing_letters: int = 0

    @property
    def complete(self) -> bool:
        return not self.missing_letters


def letters(text: str) -> str:
    """Letters and digits of a text, after NFKC and without case, nothing else."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in folded if char.isalnum())


def audit(reading: Reading, articles: Sequence[tuple[RawEntry, str, Sequence[Dropped]]]) -> Audit:
    """Compare a source's text with what came out of it.

    Twice: every letter of the source must be there as often as the source has it, and every run of letters of an
    entry must stand in that entry's own article, so that one article cannot make up for another.

    Args:
        reading: the source as it was read.
        articles: its entries, each with the text of its file and what was dropped from it.
    """
    have: Counter[str] = Counter()
    for dropped in reading.dropped:
        have.update(letters(dropped.text))
    missing: list[Missing] = []
    for entry, output, gone in articles:
        own = letters(output) + "\n" + "\n".join(letters(one.text) for one in gone)
        have.update(own)
        missing.extend(_runs(entry, own))
    want = Counter(letters(reading.text))
    lacking = want - have
    total = sum(want.values())
    count = sum(lacking.values())
    if count and not missing:
        missing.extend(_places(reading.text, lacking))
    return Audit(reading.source, total, tuple(missing[:_MAX_REPORTED]), max(count, len(missing)))


def _runs(entry: RawEntry, own: str) -> Iterator[Missing]:
    """Runs of letters of the entry that its output does not have."""
    position = 0
    for offset, line in enumerate(entry.text.split("\n")):
        wanted = letters(line)
        # Mostly the output keeps the source's order, so the next line is found just behind the last one.
        found = own.find(wanted, position) if wanted else position
        if found >= 0:
            position = found
            continue
        if wanted in own:
            continue
        lost = [run for run in _RUN.findall(line) if letters(run) not in own]
        if lost:
            yield Missing(entry.line + offset, _short(line), " ".join(lost)[:80])


def _places(text: str, lacking: Counter[str]) -> Iterator[Missing]:
    """The lines that hold the missing letters."""
    left = Counter(lacking)
    for number, line in enumerate(text.split("\n"), 1):
        mine = Counter(letters(line)) & left
        if mine:
            yield Missing(number, _short(line), "".join(sorted(mine.elements()))[:60])
            left -= mine


def _short(line: str) -> str:
    return re.sub(r"\s+", " ", line).strip()[:120]
