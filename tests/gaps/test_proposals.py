"""What is proposed for a question that found no answer, and when nothing can be told."""

from __future__ import annotations

import pytest

from kb.gaps.proposals import AddQuestion, AddSynonym, WriteArticle, propose, substitution
from kb.gaps.reading import Nearest, Reading
from kb.retrieval.lexicon import Choice
from kb.retrieval.query import Query, Unit

WEIGHTS = {"パスワード": 200, "忘れる": 300, "メール": 100, "画面": 200, "広告": 300}


def query(*words: str) -> Query:
    """A query of words; an unknown one ends with "?", and "a/b" is a with its synonym b."""
    units = []
    for word in words:
        text, unknown = word.rstrip("?"), word.endswith("?")
        choices = tuple(Choice(term, 100, "word") for term in text.split("/"))
        units.append(Unit(text, 0, () if unknown else (choices,)))
    return Query(" ".join(words), tuple(units))


def idf(term: str) -> int:
    return WEIGHTS[term]


STORED = query("パスワード", "忘れる")


@pytest.mark.parametrize(
    ("asked", "stored", "pair", "why"),
    [
        (query("パスワード", "喪失?"), [STORED], None, "忘れる outweighs what both hold"),
        (query("パスワード", "画面", "喪失?"), [query("パスワード", "画面", "忘れる")], ("喪失", "忘れる"), ""),
        (query("合言葉/パスワード", "画面", "喪失?"), [query("パスワード", "画面", "忘れる")], ("喪失", "忘れる"), ""),
        (query("パスワード", "画面", "喪失?"), [query("パスワード", "画面")], None, "nothing is left"),
        (query("パスワード", "画面", "喪失?"), [query("パスワード", "忘れる", "広告")], None, "two words are left"),
        (query("パスワード", "画面", "喪失?", "謎?"), [query("パスワード", "画面", "忘れる")], None, "two unknown"),
        (query("パスワード", "画面"), [query("パスワード", "画面", "忘れる")], None, "none unknown"),
        (query("パスワード", "画面", "失?"), [query("パスワード", "画面", "忘れる")], None, "half a word"),
        (query("パスワード", "画面", "503?"), [query("パスワード", "画面", "忘れる")], None, "a number"),
        (query("パスワード", "画面", "vpn?"), [query("パスワード", "画面", "メール")], None, "too common a word"),
        (query("パスワード", "画面", "喪失?"), [], None, "no stored question"),
    ],
)  # fmt: skip
def test_one_unknown_word_stands_for_the_one_word_left(
    asked: Query, stored: list[Query], pair: tuple[str, str] | None, why: str
) -> None:
    assert substitution(asked, stored, idf) == pair, why


def reading(*, coverage: float, fits: bool = True, alone: bool = True) -> Reading:
    nearest = Nearest("login", "ログインできない", "articles/login.md", coverage, fits, alone)
    return Reading(query("パスワード", "画面", "喪失?"), False, 0.3, nearest)


QUESTION = AddQuestion("login", "articles/login.md", "パスワードを喪失")
SYNONYM = AddSynonym("喪失", "忘れる", "login")


@pytest.mark.parametrize(
    ("found", "proposals"),
    [
        (reading(coverage=0.5), (QUESTION, SYNONYM)),
        (reading(coverage=0.49), (SYNONYM,)),
        (reading(coverage=0.5, alone=False), (QUESTION,)),
        (reading(coverage=0.4, alone=False), (WriteArticle(),)),
        # An article for another version would be wrong to teach.
        (reading(coverage=0.9, fits=False), (WriteArticle(),)),
        (Reading(query("喪失?"), False, 0.0, None), (WriteArticle(),)),
    ],
)
def test_only_what_is_plausible_is_proposed(found: Reading, proposals: tuple[object, ...]) -> None:
    stored = [query("パスワード", "画面", "忘れる")]
    assert propose(found, ["パスワードを喪失", "喪失"], lambda path: stored, idf) == proposals


def test_a_wording_that_is_all_masks_is_not_proposed() -> None:
    assert propose(reading(coverage=0.9, alone=False), [], lambda path: [], idf) == (WriteArticle(),)


def test_a_synonym_is_a_line_of_its_file() -> None:
    assert SYNONYM.line == "喪失, 忘れる"
