"""Does the first article answer at all? The one place that decides to abstain.

Mirrored in ``kb/site/assets/search/confidence.js``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kb.articles.applicability import Fit
from kb.retrieval import scope
from kb.retrieval.identifiers import parts
from kb.retrieval.query import Query, Unit
from kb.retrieval.ranking import Candidate, Coverage, Tables, Weighed
from kb.retrieval.segmentation import script
from kb.retrieval.weights import ANSWER_FROM, CONFIDENCE

_WHOLE = 0.9
"""Share of a query from which a stored question counts as holding all of it."""

_SCRAP = 2
"""Kana that tell nothing by themselves."""

_FEW = 2
"""Words of a query up to which it names a topic rather than asks a question."""

_IDENTIFIER = re.compile(r"(?=[\x00-\x7f]{4,}$).*[0-9._/:@-]")
"""Latin letters that no two articles hold by chance."""


_ITSELF = 85
"""Weight in hundredths from which a word is the one asked for, by its reading or the writers' synonyms too."""


FITTED = tuple(sorted(CONFIDENCE.keys() - {"bias"}))
"""The features that the regression is over, in the order they are added up."""


@dataclass(frozen=True, slots=True)
class Topics:
    """Topics out of scope that a query names, in its order."""

    named: tuple[scope.Span, ...]
    elsewhere: tuple[scope.Span, ...]
    """Those that no one title or stored question of the first article holds."""


def features(
    query: Query,
    groups: Sequence[Weighed],
    first: Candidate,
    coverage: Coverage,
    total: float,
    tables: Tables,
    topics: Topics,
) -> Mapping[str, float]:
    """What tells an answer from the best of a bad lot.

    Args:
        query: the question as it was read.
        groups: its groups with their worth.
        first: the article in the first place.
        coverage: how much of the query it holds.
        total: worth of the whole query in hundredths, unknown words included; more than 0.
        tables: say what a word that no article has is worth, the measure of a whole word, and which articles have
            no stored questions.
        topics: out of scope, that it names; see ``topics_named``.
    """
    numbers = _numbered(groups)
    held = [bool(u.groups) and numbers.get(u.groups[0][0].term) in first.matched for u in query.units]
    # That an article is about Plesk does not make it an answer.
    matched = sum(
        _words(u) for u, h in zip(query.units, held, strict=True) if h and _tells(u) and not query.named(u)
    )
    foreign = any(not h and _is_foreign(u, query) for u, h in zip(query.units, held, strict=True))
    whole = coverage.question > _WHOLE
    plain = not topics.elsewhere and _is_plain(query, held, first, whole)
    return {
        "plain": float(plain),  # no feature of the regression, see confidence()
        "density": first.score / total,  # score against the most that the words could have brought
        "foreign": float(foreign),  # a question about Excel is not answered by an article without it
        "elsewhere": float(bool(topics.elsewhere)),  # the writers say so
        # Even where the article has a question with that word, it is more often about something else.
        "listed": float(bool(topics.named)),
        "matched": math.log(1 + matched),  # one shared word may be chance, five are not
        "unasked": float(
            first.doc in tables.unasked
        ),  # no stored question to be like: less score, no less sure
        "whole": float(whole),  # somebody has asked it in just these words
        "words": math.log(1 + total / tables.unknown_idf),  # of a long question no article holds every word
    }


def topics_named(query: Query, groups: Sequence[Weighed], first: Candidate | None, tables: Tables) -> Topics:
    """The topics out of scope that the query names, and which of them the first article is not about.

    That an article mentions databases in passing, or something akin to them, does not make it one about them.
    """
    named = tuple(sorted(scope.named(query.text, tables.out_of_scope)))
    numbers = _numbered(groups)
    return Topics(named, tuple(span for span in named if not _holds(first, span, query, numbers)))


def _holds(first: Candidate | None, span: scope.Span, query: Query, numbers: Mapping[str, int]) -> bool:
    """Has one title or stored question of the article all words of the topic?"""
    start, end = span
    units = [u for u in query.units if u.start < end and start < u.start + len(u.text) and _tells(u)]
    # -1: no group, which no question holds.
    terms = [numbers.get(u.groups[0][0].term, -1) if u.known else -1 for u in units]
    questions = first.questions.values() if first else ()
    return bool(terms) and any(all(slots.get(n, (0, 0))[1] >= _ITSELF for n in terms) for slots in questions)


def _numbered(groups: Sequence[Weighed]) -> dict[str, int]:
    """The number of each group, by the term that counts most in it."""
    return {weighed.group[0].term: number for number, weighed in enumerate(groups)}


def confidence(found: Mapping[str, float]) -> float:
    """How sure it is that the first article answers, 0 to 1; ``weights.ANSWER_FROM`` and more counts as an answer.

    A logistic regression over ``features``, fitted on judged queries by ``benchmarks/calibrate.py``.
    """
    value = CONFIDENCE["bias"]
    for name in FITTED:
        value += CONFIDENCE[name] * found[name]
    sure = 1 / (1 + math.exp(-value))
    return max(sure, ANSWER_FROM) if found["plain"] else sure


def _is_plain(query: Query, held: Sequence[bool], first: Candidate, whole: bool) -> bool:
    """Is it no question to refuse: a topic to open, or an identifier that the article has?

    Names of versions, plans and OS aside, where the article is for them, that is a word or two that titles and
    questions hold, or nothing but an identifier and a word beside it.
    """
    asked = [
        (unit, has)
        for unit, has in zip(query.units, held, strict=True)
        if first.fit is Fit.OTHER or not query.bound(unit)
    ]
    if sum(has for _, has in asked) > _FEW:
        return False
    topic = whole and any(has and _tells(unit) for unit, has in zip(query.units, held, strict=True))
    return topic or (all(has for _, has in asked) and any(_IDENTIFIER.match(unit.text) for unit, _ in asked))


def _tells(unit: Unit) -> bool:
    """May it name a topic? Two kana are as likely a scrap of another word (しり of しりとり)."""
    return len(unit.text) > _SCRAP or script(unit.text[0]) != "hiragana"


def _words(unit: Unit) -> int:
    """An identifier is as many words as it has parts."""
    return max(1, len(parts(unit.text))) if unit.text.isascii() else 1


def _is_foreign(unit: Unit, query: Query) -> bool:
    """Is a word written the way names of products and things of the trade are: in Latin letters or katakana?

    Not one that the vocabulary knows, and no Latin letters in a question that is all English.
    """
    if query.named(unit):
        return False
    if script(unit.text[0]) == "katakana":
        return True
    return unit.text[0].isascii() and unit.text[0].isalpha() and not query.text.isascii()
