"""KB405-KB409, KB414, KB416: tables, code, raw HTML, admonitions, and what an import or a template left behind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from kb.articles.checks.body import MOJIBAKE, Line
from kb.articles.checks.context import Context
from kb.articles.checks.places import body_place
from kb.articles.checks.rule import Edit, Problem, check
from kb.articles.elements import is_element
from kb.articles.fences import FENCE, without_code
from kb.articles.passages import split_row
from kb.articles.reader import ArticleFile
from kb.model import Severity, Status

ADMONITIONS = ("note", "warning")
"""Kinds of !!! blocks that articles use."""

PLACEHOLDER = "（ここに書く:"
"""How ``kb new`` marks what the writer has to fill in."""

_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*\Z")


@check(
    "KB405",
    Severity.ERROR,
    title="表の列の数がそろっていない",
    why="列が足りない行は空欄になり、多い行はあふれた値が捨てられます。",
    bad="""
    | バージョン | ポート |
    |---|---|
    | Plesk 8 | 587 | 465 |
    """,
    good="""
    | バージョン | ポート |
    |---|---|
    | Plesk 8 | 587、465 |
    """,
)
def uneven_table(file: ArticleFile, context: Context) -> Iterator[Problem]:
    for header, rows in _tables(context.lines(file)):
        wanted = _columns(header.text)
        for row in rows:
            count = _columns(row.text)
            if count != wanted:
                message = (
                    f"表の見出しは {wanted} 列ですが、この行は {count} 列です。"
                    "列の数をそろえてください（セルの中の | は \\| と書きます）。"
                )
                indent = len(row.text) - len(row.text.lstrip())
                yield Problem(body_place(file, row.number, indent + 1), message)


def _tables(lines: list[Line]) -> Iterator[tuple[Line, list[Line]]]:
    """Each table: its header, and the lines under it, the rule included."""
    number = 1
    while number < len(lines):
        above, line = lines[number - 1], lines[number]
        if not line.fenced and "|" in line.text and "|" in above.text and _RULE.match(line.text):
            end = number + 1
            while end < len(lines) and not lines[end].fenced and "|" in lines[end].text:
                end += 1
            yield above, lines[number:end]
            number = end
        number += 1


def _columns(text: str) -> int:
    # A pipe within code does not part cells.
    return len(split_row(without_code(text, "x")))


@check(
    "KB406",
    Severity.ERROR,
    title="コードの囲みが閉じていない",
    why="``` が閉じていないと、そこから先の本文がすべてコードとして表示されます。",
    bad="""
    ```
    telnet mail.example.jp 587
    """,
    good="""
    ```
    telnet mail.example.jp 587
    ```
    """,
)
def unclosed_fence(file: ArticleFile, context: Context) -> Iterator[Problem]:
    lines = context.lines(file)
    opening: Line | None = None
    for line in lines:
        if not line.fenced:
            opening = None
        elif opening is None and FENCE.match(line.text):
            opening = line
        if opening is not None and opening is not line and _closes(line.text, opening.text.strip()):
            opening = None
    if opening is not None:
        mark = FENCE.match(opening.text)
        yield Problem(
            body_place(file, opening.number, 1),
            "コードの囲みが閉じていません。コードの終わりに同じ印だけの行を入れてください。",
            mark[1] if mark else "```",
        )


def _closes(text: str, opening: str) -> bool:
    """Does a line of a fenced block close it? Neighbouring blocks run together in ``Line.fenced``."""
    mark = re.match(r"`{3,}|~{3,}", opening)
    return mark is not None and text.strip().startswith(mark[0]) and not text.strip(" `~")


@check(
    "KB407",
    Severity.WARNING,
    title="コードの ` が閉じていない",
    why="` が一つだけだと、コードにならずそのまま表示されます。",
    bad="ポートを `587 に変えます。",
    good="ポートを `587` に変えます。",
)
def unclosed_code(file: ArticleFile, context: Context) -> Iterator[Problem]:
    block: list[Line] = []
    for line in [*context.lines(file), Line(-1, "", False, "")]:
        if (
            line.fenced
            or not line.text.strip()
            or line.table
            or re.match(r"\s*(?:[-*+]|\d+[.)])\s", line.text)
        ):
            yield from _odd_backtick(file, block)
            block = [] if line.fenced or not line.text.strip() else [line]
        else:
            block.append(line)


def _odd_backtick(file: ArticleFile, block: list[Line]) -> Iterator[Problem]:
    text = "\n".join(line.text for line in block).replace("\\`", "  ")
    blanked = without_code(text)
    offset = blanked.find("`")
    if offset >= 0:
        before = blanked[:offset]
        line = block[before.count("\n")]
        column = offset - (before.rfind("\n") + 1) + 1
        yield Problem(
            body_place(file, line.number, column),
            "` が閉じていません。コードの終わりにも ` を付けてください。",
        )


_TAG = re.compile(r"<(?P<closing>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)(?:\s[^<>]*)?/?>")

_ELEMENT_SHOWN = "HTML の <{}> は働かず、書いたままの文字で表示されます。Markdown で書き直してください。"


@check(
    "KB408",
    Severity.WARNING,
    title="HTML がそのまま書かれている",
    why=(
        "HTML は働かず、書いたままの文字で表示されます。Markdown で書くか、表示する文字なら "
        "` で囲みます。指摘しない要素は [checks] html_allowed です。"
    ),
    bad='<font color="red">重要</font> です。',
    good="**重要** です。",
)
def raw_html(file: ArticleFile, context: Context) -> Iterator[Problem]:
    open_tags: Counter[str] = Counter()
    for line in context.lines(file):
        if "<" not in line.plain:
            continue
        for match in _TAG.finditer(line.plain):
            name = match["name"].lower()
            if name in context.settings.limits.html_allowed:
                continue
            if match["closing"] and open_tags[name]:
                # Told already, where the element began.
                open_tags[name] -= 1
                continue
            open_tags[name] += not match["closing"]
            place = body_place(file, line.number, match.start() + 1)
            if is_element(name):
                yield Problem(place, _ELEMENT_SHOWN.format(match["name"]))
            else:
                yield Problem(
                    place,
                    f"{match[0][:40]} は HTML と紛らわしい書き方です。` で囲むか、〈〉に変えてください。",
                    f"`{match[0]}`",
                )


@check(
    "KB416",
    Severity.ERROR,
    title="コメントの <!-- が閉じていない",
    why="<!-- と --> に挟まれた文は読者に見えませんが、--> がないと <!-- から先もそのまま公開されます。",
    bad="""
    管理画面を開きます。
    <!-- 社外秘: 管理用のアドレスは別紙
    """,
    good="""
    管理画面を開きます。
    <!-- 社外秘: 管理用のアドレスは別紙 -->
    """,
)
def unclosed_comment(file: ArticleFile, context: Context) -> Iterator[Problem]:
    for line in context.lines(file):
        if line.unclosed is not None:
            yield Problem(
                body_place(file, line.number, line.unclosed + 1),
                "コメントの <!-- が閉じていないので、そこから先も公開されます。"
                "コメントの終わりに --> を付けてください。",
                "-->",
            )


_LEFTOVERS = (
    (
        re.compile(r"\[/?(?:caption|gallery|embed|audio|video|playlist|vc_\w+|et_pb_\w+|su_\w+)\b[^\]]*\]"),
        "ショートコード",
    ),
    (re.compile(r"&(?:nbsp|amp|lt|gt|quot|#\d{1,6}|#x[0-9a-fA-F]{1,5});"), "HTML の文字参照"),
    (MOJIBAKE, "文字化け"),
    (re.compile(re.escape(PLACEHOLDER) + "[^）]*）?"), "ひな形の書き込み欄"),
    (re.compile(r"\b(?:TODO|FIXME|TBD)\b|【(?:要確認|未確認|仮)】|＜要確認＞"), "書きかけの印"),
)


_DRAFT_MARKS = ("ひな形の書き込み欄", "書きかけの印")
"""Marks that belong in a draft."""


@check(
    "KB409",
    Severity.WARNING,
    title="取り込みやひな形の跡が残っている",
    why="取り込み元の記号や、書きかけの印が読者に見えています。",
    bad='設定を&nbsp;変更します。[caption id="1"]',
    good="設定を変更します。",
)
def leftovers(file: ArticleFile, context: Context) -> Iterator[Problem]:
    draft = file.article.status is Status.DRAFT
    for key, text in (("title", file.article.title), ("summary", file.article.summary)):
        for pattern, what in _LEFTOVERS:
            if pattern.search(text) and not (draft and what in _DRAFT_MARKS):
                yield Problem(file.head.place(key), f"{key} に{what}が残っています。直してください。")
    for line in context.lines(file):
        if line.fenced:
            continue
        text = without_code(line.text)
        for pattern, what in _LEFTOVERS:
            for match in pattern.finditer(text):
                if draft and what in _DRAFT_MARKS:
                    continue
                place = body_place(file, line.number, match.start() + 1)
                yield Problem(place, f"{what}「{match[0][:30]}」が残っています。消すか、書き直してください。")


_ADMONITION = re.compile(r"(\s*)!!!(\s*)(\S*)(.*)\Z")
_TITLE = re.compile(r"\s*|\s+\"[^\"]*\"\s*")


@check(
    "KB414",
    Severity.WARNING,
    title="!!! の書き方が違う",
    why=(
        '注意書きは「!!! warning」か「!!! note」で始め、題は " で囲み、次の行から 4 文字字下げします。'
        "違うと枠や題が出ず、!!! がそのまま表示されます。"
    ),
    bad="""
    !!! warning
    作業中はブラウザを閉じないでください。
    """,
    good="""
    !!! warning
        作業中はブラウザを閉じないでください。
    """,
)
def malformed_admonition(file: ArticleFile, context: Context) -> Iterator[Problem]:
    lines = context.lines(file)
    for number, line in enumerate(lines):
        match = None if line.fenced else _ADMONITION.match(line.text)
        if match is None:
            continue
        place = body_place(file, number, len(match[1]) + 1)
        if match[3] not in ADMONITIONS or not match[2]:
            yield Problem(
                place,
                (
                    f"!!! の後には空白と {' か '.join(ADMONITIONS)} を書きます（いま: "
                    f"{line.text.strip()[:30]}）。"
                ),
            )
            continue
        if not _TITLE.fullmatch(match[4]):
            yield _unquoted_title(file, line, match)
        following = next((later.text for later in lines[number + 1 :] if later.text.strip()), "")
        if not following.startswith(match[1] + "    "):
            target = number + 1
            tight = target < len(lines) and lines[target].text.strip() != "" and not lines[target].fenced
            start = body_place(file, target, 1)
            edits = (Edit(start, start, match[1] + "    "),) if tight else ()
            yield Problem(
                place,
                "!!! の中身が字下げされていません。次の行から 4 文字字下げしてください。",
                "    ",
                edits,
            )


def _unquoted_title(file: ArticleFile, line: Line, match: re.Match[str]) -> Problem:
    title = match[4].strip()
    start = match.start(4) + len(match[4]) - len(match[4].lstrip())
    place, end = (body_place(file, line.number, at + 1) for at in (start, start + len(title)))
    quoted = "" if '"' in title else f'"{title}"'
    return Problem(
        place,
        f'!!! の題「{title[:30]}」が " で囲まれていないので、表示されません。"…" で囲んでください。',
        quoted or None,
        (Edit(place, end, quoted),) if quoted else (),
    )
