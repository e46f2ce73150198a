"""The page of ``kb check --report``: a golden one, hostile text, and the command."""

from __future__ import annotations

import shutil
from datetime import date
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath

import pytest

from kb import config
from kb.articles.checks import run
from kb.articles.library import Library, read_library
from kb.articles.reader import parse
from kb.cli import main
from kb.config import KnowledgeBase, Vocabulary
from kb.health.page import page
from kb.health.survey import Ages, Health, survey
from kb.model import Finding, Severity, Status

DATA = Path(__file__).parent / "data"
TODAY = date(2026, 11, 24)


FINDINGS = [
    Finding("KB120", Severity.WARNING, "articles/dns/undated.md", 1, 1, "questions が 0 件です。"),
    Finding("KB001", Severity.ERROR, "articles/mail/broken.md", 1, 1, "先頭に --- がありません。"),
    Finding("KB120", Severity.WARNING, "articles/mail/panel-2-forward.md", 5, 1, "questions が 1 件です。"),
    Finding("KB503", Severity.NOTE, "articles/mail/panel-2-forward.md", 25, 24, "全角です。", "587"),
]
"""Given, not found: the page of a small knowledge base does not change with every new check."""


@pytest.fixture(scope="module")
def small() -> Health:
    kb = config.load(DATA / "small")
    return survey(read_library(kb), kb, TODAY, FINDINGS)


def test_the_small_report_comes_out_whole(small: Health) -> None:
    assert page(small) == (DATA / "small.expected.html").read_text("utf-8")


def test_the_same_day_gives_the_same_bytes(small: Health) -> None:
    kb = config.load(DATA / "small")
    assert page(survey(read_library(kb), kb, TODAY, FINDINGS)) == page(small)


def test_the_small_knowledge_base_is_seen_as_it_is(small: Health) -> None:
    assert small.statuses == {Status.DRAFT: 1, Status.CURRENT: 4, Status.ARCHIVED: 1}
    assert small.unreadable == 1
    assert [(e.article.id, e.day) for e in small.overdue] == [("panel-1-forward", date(2021, 1, 1))]
    assert [(e.article.id, e.day) for e in small.soon] == [("panel-2-forward", date(2026, 12, 31))]
    assert [article.id for article in small.undated] == ["undated"]
    assert [(e.article.id, [n.name for n in e.names]) for e in small.ended] == [
        ("panel-1-forward", ["Panel 1"])
    ]
    # Nobody is asked to write questions for a draft or for what is put away.
    assert [article.id for article in small.few_questions] == ["undated", "panel-2-forward"]


def test_age_counts_from_the_last_change_and_by_category(small: Health) -> None:
    names = [(ages.category, len(ages.years), ages.limit) for ages in small.ages]
    assert names == [("メール", 2, 365 / 365.25), ("DNS", 1, None)]
    assert Ages("x", (1.0, 2.0, 6.0), None).median == 2.0


def test_the_gravest_and_most_frequent_checks_come_first(small: Health) -> None:
    assert [(c.rule.code, c.severity, c.findings, c.files) for c in small.rules] == [
        ("KB001", Severity.ERROR, 1, 1),
        ("KB120", Severity.WARNING, 2, 2),
        ("KB503", Severity.NOTE, 1, 1),
    ]


def test_a_topic_is_missing_where_its_product_is_supported(small: Health) -> None:
    """Panel 1 is missed by nobody: its support has ended."""
    states = {r.topic: [str(c.state) for c in r.cells] for g in small.coverage.groups for r in g.rows}
    assert [name.name for name in small.coverage.columns] == ["Panel 3", "Panel 2", "Panel 1"]
    assert states == {"forward": ["missing", "current", "stale"], "ttl": ["current", "missing", "none"]}


def article(name: str, head: str) -> Library:
    text = f"---\nid: {name}\n{head}\nstatus: current\n---\n\n本文です。\n"
    return Library((parse(text, PurePosixPath("articles/mail", f"{name}.md")),), ())


EVIL = "</title></style><script>alert(1)</script><img src=x onerror=alert(1)>'\"&"
EVERYWHERE = """\
title: {evil}
category: {evil}
topic: {evil}
published: 2020-01-01
applies_to: {{versions: [{evil}], os: [{evil}]}}
"""


class _Tags(HTMLParser):
    """What a browser would make of the page: its elements, and whether each is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.ids: list[str] = []
        self.targets: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        if tag not in ("meta", "rect", "br"):
            self.open.append(tag)
        for name, value in attrs:
            assert name != "src"
            assert not name.startswith("on")
            if name == "id":
                self.ids.append(value or "")
            if name == "href":
                self.targets.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        assert tag == "rect" or self.open.pop() == tag


def read(text: str) -> _Tags:
    tags = _Tags()
    tags.feed(text)
    assert tags.open == []
    return tags


def test_no_text_of_a_knowledge_base_becomes_markup() -> None:
    """Titles, categories, names of versions, messages and file names come from anywhere."""
    names = tuple(
        config.Name(facet, EVIL, product=EVIL, eol=date(2020, 1, 1)) for facet in ("versions", "os")
    )
    vocabulary = Vocabulary((config.Category(EVIL, EVIL, 365),), names)
    kb = KnowledgeBase(Path(), EVIL, vocabulary=vocabulary)
    finding = Finding("KB001", Severity.ERROR, f"articles/{EVIL}.md", 1, 1, EVIL, EVIL)
    quoted = "'" + EVIL.replace("'", "''") + "'"
    library = article("evil", EVERYWHERE.format(evil=quoted))
    health = survey(library, kb, TODAY, [finding])
    assert health.coverage.groups[0].rows[0].article.title == EVIL
    tags = read(page(health))
    assert tags.seen.isdisjoint({"script", "img"})


def test_control_characters_and_half_a_character_can_be_written() -> None:
    """A file name that is no UTF-8 comes as a lone surrogate; a NUL ends the text for some parsers."""
    finding = Finding("KB001", Severity.ERROR, "articles/\udcff.md", 1, 1, "\x00\x1b[31m\x85", None)
    text = page(survey(Library((), ()), KnowledgeBase(Path(), "x"), TODAY, [finding]))
    assert "articles/\ufffd.md" in text
    assert "␀␛[31m\ufffd" in text
    text.encode("utf-8")


def test_an_empty_knowledge_base_has_a_report_too() -> None:
    health = survey(Library((), ()), KnowledgeBase(Path(), "空"), TODAY, [])
    assert read(page(health)).seen.isdisjoint({"svg", "script"})


def test_an_article_from_the_future_is_new() -> None:
    health = survey(article("soon", "published: 2030-01-01"), KnowledgeBase(Path(), "x"), TODAY, [])
    assert [ages.years for ages in health.ages] == [(0.0,)]
    assert "1 年未満" in page(health)


def test_every_link_leads_to_a_place_on_the_page(small: Health) -> None:
    """A code leads to the explanation of its check; nothing leads out of the file."""
    tags = read(page(small))
    assert len(tags.ids) == len(set(tags.ids))
    assert {target.removeprefix("#") for target in tags.targets} <= set(tags.ids)


def test_the_page_may_load_nothing(small: Health) -> None:
    text = page(small)
    assert "default-src 'none'" in text
    assert "prefers-color-scheme: dark" in text
    assert "@media print" in text


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA / "small", tmp_path / "kb"))


def check(root: Path, *arguments: str) -> int:
    return main(["check", "-C", str(root), "--today", TODAY.isoformat(), "--report", *arguments])


def test_the_command_writes_the_page_and_says_where(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """stdout stays what it is without --report, so that a pipe can be fed at the same time."""
    main(["check", "-C", str(root), "--today", TODAY.isoformat(), "--json"])
    plain = capsys.readouterr().out
    assert check(root, "--json") == 1
    captured = capsys.readouterr()
    path = root / "build/reports/health.html"
    assert captured.out == plain
    assert captured.err == f"書きました: {path}\n"
    kb = config.load(root)
    library = read_library(kb)
    findings = run(library, kb, TODAY)
    assert len(findings) > 1
    assert path.read_text("utf-8") == page(survey(library, kb, TODAY, findings))


def test_a_report_on_chosen_files_says_that_it_is_not_whole(root: Path) -> None:
    check(root, "articles/dns")
    text = (root / "build/reports/health.html").read_text("utf-8")
    assert "指摘は、選んだ 3 件のファイルについてだけです。" in text
    assert "panel-1-forward" in text


def test_a_place_that_cannot_be_written_is_an_error_with_a_remedy(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "build").write_text("in the way", "utf-8")
    assert check(root) == 2
    assert "build フォルダの権限" in capsys.readouterr().err
