"""BM25F worked out at build time: by hand for two articles, and against a slow twin for random ones."""

from __future__ import annotations

import math
import random
from collections import Counter

import pytest

from kb.retrieval import postings, weights
from kb.retrieval.document import Document
from kb.retrieval.postings import Posting


def document(
    number: int, passages: tuple[str, ...] = (), asked: tuple[str, ...] = (), **fields: str
) -> Document:
    """A document from texts whose terms stand between blanks."""
    return Document(
        id=f"article-{number}",
        fields={name: Counter(fields.get(name, "").split()) for name in weights.FIELD_WEIGHTS},
        questions=tuple(frozenset(text.split()) for text in asked),
        passages=tuple(frozenset(text.split()) for text in passages),
        words={},
        notable={},
    )


def built(documents: list[Document]) -> dict[str, list[Posting]]:
    return dict(postings.build(documents)[1])


@pytest.fixture
def plain_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    """Round numbers, so that a reader can follow the sums; the real ones are tuned elsewhere."""
    monkeypatch.setattr(weights, "FIELD_WEIGHTS", {"title": 2.0, "body": 1.0})
    monkeypatch.setattr(weights, "FIELD_B", {"title": 0.0, "body": 0.5})
    monkeypatch.setattr(weights, "K1", 1.0)
    monkeypatch.setattr(weights, "QUESTION_LENGTH", 1.0)


@pytest.mark.usefixtures("plain_weights")
def test_the_scores_of_a_tiny_collection_worked_out_by_hand() -> None:
    """Bodies of 4 and 2 terms, 3 in the mean: they are discounted by 0.5 + 0.5 * 4/3 = 7/6 and by 5/6.

    dkim is in one of two articles: idf = ln(2/2) + 1 = 1. mail is in both: ln(2/3) + 1 = 0.5945.
    dkim, article 0: title, twice in the body: tf = 2 + 2 / (7/6) = 3.714; 1 * 3.714 * 2 / 4.714 = 1.576.
    mail, article 0: twice in the body: tf = 1.714; 0.5945 * 1.714 * 2 / 2.714 = 0.751.
    mail, article 1: title and body: tf = 2 + 1 / (5/6) = 3.2; 0.5945 * 3.2 * 2 / 4.2 = 0.906.
    spam, article 1: once in the body: tf = 1.2; 1 * 1.2 * 2 / 2.2 = 1.091.
    """
    documents = [
        document(
            0, title="dkim", body="dkim dkim mail mail", passages=("dkim mail", "mail"), asked=("dkim",)
        ),
        document(1, title="mail", body="mail spam", passages=("mail spam",), asked=("mail", "mail spam")),
    ]
    collection, found = postings.build(documents)
    assert collection.size == 2
    assert collection.idf == {"dkim": 100, "mail": 59, "spam": 100}
    assert collection.unknown_idf == round(100 * (math.log(2) + 1))
    assert dict(found) == {
        "dkim": [Posting(0, 158, ((0, 100),), (0,))],
        # Of the question "mail" mail is all: 0.5945/0.5945; of "mail spam" 0.5945/1.5945.
        "mail": [Posting(0, 75, (), (0, 1)), Posting(1, 91, ((0, 100), (1, 37)), (0,))],
        "spam": [Posting(1, 109, ((1, 63),), (0,))],
    }


def test_terms_come_in_order_and_articles_within_a_term_too() -> None:
    found = built([document(n, body="b a" if n % 2 else "a") for n in range(5)])
    assert list(found) == ["a", "b"]
    assert [p.doc for p in found["a"]] == [0, 1, 2, 3, 4]


def test_repeats_count_less_and_less_and_a_long_text_is_discounted() -> None:
    filler = " ".join(f"w{n}" for n in range(50))
    found = built(
        [
            document(0, body="dkim"),
            document(1, body="dkim dkim"),
            document(2, body="dkim " * 20),
            document(3, body=f"dkim {filler}"),
            document(4, body="other"),
        ]
    )
    once, twice, often, long = (p.impact for p in found["dkim"])
    assert long < once < twice < often
    assert twice < 2 * once


def test_a_rare_term_weighs_more_than_a_common_one() -> None:
    found = built([document(n, body="mail dkim" if n == 0 else "mail") for n in range(6)])
    assert found["dkim"][0].impact > found["mail"][0].impact
    assert found["mail"][0].impact >= 1, "even a term of every article stays positive"


def test_of_a_term_in_too_many_articles_the_weightiest_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postings, "MAX_POSTINGS", 3)
    found = built([document(n, body="mail " * count) for n, count in enumerate([1, 5, 2, 9, 9])])
    assert [p.doc for p in found["mail"]] == [1, 3, 4]


def test_a_collection_of_nothing_has_no_terms() -> None:
    assert built([]) == {}
    assert built([document(0)]) == {}


# ------------------------------------------------------- a slow, obvious twin


def slow_impact(term: str, number: int, documents: list[Document]) -> int:
    """What the formula says, reading every article."""
    having = [d for d in documents if any(term in d.fields[f] for f in weights.FIELD_WEIGHTS)]
    idf = max(0.1, math.log(len(documents) / (len(having) + 1)) + 1)
    tf = 0.0
    for field, weight in weights.FIELD_WEIGHTS.items():
        lengths = [sum(d.fields[field].values()) for d in documents]
        length = lengths[number]
        if length:
            mean = sum(lengths) / len([n for n in lengths if n])
            b = weights.FIELD_B[field]
            tf += weight * documents[number].fields[field].get(term, 0) / (1 - b + b * length / mean)
    return max(1, round(100 * idf * tf * (weights.K1 + 1) / (tf + weights.K1)))


@pytest.mark.parametrize("seed", range(5))
def test_postings_say_what_reading_every_article_says(seed: int) -> None:
    rng = random.Random(seed)
    vocabulary = [f"t{n}" for n in range(12)]

    def text(longest: int) -> str:
        return " ".join(rng.choices(vocabulary, k=rng.randint(0, longest)))

    documents = [
        document(
            n,
            passages=tuple(text(6) for _ in range(3)),
            asked=tuple(text(4) for _ in range(3)),
            **{field: text(15) for field in weights.FIELD_WEIGHTS},
        )
        for n in range(8)
    ]
    found = built(documents)
    for term in vocabulary:
        having = [n for n, d in enumerate(documents) if any(term in counts for counts in d.fields.values())]
        assert [(p.doc, p.impact, p.passages) for p in found.get(term, [])] == [
            (
                n,
                slow_impact(term, n, documents),
                tuple(i for i, terms in enumerate(documents[n].passages) if term in terms),
            )
            for n in having
        ]
        for posting in found.get(term, []):
            stored = documents[posting.doc].questions
            assert [q for q, _ in posting.questions] == [i for i, terms in enumerate(stored) if term in terms]
            assert all(1 <= value <= 255 for _, value in posting.questions)
