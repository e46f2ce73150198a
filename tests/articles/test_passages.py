"""Sections, anchors and table rows of a body."""

from __future__ import annotations

import pytest

from kb.articles.fences import without_comments
from kb.articles.passages import passages, sections, unique_slugs
from kb.model import Passage


def test_a_body_is_cut_at_its_headings() -> None:
    assert passages("前置き\n\n## 回答\n\n甲\n\n### 手順\n\n1. 乙\n") == (
        Passage("", "", "前置き"),
        Passage("回答", "回答", "甲"),
        Passage("手順", "手順", "1. 乙", 3),
    )


def test_a_heading_inside_a_fence_is_text() -> None:
    assert [section.heading for section in sections("## 手順\n\n```sh\n## 注釈\n```\n")] == ["手順"]


def test_each_row_of_a_table_is_a_passage_that_tells_its_columns() -> None:
    """A question about one version is answered by that version's row."""
    body = "## 対応\n\n| 版 | SNI |\n|---|---|\n| Plesk 12 | △ |\n| Onyx | 〇 |\n"
    assert [p.text for p in passages(body)][1:] == ["- 版: Plesk 12\n- SNI: △", "- 版: Onyx\n- SNI: 〇"]


def test_repeated_headings_get_anchors_of_their_own() -> None:
    assert list(unique_slugs(["手順", "手順", "DKIM の設定"])) == ["手順", "手順-2", "dkim-の設定"]


def test_a_body_that_is_read_has_no_comments() -> None:
    body = without_comments(
        "## 回答\n\n全て選ぶ <!-- 覚え -->\n<b>太字</b>\n<!-- 社外秘\n\n## 内部\n-->\n次\n"
    )
    assert body == "## 回答\n\n全て選ぶ\n<b>太字</b>\n\n\n\n\n次\n"


@pytest.mark.parametrize(
    "body",
    [
        "```\n<!-- a -->\n```",
        "文\n\n    <!-- a -->",
        "1. 手順\n\n       <!-- a -->",
        "`<!-- a -->` と ``<!-- ` -->``",
        "閉じない <!-- a",
    ],
)
def test_a_comment_in_code_and_an_unclosed_one_are_text(body: str) -> None:
    assert without_comments(body) == body


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("<!-- it`s --> 甲 <!-- 社外秘` --> 乙", " 甲 乙"),
        ("<!--\n```\n--> 甲\n<!-- 社外秘 -->", "\n\n 甲\n"),
        ("1. 手順\n\n    <!-- 社外秘 -->", "1. 手順\n\n"),
        ("```\n<!--\n```\n社外 <!-- 秘\n密 -->", "```\n<!--\n```\n社外\n"),
    ],
)
def test_what_stands_in_a_comment_opens_no_code(body: str, shown: str) -> None:
    assert without_comments(body) == shown
