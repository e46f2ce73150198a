"""Scores and order from postings and tables alone, with round weights in place of the tuned ones."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kb.articles.applicability import Filters, Fit
from kb.config import Name, Vocabulary
from kb.model import AppliesTo
from kb.retrieval import ranking, weights
from kb.retrieval.lexicon import Choice, Group
from kb.retrieval.postings import Posting
from kb.retrieval.query import Query, Unit, read
from kb.retrieval.ranking import Candidate, Coverage, Place, Tables, Weighed

VOCABULARY = Vocabulary(
    names=(
        Name("versions", "Plesk", product="Plesk", general=True),
        *(Name("versions", f"Plesk {n}", product="Plesk", order=n) for n in (8, 9, 11, 12, 17)),
        Name("versions", "Webmin", product="Webmin"),
        Name("software", "Dovecot"),
    )
)


@pytest.fixture(autouse=True)
def round_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "WHOLE_QUESTION": 1.0, "QUESTION_LENGTH": 0.0, "NAMED": 0.5, "OLDER_LEADS": 1.5,
        "FIT": {0: 0.5, 1: 0.75, 2: 1.0},
    }.items():  # fmt: skip
        monkeypatch.setattr(weights, name, value)


def tables(*bound: Sequence[str], topics: tuple[tuple[int, ...], ...] = (), categories: str = "") -> Tables:
    """One article for each list of versions; its category is a letter."""
    names = categories or "a" * len(bound)
    return Tables(
        size=len(bound),
        unknown_idf=300,
        applies=tuple(AppliesTo(versions=tuple(versions)) for versions in bound),
        applies_of=tuple(range(len(bound))),
        categories=tuple("abc"),
        categories_of=tuple("abc".index(letter) for letter in names),
        topics=topics,
    )


def word(term: str, weight: int = 100) -> Group:
    return (Choice(term, weight, "word"),)


def query(*groups: Group, unknown: int = 0) -> Query:
    units = [Unit("語", 0, (group,)) for group in groups] + [Unit("謎", 0, ())] * unknown
    return Query("", tuple(units))


def scored(*relevance: float) -> list[Candidate]:
    return [Candidate(doc, value) for doc, value in enumerate(relevance) if value]


def order(places: list[Place]) -> list[tuple[int, tuple[int, ...]]]:
    return [(place.candidate.doc, place.others) for place in places]


# -------------------------------------------------------------------- the score


def test_the_best_choice_of_a_word_counts_and_the_words_add_up() -> None:
    """迷惑メール or, at 60 %, スパム; and 届く."""
    postings = {
        "迷惑メール": [Posting(0, 500, (), ())],
        "スパム": [Posting(0, 900, (), ()), Posting(1, 800, (), ())],
        "届く": [Posting(1, 100, (), ()), Posting(2, 200, (), ())],
    }
    groups = [
        Weighed((*word("迷惑メール"), Choice("スパム", 60, "synonym")), 100, 1.0),
        Weighed(word("届く"), 100, 1.0),
    ]
    found = ranking.shortlist(groups, lambda t: postings[t], tables((), (), ()), Filters())
    assert [(c.doc, c.relevance, c.matched) for c in found] == [
        (1, 60 * 8.0 + 100.0, {0: 60, 1: 100}),  # 800 at 60 %, and 100
        (0, 60 * 9.0, {0: 100}),  # 900 at 60 % is more than 500 in full
        (2, 200.0, {1: 100}),
    ]


def test_a_word_that_names_a_version_counts_less() -> None:
    """It has decided already, by applicability. A name of a software has not."""
    lexicon_groups = {
        "plesk": word("plesk"),
        "9": word("9"),
        "dovecot": word("dovecot"),
        "spam": word("spam"),
    }

    class Known:
        unknown_cost, longest = 900, 10

        def look_up(self, keys):  # type: ignore[no-untyped-def]
            from kb.retrieval.lexicon import Entry

            return {k: Entry(100, (lexicon_groups[k],)) for k in keys if k in lexicon_groups}

    asked = read("plesk 9 dovecot spam", Known(), VOCABULARY)
    assert [(w.group[0].term, w.worth, w.factor) for w in ranking.weigh(asked, lambda term: 200)] == [
        ("plesk", 100.0, 0.5),
        ("9", 100.0, 0.5),
        ("dovecot", 200.0, 1.0),
        ("spam", 200.0, 1.0),
    ]


def test_the_one_stored_question_most_like_the_whole_query_adds_to_the_score() -> None:
    asked = query(word("a"), word("b"))
    groups = ranking.weigh(asked, lambda term: 100)
    candidate = Candidate(0, 1000.0)
    # Question 1 has both words, question 2 one word that tells more.
    candidate.questions = {0: {0: (3000, 100)}, 1: {0: (2500, 100), 1: (2500, 100)}, 2: {1: (4000, 100)}}
    ranking.judge([candidate], groups, asked, tables(()))
    assert candidate.likeness == 50.0


def test_only_the_categories_asked_for_are_admitted() -> None:
    postings = [Posting(doc, 100, (), ()) for doc in range(3)]
    found = ranking.shortlist(
        [Weighed(word("a"), 100, 1.0)],
        lambda term: postings,
        tables((), (), (), categories="aba"),
        Filters(categories=("a",)),
    )
    assert [c.doc for c in found] == [0, 2]


def test_equal_scores_fall_to_the_lower_number_and_the_shortlist_is_bounded() -> None:
    postings = [Posting(doc, 100, (), ()) for doc in range(ranking.SHORTLIST + 5)]
    found = ranking.shortlist(
        [Weighed(word("a"), 100, 1.0)], lambda term: postings, tables(*[()] * len(postings)), Filters()
    )
    assert [c.doc for c in found] == list(range(ranking.SHORTLIST))


# -------------------------------------------------------------------- the order


def test_the_order_goes_by_score_and_then_by_number() -> None:
    places = ranking.arrange(scored(5, 9, 5, 7), tables((), (), (), ()), Filters(), VOCABULARY)
    assert order(places) == [(1, ()), (3, ()), (0, ()), (2, ())]


def test_what_applies_goes_before_what_scores_a_little_more() -> None:
    places = ranking.arrange(
        scored(10, 12, 11),
        tables(["Plesk 9"], ["Plesk 17"], []),
        Filters(versions=("Plesk 9",)),
        VOCABULARY,
    )
    assert [(p.candidate.doc, p.candidate.fit) for p in places] == [
        (0, Fit.EXACT),  # 10
        (2, Fit.GENERAL),  # 11 * 0.75
        (1, Fit.OTHER),  # 12 * 0.5
    ]


TOPIC = ((3, 2, 1, 0),)
"""Articles for Plesk 8, 9, 12 and 17, newest first."""
BOUND = (["Plesk 8"], ["Plesk 9"], ["Plesk 12"], ["Plesk 17"])


@pytest.mark.parametrize(
    ("relevance", "asked", "leader", "others", "why"),
    [
        ((10, 10, 10, 9), (), 3, (2, 1, 0), "no version named: the newest, though it scores a little less"),
        ((10, 10, 20, 9), (), 2, (3, 1, 0), "unless another scores far more"),
        ((10, 90, 20, 9), ("Plesk 17",), 3, (2, 1, 0), "but never when the version is named"),
        ((10, 9, 20, 20), ("Plesk 9",), 1, (3, 2, 0), "the version asked for"),
        ((10, 0, 0, 0), (), 0, (3, 2, 1), "the only one that has a word of the question"),
    ],
)
def test_who_speaks_for_a_topic(
    relevance: tuple[float, ...], asked: tuple[str, ...], leader: int, others: tuple[int, ...], why: str
) -> None:
    places = ranking.arrange(
        scored(*relevance), tables(*BOUND, topics=TOPIC), Filters(versions=asked), VOCABULARY
    )
    assert order(places) == [(leader, others)], why


@pytest.mark.parametrize(
    ("asked", "leader", "why"),
    [
        ("Plesk 11", 2, "12 is nearer to it than 9"),
        ("Webmin", 3, "another product altogether: nothing is near, the newest leads"),
    ],
)
def test_the_nearest_version_is_offered_where_none_fits(asked: str, leader: int, why: str) -> None:
    (place,) = ranking.arrange(
        scored(40, 10, 10, 10), tables(*BOUND, topics=TOPIC), Filters(versions=(asked,)), VOCABULARY
    )
    assert (place.candidate.doc, place.candidate.fit) == (leader, Fit.OTHER), why


def test_the_product_alone_means_any_version() -> None:
    (place,) = ranking.arrange(
        scored(10, 10, 10, 10), tables(*BOUND, topics=TOPIC), Filters(versions=("Plesk",)), VOCABULARY
    )
    assert (place.candidate.doc, place.candidate.fit) == (3, Fit.EXACT)


def test_a_topic_stands_where_its_best_article_stands() -> None:
    places = ranking.arrange(
        scored(10, 8, 9), tables(["Plesk 8"], ["Plesk 9"], [], topics=((1, 0),)), Filters(), VOCABULARY
    )
    assert order(places) == [(1, (0,)), (2, ())]


# -------------------------------------------------------------------- coverage


def test_coverage_is_the_share_of_the_querys_worth() -> None:
    """Two words of worth 100 and 300 and an unknown one of 300: 700 in all."""
    asked = query(word("a"), word("b"), unknown=1)
    groups = ranking.weigh(asked, lambda term: {"a": 100, "b": 300}[term])
    candidate = Candidate(0, 1.0)
    candidate.matched = {0: 100, 1: 100}
    candidate.questions = {0: {0: (5, 100)}, 1: {1: (5, 100)}}
    candidate.passages = {0: {0: 100}}
    assert ranking.coverage(candidate, groups, asked, tables(())) == Coverage(
        article=pytest.approx(4 / 7),
        question=pytest.approx(3 / 7),
        passage=pytest.approx(1 / 7),
    )
    assert ranking.total_worth(groups, asked, tables(())) == 700


def test_of_a_query_of_nothing_nothing_is_covered() -> None:
    assert ranking.coverage(Candidate(0, 0.0), [], query(), tables(())) == Coverage(0.0, 0.0, 0.0)


# -------------------------------------------------------------------- passages

SECTIONS = ((0, ""), (1, ""), (1, "行 9"), (1, "行 12"), (2, ""))
"""Three sections; the second has a table of two rows."""


@pytest.mark.parametrize(
    ("held", "best", "why"),
    [
        ({}, None, "no passage has a word of the query"),
        ({4: {0: 100}}, 4, "the only one"),
        ({0: {0: 100}, 4: {0: 100, 1: 100}}, 4, "the one with more of it"),
        ({0: {0: 100}, 4: {1: 100}}, 4, "the one with the word that tells more"),
        ({0: {1: 100}, 4: {1: 100}}, 0, "of equals the first"),
        (
            {1: {0: 100, 1: 100}, 2: {0: 100}, 3: {0: 100, 1: 100}},
            3,
            "one row holds all that the table holds",
        ),
        ({1: {0: 100}, 2: {0: 100}, 3: {0: 100}}, 1, "every row does: the table"),
        ({1: {0: 100, 1: 100}, 2: {0: 100}, 3: {1: 100}}, 1, "no row does: the table"),
        ({0: {1: 100}, 3: {1: 100}, 1: {1: 100}}, 0, "an earlier section holds as much"),
    ],
)
def test_the_passage_that_answers(held: dict[int, dict[int, int]], best: int | None, why: str) -> None:
    groups = [Weighed(word("a"), 100, 1.0), Weighed(word("b"), 300, 1.0)]
    candidate = Candidate(0, 1.0)
    candidate.passages = held
    assert ranking.best_passage(candidate, groups, SECTIONS) == best, why


def test_the_row_of_the_version_asked_for_goes_before_the_answer_for_all() -> None:
    """「SNI Plesk 12」 is answered by the row of Plesk 12, though the first section holds its words too."""
    held = Candidate(0, 1.0)
    held.passages = {0: {0: 100, 1: 100}, 1: {0: 100, 1: 100}, 3: {0: 100, 1: 100}}
    sni = Weighed((Choice("sni", 100, "word"),), 100, 1.0)
    named = Weighed((Choice("plesk12", 100, "word"),), 40, 0.4)
    assert ranking.best_passage(held, [sni, named], SECTIONS) == 3
    assert ranking.best_passage(held, [sni, sni], SECTIONS) == 0
