"""Ask the index: from a question to an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kb.articles.applicability import TARGET_FACETS, Filters, Fit, filters_of
from kb.articles.unlisted import unlisted
from kb.config import Vocabulary
from kb.retrieval import corrections as slips
from kb.retrieval import ranking, scope
from kb.retrieval.confidence import confidence, features, topics_named
from kb.retrieval.corrections import Correction
from kb.retrieval.index import Index
from kb.retrieval.query import Query, read
from kb.retrieval.ranking import Candidate, Coverage, Place, Weighed
from kb.retrieval.records import Record, SectionRecord, shown_text
from kb.retrieval.spellings import Spellings
from kb.retrieval.weights import ANSWER_FROM
from kb.text import normalize

_SUGGESTIONS = 3


@dataclass(frozen=True, slots=True)
class Result:
    """One place of an answer."""

    rank: int
    """From 1."""
    record: Record
    score: float
    """Comparable within one answer only."""
    passage: SectionRecord
    """The section that answers; its text is what to show of it."""
    fit: Fit
    """Whether the article is for what was asked; ``Fit.OTHER``: for another version, shown only as the nearest."""
    others: tuple[Record, ...]
    """The other articles of its topic, newest version first."""

    @property
    def id(self) -> str:
        return self.record.id

    @property
    def summary(self) -> str:
        return self.record.summary


@dataclass(frozen=True, slots=True)
class Answer:
    """What the index says to a question."""

    question: str
    query: Query
    corrections: tuple[Correction, ...]
    """Slips that were mended before searching."""
    filters: Filters
    """What was asked for, by option or in the question itself."""
    answered: bool
    confidence: float
    """How sure it is that the first result answers, 0 to 1."""
    results: tuple[Result, ...]
    out_of_scope: tuple[str, ...]
    """Topics that it names, in its words, which the writers say no article covers, and the first result does not."""
    unlisted: tuple[str, ...]
    """Versions that it names, in its words, and that the vocabulary does not list; they filter nothing."""
    suggestions: tuple[str, ...]
    """What may have been meant, when nothing answers: the titles of the nearest articles."""


@dataclass(frozen=True, slots=True)
class Trace:
    """Everything that decided an answer, for ``kb ask --explain``."""

    answer: Answer
    groups: tuple[Weighed, ...]
    places: tuple[Place, ...]
    coverages: tuple[Coverage, ...]
    """Of each place, in order."""
    features: Mapping[str, float]
    """What the confidence was worked out from; empty when there are no places."""


class Searcher:
    """An open index that answers questions. Reads only; never changes the index."""

    def __init__(self, folder: Path, vocabulary: Vocabulary) -> None:
        self.index = Index(folder)
        self.spellings = Spellings(folder)
        self.vocabulary = vocabulary

    def ask(self, question: str, n: int = 5, filters: Filters | None = None) -> Answer:
        """The answer to a question.

        Args:
            question: as typed.
            n: results wanted, 1 or more.
            filters: what was asked for by option; goes before what the question itself names.
        """
        return self.trace(question, n, filters).answer

    def trace(self, question: str, n: int = 5, filters: Filters | None = None) -> Trace:
        """The answer with everything that decided it."""
        # Bytes of a command line that are no UTF-8 arrive as lone surrogates, which nothing can store or print.
        question = question.encode("utf-8", "replace").decode("utf-8")
        query, made = self._read(question)
        wanted = joined_filters(filters or Filters(), query, self.vocabulary)
        groups = ranking.weigh(query, self.spellings.idf)
        tables = self.index.tables
        candidates = ranking.shortlist(groups, self.index.postings, tables, wanted)
        ranking.judge(candidates, groups, query, tables)
        places = ranking.arrange(candidates, tables, wanted, self.vocabulary)
        coverages = tuple(ranking.coverage(p.candidate, groups, query, tables) for p in places[:n])
        total = ranking.total_worth(groups, query, tables)
        first = places[0].candidate if places else None
        topics = topics_named(query, groups, first, tables)
        found = features(query, groups, first, coverages[0], total, tables, topics) if first else {}
        sure = confidence(found) if found else 0.0
        results = tuple(self._result(i, place, groups) for i, place in enumerate(places[:n], 1))
        answered = sure >= ANSWER_FROM
        answer = Answer(
            question=question,
            query=query,
            corrections=tuple(made),
            filters=wanted,
            answered=answered,
            confidence=sure,
            results=results,
            out_of_scope=tuple(_as_typed(query.text[a:b], question) for a, b in topics.elsewhere),
            unlisted=tuple(_as_typed(name, question) for name in unlisted(query.text, self.vocabulary)),
            suggestions=() if answered else tuple(r.record.title for r in results[:_SUGGESTIONS]),
        )
        return Trace(answer, tuple(groups), tuple(places), coverages, found)

    def find(self, text: str) -> list[str]:
        """Ids of the first ten articles for a text, one for each topic; what ``kb check`` asks with."""
        return [result.id for result in self.ask(text, 10).results]

    def _read(self, question: str) -> tuple[Query, list[Correction]]:
        query = read(question, self.spellings, self.vocabulary)
        topics = scope.named(query.text, self.index.tables.out_of_scope)
        made = slips.corrections(query, self.spellings, topics)
        if made:
            query = read(slips.apply(normalize(question), made), self.spellings, self.vocabulary)
        return query, made

    def _result(self, rank: int, place: Place, groups: Sequence[Weighed]) -> Result:
        candidate = place.candidate
        record = self.index.record(candidate.doc)
        return Result(
            rank=rank,
            record=record,
            score=candidate.score / 100,
            passage=_passage(record, candidate, groups),
            fit=candidate.fit,
            others=tuple(self.index.record(doc) for doc in place.others),
        )

    def close(self) -> None:
        self.index.close()
        self.spellings.close()


def _as_typed(normalized: str, question: str) -> str:
    """A piece of the question in the case it was typed in, where nothing else was normalised."""
    start = question.lower().find(normalized)
    return question[start : start + len(normalized)] if start >= 0 else normalized


def _passage(record: Record, candidate: Candidate, groups: Sequence[Weighed]) -> SectionRecord:
    if not record.passages:
        return SectionRecord("", "", record.summary)
    number = ranking.best_passage(candidate, groups, record.passages)
    passage = record.passages[number if number is not None else 0]
    return replace(record.sections[passage[0]], text=shown_text(record.sections, passage))


def joined_filters(given: Filters, query: Query, vocabulary: Vocabulary) -> Filters:
    """Options first; a facet that no option speaks of is taken from the question. Software never binds there:
    a question that names Outlook is seldom only about Outlook."""
    named = [
        vocabulary.get(f, name)
        for f in ("versions", "plans", "os")
        for name in query.names(f)
        if not given.facet(f)
    ]
    asked = filters_of([name for name in named if name is not None])
    merged = {f: given.facet(f) or asked.facet(f) for f in ("plans", *TARGET_FACETS)}
    return Filters(**merged, categories=given.categories)
