"""KB701-KB704: articles and questions that say the same."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
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
        "片方だけ直されて、答えが食い違います。"
        "同じ topic の版違いは数えません。"
        "目安は [checks] duplicate_similarity（既定 0.75）"
        "です。"
    ),
    bad="=== a\n---\n---\n" + "メールソフトのアカウント設定を開きます。"
    "送信サーバのポート番号を587に変えます。"
    "最後に保存してメールを送り、"
    "届くことを確かめます。"
    "送れないときはサポートへ連絡してください。\n"
    "=== b\n---\n---\n"
    + (
        "メールソフトのアカウント設定を開きます。"
        "送信サーバのポート番号を587に変えます。"
        "最後に保存してメールを送り、"
        "届くことを確かめます。"
        "送れないときはサポートに連絡してください。"
    ),
    good="=== a\n---\ntopic: port\n---\n" + "メールソフトのアカウント設定を開きます。"
    "送信サーバのポート番号を587に変えます。"
    "最後に保存してメールを送り、"
    "届くことを確かめます。"
    "送れないときはサポートへ連絡してください。\n"
    "=== b\n---\n---\n"
    + (
        "ブラウザで Webメールを開き、ログインします。"
        "左の一覧から迷惑メールのフォルダを選び、"
        "届いたメールを確かめます。"
        "読みたいメールを受信箱へ移し、"
        "差出人を連絡先に加えておくと次から"
        "届きます。"
    ),
)
def near_duplicate(context: Context) -> Iterator[Problem]:
    limit = context.settings.limits.duplicate_similarity
    for one, other in _candidates(context):
        topic = one.article.topic
        if topic and topic == other.article.topic:
            continue
        share = similarity(one.article.body, other.article.body)
        if share >= limit:
            message = (
                f"本文が {one.path} "
                f"とほとんど同じです（{share:.0%}）。"
                "一つにまとめるか、版違いなら同じ topic "
                "にしてください。"
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
        "一つの質問に二つの記事が名乗り出ると、"
        "どちらが先に出るかは偶然になります。"
        "版違いなら同じ topic にします。"
    ),
    bad=(
        "=== a\n---\nquestions: [メールが送れない, "
        "送信できない, "
        "送信エラー]\n---\n=== b\n---\nquestions: "
        "[メールが送れない？, "
        "587, "
        "ポート]\n---"
    ),
    good=(
        "=== a\n---\nquestions: [メールが送れない, "
        "送信できない, "
        "送信エラー]\n---\n=== b\n---\nquestions: "
        "[メールが届かない, "
        "受信できない, "
        "受信エラー]\n---"
    ),
)
def shared_question(context: Context) -> Iterator[Problem]:
    first: dict[str, tuple[ArticleFile, str]] = {}
    for file in context.current:
        for index, question in enumerate(file.article.questions):
            other, told = first.setdefault(question_key(question), (file, question))
            same_topic = file.article.topic and file.article.topic == other.article.topic
            if other is not file and not same_topic:
                message = (
                    f"質問「{question[:40]}」は {other.path} "
                    f"の「{told[:40]}」"
                    "と同じです。どちらか一方の記事に置いてください。"
                )
                yield Problem(file.head.place("questions", index), message, path=file.path)


@check(
    "KB703",
    Severity.NOTE,
    title="同じ質問が記事の中に二度ある",
    why=(
        "助詞や記号が違うだけの質問は、"
        "検索の役に立ちません。"
        "違う言い方を書くほうが、見つけられる人が増えます。"
    ),
    bad="---\nquestions:\n  - メールが送れない\n  - メール、送れない？\n  - 送信エラー\n---",
    good="---\nquestions:\n  - メールが送れない\n  - 送信ボタンを押すと失敗する\n  - 送信エラー\n---",
)
def repeated_question(file: ArticleFile, context: Context) -> Iterator[Problem]:
    seen: dict[str, tuple[int, str]] = {}
    for index, question in enumerate(file.article.questions):
        first, told = seen.setdefault(question_key(question), (index, question))
        if first != index:
            message = (
                f"質問「{question[:40]}」は「{told[:40]}」"
                "とほとんど同じです。"
                "別の言い方にするか、消してください。"
            )
            yield Problem(file.head.place("questions", index), message)


_SMALL_WORDS = re.compile(
    r"(?:でしょうか|のですか|ですか|ますか|ください|下さ"
    r"い|のか|とは|には|では)|[はが"
    r"をにのでもへとや、。"
    r"，．,.・?？!！「」『』()（）\s]"
)


def question_key(question: str) -> str:
    """What two questions have in common that differ only in particles, blanks, width and signs."""
    folded = fold(question)
    return _SMALL_WORDS.sub("", folded) or folded


@library_check(
    "KB704",
    Severity.WARNING,
    title="同じ題名の記事が二つある",
    why="検索結果に同じ題名が並ぶと、どちらを開けばよいか分かりません。版やプランを題名に入れます。",
    bad="=== a\n---\ntitle: メールを転送する\n---\n=== b\n---\ntitle: メールを転送する\n---",
    good=(
        "=== a\n---\ntitle: Plesk Onyx "
        "でメールを転送する\napplies_to:\n  "
        "versions: "
        "[Plesk Onyx]\n---\n=== b\n---\ntitle: Plesk "
        "Obsidian "
        "でメールを転送する\napplies_to:\n  versions: [Plesk Obsidian]\n---"
    ),
)
def same_title(context: Context) -> Iterator[Problem]:
    first: dict[str, ArticleFile] = {}
    for file in context.current:
        if file.article.title:
            other = first.setdefault(fold(file.article.title), file)
            if other is not file:
                message = f"題名が {other.path} と同じです。違い（版・プラン・目的）を題名に入れてください。"
                yield Problem(file.head.place("title"), message, path=file.path)
