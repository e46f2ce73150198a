"""The text for a customer mail."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb import config
from kb.articles.library import read_library
from kb.articles.reply import inline, plain_text, reply_text
from kb.config import KnowledgeBase
from kb.model import Article, Support

SMALL = Path(__file__).with_name("data") / "small"


@pytest.fixture(scope="module")
def small() -> KnowledgeBase:
    return config.load(SMALL)


def test_a_whole_article_as_mail_text(small: KnowledgeBase) -> None:
    articles = {file.article.id: file.article for file in read_library(small).files}
    assert (
        reply_text(articles["panel-2-forward"], small)
        == """\
■ Panel 2 でメールを転送するには

バージョン: Panel 2
プラン: 小プラン
OS: Linux
サポート: 一部サポート対象

【回答】
メールの設定を開きます。
[転送]に転送先を入れます。DNS の記事も
見てください。ほかに公式の案内（https://www.example.jp/guide）、下書き、外があります。

【手順】
1. 画面を開きます。

panel --open <domain>

2. 保存します。

※ 確かめてから
転送先を間違えると届きません。

【対応表】
・Panel 1 ― 転送: ×
・Panel 2 ― 転送: 〇

（図: 図）
（図: 外の図）

参考: https://www.example.jp/forward?a=1&b=2
"""
    )


def test_an_article_without_an_answer_section_begins_with_its_summary(small: KnowledgeBase) -> None:
    article = Article("a", "題", "これが答えです。", "mail", body="## 手順\n\n1. a\n", support=Support.FULL)
    assert reply_text(article, small) == "■ 題\n\nこれが答えです。\n\n【手順】\n1. a\n"


def test_related_articles_are_for_staff_only(small: KnowledgeBase) -> None:
    article = Article("a", "題", "答え。", "mail", body="## 回答\n\n答え。\n\n## 関連\n\n- [b](b.md)\n")
    assert reply_text(article, small) == "■ 題\n\n【回答】\n答え。\n"


def test_a_line_of_a_configuration_file_keeps_its_own_indent_only(small: KnowledgeBase) -> None:
    """A blank in front of a line of main.cf makes it part of the line before."""
    body = "## 回答\n\n1. 書く。\n\n    ```text\n    a = b\n      c\n    ```\n"
    assert reply_text(Article("a", "題", "", "mail", body=body), small).endswith("1. 書く。\n\na = b\n  c\n")


def test_repeated_ones_are_counted_and_nested_lists_are_set_in(small: KnowledgeBase) -> None:
    body = "## 回答\n\n1. a\n1. b\n    - c\n    - d\n1. e\n"
    text = reply_text(Article("a", "題", "", "mail", body=body), small)
    assert text.endswith("1. a\n2. b\n  ・c\n  ・d\n3. e\n")


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("**[OK]** を *押す*", "[OK] を 押す"),
        ("`**not bold**` と `a_b`", "**not bold** と a_b"),
        ("5 * 3 * 2", "5 * 3 * 2"),
        ("snake__case__name", "snake__case__name"),
        (r"\*\*\* と \_", "*** と _"),
        ("[a](b.md) [c](https://d.example/)", "a c（https://d.example/）"),
        ("<https://d.example/> <x@y.example>", "https://d.example/ <x@y.example>"),
        ("`` a`b ``", "a`b"),
        ("\\``a*b*`", "`a*b*"),
        ("<b>x</b>", "<b>x</b>"),
    ],
)
def test_marks_go_and_text_stays(markdown: str, text: str) -> None:
    assert inline(markdown) == text


@pytest.mark.parametrize("piece", ["[a](", "![a](", "[a](<", "[[a]", "[", "![", "`", "```sh\n", '[a](b "'])
def test_a_hostile_text_is_read_to_its_end(piece: str) -> None:
    """Were the time not in proportion to the length, this would take minutes."""
    assert plain_text(piece * 20_000 + "\n\nここまで。").endswith("ここまで。")


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("```code``", "```code``"),
        ("`` a`b ``", "a`b"),
        ("```\n開いたまま", "```\n開いたまま"),
        ("[図[1]を見る](https://example.jp/a)", "図[1]を見る（https://example.jp/a）"),
        ('[見る]( <https://example.jp/a>  "題名" )', "見る（https://example.jp/a）"),
    ],
)
def test_ticks_and_links_are_read_whole(markdown: str, text: str) -> None:
    assert plain_text(markdown) == text
