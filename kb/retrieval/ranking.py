"""Score articles for a query and put them in order. Pure: postings and tables in, places out.

Mirrored in ``kb/site/assets/search/ranking.js``. All inputs are whole numbers and every sum runs in the same
order, so both give the same doubles; ties fall to the lower article number (articles are numbered by path).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from kb.articles.applicability import Filters, Fit, fit
from kb.config import Vocabulary
from kb.model import AppliesTo
from kb.retrieval import weights
from kb.retrieval.lexicon import Group
from kb.retrieval.query import Query

SHORTLIST = 60
"""Articles, best by BM25F, that are looked at closely: stored questions, passages, coverage."""


class Scored(Protocol):
    """A posting, however it is held; see ``postings.Posting``."""

    @property
    def doc(self) -> int: ...
    @property
    def impact(self) -> int: ...
    @property
    def questions(self) -> tuple[tuple[int, int], ...]: ...
    @property
    def passages(self) -> tuple[int, ...]: ...


PostingsOf = Callable[[str], Sequence[Scored]]


@dataclass(frozen=True, slots=True)
class Tables:
    """What is known of every article before its own record is read."""

    size: int
    unknown_idf: int
    """Idf of a term that no article has, in hundredths."""
    applies: tuple[AppliesTo, ...]
    """The distinct bindings."""
    applies_of: tuple[int, ...]
    """For each article the number of its binding."""
    categories: tuple[str, ...]
    categories_of: tuple[int, ...]
    topics: tuple[tuple[int, ...], ...]
    """Articles of each topic that several share, newest version first."""
    unasked: tuple[int, ...] = ()
    """Articles for which no questions are stored."""
    out_of_scope: tuple[str, ...] = ()
    """Topics that no article covers, folded."""

    def applies_to(self, doc: int) -> AppliesTo:
        return self.applies[self.applies_of[doc]]


@dataclass(slots=True)
class Candidate:
    """An article of the shortlist while it is being judged."""

    doc: int
    relevance: float
    """BM25F over the query's groups."""
    matched: dict[int, int] = field(default_factory=dict)
    """Group number to the weight (hundredths) of the best choice the article has."""
    questions: dict[int, dict[int, tuple[int, int]]] = field(default_factory=dict)
    """Stored question to group to (likeness added, weight of the choice)."""
    passages: dict[int, dict[int, int]] = field(default_factory=dict)
    """Passage to group to the weight of the choice."""
    likeness: float = 0.0
    """Of the stored question most like the query; same scale as ``relevance``."""
    fit: Fit = Fit.EXACT

    @property
    def score(self) -> float:
        """What the order goes by."""
        return (self.relevance + self.likeness) * weights.FIT[self.fit]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A group of the query with what it can bring."""

    group: Group
    worth: float
    """Idf times weight of its best choice, in hundredths."""
    factor: float
    """1, or less for a word that a filter already stands for."""
    bonus: bool = False
    """Two words written together as one term: something where it is held, nothing missing where it is not."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the query an article holds, by idf; each 0 to 1."""

    article: float
    question: float
    """In the best single stored question, names of versions, plans and OS aside where the article is for them."""
    passage: float
    """In the best single passage."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the answer: an article, and the others of its topic."""

    candidate: Candidate
    others: tuple[int, ...]
    """Articles of the same topic, in the topic's order."""


def weigh(query: Query, idf_of: Callable[[str], int]) -> list[Weighed]:
    """The query's groups with their worth.

    A word that names a version, plan or OS already decides by applicability; as a word it counts less. A word
    that stands twice counts once.
    """
    result = []
    seen: set[str] = set()
    for place, unit in enumerate((*query.units, *query.joints)):
        factor = weights.NAMED if query.bound(unit) else 1.0
        for group in unit.groups:
            worth = max(choice.weight * idf_of(choice.term) / 100 for choice in group)
            if worth and group[0].term not in seen:
                seen.add(group[0].term)
                result.append(Weighed(group, factor * worth, factor, place >= len(query.units)))
    return result


def shortlist(
    groups: Sequence[Weighed], postings_of: PostingsOf, tables: Tables, filters: Filters
) -> list[Candidate]:
    """The best articles by BM25F, with everything the closer look needs."""
    held = [[(choice.weight, postings_of(choice.term)) for choice in weighed.group] for weighed in groups]
    relevance: dict[int, float] = {}
    for weighed, choices in zip(groups, held, strict=True):
        for doc, value in _best_impacts(choices).items():
            relevance[doc] = relevance.get(doc, 0.0) + weighed.factor * value / 100
    wanted = _admitted(relevance, tables, filters)
    best = sorted(wanted, key=lambda doc: (-relevance[doc], doc))[:SHORTLIST]
    candidates = {doc: Candidate(doc, relevance[doc]) for doc in best}
    for number, choices in enumerate(held):
        _look_closely(number, choices, candidates)
    return list(candidates.values())


def _best_impacts(choices: Sequence[tuple[int, Sequence[Scored]]]) -> dict[int, int]:
    """Article to the best weight times impact over the choices of one group."""
    if len(choices) == 1:
        weight, postings = choices[0]
        return {p.doc: weight * p.impact for p in postings}
    best: dict[int, int] = {}
    for weight, postings in choices:
        for posting in postings:
            value = weight * posting.impact
            if value > best.get(posting.doc, 0):
                best[posting.doc] = value
    return best


def _admitted(relevance: dict[int, float], tables: Tables, filters: Filters) -> list[int]:
    if not filters.categories:
        return list(relevance)
    return [d for d in relevance if tables.categories[tables.categories_of[d]] in filters.categories]


def _look_closely(
    number: int, choices: Sequence[tuple[int, Sequence[Scored]]], candidates: dict[int, Candidate]
) -> None:
    for weight, postings in choices:
        for posting in postings:
            candidate = candidates.get(posting.doc)
            if candidate is None:
                continue
            candidate.matched[number] = max(weight, candidate.matched.get(number, 0))
            for question, value in posting.questions:
                slot = candidate.questions.setdefault(question, {})
                if weight * value > slot.get(number, (0, 0))[0]:
                    slot[number] = weight * value, weight
            for passage in posting.passages:
                held = candidate.passages.setdefault(passage, {})
                held[number] = max(weight, held.get(number, 0))


def judge(candidates: Sequence[Candidate], groups: Sequence[Weighed], query: Query, tables: Tables) -> None:
    """Add to each candidate how like the whole query its most similar stored question is."""
    scale = weights.WHOLE_QUESTION * (total_worth(groups, query, tables) / 100) ** weights.QUESTION_LENGTH
    for candidate in candidates:
        best = 0.0
        for slots in candidate.questions.values():
            likeness = 0.0
            for number in sorted(slots):
                likeness += groups[number].factor * slots[number][0] / 100
            best = max(best, likeness)
        candidate.likeness = scale * best


def total_worth(groups: Sequence[Weighed], query: Query, tables: Tables) -> float:
    """Worth of the whole query, unknown words included, in hundredths."""
    unknown = sum(1 for unit in query.units if not unit.known)
    return _added(weighed.worth for weighed in groups) + unknown * tables.unknown_idf


def _added(values: Iterable[float]) -> float:
    """One after the other, as JavaScript adds: ``sum`` compensates for rounding from Python 3.12 on."""
    total = 0.0
    for value in values:
        total += value
    return total


def coverage(candidate: Candidate, groups: Sequence[Weighed], query: Query, tables: Tables) -> Coverage:
    """How much of the query one article holds."""
    total = total_worth(groups, query, tables)
    if not total:
        return Coverage(0.0, 0.0, 0.0)

    def held(weights_by_group: Mapping[int, int]) -> float:
        part = 0.0
        for number in sorted(weights_by_group):
            weighed = groups[number]
            heaviest = max(choice.weight for choice in weighed.group)
            part += weighed.worth * weights_by_group[number] / heaviest
        return part

    asked = _asked(candidate, groups)
    questions = (
        held({n: weight for n, (_, weight) in slots.items() if n in asked})
        for slots in candidate.questions.values()
    )
    return Coverage(
        article=held(candidate.matched) / total,
        question=max(questions, default=0.0) / total_worth([groups[n] for n in asked], query, tables),
        passage=max((held(slots) for slots in candidate.passages.values()), default=0.0) / total,
    )


def _asked(candidate: Candidate, groups: Sequence[Weighed]) -> list[int]:
    """The groups that a stored question has to hold: names are answered by what the article is for.

    Not when it is for something else, and not when the query is nothing but names.
    """
    words = [number for number, weighed in enumerate(groups) if not weighed.bonus]
    if candidate.fit is Fit.OTHER:
        return words
    return [number for number in words if groups[number].factor == 1] or words


def best_passage(
    candidate: Candidate, groups: Sequence[Weighed], passages: Sequence[tuple[int, str]]
) -> int | None:
    """Number of the passage that holds most of the query; None when none holds any.

    Of equals the earliest, which is the section before the rows of its table. But a row goes before its section
    when it alone of them holds as much; and before any section when it holds the version, OS or plan that the query
    names: 「SNI Plesk 12」 is what its row says, not what the article says of all versions.

    Args:
        candidate: the article, with its matches.
        groups: those of the query.
        passages: of its record: number of the section, and the text of a row (else empty).
    """
    values = {
        number: _added(groups[g].worth * slots[g] for g in sorted(slots))
        for number, slots in candidate.passages.items()
    }
    if not values:
        return None
    best = min(values, key=lambda number: (-values[number], number))
    rows = [
        number
        for number, (section, row) in enumerate(passages)
        if row
        and values.get(number) == values[best]
        and (section == passages[best][0] or any(groups[g].factor < 1 for g in candidate.passages[number]))
    ]
    return rows[0] if len(rows) == 1 else best


def arrange(
    candidates: Sequence[Candidate], tables: Tables, filters: Filters, vocabulary: Vocabulary
) -> list[Place]:
    """Put candidates in order: what applies first, one place for each topic."""
    for candidate in candidates:
        candidate.fit = fit(tables.applies_to(candidate.doc), filters, vocabulary)
    ordered = sorted(candidates, key=lambda c: (-c.score, c.doc))
    topic_of = {doc: topic for topic in tables.topics for doc in topic}
    places: list[Place] = []
    done: set[int] = set()
    for candidate in ordered:
        topic = topic_of.get(candidate.doc, (candidate.doc,))
        if candidate.doc in done:
            continue
        done.update(topic)
        members = [c for c in ordered if c.doc in topic]
        members += _silent_members(members, topic, tables, filters, vocabulary)
        leader = _leader(members, topic, tables, filters, vocabulary)
        places.append(Place(leader, tuple(doc for doc in topic if doc != leader.doc)))
    return places


def _silent_members(
    members: Sequence[Candidate],
    topic: Sequence[int],
    tables: Tables,
    filters: Filters,
    vocabulary: Vocabulary,
) -> list[Candidate]:
    """Articles of the topic that share no word with the query but fit what was asked for better than those that do.

    The topic is the question, so they answer it too; they are as relevant as the best of the others.
    """
    best_fit = max(c.fit for c in members)
    held = {c.doc for c in members}
    silent = []
    for doc in topic:
        how = fit(tables.applies_to(doc), filters, vocabulary)
        if doc not in held and how > best_fit:
            silent.append(Candidate(doc, members[0].relevance, likeness=members[0].likeness, fit=how))
    return silent


def _leader(
    members: Sequence[Candidate],
    topic: Sequence[int],
    tables: Tables,
    filters: Filters,
    vocabulary: Vocabulary,
) -> Candidate:
    """Which article speaks for a topic: the best fit, of those the newest, unless another is far more relevant."""
    best_fit = max(c.fit for c in members)
    fitting = [c for c in members if c.fit == best_fit]
    if best_fit is Fit.OTHER:
        return min(fitting, key=lambda c: (_distance(c.doc, tables, filters, vocabulary), topic.index(c.doc)))
    newest = min(fitting, key=lambda c: topic.index(c.doc))
    strongest = max(fitting, key=lambda c: (c.score, -c.doc))
    return strongest if strongest.score > weights.OLDER_LEADS * newest.score else newest


def _distance(doc: int, tables: Tables, filters: Filters, vocabulary: Vocabulary) -> float:
    """How far an article's versions lie from those asked for; far beyond any order when incomparable."""
    distances = [
        distance
        for facet in ("versions", "os")
        for asked in filters.facet(facet)
        for bound in tables.applies_to(doc).facet(facet)
        if (distance := vocabulary.distance(facet, asked, bound)) is not None
    ]
    return min(distances, default=1e6)
