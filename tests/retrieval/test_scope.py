"""Topics out of scope: where a question names one, and when the first article is about it all the same."""

from __future__ import annotations

import pytest

from kb.model import AppliesTo
from kb.retrieval import scope
from kb.retrieval.confidence import Topics, topics_named
from kb.retrieval.lexicon import Choice
from kb.retrieval.query import Query, Unit
from kb.retrieval.ranking import Candidate, Tables, Weighed

TOPICS = ("お問い合わせふぉーむ", "でーたべーす", "ふぉーむ", "天気", "db")


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("pleskのデータベースを直したい", ["データベース"]),
        ("でーたべーすを直したい", ["でーたべーす"]),
        ("dbとdba", ["db"]),
        ("dbの天気とdb", ["db", "db", "天気"]),
        ("お問い合わせフォームが届かない", ["お問い合わせフォーム"]),
        ("プラットフォームを選びたい", []),
        ("データベースサーバ", []),
        ("", []),
    ],
)
def test_a_topic_is_found_as_a_word_of_its_own_the_longest_first(text: str, topics: list[str]) -> None:
    assert [text[start:end] for start, end in scope.named(text, TOPICS)] == topics


QUERY = Query(
    "データベースのパスワード",
    (
        Unit("データベース", 0, ((Choice("データベース", 100, "word"),),)),
        Unit("パスワード", 7, ((Choice("パスワード", 100, "word"),),)),
    ),
)
GROUPS = [Weighed(unit.groups[0], 300.0, 1.0) for unit in QUERY.units]
TABLES = Tables(1, 700, (AppliesTo(),), (0,), ("a",), (0,), (), out_of_scope=TOPICS)


def topics_elsewhere(first: Candidate, query: Query = QUERY) -> list[str]:
    return [query.text[start:end] for start, end in topics_named(query, GROUPS, first, TABLES).elsewhere]


def test_a_topic_that_the_article_only_mentions_is_elsewhere() -> None:
    mentions = Candidate(0, 100.0, matched={0: 100, 1: 100}, questions={3: {1: (40, 100)}})
    assert topics_elsewhere(mentions) == ["データベース"]


def test_a_topic_that_a_title_or_stored_question_of_the_article_holds_is_not() -> None:
    about = Candidate(0, 100.0, matched={0: 100, 1: 100}, questions={3: {0: (40, 100)}})
    assert topics_elsewhere(about) == []


def test_a_topic_that_no_article_has_a_word_for_is_elsewhere() -> None:
    unknown = Query("天気とパスワード", (Unit("天気", 0, ()), QUERY.units[1]))
    assert topics_elsewhere(Candidate(0, 100.0, questions={0: {1: (40, 100)}}), unknown) == ["天気"]


def test_a_topic_of_several_words_must_stand_in_one_question_together() -> None:
    units = (*QUERY.units, Unit("管理", 12, ((Choice("管理", 100, "word"),),)))
    query = Query("データベースのパスワード管理", units)
    groups = [Weighed(unit.groups[0], 300.0, 1.0) for unit in units]
    tables = Tables(1, 700, (AppliesTo(),), (0,), ("a",), (0,), (), out_of_scope=("ぱすわーど管理",))
    apart = Candidate(0, 100.0, questions={1: {1: (40, 100)}, 2: {2: (40, 100)}})
    together = Candidate(0, 100.0, questions={1: {1: (40, 100), 2: (40, 100)}})
    assert topics_named(query, groups, apart, tables) == Topics(((7, 14),), ((7, 14),))
    assert topics_named(query, groups, together, tables) == Topics(((7, 14),), ())


def test_a_synonym_of_a_topic_in_a_question_is_not_the_topic() -> None:
    akin = Candidate(0, 100.0, questions={3: {0: (40, 60)}})
    assert topics_elsewhere(akin) == ["データベース"]
