"""KB115, KB116, KB119-KB124: front matter that is well formed and still doubtful."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from kb.articles.checks.context import Context
from kb.articles.checks.places import key_place
from kb.articles.checks.rule import Problem, check
from kb.articles.checks.schema_ids import ID
from kb.articles.reader import ArticleFile
from kb.model import Severity, Status
from kb.text import collapse, fold


@check(
    "KB115",
    Severity.ERROR,
    title="日付が未来",
    why=(
        "まだ来ていない日に公開・更新された記事はありません。年の打ち間違いは、古い記事を新しく見せます。"
        "時差のため 1 日先までは許します。"
    ),
    bad="""
    ---
    published: 2999-01-01
    ---
    """,
    good="""
    ---
    published: 2023-01-01
    ---
    """,
)
def future_date(file: ArticleFile, context: Context) -> Iterator[Problem]:
    article = file.article
    if article.status is Status.DRAFT:
        return
    for key, day in (("published", article.published), ("updated", article.updated)):
        # A writer in Japan is up to nine hours ahead of a CI machine that lives in UTC.
        if day is not None and day > context.today + timedelta(days=1):
            yield Problem(
                file.head.place(key), f"{key} の {day} は未来の日付です。正しい日付に直してください。"
            )


@check(
    "KB116",
    Severity.ERROR,
    title="更新日が公開日より前",
    why="公開する前に更新することはできません。どちらかの日付が違います。",
    bad="""
    ---
    published: 2023-05-01
    updated: 2022-05-01
    ---
    """,
    good="""
    ---
    published: 2022-05-01
    updated: 2023-05-01
    ---
    """,
)
def updated_before_published(file: ArticleFile, context: Context) -> Iterator[Problem]:
    article = file.article
    if article.published and article.updated and article.updated < article.published:
        message = (
            f"updated（{article.updated}）が published（{article.published}）"
            "より前です。日付を確かめてください。"
        )
        yield Problem(file.head.place("updated"), message)


_EMPTY_WORDS = re.compile(
    r"(?:について(?:の)?(?:説明|解説|案内|紹介|記載)?(?:です|します|しています|いたします|する記事です)?"
    r"|(?:を|の方法を|手順を)(?:説明|解説|案内|紹介)(?:します|しています|いたします|する記事です)"
    r"|(?:本文|以下|記事|下記|手順)を(?:ご覧|ご確認|ご参照|見て|参照して)ください)[。．]?\Z"
)


@check(
    "KB119",
    Severity.WARNING,
    title="要約が答えになっていない",
    why=(
        "「〜について説明します」では、検索結果を見た人は記事を開くまで何も分かりませ"
        "ん。要約は答えそのものです。"
    ),
    bad="""
    ---
    summary: Webメールの開き方について説明します。
    ---
    """,
    good="""
    ---
    summary: ブラウザで https://webmail.ドメイン名/ を開き、メールアドレスとパスワードでログインします。
    ---
    """,
)
def empty_summary(file: ArticleFile, context: Context) -> Iterator[Problem]:
    summary, title = collapse(file.article.summary), file.article.title
    if not summary:
        return
    last = re.split(r"(?<=。)", summary.rstrip("。"))[-1] or summary
    only = len(re.findall("。", summary.rstrip("。"))) == 0
    if fold(summary).strip("。. ") == fold(title).strip("。. "):
        yield Problem(
            file.head.place("summary"),
            "要約が題名と同じです。何をすればよいか、答えを 1〜2 文で書いてください。",
        )
    elif only and _EMPTY_WORDS.search(last):
        yield Problem(
            file.head.place("summary"),
            "要約が答えになっていません。何をすればよいか（どうなるか）を書いてください。",
        )


@check(
    "KB120",
    Severity.WARNING,
    title="質問が少ない",
    why=(
        "questions は利用者の言い方です。少ないと、違う言葉で聞かれたときに記事が見つかりません。"
        "目安は [checks] min_questions（既定 3）です。"
    ),
    bad="""
    ---
    questions:
      - Webメールの開き方
    ---
    """,
    good="""
    ---
    questions:
      - Webメールの開き方
      - 外出先のパソコンでメールを読みたい
      - ブラウザからメールにログインするには
    ---
    """,
)
def few_questions(file: ArticleFile, context: Context) -> Iterator[Problem]:
    count, wanted = len(file.article.questions), context.settings.limits.min_questions
    if count < wanted and file.article.status is Status.CURRENT:
        message = f"questions が {count} 件です。利用者が聞きそうな言い方を {wanted} 件以上書いてください。"
        yield Problem(key_place(file, "questions"), message)


@check(
    "KB121",
    Severity.WARNING,
    title="題名が長すぎる",
    why=(
        "長い題名は検索結果で折り返し、どの記事か一目で分かりません。"
        "目安は [checks] title_max_chars（既定 80）です。"
    ),
    bad="---\ntitle: " + "メールソフトで送信できないときにポート番号を確かめる方法と" * 4 + "\n---",
    good="""
    ---
    title: 送信できないときにポート番号を 587 に変える
    ---
    """,
)
def long_title(file: ArticleFile, context: Context) -> Iterator[Problem]:
    limit, length = context.settings.limits.title_max_chars, len(file.article.title)
    if length > limit:
        yield Problem(
            file.head.place("title"),
            f"題名が {length} 文字あります。{limit} 文字以内にし、細かいことは要約に書いてください。",
        )


@check(
    "KB122",
    Severity.WARNING,
    title="見直し日が最後の変更より前",
    why="review_by を過ぎた記事は「古い」と表示されます。見直したのなら、次の見直し日に書き換えます。",
    bad="""
    ---
    published: 2022-05-01
    updated: 2023-05-01
    review_by: 2023-01-01
    ---
    """,
    good="""
    ---
    published: 2022-05-01
    updated: 2023-05-01
    review_by: 2099-01-01
    ---
    """,
)
def review_before_change(file: ArticleFile, context: Context) -> Iterator[Problem]:
    article = file.article
    if article.review_by and article.changed and article.review_by <= article.changed:
        message = (
            f"review_by（{article.review_by}）が最後の変更（{article.changed}）"
            "より後になっていません。次に見直す日を書くか、空にしてください。"
        )
        yield Problem(file.head.place("review_by"), message)


@check(
    "KB124",
    Severity.WARNING,
    title="topic の書き方が違う",
    why=(
        "topic は同じ質問に答える記事を束ねる名前で、URL にも使います。"
        "id と同じく英小文字・数字・ハイフンで書きます。"
    ),
    bad="""
    ---
    topic: Webmail Open
    ---
    """,
    good="""
    ---
    topic: webmail-open
    ---
    """,
)
def malformed_topic(file: ArticleFile, context: Context) -> Iterator[Problem]:
    topic = file.article.topic
    if topic and not ID.match(topic):
        near = re.sub(r"[^a-z0-9]+", "-", topic.lower()).strip("-")
        yield Problem(
            file.head.place("topic"),
            f"topic「{topic[:60]}」は英小文字・数字・ハイフンで書いてください。",
            near or None,
        )
