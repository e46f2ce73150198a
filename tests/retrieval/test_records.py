"""What a result shows: stored as JSON, whole again when read, and the text that answers."""

from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath

import pytest

from kb.articles.passages import is_pointer
from kb.model import AppliesTo, Article, Status, Support
from kb.retrieval.records import SHOWN_CHARS, Record, SectionRecord, record, shown_text

ARTICLE = Article(
    id="sni",
    title="SNI の対応",
    summary="版によります。",
    category="server",
    questions=("証明書を複数使えるか",),
    tags=("SNI",),
    applies_to=AppliesTo(versions=("Plesk 9",), os=("CentOS 7",)),
    topic="sni",
    support=Support.PARTIAL,
    published=date(2020, 1, 2),
    status=Status.DRAFT,
    source="https://faq.example.jp/sni/",
    body="前置き\n\n## 回答\n\n| 版 | SNI |\n|---|---|\n| 9 | **不可** |\n| 12 | 可 |\n\n"
    "## 注意\n\n`yum` を使う。\n",
    path=PurePosixPath("articles/server/sni.md"),
)


def test_a_record_holds_the_card_and_the_sections_as_plain_text() -> None:
    made = record(ARTICLE)
    assert [(s.heading, s.anchor) for s in made.sections] == [("", ""), ("回答", "回答"), ("注意", "注意")]
    assert [s.text for s in made.sections if "|" in s.text or "*" in s.text or "`" in s.text] == []
    assert (made.sections[0].text, made.sections[2].text) == ("前置き", "yum を使う。")
    assert [number for number, _ in made.passages] == [0, 1, 1, 1, 2]
    assert ["不可" in row for _, row in made.passages] == [False, False, True, False, False]
    assert (made.published, made.updated, made.url) == ("2020-01-02", None, "articles/server/sni.html")


def test_a_record_comes_back_whole() -> None:
    made = record(ARTICLE)
    assert Record.from_json(made.to_json()) == made


def test_the_head_of_the_article_comes_back_for_the_rules_of_freshness() -> None:
    head = record(ARTICLE).as_article()
    assert (head.id, head.published, head.support, head.status, head.applies_to) == (
        "sni",
        date(2020, 1, 2),
        Support.PARTIAL,
        Status.DRAFT,
        ARTICLE.applies_to,
    )


def test_an_article_without_text_has_no_sections() -> None:
    made = record(Article("a", "t", "s", "c"))
    assert (made.sections, made.passages) == ((), ())


def sections(*texts: tuple[str, str]) -> tuple[SectionRecord, ...]:
    return tuple(SectionRecord(heading, heading, text, is_pointer(heading)) for heading, text in texts)


LONG = "長" * (SHOWN_CHARS - 10)


@pytest.mark.parametrize(
    ("held", "passage", "expected", "why"),
    [
        (
            sections(("回答", "甲"), ("手順", "乙")),
            (0, ""),
            "甲\n\n【手順】\n乙",
            "the steps that follow belong to it",
        ),
        (
            sections(("回答", "甲"), ("手順", "乙")),
            (1, ""),
            "乙\n\n【回答】\n甲",
            "the answer in brief goes with a detail",
        ),
        (sections(("前提", "甲"), ("手順", "乙")), (1, ""), "乙", "what else stands before does not"),
        (
            sections(("回答", "甲"), ("関連", "乙"), ("注意", "丙")),
            (0, ""),
            "甲\n\n【注意】\n丙",
            "no pointers",
        ),
        (
            sections(("関連", "甲"), ("注意", "乙")),
            (0, ""),
            "甲\n\n【注意】\n乙",
            "unless they are the answer",
        ),
        (sections(("回答", LONG), ("手順", "乙" * 20)), (0, ""), LONG, "no room for more"),
        (sections(("回答", LONG * 2), ("手順", "乙")), (0, ""), LONG * 2, "the answer itself is never cut"),
        (sections(("回答", "表")), (0, "行"), "行\n\n表", "the row first, then its table"),
        (sections(("回答", LONG)), (0, "行" * 20), "行" * 20, "the row alone when the table is long"),
    ],
)
def test_the_text_that_answers(
    held: tuple[SectionRecord, ...], passage: tuple[int, str], expected: str, why: str
) -> None:
    assert shown_text(held, passage) == expected, why
