"""Cutting a text with a lexicon: least cost wins, unknown text stays together, nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.retrieval.lexicon import Choice, Entry, MemoryLexicon
from kb.retrieval.segmentation import Segment, script, segment
from kb.text import to_hiragana

UNKNOWN = 900


def lexicon(**costs: int) -> MemoryLexicon:
    """Spellings with their costs; each stands for a term of its own name."""
    return MemoryLexicon(
        {key: Entry(cost, ((Choice(key, 100, "word"),),)) for key, cost in costs.items()}, UNKNOWN
    )


def cut(text: str, known: MemoryLexicon) -> list[str]:
    """The pieces; unknown ones in brackets."""
    return [p.text if p.entry else f"[{p.text}]" for p in segment(text, known)]


def test_the_cheapest_words_win_and_not_the_longest() -> None:
    """「東京都」 is 東京 and 都, or 東 and 京都, whichever costs less."""
    assert cut("東京都", lexicon(東京=300, 都=300, 東=200, 京都=500)) == ["東京", "都"]
    assert cut("東京都", lexicon(東京=300, 都=300, 東=200, 京都=300)) == ["東", "京都"]


def test_of_two_ways_at_the_same_cost_the_one_with_the_longer_last_word_wins() -> None:
    """A rule without judgement, so that the browser cuts every text alike."""
    assert cut("東京都", lexicon(東京=300, 都=300, 東=300, 京都=300)) == ["東", "京都"]
    assert cut("東京都", lexicon(東京都=600, 東京=300, 都=300)) == ["東京都"]


def test_a_cheap_compound_goes_before_its_parts() -> None:
    assert cut("迷惑メール", lexicon(迷惑めーる=500, 迷惑=400, めーる=300)) == ["迷惑メール"]


def test_a_spelling_is_found_in_katakana_and_in_hiragana() -> None:
    known = lexicon(めーる=300)
    assert cut("メール", known) == cut("メール", known) == ["メール"]
    assert cut("めーる", known) == ["めーる"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("冷蔵庫メール", ["[冷蔵庫]", "メール"]),
        ("メール冷蔵庫", ["メール", "[冷蔵庫]"]),
        ("レイゾウコ冷蔵庫", ["[レイゾウコ]", "[冷蔵庫]"]),
        ("冷蔵庫をメール", ["[冷蔵庫]", "を", "メール"]),
        ("冷蔵庫、掃除", ["[冷蔵庫]", "[、]", "[掃除]"]),
        ("、。!?", ["[、。!?]"]),
        ("", []),
    ],
)
def test_unknown_text_stays_together_by_script(text: str, expected: list[str]) -> None:
    assert cut(text, lexicon(めーる=300, を=50)) == expected


def test_a_known_word_is_not_torn_out_of_an_unknown_katakana_word() -> None:
    """An unknown katakana run is one foreign word: キングダム is no キング."""
    assert cut("ネムリンゴレス", lexicon(りんご=700)) == ["[ネムリンゴレス]"]


def test_a_segment_knows_its_place_in_the_whole_text() -> None:
    known = lexicon(めーる=300, を=50)
    assert segment("メールを", known, offset=7) == [
        Segment("メール", 7, known.entries["めーる"]),
        Segment("を", 10, known.entries["を"]),
    ]


@pytest.mark.parametrize(
    ("chars", "expected"),
    [
        ("あゖ", "hiragana"),
        ("アヺー", "katakana"),
        ("一鿿㐀々〆〇", "kanji"),
        ("a9", "ascii"),
        ("、 -\x00あ"[:4], "sign"),
        ("é가😀", "sign"),
    ],
)
def test_script_of_a_character(chars: str, expected: str) -> None:
    assert {script(char) for char in chars} == {expected}


# ------------------------------------------------------- a slow, obvious twin

ALPHABET = "迷惑メーるを、a"
KEYS = st.dictionaries(
    st.text(alphabet=ALPHABET, min_size=1, max_size=4).map(to_hiragana), st.integers(10, 1500), max_size=8
)


def every_cut(text: str) -> Iterator[list[str]]:
    if not text:
        yield []
    for size in range(1, len(text) + 1):
        for rest in every_cut(text[size:]):
            yield [text[:size], *rest]


def cost_of(pieces: list[str], known: MemoryLexicon) -> int | None:
    """Cost of one way to cut, by the rules as they are told in the module; None when it is not allowed."""
    costs = [
        known.entries[k].cost if (k := to_hiragana(p)) in known.entries else unknown_cost(p) for p in pieces
    ]
    return None if None in costs else sum(c for c in costs if c is not None)


def unknown_cost(piece: str) -> int | None:
    """Only a run of one script can be an unknown word."""
    kinds = {script(char) for char in piece}
    if len(kinds) > 1:
        return None
    if kinds == {"sign"}:
        return 10 * len(piece)
    return UNKNOWN + {"kanji": 600, "katakana": 200, "hiragana": 280, "ascii": 100}[kinds.pop()] * len(piece)


@given(st.text(alphabet=ALPHABET, max_size=7), KEYS)
def test_no_other_way_to_cut_costs_less(text: str, costs: dict[str, int]) -> None:
    known = lexicon(**costs)
    pieces = segment(text, known)
    cost = sum(p.entry.cost if p.entry else unknown_cost(p.text) or 0 for p in pieces)
    assert "".join(p.text for p in pieces) == text
    # Neighbouring unknown pieces are joined afterwards, which never costs more.
    assert cost <= min(c for way in every_cut(text) if (c := cost_of(way, known)) is not None)


@given(st.text(max_size=60), KEYS)
def test_the_segments_cover_the_text_in_order(text: str, costs: dict[str, int]) -> None:
    position = 0
    for piece in segment(text, lexicon(**costs)):
        assert piece.start == position
        assert text[piece.start : piece.end] == piece.text != ""
        position = piece.end
    assert position == len(text)
