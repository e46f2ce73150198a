"""Words converted to the wrong kanji are told by their sound."""

from __future__ import annotations

import pytest

from kb.retrieval.homophones import every_sound, is_kanji_word, meant, sounds
from kb.retrieval.on_readings import derive

WORDS = [
    ("削除", 9),
    ("転送", 9),
    ("電送", 1),
    ("検知", 2),
    ("対象", 4),
    ("対称", 3),
    ("正引き", 5),
    ("機密", 2),
]


@pytest.mark.parametrize(
    ("typed", "word", "why"),
    [
        ("削徐", "削除", "徐 and 除 are both ジョ"),
        ("典送", "転送", "the first kanji may be the wrong one, and 転送 is far commoner than 電送"),
        ("検地", "検知", "a word of its own that no article has"),
        ("対照", None, "対象 and 対称 sound alike and are about as common"),
        ("削減", None, "減 does not sound like 除"),
        ("徐削", None, "not at the same place"),
        ("転送", None, "the word itself"),
        ("気密", "機密", "気 and 機 are both キ"),
        ("期蜜", None, "two kanji are another word"),
    ],
)
def test_a_word_with_one_kanji_of_the_same_sound_is_meant(typed: str, word: str | None, why: str) -> None:
    assert meant(typed, WORDS) == word, why
    assert meant(typed, WORDS[::-1] * 2) == word, "whatever the order, and however often they are named"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("削除", True),
        ("有効期限", True),
        ("除", False),
        ("正逆不一致", False),
        ("正引き", False),
        ("", False),
    ],
)
def test_words_of_two_to_four_kanji_are_looked_at(text: str, expected: bool) -> None:
    assert is_kanji_word(text) is expected


def test_the_list_knows_the_readings_of_common_kanji() -> None:
    assert len(every_sound()) > 2_500
    assert sounds("地") & sounds("知")
    assert sounds("重") & sounds("銃")
    assert sounds("重") & sounds("長")
    assert not sounds("送") & sounds("信")
    assert sounds("々") == sounds("a") == frozenset()


def test_readings_are_drawn_from_compounds_that_can_be_cut_in_one_way() -> None:
    compounds = [("転送", "テンソウ"), ("転送", "テンソウ"), ("転記", "テンキ"), ("典雅", "テンガ")]
    assert derive(compounds) == {}, (
        "one kanji alone sounds like no other, and a reading seen once proves nothing"
    )
    assert derive([*compounds, ("典拠", "テンキョ"), ("典礼", "テンレイ")]) == {"テン": "典転"}
    assert derive([("無花", "イチジク")] * 5) == {}, "no Chinese reading"
