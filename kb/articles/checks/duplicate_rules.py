"""KB701-KB704: articles and questions that say the same."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations

from kb.articles.checks.context import Context
from kb.articles.checks.rule import Problem, check, library_check
from kb.articles.reader import ArticleFile
from kb.model import Severity
from kb.text import fold

MIN_SENTENCE_CHARS = 12
COMMON_TO = 12
"""A sentence in more articles than this is a set phrase and makes no two articles alike."""

MIN_BODY_CHARS = 80
"""Shorter bodies are alike by chance."""


@library_check(
    "KB701",
    Severity.WARNING,
    title="ほとんど同じ記事が二つある",
    why=(
        "片方だけ直されて、答えが食い違います。同じ topic のバージョン違いは数えません。"
        "目安は [checks] duplicate_similarity（既定 0.85）です。"
    ),
    bad="""
    === a
    ---
    ---
    メールソフトのアカウント設定を開きます。送信サーバのポート番号を587に変えます。最後に保存します。
    メールを送り、届くことを確かめます。送れないときはサポートへ連絡してください。
    === b
    ---
    ---
    メールソフトのアカウント設定を開きます。送信サーバのポート番号を587に変えます。最後に保存します。
    メールを送り、届くことを確かめます。送れないときはサポートに連絡してください。
    """,
    good="""
    === a
    ---
    ---
    メールソフトのアカウント設定を開きます。送信サーバのポート番号を587に変えます。最後に保存します。
    メールを送り、届くことを確かめます。送れないときはサポートへ連絡してください。
    === b
    ---
    ---
    ブラウザで Webメールを開き、ログインします。左の一覧から迷惑メールのフォルダを選びます。最後に保存します。
    読みたいメールを受信箱へ移し、差出人を連絡先に加えておくと、次から受信箱に届きます。
    """,
)
def near_duplicate(context: Context) -> Iterator[Problem]:
    limit = context.settings.limits.duplicate_similarity
    for one, other in _candidates(context):
        topic = one.article.topic
        if topic and topic == other.article.topic:
            continue
        share = similarity(one.article.body, other.article.body)
        if share >= limit:
            other, one = context.report(one, other)
            message = (
                f"本文が {one.path} とほとんど同じです（{share:.0%}）。"
                "一つにまとめるか、バージョン違いなら同じ topic にしてください。"
            )
            yield Problem(other.head.place("title"), message, path=other.path)


def _candidates(context: Context) -> Iterator[tuple[ArticleFile, ArticleFile]]:
    """Pairs of articles that share a sentence of their own, in path order."""
    holders: dict[str, list[int]] = defaultdict(list)
    for number, file in enumerate(context.current):
        if len(file.article.body) >= MIN_BODY_CHARS:
            for sentence in {s for s in _sentences(file.article.body) if len(s) >= MIN_SENTENCE_CHARS}:
                holders[sentence].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for numbers in holders.values():
        if 1 < len(numbers) <= COMMON_TO:
            shared.update(combinations(numbers, 2))
    for one, other in sorted(shared):
        files = context.current[one], context.current[other]
        if context.wanted(files[0]) or context.wanted(files[1]):
            yield files


def _sentences(body: str) -> Iterator[str]:
    return (part.strip(" -|*#\t0123456789.") for part in re.split(r"[。\n]", body))


def similarity(one: str, other: str) -> float:
    """Share of three-letter pieces that two texts have in common, 0 to 1 (Dice, counting repeats)."""
    first, second = _pieces(one), _pieces(other)
    total = sum(first.values()) + sum(second.values())
    return 2 * sum((first & second).values()) / total if total else 0.0


def _pieces(text: str) -> Counter[str]:
    dense = re.sub(r"\s+", "", text)
    return Counter(map("".join, zip(dense, dense[1:], dense[2:], strict=False)))


@library_check(
    "KB702",
    Severity.WARNING,
    title="同じ質問が違う topic の記事にある",
    why=(
        "一つの質問に二つの記事が名乗り出ると、どちらが先に出るかは偶然になります。"
        "バージョン違いなら同じ topic にします。"
    ),
    bad="""
    === a
    ---
    questions: [メールが送れない, 送信できない, 送信エラー]
    ---
    === b
    ---
    questions: [メールが送れない？, 587, ポート]
    ---
    """,
    good="""
    === a
    ---
    questions: [メールが送れない, 送信できない, 送信エラー]
    ---
    === b
    ---
    questions: [メールが届かない, 受信できない, 受信エラー]
    ---
    """,
)
def shared_question(context: Context) -> Iterator[Problem]:
    first: dict[str, tuple[ArticleFile, int]] = {}
    for file in context.current:
        for index, question in enumerate(file.article.questions):
            other, told = first.setdefault(question_key(question), (file, index))
            same_topic = file.article.topic and file.article.topic == other.article.topic
            if other is not file and not same_topic:
                yield _shared(context, (other, told), (file, index))


def _shared(context: Context, one: tuple[ArticleFile, int], two: tuple[ArticleFile, int]) -> Problem:
    file, other = context.report(one[0], two[0])
    number, theirs = (two[1], one[1]) if file is two[0] else (one[1], two[1])
    question, told = file.article.questions[number], other.article.questions[theirs]
    message = (
        f"質問「{question[:40]}」は {other.path} の「{told[:40]}」と同じです。"
        "どちらか一方の記事に置いてください。"
    )
    return Problem(file.head.place("questions", number), message, path=file.path)


@check(
    "KB703",
    Severity.NOTE,
    title="同じ質問が記事の中に二度ある",
    why=(
        "助詞や記号が違うだけの質問は、検索の役に立ちません。"
        "違う言い方を書くほうが、見つけられる人が増えます。"
    ),
    bad="""
    ---
    questions:
      - メールが送れない
      - メール、送れない？
      - 送信エラー
    ---
    """,
    good="""
    ---
    questions:
      - メールが送れない
      - 送信ボタンを押すと失敗する
      - 送信エラー
    ---
    """,
)
def repeated_question(file: ArticleFile, context: Context) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for index, question in enumerate(file.article.questions):
        told = seen.setdefault(question_key(question), question)
        if told != question:  # word for word the same is KB113
            message = (
                f"質問「{question[:40]}」は「{told[:40]}」とほとんど同じです。"
                "別の言い方にするか、消してください。"
            )
            yield Problem(file.head.place("questions", index), message)


_SMALL_WORDS = re.compile(
    r"(?:でしょうか|のですか|ですか|ますか|ください|下さい|のか|とは|には|では)"
    r"|[はがをにのでもへとや]|[、。，．,.・?？!！「」『』()（）\s]"
)


@lru_cache(maxsize=2**17)
def question_key(question: str) -> str:
    """What two questions have in common that differ only in particles, blanks, width and signs."""
    folded = fold(question)
    return _SMALL_WORDS.sub("", folded) or folded


@library_check(
    "KB704",
    Severity.WARNING,
    title="同じ題名の記事が二つある",
    why="検索結果に同じ題名が並ぶと、どちらを開けばよいか分かりません。バージョンやプランを題名に入れます。",
    bad="""
    === a
    ---
    title: メールを転送する
    ---
    === b
    ---
    title: メールを転送する
    ---
    """,
    good="""
    === a
    ---
    title: Plesk Onyx でメールを転送する
    applies_to:
      versions: [Plesk Onyx]
    ---
    === b
    ---
    title: Plesk Obsidian でメールを転送する
    applies_to:
      versions: [Plesk Obsidian]
    ---
    """,
)
def same_title(context: Context) -> Iterator[Problem]:
    first: dict[str, ArticleFile] = {}
    for later in context.current:
        if later.article.title:
            earlier = first.setdefault(fold(later.article.title), later)
            if earlier is not later:
                file, other = context.report(earlier, later)
                message = f"題名が {other.path} と同じです。違い（バージョン・プラン・目的）を題名に入れてください。"
                yield Problem(file.head.place("title"), message, path=file.path)
