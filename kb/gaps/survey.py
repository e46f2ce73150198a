"""Look through a log: group it, ask each group again, and say what is missing. Pure but for what it is handed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from kb.gaps.grouping import Group, group
from kb.gaps.log import Asked
from kb.gaps.masking import unmasked
from kb.gaps.proposals import Proposal, propose
from kb.gaps.reading import Reading
from kb.retrieval.query import Query

UNSURE = 0.8
"""Confidence under which an answer counts as unsure: when it was chosen, more than a third of such answers to the
judged queries were wrong (22 of 60), and one in eighteen above it (18 of 326)."""

OFTEN = 2
"""Times from which an unsure answer is worth a look."""


class Shelf(Protocol):
    """What a survey needs of the knowledge base as it is today."""

    def look(self, question: str, filters: Mapping[str, tuple[str, ...]]) -> Reading:
        """Ask a question without masks, under names by facet."""

    def stored(self, path: str) -> Sequence[Query]:
        """The title and questions of an article, by its path, read as queries."""

    def idf(self, term: str) -> int:
        """The weight of a term."""

    def holds(self, article_id: str) -> bool:
        """Is there such an article?"""


@dataclass(frozen=True, slots=True)
class Gap:
    """A question and what the search says of it today."""

    group: Group
    reading: Reading
    """Of the most asked wording."""
    proposals: tuple[Proposal, ...] = ()
    """For what is not found: at least one."""
    answered_by: str | None = None
    """Id of the article that answered it formerly, if one did that still exists."""

    @property
    def unsure(self) -> bool:
        """Answered today, but perhaps not rightly, and asked often?"""
        return self.reading.answered and self.reading.confidence < UNSURE and self.group.count >= OFTEN


@dataclass(frozen=True, slots=True)
class Survey:
    """What a log says about the knowledge base. Each list: the most asked first."""

    asked: tuple[Asked, ...]
    """All that was looked at, by day."""
    not_found: tuple[Gap, ...]
    unsure: tuple[Gap, ...]
    """Answered today, asked often, and the answer may be wrong."""
    mended: tuple[Gap, ...]
    """Not answered when asked, answered surely today."""
    wordless: int = 0
    """Questions without a word that could be searched (あの, or nothing but masks); in none of the lists."""

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and the last day."""
        return (self.asked[0].day, self.asked[-1].day) if self.asked else None


def survey(entries: Iterable[Asked], shelf: Shelf, *, least: int = 1) -> Survey:
    """Look through a log.

    Args:
        entries: the log, in any order.
        shelf: asked once for each wording and its filters.
        least: how often a question must have been asked to be told, 1 or more.
    """
    asked = tuple(sorted(entries, key=lambda entry: entry.day))
    held: dict[object, Reading] = {}

    def read(entry: Asked) -> Reading:
        key = entry.question, tuple(sorted(entry.filters.items()))
        if key not in held:
            held[key] = shelf.look(unmasked(entry.question), entry.filters)
        return held[key]

    groups = group(asked, lambda entry: read(entry).terms)
    gaps = [_gap(one, read(one.most_asked), shelf) for one in groups if one.terms and one.count >= least]
    return Survey(
        asked,
        tuple(gap for gap in gaps if not gap.reading.answered),
        tuple(gap for gap in gaps if gap.unsure),
        tuple(gap for gap in gaps if gap.reading.answered and not gap.unsure and gap.group.refused),
        sum(one.count for one in groups if not one.terms),
    )


def _gap(one: Group, reading: Reading, shelf: Shelf) -> Gap:
    former = one.answered_by
    proposals = () if reading.answered else propose(reading, _clean(one), shelf.stored, shelf.idf)
    return Gap(one, reading, proposals, former if former and shelf.holds(former) else None)


def _clean(one: Group) -> list[str]:
    """The wordings without masks; those that never had any first."""
    texts = [wording.question for wording in one.wordings]
    whole = [text for text in texts if unmasked(text) == text]
    return whole or [text for text in map(unmasked, texts) if text]
