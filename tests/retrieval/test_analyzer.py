"""Article text to terms with Sudachi."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.retrieval.analyzer import Analyzer, Token, compile_user_dictionary
from kb.retrieval.resources import UserWord
from kb.text import normalize


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return Analyzer(stopwords=["時"])


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("届かなかった", ["届く"]),
        ("届きません", ["届く"]),
        ("ウィルス", ["ウイルス"]),
        ("ｻｰﾊﾞ", ["サーバー"]),
        ("迷惑メール", ["迷惑メール", "迷惑", "メール"]),
        ("main.cfを開く", ["main.cf", "メイン", "cf", "開く"]),
        ("587番", ["587", "番"]),
        ("How to stop the mails?", ["ストップ", "メール"]),
        ("届く時に", ["届く"]),
        ("これはペンです。", ["此れ", "ペン"]),
        ("送ってください", ["送る"]),
        ("、。!?", []),
        ("", []),
    ],
)
def test_terms_of_a_text(analyzer: Analyzer, text: str, terms: list[str]) -> None:
    assert analyzer.terms(text) == terms


def test_parts_stand_inside_the_word_they_belong_to(analyzer: Analyzer) -> None:
    assert list(analyzer.tokens("あの迷惑メール main.cf")) == [
        Token("迷惑メール", 2, 7),
        Token("迷惑", 2, 4, part=True),
        Token("メール", 4, 7, part=True),
        Token("main.cf", 8, 15),
        Token("メイン", 8, 15, part=True),
        Token("cf", 8, 15, part=True),
    ]


def test_every_word_is_counted_and_those_without_content_have_no_term(analyzer: Analyzer) -> None:
    assert list(analyzer.words("メールが届かなかった")) == [
        ("めーる", "メール"),
        ("が", ""),
        ("届か", "届く"),
        ("なかっ", ""),
        ("た", ""),
    ]


def test_a_text_larger_than_sudachi_takes_is_read_to_its_end(analyzer: Analyzer) -> None:
    text = "迷惑メールが届きました。" * 5_000 + "冷蔵庫"
    terms = analyzer.terms(text)
    assert terms.count("迷惑メール") == 5_000
    assert "冷蔵庫" in terms


def test_a_text_without_any_stop_is_read_too(analyzer: Analyzer) -> None:
    assert analyzer.terms("あ" * 60_000 + "メール")[-1] == "メール"


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=80))
def test_tokens_stand_inside_the_normalised_text(text: str) -> None:
    normalized = normalize(text)
    for token in PLAIN.tokens(text):
        assert 0 <= token.start < token.end <= len(normalized)
        assert token.term


PLAIN = Analyzer()


def test_the_writers_words_are_one_term_with_the_parts_sudachi_would_have_made(tmp_path: Path) -> None:
    compiled = tmp_path / "cache" / "user.dic"
    compile_user_dictionary(
        [
            UserWord("正逆不一致", "セイギャクフイッチ", "正逆不一致"),
            UserWord("めーらあ", "メーラア", "メールソフト"),
        ],
        compiled,
    )
    taught = Analyzer(compiled)
    assert taught.terms("正逆不一致です")[0] == "正逆不一致"
    assert "不一致" in taught.terms("正逆不一致です")
    assert taught.terms("めーらあ")[0] == "メールソフト"
    assert PLAIN.terms("正逆不一致です")[0] == "正逆"


def test_words_written_together_are_a_term_beside_themselves() -> None:
    """[メール設定] and [メールアカウント] are different buttons; a blank or a particle between parts them."""
    assert PLAIN.terms("転送設定") == ["転送", "設定", "転送設定"]
    assert PLAIN.terms("転送の設定") == ["転送", "設定"]
    assert PLAIN.terms("転送 設定") == ["転送", "設定"]
