"""KB401-KB404, KB415: the skeleton of a body: headings and the numbers of its steps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.articles.checks.body import HEADING, Line
from kb.articles.checks.context import Context
from kb.articles.checks.places import body_place
from kb.articles.checks.rule import Edit, Problem, check
from kb.articles.passages import plain
from kb.articles.reader import ArticleFile
from kb.model import Severity


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a body."""

    line: int
    level: int
    text: str
    column: int
    """Of its text, from 1."""


def headings(lines: list[Line]) -> list[Heading]:
    """The headings of a body, in order."""
    found = []
    for line in lines:
        match = None if line.fenced else HEADING.match(line.text)
        if match:
            found.append(Heading(line.number, len(match[1]), plain(match[3]), match.start(3) + 1))
    return found


@check(
    "KB401",
    Severity.WARNING,
    title="見出しの段が飛んでいる",
    why=(
        "見出しは ## から始め、一段ずつ下げます（# は題名が使います）。"
        "段が飛ぶと、読み上げや目次で節のまとまりが伝わりません。"
    ),
    bad="""
    ## 手順
    #### 準備
    管理画面を開きます。
    """,
    good="""
    ## 手順
    ### 準備
    管理画面を開きます。
    """,
)
def heading_levels(file: ArticleFile, context: Context) -> Iterator[Problem]:
    previous = 1
    for heading in headings(context.lines(file)):
        place = body_place(file, heading.line, 1)
        if heading.level == 1:
            yield Problem(
                place, "本文の見出しは ## から始めます。# は題名が使うので、## にしてください。", "##"
            )
        elif heading.level > previous + 1:
            wanted = "#" * (previous + 1)
            message = (
                f"見出しが {'#' * previous} から {'#' * heading.level} "
                f"に飛んでいます。{wanted} にしてください。"
            )
            edit = Edit(place, body_place(file, heading.line, heading.level + 1), wanted)
            yield Problem(place, message, wanted, (edit,))
        previous = max(heading.level, 1)


@check(
    "KB402",
    Severity.WARNING,
    title="見出しが空か、同じ見出しが二度ある",
    why="見出しはリンクの行き先になります。同じ見出しが二つあると、どちらに飛ぶか分かりません。",
    bad="""
    ## 手順
    管理画面を開きます。
    ## 手順
    保存します。
    """,
    good="""
    ## 手順（開く）
    管理画面を開きます。
    ## 手順（保存する）
    保存します。
    """,
)
def repeated_heading(file: ArticleFile, context: Context) -> Iterator[Problem]:
    seen: dict[tuple[str, ...], int] = {}
    above: list[str] = []
    for heading in headings(context.lines(file)):
        place = body_place(file, heading.line, heading.column)
        if not heading.text:
            yield Problem(
                body_place(file, heading.line, 1), "見出しの文が空です。文を書くか、行を消してください。"
            )
            continue
        # 「確認」 under 「手順 A」 and again under 「手順 B」 is no confusion.
        above = [*above[: heading.level - 1], *[""] * (heading.level - 1 - len(above)), heading.text]
        first = seen.setdefault(tuple(above), heading.line)
        if first != heading.line:
            line = file.head.body_line + first
            yield Problem(
                place,
                f"見出し「{heading.text}」が {line} 行目にもあります。違いが分かる見出しにしてください。",
            )


_TIGHT_HEADING = re.compile(r"(#{2,6})(?=[^#\s])")


@check(
    "KB403",
    Severity.WARNING,
    title="# の後に空白がない",
    why="空白がないと見出しにならず、# がそのまま表示されます。",
    bad="""
    ##手順
    管理画面を開きます。
    """,
    good="""
    ## 手順
    管理画面を開きます。
    """,
)
def tight_heading(file: ArticleFile, context: Context) -> Iterator[Problem]:
    for line in context.lines(file):
        match = None if line.fenced else _TIGHT_HEADING.match(line.text)
        if match:
            place = body_place(file, line.number, match.end() + 1)
            message = f"{match[1]} の後に空白がないので、見出しになりません。空白を入れてください。"
            yield Problem(
                body_place(file, line.number, 1), message, f"{match[1]} ", (Edit(place, place, " "),)
            )


_STEP = re.compile(r"( *)(\d{1,3})([.)])(?=\s)")


@dataclass(slots=True)
class _Steps:
    """A run of ordered items of one indent."""

    indent: int
    items: list[tuple[int, int, int]]
    """(body line, column of the number, number)."""
    broken_by: int | None = None
    """Body line of the unindented text that cut it off from the list before it."""


@check(
    "KB404",
    Severity.WARNING,
    title="手順の番号が続いていない",
    why=(
        "番号が飛ぶと、電話で「3 番を開いて」と言えません。"
        "手順の間の文や図は、4 文字字下げすると番号が途切れません。"
    ),
    bad="""
    1. 管理画面を開きます。
    2. 「メール」を押します。
    4. 保存します。
    """,
    good="""
    1. 管理画面を開きます。
    2. 「メール」を押します。
    3. 保存します。
    """,
)
def broken_steps(file: ArticleFile, context: Context) -> Iterator[Problem]:
    for steps in _step_lists(context.lines(file)):
        numbers = [number for _, _, number in steps.items]
        first = steps.items[0]
        if first[2] > 1:
            place = body_place(file, first[0], first[1])
            if steps.broken_by is None:
                yield Problem(place, f"手順が {first[2]} から始まっています。1 から付け直してください。")
            else:
                line = file.head.body_line + steps.broken_by
                yield Problem(
                    place,
                    (
                        f"{line} 行目の字下げしていない文で手順が切れています。"
                        "その文を 4 文字字下げしてください。"
                    ),
                )
            continue
        if set(numbers) == {1}:
            continue
        wrong = next((i for i, number in enumerate(numbers) if number != numbers[0] + i), None)
        if wrong is not None:
            yield _renumber(file, steps, wrong)


def _renumber(file: ArticleFile, steps: _Steps, wrong: int) -> Problem:
    line, column, number = steps.items[wrong]
    expected = steps.items[0][2] + wrong
    if number == steps.items[0][2]:
        message = (
            f"手順の途中で番号が {number} に戻っています。"
            f"続きなら {expected} に、別の手順なら見出しか文で分けてください。"
        )
        return Problem(body_place(file, line, column), message, str(expected))
    edits = tuple(
        Edit(
            body_place(file, at, col),
            body_place(file, at, col + len(str(old))),
            str(steps.items[0][2] + index),
        )
        for index, (at, col, old) in enumerate(steps.items)
        if index >= wrong and old != steps.items[0][2] + index
    )
    message = f"手順の番号が {number} です。{expected} に直してください。"
    return Problem(body_place(file, line, column), message, str(expected), edits)


def _step_lists(lines: list[Line]) -> Iterator[_Steps]:
    """The ordered lists of a body. Unindented text ends a list, unless it directly follows an item's line."""
    open_lists: list[_Steps] = []
    last_ended: _Steps | None = None
    blank_before = True
    for line in lines:
        text = line.text
        match = None if line.fenced else _STEP.match(text)
        indent = len(text) - len(text.lstrip(" "))
        if match:
            while open_lists and open_lists[-1].indent > indent:
                yield open_lists.pop()
            item = (line.number, match.start(2) + 1, int(match[2]))
            if open_lists and open_lists[-1].indent == indent:
                open_lists[-1].items.append(item)
            else:
                broken = (
                    last_ended.broken_by if last_ended and item[2] == last_ended.items[-1][2] + 1 else None
                )
                open_lists.append(_Steps(indent, [item], broken))
            last_ended = None
        elif text.strip() and indent == 0 and (blank_before or HEADING.match(text) or line.fenced):
            bullet = text.startswith(("- ", "* "))
            for steps in reversed(open_lists):
                if steps.indent == 0 and not HEADING.match(text):
                    last_ended = _Steps(0, steps.items, line.number)
                yield steps
            open_lists = []
            if HEADING.match(text) or bullet:
                last_ended = None
        blank_before = not text.strip()
    yield from reversed(open_lists)


@check(
    "KB415",
    Severity.WARNING,
    title="一行が長すぎる",
    why=(
        "一行に何千字もある本文は、貼り付けの失敗か、表やコードが崩れたものです。"
        "4,000 文字から先は検査が届きません。上限は [checks] line_max_chars（既定 4000）です。"
    ),
    bad="""
    === kb.toml
    [checks]
    line_max_chars = 40
    === a
    ---
    ---
    メールソフトの設定を開いて、サーバの名前とポート番号とパスワードを順に確かめます。
    """,
    good="""
    === kb.toml
    [checks]
    line_max_chars = 40
    === a
    ---
    ---
    メールソフトの設定を開きます。
    """,
)
def long_line(file: ArticleFile, context: Context) -> Iterator[Problem]:
    limit = context.settings.limits.line_max_chars
    for number, text in enumerate(file.head.body.split("\n")):
        if len(text) > limit:
            message = (
                f"一行に {len(text):,} 文字あります（上限 {limit:,}）。"
                "段落に分けるか、余分な文字を消してください。"
            )
            yield Problem(body_place(file, number, limit + 1), message)
