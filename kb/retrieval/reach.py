"""Which words lead to an article: its terms, and every spelling, reading and synonym of each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from kb.retrieval.index import Index
from kb.retrieval.spellings import Spellings


@dataclass(frozen=True, slots=True)
class ReachingTerm:
    """A term of an article and how it may be typed."""

    term: str
    impact: int
    """What it speaks for the article, in hundredths."""
    spellings: tuple[tuple[str, str], ...]
    """(folded spelling, how it reaches the term), surest first."""


def reach_of(article_id: str, index: Index, spellings: Spellings) -> list[ReachingTerm] | None:
    """The terms of an article, weightiest first; None when the index does not hold it."""
    doc = next((n for n in range(index.tables.size) if index.record(n).id == article_id), None)
    if doc is None:
        return None
    impacts = {
        term: posting.impact
        for term in index.terms()
        for posting in index.postings(term)
        if posting.doc == doc
    }
    typed: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    for key, entry in spellings.every():
        for group in entry.groups[:1]:
            for choice in group:
                if choice.term in impacts:
                    typed[choice.term].append((-choice.weight, key, choice.via))
    return [
        ReachingTerm(term, impact, tuple((key, via) for _, key, via in sorted(typed[term])))
        for term, impact in sorted(impacts.items(), key=lambda item: (-item[1], item[0]))
    ]
