"""Slips are mended when one known word is clearly meant, and only then."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.config import Name, Vocabulary
from kb.retrieval import homophones
from kb.retrieval.corrections import Correctable, Correction, apply, corrections, distance, nearest, suspects
from kb.retrieval.lexicon import Choice, Entry, MemoryLexicon
from kb.retrieval.query import Query, read

# ------------------------------------------------------- a slow, obvious twin


def slow_distance(one: str, other: str) -> int:
    """The same edits, by the definition: every last edit is tried."""
    if not one or not other:
        return len(one) + len(other)
    found = min(
        slow_distance(one[:-1], other) + 1,
        slow_distance(one, other[:-1]) + 1,
        slow_distance(one[:-1], other[:-1]) + (one[-1] != other[-1]),
    )
    if len(one) > 1 and len(other) > 1 and one[-2:] == other[-2:][::-1]:
        found = min(found, slow_distance(one[:-2], other[:-2]) + 1)
    return found


WORDS = st.text(alphabet="abcア", max_size=5)


@given(WORDS, WORDS, st.integers(0, 4))
def test_the_distance_is_that_of_its_definition(one: str, other: str, limit: int) -> None:
    assert distance(one, other, limit) == min(slow_distance(one, other), limit + 1)


@given(WORDS, WORDS)
def test_the_distance_is_the_same_both_ways(one: str, other: str) -> None:
    assert distance(one, other, 3) == distance(other, one, 3)


@pytest.mark.parametrize(
    ("typed", "meant", "edits"),
    [
        ("plesk", "plesk", 0),
        ("pelsk", "plesk", 1),
        ("plsk", "plesk", 1),
        ("plessk", "plesk", 1),
        ("plask", "plesk", 1),
        ("ぱすわど", "ぱすわーど", 1),
        ("正逆不一地", "正逆不一致", 1),
        ("abc", "xyz", 3),
    ],
)
def test_a_swap_of_neighbours_is_one_slip(typed: str, meant: str, edits: int) -> None:
    assert distance(typed, meant, 3) == edits


# -------------------------------------------------------------------- nearest


def known(**counts: int) -> list[Correctable]:
    return [Correctable(word, count) for word, count in counts.items()]


@pytest.mark.parametrize(
    ("typed", "words", "meant", "why"),
    [
        ("pelsk", known(plesk=5), "plesk", "a swap"),
        ("dkmi", known(dkim=5), "dkim", "a swap in a short name"),
        ("dkam", known(dkim=5), None, "another letter in a short name may be another name"),
        ("一制送信", known(一斉送信=5), "一斉送信", "one of four kanji is a wrong conversion"),
        ("あ制送信", known(一斉送信=5), None, "a kana for a kanji is no conversion"),
        ("dkm", known(dkim=5), "dkim", "a lost letter"),
        ("dkiim", known(dkim=5), "dkim", "a doubled letter"),
        ("spf", known(dkim=5), None, "nothing like it"),
        ("plesk", known(plesk=5), None, "the word itself is no slip"),
        ("ＰＥＬＳＫ".lower(), known(plesk=5), None, "the question is normalised before"),
        ("パスワド", known(パスワード=3), "パスワード", "a lost long vowel"),
        ("ぱすわど", known(パスワード=3), "パスワード", "in hiragana"),
        ("roundcbe", known(roundcube=2), "roundcube", "a lost letter in a long name"),
        ("rundcbue", known(roundcube=2), "roundcube", "two slips in a long name"),
        ("plks", known(plesk=5), None, "two slips in a short one are too many"),
        ("ab", known(abc=9), None, "too short to tell"),
        ("postfx", known(postfix=1, postfax=1), None, "two words as near: nobody knows"),
        ("postfx", known(postfix=9, postfax=1), "postfix", "one of them far more common here"),
        ("postfixx", known(postfix=1, postfixes=99), "postfix", "one slip goes before two"),
        ("postfx", [], None, "no words"),
    ],
)
def test_the_word_that_was_meant(typed: str, words: list[Correctable], meant: str | None, why: str) -> None:
    assert nearest(typed, words) == meant, why
    assert nearest(typed, words[::-1]) == meant, "whatever the order of the words"


# ------------------------------------------------------------------- questions


def word(term: str, weight: int = 100, via: str = "word") -> Entry:
    return Entry(300, ((Choice(term, weight, via),),))


LEXICON = MemoryLexicon(
    {
        "めーる": word("メール"),
        "plesk": word("plesk"),
        "sin": word("サイン", 60, "synonym"),
        "正": word("正"),
        "不一": word("不一"),
        "を": Entry(100),
    },
    unknown_cost=900,
)
VOCABULARY = Vocabulary(names=(Name("software", "Dovecot", ("ドブコット",)),))
CORRECTABLE = known(plesk=5, パスワード=3, 正逆不一致=2, dkim=4, sni=3)
KANJI_WORDS = [("削除", 9), ("転送", 7), ("検知", 2), ("正逆", 1), ("送信", 9)]


class Known:
    """The words of a small index."""

    def correctable(self, head: str) -> list[Correctable]:
        return [c for c in CORRECTABLE if c.head == head]

    def kanji_words(self, char: str) -> list[homophones.Word]:
        return [word for word in KANJI_WORDS if char in word[0]]


def ask(question: str) -> Query:
    return read(question, LEXICON, VOCABULARY)


def mended(question: str) -> list[Correction]:
    return corrections(ask(question), Known())


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("メールをパスワド", [(4, "パスワド")]),
        ("plesk dkmi", [(6, "dkmi")]),
        ("正逆不一地", [(0, "正逆不一地")]),
        ("sin", [(0, "sin")]),
        ("ドブコット", []),
        ("メール", []),
        ("ab", []),
        ("あ" * 30, []),
        ("", []),
    ],
)
def test_unknown_words_are_suspected_with_the_whole_run_they_stand_in(
    question: str, expected: list[tuple[int, str]]
) -> None:
    """「正逆不一地」 is read as known pieces around unknown ones; the slip is in the whole. A name of the
    vocabulary is no slip, and Latin letters that only a synonym explains (SIN as サイン) may well be one."""
    assert suspects(ask(question)) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Pelsk メール", [Correction("pelsk", "plesk", 0)]),
        ("メール、パスワド、DKMI", [Correction("パスワド", "パスワード", 4), Correction("dkmi", "dkim", 9)]),
        ("正逆不一地", [Correction("正逆不一地", "正逆不一致", 0)]),
        ("SIN", [Correction("sin", "sni", 0)]),
        ("メールを典送、削徐", [Correction("典送", "転送", 4), Correction("削徐", "削除", 7)]),
        ("plesk メール", []),
        ("パセリ", []),
        ("xplesk", []),
    ],
)
def test_slips_of_a_question_in_its_order(question: str, expected: list[Correction]) -> None:
    assert mended(question) == expected


def test_a_word_that_is_known_to_be_meant_so_is_no_slip() -> None:
    """A topic out of scope stands in no article, and yet is spelled rightly: ファックス is not フレックス."""
    question = ask("メール、パスワド、典送")
    assert corrections(question, Known(), [(4, 8), (9, 11)]) == []
    assert corrections(question, Known(), [(4, 8)]) == [Correction("典送", "転送", 9)]


def test_mending_changes_the_slips_and_nothing_else() -> None:
    text = "メール、パスワド、dkmi"
    assert apply(text, mended(text)) == "メール、パスワード、dkim"
    assert apply(text, []) == text


@given(st.text(alphabet="plesk kdmi パスワドー正逆不一地", max_size=30))
def test_every_correction_says_where_it_stands(question: str) -> None:
    query = ask(question)
    for made in mended(question):
        assert query.text[made.start : made.end] == made.typed != made.meant
