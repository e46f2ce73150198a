"""One definition of when two texts are the same: width, case, kana script, dashes and quotes do not count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.text import alias_key, collapse, display_width, fold, normalize, pad, printable, to_hiragana


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("ﾒｰﾙ", "メール"),
        ("ﾊﾞｯｸｱｯﾌﾟ", "バックアップ"),
        ("ハ\u3099ックアッフ\u309a", "バックアップ"),
        ("ＰＬＥＳＫ　１２", "plesk 12"),
        ("DKIM", "dkim"),
        ("5‐10‑15–20—25−30", "5-10-15-20-25-30"),
        ("メール", "メール"),
        ("“mail” ‘x’ ′y″", "\"mail\" 'x' 'y\""),
        ("8〜9～10", "8~9~10"),
        ("a\u200bb\u2060c\ufeff", "abc"),
        ("a\u00a0b\u3000c", "a b c"),
        ("㈱①㍑", "(株)1リットル"),
        ("H\u0331", "\u1e96"),
        ("轉送先ノ變更", "転送先ノ変更"),
        ("證明書・廣告・對策", "証明書・広告・対策"),
        ("", ""),
    ],
)
def test_one_spelling_for_each_sign(typed: str, expected: str) -> None:
    assert normalize(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("メール", "めーる"),
        ("ヴァイルス", "ゔぁいるす"),
        ("ヶ月", "ゖ月"),
        ("ヷー・A", "ヷー・A"),
        ("平仮名", "平仮名"),
    ],
)
def test_katakana_becomes_hiragana_and_nothing_else_changes(typed: str, expected: str) -> None:
    assert to_hiragana(typed) == expected


ANY_TEXT = st.text(st.characters(codec=None), max_size=30)


@given(ANY_TEXT)
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalize(normalize(text)) == normalize(text)


@given(ANY_TEXT)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text) == fold(normalize(text))


@given(ANY_TEXT)
def test_hiragana_keep_the_length(text: str) -> None:
    """Places in the folded text are places in the normalised one."""
    assert len(to_hiragana(text)) == len(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Plesk 12.5", "ｐｌｅｓｋ12.5"),
        ("Plesk-12", "plesk 12"),
        ("オブシディアン", "おぶしでぃあん"),
        ("Let's Encrypt", "lets encrypt"),
        ("メール・サーバー", "メールサーバー"),
    ],
)
def test_a_vocabulary_name_is_the_same_however_it_is_typed(one: str, other: str) -> None:
    assert alias_key(one) == alias_key(other)


def test_the_point_between_digits_tells_names_apart() -> None:
    assert alias_key("Plesk 12.5") != alias_key("Plesk 125")


@pytest.mark.parametrize(
    ("text", "columns"), [("abc", 3), ("メール", 6), ("ﾒｰﾙ", 3), ("カ\u3099", 2), ("a漢", 3), ("", 0)]
)
def test_columns_of_a_terminal(text: str, columns: int) -> None:
    assert display_width(text) == columns


def test_padding_counts_columns_and_not_characters() -> None:
    assert pad("漢字", 6) == "漢字  "
    assert pad("漢字", 6, right=True) == "  漢字"
    assert pad("長い漢字", 6) == "長い漢字"


def test_white_space_collapses_to_one_line() -> None:
    assert collapse(" a\n\tb　c ") == "a b c"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\tb\nc", "a\tb\nc"),
        ("a\r\nb", "a\nb"),
        ("a\rb", "a\ufffdb"),
        ("\x1b[2J\x07\x7f\x9b1m", "\ufffd[2J\ufffd\ufffd\ufffd1m"),
        ("\u202egnp.exe\u2066", "\ufffdgnp.exe\ufffd"),
        ("か\u3099・é・👍", "か\u3099・é・👍"),
    ],
)
def test_a_printable_text_moves_no_cursor(text: str, shown: str) -> None:
    assert printable(text) == shown
