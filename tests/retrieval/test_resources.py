"""The writers' files in search/: read leniently where it is safe, else refused with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import ConfigError
from kb.retrieval.resources import SYNONYMS, Resources, UserWord, load


def test_no_files_are_empty_resources(tmp_path: Path) -> None:
    assert load(tmp_path / "search") == Resources()


def test_everything_is_read_and_comments_are_not(tmp_path: Path) -> None:
    (tmp_path / "synonyms.txt").write_text(
        "\ufeff# 同義語\n\nメアド, メールアドレス、 ｱﾄﾞﾚｽ ,メアド\n  # 引っ越し\n引っ越し,移行\n",
        encoding="utf-8",
    )
    (tmp_path / "stopwords.txt").write_text("# 語\n事\n ＤＮＳ \n", encoding="utf-8")
    (tmp_path / "user_dictionary.csv").write_text(
        '正逆不一致,セイギャクフイッチ\n"a,b",エービー, 甲 \n', encoding="utf-8"
    )
    (tmp_path / "out_of_scope.txt").write_text("# 話題\nＤＢ, データベース、MySQL\n天気\n", encoding="utf-8")
    assert load(tmp_path) == Resources(
        synonyms=(("メアド", "メールアドレス", "ｱﾄﾞﾚｽ"), ("引っ越し", "移行")),
        stopwords=frozenset({"事", "dns"}),
        user_words=(
            UserWord("正逆不一致", "セイギャクフイッチ", "正逆不一致"),
            UserWord("a,b", "エービー", "甲"),
        ),
        out_of_scope=("db", "mysql", "でーたべーす", "天気"),
    )


@pytest.mark.parametrize(
    ("name", "text", "line", "told"),
    [
        ("synonyms.txt", "a, b\n\n# 注\n一つ\n", 4, "一つしかありません"),
        ("synonyms.txt", "同じ, 同じ\n", 1, "一つしかありません"),
        ("user_dictionary.csv", "語だけ\n", 1, "列の数"),
        ("user_dictionary.csv", "a,ア\nb,ビー,b,c\n", 2, "列の数"),
        ("user_dictionary.csv", ",ヨミ\n", 1, "列の数"),
        ("user_dictionary.csv", "転送,てんそう\n", 1, "カタカナ"),
        ("user_dictionary.csv", "転送,\n", 1, "カタカナ"),
    ],
)
def test_an_error_names_file_line_and_remedy(
    tmp_path: Path, name: str, text: str, line: int, told: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load(tmp_path)
    assert (caught.value.path, caught.value.line) == (tmp_path / name, line)
    assert told in caught.value.problem
    assert caught.value.remedy


@pytest.mark.parametrize("name", ["synonyms.txt", "stopwords.txt", "user_dictionary.csv"])
def test_a_file_that_is_no_utf8_is_refused_by_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes("転送,テンソウ\n".encode("cp932"))
    with pytest.raises(ConfigError, match=f"{name}.*UTF-8"):
        load(tmp_path)


def test_a_folder_in_place_of_a_file_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / SYNONYMS).mkdir()
    with pytest.raises(ConfigError, match=SYNONYMS):
        load(tmp_path)


def test_the_fingerprint_changes_with_every_file_and_with_nothing_else(tmp_path: Path) -> None:
    """What was read of an article is kept under it."""
    seen = {load(tmp_path).fingerprint()}
    for name, text in (("synonyms.txt", "a,b"), ("stopwords.txt", "a"), ("user_dictionary.csv", "a,ア")):
        (tmp_path / name).write_text(text, encoding="utf-8")
        seen.add(load(tmp_path).fingerprint())
        (tmp_path / name).write_text(f"# 注\n{text}\n", encoding="utf-8")
        assert load(tmp_path).fingerprint() in seen
    assert len(seen) == 4
