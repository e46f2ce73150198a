"""Markdown on a terminal: the layout as a golden file, and the rules of Japanese line breaking."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.cli.terminal import render
from kb.cli.wrapping import NO_START, wrap_text
from kb.text import display_width

DATA = Path(__file__).resolve().parent.parent / "data" / "terminal"

ANSI = re.compile(r"\x1b\[[\d;]*m")


@pytest.mark.parametrize("source", sorted(DATA.glob("*.md")), ids=lambda path: path.stem)
def test_an_article_looks_like_this(source: Path) -> None:
    text = render(source.read_text("utf-8"), 60, color=False)
    assert text == source.with_suffix(".expected.txt").read_text("utf-8")


@pytest.mark.parametrize("source", sorted(DATA.glob("*.md")), ids=lambda path: path.stem)
def test_colour_changes_nothing_but_colour(source: Path) -> None:
    markdown = source.read_text("utf-8")
    colored = render(markdown, 60, color=True)
    assert ANSI.search(colored)
    assert ANSI.sub("", colored).replace(" \n", "\n") == render(markdown, 60, color=False)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("あいうえお", 6, ["あいう", "えお"]),
        ("あいう、え", 6, ["あい", "う、え"]),
        ("あい「うえ」", 6, ["あい", "「う", "え」"]),
        ("サーバー", 6, ["サー", "バー"]),
        ("設定はmain.cfです", 8, ["設定は", "main.cf", "です"]),
        ("one two three", 7, ["one two", "three"]),
        (
            "見る https://example.jp/very/long/path を",
            10,
            ["見る", "https://example.jp/very/long/path", "を"],
        ),
        ("", 5, [""]),
        ("一\n\n二", 5, ["一", "", "二"]),
    ],
)
def test_lines_break_where_japanese_allows_it(text: str, width: int, lines: list[str]) -> None:
    assert wrap_text(text, width) == lines


WORDS = st.text(alphabet="あいう漢字、。」「（）ーっabc.-/12 \n", max_size=60)


@given(WORDS, st.integers(4, 30))
def test_wrapping_loses_nothing_but_blanks_and_keeps_to_the_rules(text: str, width: int) -> None:
    lines = wrap_text(text, width)
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", text)
    written = {line.strip()[:1] for line in text.split("\n")}
    for line in lines[1:]:
        first = line[:1]
        assert first not in NO_START or first in written or " " + first in text
    for line in lines:
        # Only what may not be broken sticks out.
        if display_width(line) > width:
            assert len(wrap_text(line, 1)) == 1 or not line.strip()


@given(st.text(), st.integers(-5, 300), st.booleans())
def test_no_markdown_crashes_the_printer_or_reaches_the_terminal(text: str, width: int, color: bool) -> None:
    shown = ANSI.sub("", render(text, width, color)) if color else render(text, width, color)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)


PIECES = [
    *("- ", "1. ", "> ", '!!! note "x"\n', "    ", "| a | b |\n", "|---|---|\n", "```\n", "## ", "\n"),
    *("本文", "**", "`", "[a](b)", "<br>", "  \n", "---\n"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.integers(20, 100))
def test_any_mix_of_markup_is_printed(text: str, width: int) -> None:
    shown = render(text, width, color=False)
    assert shown == "" or shown.endswith("\n")
    assert all(line == line.rstrip(" ") for line in shown.split("\n"))


HOSTILE = {
    "quotes": "> " * 5000 + "x",
    "brackets": "[" * 20000,
    "ticks": "`" * 20001,
    "strong": "**a" * 5000,
    "items": "- " * 5000,
    "comments": "<!--" * 5000,
    "table": "|" * 3000 + "\n" + "|-" * 1500,
}


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_hostile_markup_ends(hostile: str) -> None:
    """Deep nesting and unclosed marks must neither exhaust the stack nor take for ever."""
    render(hostile, 80, color=True)


def test_an_article_cannot_drive_the_terminal() -> None:
    assert render("a\x1b[2Jb `\x1b]0;t\x07` \u202ec", 80, color=False) == "a[2Jb ]0;t c\n"


def test_a_table_too_wide_is_told_row_by_row() -> None:
    columns = 6
    rows = [
        [f"見出し{n}の説明です" for n in range(columns)],
        ["---"] * columns,
        [f"値{n}の長い長い説明です" for n in range(columns)],
    ]
    table = "\n".join("|".join(row) for row in rows)
    lines = render(table, 40, color=False).split("\n")
    assert lines[0] == "・見出し0の説明です: 値0の長い長い説明で"
    assert lines[2] == "  見出し1の説明です: 値1の長い長い説明で"


def test_code_may_stand_right_behind_an_escaped_tick() -> None:
    assert render("\\``a*b*`", 80, color=False) == "`a*b*\n"
