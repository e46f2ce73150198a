"""What might mend a question that found no answer. Pure; a person decides.

Where the numbers come from: the judged queries of this repository that were refused when they were chosen (21 with
an answer, 148 without).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kb.gaps.reading import Reading
from kb.retrieval.query import Query, Unit

PLAUSIBLE = 0.5
"""Coverage from which the nearest article may be meant: right for 7 of the 14 questions whose article was nearest,
never for a wrong article, and for 12 of the 148 questions that none answers."""

LIKE = 0.5
"""Share of a stored question that must be asked for, before what is left of it explains an unknown word."""


@dataclass(frozen=True, slots=True)
class AddQuestion:
    """Add a wording to an article's ``questions``."""

    article: str
    path: str
    wording: str


@dataclass(frozen=True, slots=True)
class AddSynonym:
    """Add a line to search/synonyms.txt."""

    word: str
    """As asked; no article holds it."""
    meant: str
    """The term of the article in its place."""
    article: str

    @property
    def line(self) -> str:
        return f"{self.word}, {self.meant}"


@dataclass(frozen=True, slots=True)
class WriteArticle:
    """Nothing that exists seems to be meant."""


Proposal = AddQuestion | AddSynonym | WriteArticle


def propose(
    reading: Reading,
    wordings: Sequence[str],
    stored: Callable[[str], Sequence[Query]],
    idf: Callable[[str], int],
) -> tuple[Proposal, ...]:
    """What might mend a question, at least one.

    Args:
        reading: what the search says of it.
        wordings: as asked, without masks, most asked first; empty when nothing but masks was asked.
        stored: the title and questions of an article (by its path), read as queries.
        idf: weight of a term.
    """
    nearest = reading.nearest
    found: list[Proposal] = []
    if nearest is not None and nearest.fits:
        if nearest.coverage >= PLAUSIBLE and wordings:
            found.append(AddQuestion(nearest.id, nearest.path, wordings[0]))
        if nearest.alone and (pair := substitution(reading.query, stored(nearest.path), idf)):
            found.append(AddSynonym(*pair, nearest.id))
    return tuple(found) or (WriteArticle(),)


def substitution(query: Query, stored: Sequence[Query], idf: Callable[[str], int]) -> tuple[str, str] | None:
    """The one unknown word of a query and the term that stands in its place in a stored question, or None.

    「会議室を予約できない」 against a stored 「会議室を押さえられない」: what both hold aside, 予約 is left of one and
    押さえる of the other. With two words left on a side nobody can tell, and nothing is said; nor when the word left
    weighs less than the others (メール in a knowledge base about mail), which is what chance leaves.
    """
    unknown = [unit.text for unit in query.units if not unit.known]
    if len(unknown) != 1 or len(unknown[0]) < 2 or unknown[0].isdigit():
        return None
    asked = {choice.term for unit in query.units for group in unit.groups for choice in group}
    best: tuple[float, str] | None = None
    for question in stored:
        known = [unit for unit in question.units if unit.known]
        left = [unit for unit in known if not asked.intersection(c.term for c in unit.groups[0])]
        total = sum(idf(_term(unit)) for unit in known)
        if len({_term(unit) for unit in left}) != 1 or not total:
            continue
        shared = 1 - idf(_term(left[0])) / total
        if 1 - shared >= 1 / len(known) and shared >= LIKE and (best is None or shared > best[0]):
            best = shared, _term(left[0])
    return None if best is None else (unknown[0], best[1])


def _term(unit: Unit) -> str:
    return unit.groups[0][0].term
