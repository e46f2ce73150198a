"""``kb list``: filters, order, columns."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

ALL_IDS = ["plesk-obsidian-dkim", "plesk-onyx-dkim", "spam-received"]


def ids(ran: Any) -> list[str]:
    assert ran.code == 0, ran.err
    return [article["id"] for article in json.loads(ran.out)["articles"]]


def test_columns_are_aligned(run_kb: Run) -> None:
    ran = run_kb("list")
    assert ran.out.split("\n") == [
        "ID                   対象            サポート          日付  状態      タイトル",
        "plesk-obsidian-dkim  Plesk Obsidian  一部サポート対象  -     -         "
        "Plesk Obsidian で送信メールに DKIM 署名を付けるには",
        "plesk-onyx-dkim      Plesk Onyx      サポート対象      -     提供終了  "
        "Plesk Onyx で送信メールに DKIM 署名を付けるには",
        "spam-received        -               サポート対象外    -     -         迷惑メールが届いたときの対処",
        "",
    ]
    assert ran.err == "3 件\n"


def test_a_narrow_terminal_still_shows_titles_and_ids(run_kb: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The title stands last: cutting lines at the right would show everything but it."""
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    ran = run_kb("list", "--tag", "dns")
    assert ran.out.split("\n") == [
        "Plesk Obsidian で送信メールに DKIM 署名を付けるには",
        "  plesk-obsidian-dkim",
        "  Plesk Obsidian  一部サポート対象",
        "",
    ]


def test_an_unknown_status_is_refused_with_those_there_are(run_kb: Run) -> None:
    ran = run_kb("list", "--status", "old")
    assert ran.code == 2
    assert "'draft', 'current', 'archived', 'all'" in ran.err


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], ALL_IDS),
        (["--for", "オニキス"], ["plesk-onyx-dkim", "spam-received"]),
        (["--for", "Plesk"], ALL_IDS),
        (["--for", "Plesk 9"], ["spam-received"]),
        (["--for", "Plesk 9", "--for", "Plesk Onyx"], ["plesk-onyx-dkim", "spam-received"]),
        (["--plan", "Flex Web Pro"], ALL_IDS),
        (["--category", "迷惑メール"], ["spam-received"]),
        (["--tag", "ｄｋｉｍ", "--tag", "dns"], ["plesk-obsidian-dkim"]),
        (["--topic", "dkim"], ["plesk-obsidian-dkim", "plesk-onyx-dkim"]),
        (["--topic", "nothing"], []),
        (["--status", "draft"], []),
        (["--status", "all"], ALL_IDS),
        (["--stale"], []),
    ],
)
def test_conditions_are_all_met(run_kb: Run, options: list[str], expected: list[str]) -> None:
    assert ids(run_kb("list", "--json", *options)) == expected


def test_stale_articles_are_found(run_kb: Run, kb_root: Path) -> None:
    path = kb_root / "articles/spam/spam-received.md"
    path.write_text(path.read_text("utf-8").replace("review_by:", "review_by: 2020-01-31"), "utf-8")
    assert ids(run_kb("list", "--json", "--stale")) == ["spam-received"]
    assert "古い" in run_kb("list").out


def test_what_is_tied_to_the_version_asked_for_comes_first_and_is_marked(run_kb: Run) -> None:
    lines = run_kb("list", "--for", "Plesk Onyx").out.split("\n")
    assert [line.split()[:2] for line in lines[1:3]] == [
        ["plesk-onyx-dkim", "専用"],
        ["spam-received", "共通"],
    ]
    found = json.loads(run_kb("list", "--for", "Plesk Onyx", "--json").out)["articles"]
    assert [article["fit"] for article in found] == ["exact", "general"]


def test_an_unknown_name_is_a_usage_error(run_kb: Run) -> None:
    ran = run_kb("list", "--for", "Plesk Onyks")
    assert (ran.code, ran.out) == (2, "")
    assert 'もしかして: --for "Plesk Onyx"' in ran.err
    assert run_kb("list", "--status", "gone").code == 2


def test_an_unreadable_article_is_left_out_and_named(run_kb: Run, kb_root: Path) -> None:
    (kb_root / "articles/spam/broken.md").write_text("no front matter", "utf-8")
    ran = run_kb("list", "--json")
    assert ids(ran) == ALL_IDS
    assert "articles/spam/broken.md:1" in ran.err


def test_a_terminal_that_has_not_every_sign_shows_the_others(kb_root: Path) -> None:
    """EUC-JP and Shift_JIS have no ⚠; here it is ASCII, which has even less."""
    ran = subprocess.run(
        [sys.executable, "-m", "kb", "list", "-C", str(kb_root)],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 0
    assert b"Traceback" not in ran.stderr
    assert b"??" in ran.stdout


@pytest.mark.parametrize(
    "arguments", [("list",), ("show", "plesk-onyx-dkim"), ("fmt", "--diff", "articles/spam")]
)
def test_articles_may_be_a_link_to_another_place(
    run_kb: Run, kb_root: Path, arguments: tuple[str, ...]
) -> None:
    straight = run_kb(*arguments)
    (kb_root / "articles").rename(kb_root.parent / "texts")
    (kb_root / "articles").symlink_to("../texts")
    assert run_kb(*arguments) == straight
    assert straight.out + straight.err
