"""Nothing that an article, a name or an argument holds drives the terminal of whoever reads it."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kb.cli.wrapping import Span, Style, paint
from kb.text import printable

Run = Callable[..., Any]
HOSTILE = "\x1b]0;t\x07\x9b2J\u202e"
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]")
ARTICLE = """\
---
id: hostile
title: "メールを転送する方法\\e]0;t\\a\\x9b2J\\u202e"
summary: "転送先を\\e[2J\\x9b2J登録します。"
category: spam
questions:
    - "メールを\\e[31m\\x9b31m転送したい"
status: current
---

## 回答

転送先を\x1b[2J\x9b2J登録します。

## 手順

1. **[転送]**\tを\x07開く。
"""


@pytest.fixture
def hostile(run_kb: Run, kb_root: Path, quick_index: None) -> Run:
    """``kb`` on a knowledge base with one article full of control characters."""
    (kb_root / "articles/spam/hostile.md").write_text(ARTICLE, "utf-8")
    return run_kb


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", "メールを転送したい"),
        ("ask", "メールを転送したい", "--explain"),
        ("ask", "メールを転送したい", "--json"),
        ("ask", HOSTILE),
        ("explain", "hostile"),
        ("show", "hostile"),
        ("show", "hostile", "--format", "reply"),
        ("show", "hostile", "--json"),
        ("list",),
        ("fmt", "--diff"),
        ("show", HOSTILE),
        ("list", "--for", HOSTILE),
        ("check", f"articles/{HOSTILE}"),
        ("fmt", f"articles/{HOSTILE}"),
        ("import", f"{HOSTILE}.txt"),
        ("list", f"--{HOSTILE}"),
        (HOSTILE,),
    ],
)
def test_no_command_lets_a_text_drive_the_terminal(hostile: Run, arguments: tuple[str, ...]) -> None:
    ran = hostile(*arguments)
    assert ran.out + ran.err
    assert CONTROL.findall(ran.out + ran.err) == []


def test_json_keeps_what_it_escapes(hostile: Run) -> None:
    title = json.loads(hostile("show", "hostile", "--json").out)["title"]
    assert title == "メールを転送する方法\x1b]0;t\x07\x9b2J\u202e"


class Terminal(io.StringIO):
    """A screen."""

    def isatty(self) -> bool:
        return True


def test_markdown_is_exact_in_a_pipe_and_harmless_on_a_terminal(
    hostile: Run, monkeypatch: pytest.MonkeyPatch, kb_root: Path
) -> None:
    from kb import cli

    assert hostile("show", "hostile", "--format", "md").out == ARTICLE
    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)
    assert cli.main(["show", "hostile", "--format", "md", "-C", str(kb_root)]) == 0
    assert screen.getvalue() == printable(ARTICLE)


def test_only_the_colours_of_kb_itself_are_painted() -> None:
    assert paint([Span("a\x1b[2J\tb", Style.STRONG)], color=True) == "\x1b[1ma\ufffd[2J\tb\x1b[0m"
