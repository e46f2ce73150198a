"""``kb build``: what it says and what it exits with; how it builds is tested in tests/test_pipeline.py."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kb.cli.build_command import show_progress

pytestmark = pytest.mark.usefixtures("quick_index")
Run = Callable[..., Any]


def test_it_says_what_was_made_and_where_to_look(run_kb: Run, kb_root: Path) -> None:
    ran = run_kb("build")
    assert (ran.code, ran.out) == (0, "")
    assert re.fullmatch(
        r"できました（記事 3 件、読み直し 3 件、ページ等 \d+ 個、\d+\.\d 秒）。\nサイト: (.+)\n", ran.err
    )
    assert (kb_root / "build" / "site" / "index.html").is_file()
    assert str(kb_root / "build" / "site" / "index.html") in ran.err


def test_a_second_build_says_that_nothing_changed(run_kb: Run) -> None:
    run_kb("build")
    assert run_kb("build").err.startswith("変わっていません（記事 3 件）。\n")
    assert run_kb("build", "--force").err.startswith("できました（記事 3 件、読み直し 0 件")


def test_quiet_says_nothing(run_kb: Run) -> None:
    assert run_kb("build", "--quiet") == run_kb("build", "-q")
    ran = run_kb("build", "-q")
    assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_broken_articles_are_all_named_and_the_old_build_stays(run_kb: Run, kb_root: Path) -> None:
    run_kb("build")
    for name in ("spam/spam-received.md", "sender-authentication/plesk-onyx-dkim.md"):
        path = kb_root / "articles" / name
        path.write_text(path.read_text("utf-8").replace("title: ", "titel: "), encoding="utf-8")
    ran = run_kb("build")
    assert (ran.code, ran.out) == (1, "")
    assert re.search(r"articles/spam/spam-received\.md:\d+:\d+: KB\d+ ", ran.err)
    assert re.search(r"articles/sender-authentication/plesk-onyx-dkim\.md:\d+:\d+: KB\d+ ", ran.err)
    assert "前の索引とサイトはそのままです" in ran.err
    assert (kb_root / "build" / "site" / "index.html").is_file()


def test_drafts_are_published_only_when_asked_for(run_kb: Run, kb_root: Path) -> None:
    path = kb_root / "articles/spam/spam-received.md"
    path.write_text(path.read_text("utf-8").replace("status: current", "status: draft"), encoding="utf-8")
    page = kb_root / "build/site/articles/spam/spam-received.html"
    assert "記事 2 件" in run_kb("build").err
    assert not page.exists()
    assert "記事 3 件" in run_kb("build", "--drafts").err
    assert page.exists()


def test_a_wrong_kb_toml_is_told_with_its_line(run_kb: Run, kb_root: Path) -> None:
    (kb_root / "kb.toml").write_text("[kb]\nname = 1\n", encoding="utf-8")
    ran = run_kb("build")
    assert ran.code == 2
    assert "kb.toml:2: " in ran.err


def test_a_wrong_file_of_search_is_told_with_its_line(run_kb: Run, kb_root: Path) -> None:
    (kb_root / "search" / "synonyms.txt").write_text("# 注\n一つだけ\n", encoding="utf-8")
    ran = run_kb("build")
    assert ran.code == 2
    assert "synonyms.txt:2: " in ran.err


def test_a_terminal_sees_progress_and_a_file_does_not(capsys: pytest.CaptureFixture[str]) -> None:
    show_progress("記事を読む", 1, 45)
    show_progress("記事を読む", 20, 45)
    show_progress("記事を読む", 45, 45)
    assert capsys.readouterr().err == "\r\x1b[K記事を読む 20/45\r\x1b[K記事を読む 45/45"


def test_the_line_of_progress_is_cleared_at_the_end(run_kb: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    assert "記事を読む 3/3\r\x1b[K" in run_kb("build").err
    assert "\x1b" not in run_kb("build", "--force", "--quiet").err
