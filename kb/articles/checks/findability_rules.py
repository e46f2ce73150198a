"""KB801-KB806: is every article found by its own words? Runs the real retrieval, given as a ``Finder``.

KB807 and KB808 are declared here; ``kb.cli.check_judgments`` finds them, with the reader that ``kb eval`` uses.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from kb.articles.checks.context import Context
from kb.articles.checks.duplicate_rules import question_key
from kb.articles.checks.rule import Problem, declare, library_check
from kb.articles.checks.vocabulary_rules import PATH as CONFIG
from kb.articles.frontmatter import Place
from kb.articles.reader import ArticleFile
from kb.model import FACETS, Severity

JUDGMENTS = PurePosixPath("search/judgments.jsonl")

_GOOD = "=== a\n---\ntitle: メールを転送する\n---\n転送先を登録します。"


@library_check(
    "KB801",
    Severity.WARNING,
    title="題名で探しても上位に出ない",
    why=(
        "題名をそのまま入れても出ない記事は、誰にも見つけられません。"
        "題名が一般的すぎるか、同じことを言う記事がほかにあります。"
        "目安は [checks] found_within（既定 3 位以内）です。"
    ),
    bad="""
    === a
    ---
    title: メールについて
    ---
    """,
    good=_GOOD,
)
def not_found_by_title(context: Context) -> Iterator[Problem]:
    for file in _searched(context):
        yield from _missed(context, file, file.article.title, ("title",), "題名")


@library_check(
    "KB802",
    Severity.WARNING,
    title="要約で探しても上位に出ない",
    why="要約が別の記事を呼ぶなら、要約がこの記事の答えになっていません。",
    bad="""
    === a
    ---
    summary: 設定を変えます。
    ---
    """,
    good=_GOOD,
)
def not_found_by_summary(context: Context) -> Iterator[Problem]:
    for file in _searched(context):
        yield from _missed(context, file, file.article.summary, ("summary",), "要約")


@library_check(
    "KB803",
    Severity.WARNING,
    title="自分の質問で探しても上位に出ない",
    why="questions に書いた言い方で出ないなら、別の記事がその質問を取っています。",
    bad="""
    === a
    ---
    questions: [設定, メール, 変更]
    ---
    """,
    good=_GOOD,
)
def not_found_by_question(context: Context) -> Iterator[Problem]:
    for file in _searched(context):
        for index, question in enumerate(file.article.questions):
            yield from _missed(context, file, question, ("questions", index), "質問")


def _searched(context: Context) -> Iterator[ArticleFile]:
    if context.finder is not None:
        yield from (file for file in context.current if context.wanted(file))


def _missed(
    context: Context, file: ArticleFile, text: str, path: tuple[str | int, ...], what: str
) -> Iterator[Problem]:
    within = context.settings.limits.found_within
    if not text or context.finder is None:
        return
    found = context.found(text)[:within]
    if not any(_answers(file, other, context) for other in found):
        first = f"先に出る記事: {'、'.join(found)}" if found else "何も見つかりません"
        message = (
            f"{what}「{text[:40]}」で探しても {within} 位までに出ません（{first}）。"
            "言葉を足すか、違いをはっきりさせてください。"
        )
        yield Problem(file.head.place(*path), message, path=file.path)


def _answers(file: ArticleFile, found: str, context: Context) -> bool:
    """Is it the article, or the same question's article for another version?"""
    if found == file.article.id:
        return True
    other = context.by_id.get(found)
    return other is not None and bool(file.article.topic) and other.article.topic == file.article.topic


@library_check(
    "KB804",
    Severity.WARNING,
    title="別名で探しても、その対象の記事が出ない",
    why="別名は利用者の言葉です。その言葉で対象の記事が一つも出ないなら、別名が検索に効いていません。",
    bad="""
    === kb.toml
    [[software]]
    name = "Roundcube"
    aliases = ["円盤"]
    === a
    ---
    applies_to:
      software: [Roundcube]
    ---
    """,
    good="""
    === kb.toml
    [[software]]
    name = "Roundcube"
    aliases = ["ラウンドキューブ"]
    === a
    ---
    applies_to:
      software: [Roundcube]
    ---
    """,
)
def alias_reaches_nothing(context: Context) -> Iterator[Problem]:
    if context.finder is None or (context.only is not None and CONFIG not in context.only):
        return
    for facet in FACETS:
        for entry in context.vocabulary.facet(facet):
            members = context.vocabulary.expand(facet, entry.name)
            own = {f.article.id for f in context.current if members & set(f.article.applies_to.facet(facet))}
            for alias in entry.aliases if own else ():
                if not own & set(context.found(alias)):
                    message = (
                        f"別名「{alias}」で探しても {entry.name} の記事が出ません。"
                        "別名の書き方か search/ の辞書を確かめてください。"
                    )
                    yield Problem(_config_place(context, alias), message, path=CONFIG)


def _config_place(context: Context, alias: str) -> Place:
    needle = f'"{alias}"'
    for number, line in enumerate(context.config_lines, 1):
        if needle in line:
            return Place(number, line.index(needle) + 1)
    return Place(1, 1)


@library_check(
    "KB805",
    Severity.NOTE,
    title="一つの質問に二つの topic が名乗り出る",
    why=(
        "質問で探した 1 位が別の topic の記事なら、利用者はまずそちらを読みます。"
        "質問を分けるか、互いに案内します。"
    ),
    bad="""
    === a
    ---
    questions: [メールが届かない, 受信できない, 受信エラー]
    ---
    """,
    good=_GOOD,
)
def question_claimed_twice(context: Context) -> Iterator[Problem]:
    for file in _searched(context):
        for index, question in enumerate(file.article.questions):
            first = next(iter(context.found(question)), "")
            if first and not _answers(file, first, context) and first not in file.article.related:
                message = (
                    f"質問「{question[:40]}」で最初に出るのは {first} です。"
                    "質問を移すか、related で互いに案内してください。"
                )
                yield Problem(file.head.place("questions", index), message, path=file.path)


@library_check(
    "KB806",
    Severity.WARNING,
    title="判定済みの質問が記事の質問と同じ",
    why=(
        "記事に書いてある質問で測ると、検索の精度は実際より高く出ます。判定には利用者の別の言い方を使います。"
    ),
    bad="""
    === search/judgments.jsonl
    {"qid": "q1", "text": "メールが送れない", "relevant": {"a": 3}}
    === a
    ---
    questions: [メールが送れない, 送信, エラー]
    ---
    """,
    good="""
    === search/judgments.jsonl
    {"qid": "q1", "text": "送信ボタンを押すと赤い字が出る", "relevant": {"a": 3}}
    === a
    ---
    questions: [メールが送れない, 送信, エラー]
    ---
    """,
)
def judged_query_repeats_question(context: Context) -> Iterator[Problem]:
    judgments = list(_judged(context))
    if not judgments:
        return
    asked = {question_key(q): file for file in context.current for q in file.article.questions}
    for number, judged in judgments:
        text = judged.get("text")
        if not isinstance(text, str):
            continue
        file = asked.get(question_key(text))
        if file is not None:
            message = (
                f"判定用の質問「{text[:40]}」は {file.path} の questions "
                "にもあります。別の言い方に替えてください。"
            )
            yield Problem(Place(number, 1), message, path=JUDGMENTS)


def _judged(context: Context) -> Iterator[tuple[int, dict[str, Any]]]:
    """(line, object) of each judged query that is JSON; KB807 tells of the others."""
    try:
        lines = (context.kb.root / JUDGMENTS).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict):
            yield number, value


declare(
    "KB807",
    Severity.ERROR,
    title="判定済みの質問が読めない",
    why=(
        "search/judgments*.jsonl に読めない行が一つでもあると、kb eval はそこで止まり、精度を測れません。"
        "1 行に一つの JSON で、qid・text・kind・relevant を書きます。"
    ),
    bad="""
    === search/judgments.jsonl
    {"qid": "q1", "text": "送信ボタンを押すと赤い字が出る", "kind": "natural", "relevant": {"a": 5}}
    """,
    good="""
    === search/judgments.jsonl
    {"qid": "q1", "text": "送信ボタンを押すと赤い字が出る", "kind": "natural", "relevant": {"a": 3}}
    """,
)

declare(
    "KB808",
    Severity.WARNING,
    title="判定済みの質問の正解が、ない記事を指している",
    why=(
        "記事の id を変えるか打ち間違えると、正しい記事が見つかっても正解と数えられず、"
        "精度がいつまでも低く出ます。"
    ),
    bad="""
    === search/judgments.jsonl
    {"qid": "q1", "text": "送信ボタンを押すと赤い字が出る", "kind": "natural", "relevant": {"no-such-article": 3}}
    """,
    good="""
    === search/judgments.jsonl
    {"qid": "q1", "text": "送信ボタンを押すと赤い字が出る", "kind": "natural", "relevant": {"a": 3}}
    === a
    ---
    title: メールを送れない
    ---
    """,
)
