"""KB001, KB003-KB009: the file as such: invisible characters, conflict markers, silencing comments."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from kb.articles.checks.context import Context
from kb.articles.checks.places import file_lines
from kb.articles.checks.rule import Edit, Problem, check, declare
from kb.articles.checks.silence import CODE, silences
from kb.articles.frontmatter import Place
from kb.articles.reader import ArticleFile
from kb.model import Severity

declare(
    "KB001",
    Severity.ERROR,
    title="記事として読めない",
    why=(
        "フロントマターがない、閉じていない、YAML の書式が違う、UTF-8 でない、"
        "大きすぎる、のどれかです。何も読めないので、ほかの検査もできません。"
    ),
    bad="""
    ---
    title: [Webメール
    ---
    """,
    good="""
    ---
    title: Webメール
    ---
    """,
)


_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb]"
)
_BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_JOINER = "\u200d"


@check(
    "KB003",
    Severity.ERROR,
    title="見えない文字がある",
    why=(
        "制御文字・幅のない空白・文字の向きを変える文字は、画面では見えないまま検索や"
        "コマンドの貼り付けを壊します。"
    ),
    bad="設定を\u200b変更します。",
    good="設定を変更します。",
)
def invisible_character(file: ArticleFile, context: Context) -> Iterator[Problem]:
    if not _INVISIBLE.search(file.text):
        return
    for number, line in enumerate(file_lines(file), 1):
        for match in _INVISIBLE.finditer(line):
            char, column = match[0], match.start() + 1
            if (
                char == _JOINER
                and match.start()
                and unicodedata.category(line[match.start() - 1]) in ("So", "Sk", "Mn")
            ):
                continue  # joins an emoji sequence
            kind = "文字の向きを変える文字" if _BIDI.match(char) else "見えない文字"
            edit = Edit(Place(number, column), Place(number, column + 1), "")
            yield Problem(
                Place(number, column),
                f"{kind} U+{ord(char):04X} があります。消してください。",
                "消す",
                (edit,),
            )


_OURS, _THEIRS = re.compile(r"<{7}(?:\s|\Z)"), re.compile(r">{7}(?:\s|\Z)")
_MIDDLE = re.compile(r"={7}\s*\Z")


@check(
    "KB005",
    Severity.ERROR,
    title="Git の競合の印が残っている",
    why="マージの途中のまま保存されています。両方の文が読者に見えてしまいます。",
    bad="""
    <<<<<<< HEAD
    587番を使います。
    =======
    465番を使います。
    >>>>>>> fix-port
    """,
    good="587番を使います。",
)
def conflict_marker(file: ArticleFile, context: Context) -> Iterator[Problem]:
    yield from conflict_markers(file_lines(file))


def conflict_markers(lines: list[str]) -> Iterator[Problem]:
    """A problem for each line that git left in a file when a merge failed."""
    within = False
    for number, line in enumerate(lines, 1):
        if _OURS.match(line) or _THEIRS.match(line) or (within and _MIDDLE.match(line)):
            within = not _THEIRS.match(line)
            yield Problem(
                Place(number, 1),
                f"競合の印「{line[:12]}」が残っています。残す文を選び、印の行を消してください。",
            )


declare(
    "KB007",
    Severity.NOTE,
    title="検査を止めるコメントが効いていない",
    why="止めた警告はもう出ません。コメントを残すと、後で本当の問題を隠します。",
    bad="""
    <!-- kb-check: ignore KB408 見本の HTML -->
    587番を使います。
    """,
    good="587番を使います。",
)


@check(
    "KB008",
    Severity.WARNING,
    title="検査を止めるコメントに理由がない",
    why="理由がないと、止めたままでよいかを後の人が判断できません。",
    bad="""
    <!-- kb-check: ignore KB408 -->
    <b>重要</b>
    """,
    good="""
    <!-- kb-check: ignore KB408 画面の表示をそのまま写した -->
    <b>重要</b>
    """,
)
def silence_without_reason(file: ArticleFile, context: Context) -> Iterator[Problem]:
    for silence in silences(file):
        if not silence.reason:
            yield Problem(
                silence.place,
                f"{'・'.join(silence.codes) or '検査'} を止める理由を、コードの後に書いてください。",
            )


@check(
    "KB009",
    Severity.WARNING,
    title="検査を止めるコメントの書き方が違う",
    why=(
        "コードが違うと何も止まりません。書き方: kb-check: ignore KB408 "
        "理由（その行か次の行）、kb-check: ignore-file KB701 理由（記事全体）。"
    ),
    bad="""
    <!-- kb-check: ignore HTML 見本 -->
    587番を使います。
    """,
    good="587番を使います。",
)
def malformed_silence(file: ArticleFile, context: Context) -> Iterator[Problem]:
    for silence in silences(file):
        if not silence.codes:
            yield Problem(
                silence.place,
                (
                    "止める検査のコード（KB408 など）がありません。"
                    "「kb-check: ignore KB408 理由」の形で書いてください。"
                ),
            )
        for code in silence.codes:
            if not CODE.match(code) or code not in context.codes:
                yield Problem(
                    silence.place,
                    f"{code} という検査はありません。docs/checks.md でコードを確かめてください。",
                )
