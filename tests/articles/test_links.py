"""Links of a body: inline, by reference, and what only looks like one."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from kb.articles.links import links, malformed
from kb.articles.reader import parse

BODY = '[手順][mfa] と ![図][img] と [短い] と `[手順][mfa]`\n\n[mfa]: ../a.md\n[img]: b.png\n[短い]: c.md "題"\n'


def test_a_link_by_reference_is_seen_with_its_target() -> None:
    assert [(link.label, link.target, link.image, link.column) for link in links(BODY)] == [
        ("手順", "../a.md", False, 1),
        ("図", "b.png", True, 13),
        ("短い", "c.md", False, 25),
    ]


def test_readers_get_inline_links_and_no_definitions() -> None:
    article = parse(
        f"---\nid: a\n---\n{BODY}\n[注]: 使われない行\n", PurePosixPath("articles/c/a.md")
    ).article
    assert article.body.strip() == (
        "[手順](../a.md) と ![図](b.png) と [短い](c.md) と `[手順][mfa]`\n\n\n\n\n\n[注]: 使われない行"
    )


@pytest.mark.parametrize(
    "text",
    [
        "[手順]（../a.md）",
        "[手順] (../a.md)",
        "[手順](../a b.md)",
        "[手順](../a.md",
        "[手順]（https://example.jp/）",
        "[[mail-forward]]",
        "[手順][mfa]",
    ],
)
def test_what_was_meant_as_a_link_is_seen(text: str) -> None:
    assert [match[0] for match in malformed(f"先に{text}")] == [text]


@pytest.mark.parametrize(
    "text",
    [
        "[手順](../a.md)",
        '[手順](../a.md "題")',
        "**[保存]**（左上）",
        "[設定][メール]",
        "if [[ -f a ]]",
        "`[手順] (../a.md)`",
        "[図](<a.md>)",
    ],
)
def test_what_is_a_link_or_a_label_is_left_alone(text: str) -> None:
    assert list(malformed(text)) == []
