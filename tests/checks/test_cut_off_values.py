"""A value that YAML cuts off at a # is told; a comment is not."""

from __future__ import annotations

import pytest


def told(findings, head: str) -> list[tuple[int, int, str | None]]:
    results = findings(f"---\n{head}\n---\n")
    return [(r.finding.line, r.finding.column, r.finding.fix) for r in results if r.finding.code == "KB127"]


@pytest.mark.parametrize(
    ("head", "place", "fix"),
    [
        ("title: エラー #5 が出たとき", (2, 8), "'エラー #5 が出たとき'"),
        ("questions:\n  - 一つ目\n  - エラー #5 とは", (4, 5), "'エラー #5 とは'"),
        ("topic: a-b #c", (2, 8), "'a-b #c'"),
    ],
)
def test_a_value_cut_off_at_a_number_sign_is_told_with_its_quoted_form(findings, head, place, fix):
    assert told(findings, head) == [(*place, fix)]


@pytest.mark.parametrize(
    "head",
    [
        "title: エラーが出たとき # 覚え",
        "title: エラーが出たとき #kb-check: ignore KB105 見本",
        'title: "エラー #5" #覚え',
        "title: C#の設定",
        "tags: [見本, C] #覚え",
        "source: https://example.jp/ #覚え",
    ],
)
def test_a_comment_is_no_cut(findings, head):
    assert told(findings, head) == []
