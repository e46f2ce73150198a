"""Latin letters that spell Japanese: Hepburn, kunrei, and every usual way to write a long vowel."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.retrieval.lexicon import Choice, Entry, MemoryLexicon
from kb.retrieval.romaji import readings, to_kana


def word(cost: int, term: str) -> Entry:
    return Entry(cost, ((Choice(term, 85, "reading"),),))


LEXICON = MemoryLexicon(
    {
        "めいわく": word(500, "迷惑"),
        "めーる": word(300, "メール"),
        "とうろく": word(500, "登録"),
        "てんそう": word(500, "転送"),
        "じゅしん": word(500, "受信"),
        "しゅつりょく": word(500, "出力"),
        "せってい": word(500, "設定"),
        "てんぷ": word(500, "添付"),
        "しんやく": word(500, "新約"),
        "さーばー": word(400, "サーバー"),
        "せんよう": word(500, "専用"),
        "め": word(400, "目"),
        "の": Entry(100),
    },
    unknown_cost=900,
)

HEPBURN_AND_KUNREI = [
    ("meiwaku", "めいわく"),
    ("jushin", "じゅしん"),
    ("zyusin", "じゅしん"),
    ("jusinn", "じゅしん"),
    ("shutsuryoku", "しゅつりょく"),
    ("syuturyoku", "しゅつりょく"),
    ("settei", "せってい"),
    ("tempu", "てんぷ"),
    ("senyou", "せんよう"),
    ("sen'you", "せんよう"),
    ("tenpu", "てんぷ"),
    ("tennpu", "てんぷ"),
    ("shin'yaku", "しんやく"),
    ("meiwakunome-ru", "めいわくのめーる"),
]


@pytest.mark.parametrize(("typed", "kana"), HEPBURN_AND_KUNREI)
def test_both_systems_and_their_mixtures_are_read(typed: str, kana: str) -> None:
    assert to_kana(typed, LEXICON) == kana


@pytest.mark.parametrize(
    ("typed", "kana"),
    [
        ("meeru", "めーる"),
        ("me-ru", "めーる"),
        ("mēru", "めーる"),
        ("mêru", "めーる"),
        ("touroku", "とうろく"),
        ("tooroku", "とうろく"),
        ("tōroku", "とうろく"),
        ("tensou", "てんそう"),
        ("tensō", "てんそう"),
        ("saabaa", "さーばー"),
        ("sa-ba-", "さーばー"),
    ],
)
def test_a_long_vowel_may_be_written_in_any_usual_way(typed: str, kana: str) -> None:
    assert to_kana(typed, LEXICON) == kana


def test_a_particle_of_two_letters_is_read() -> None:
    """Typed between blanks: meiwaku no meeru."""
    assert to_kana("no", LEXICON) == "の"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("smtp", "no syllables at all"),
        ("postfix", "ends in a consonant that no syllable has"),
        ("kakigoori", "syllables, but no word of this index"),
        ("meiwakukakigoori", "a part of it stays unknown"),
        ("o", "a single letter"),
        ("me", "a word of two letters is more often an abbreviation"),
        ("a" * 41, "longer than any word"),
        ("", "nothing"),
    ],
)
def test_what_is_no_romaji_of_a_known_word_is_left_alone(typed: str, why: str) -> None:
    assert to_kana(typed, LEXICON) is None, why


def test_the_most_literal_spelling_comes_first() -> None:
    assert readings("oosaka") == ["おおさか", "おうさか", "おーさか"]


@given(st.text(alphabet="aeioukstnhmyrwgzdbpjfcv-'ōû", max_size=40))
def test_no_text_has_more_readings_than_are_tried(text: str) -> None:
    assert len(readings(text)) <= 24
    assert len(set(readings(text))) == len(readings(text))
