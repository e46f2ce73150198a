"""KB601-KB605: is what an article says still to be relied on?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from kb.articles.checks.context import Context
from kb.articles.checks.places import body_place, key_place
from kb.articles.checks.rule import Problem, check
from kb.articles.freshness import freshness, unchanged_until
from kb.articles.reader import ArticleFile
from kb.model import Severity, Status


@check(
    "KB601",
    Severity.WARNING,
    title="見直し日を過ぎている",
    why="review_by を過ぎた記事は、読者に「古い」と表示されます。",
    bad="""
    ---
    review_by: 2020-01-01
    ---
    """,
    good="""
    ---
    review_by: 2099-01-01
    ---
    """,
)
def past_review(file: ArticleFile, context: Context) -> Iterator[Problem]:
    article = file.article
    if article.status is Status.CURRENT and article.review_by and article.review_by < context.today:
        message = (
            f"見直し日（{article.review_by}）を過ぎています。"
            "内容を確かめ、updated と review_by を書き換えてください。"
        )
        yield Problem(file.head.place("review_by"), message)


@check(
    "KB602",
    Severity.WARNING,
    title="長く見直されていない",
    why=(
        "最後の変更がカテゴリの期限（kb.toml の stale_after_days）より古い記事です。"
        "画面や手順が変わっているかもしれません。"
    ),
    bad="""
    ---
    category: webmail
    published: 2010-01-01
    ---
    """,
    good="""
    ---
    category: webmail
    published: 2024-01-01
    ---
    """,
)
def long_unchanged(file: ArticleFile, context: Context) -> Iterator[Problem]:
    article = file.article
    category = context.vocabulary.category(article.category)
    if article.status is not Status.CURRENT or category is None or article.changed is None:
        return
    reviewed = article.review_by is not None and article.review_by >= context.today
    limit = unchanged_until(article.changed, category)
    if limit is not None and limit < context.today and not reviewed:
        age = (context.today - article.changed).days
        message = (
            f"最後の変更（{article.changed}）から {age} 日たっています（{category.name} の期限は "
            f"{category.stale_after_days} 日）。内容を確かめ、updated か review_by を書いてください。"
        )
        yield Problem(key_place(file, "updated" if article.updated else "published"), message)


@check(
    "KB603",
    Severity.NOTE,
    title="対象の OS のサポートがすべて終わっている",
    why="サポートの終わった OS だけの記事は、移行を案内するか、保管（archived）にする時期です。",
    bad="""
    ---
    applies_to:
      os: [CentOS 6]
    ---
    """,
    good="""
    ---
    applies_to:
      os: [AlmaLinux 8]
    ---
    """,
)
def only_ended_os(file: ArticleFile, context: Context) -> Iterator[Problem]:
    article = file.article
    if article.status is not Status.CURRENT or not article.applies_to.os:
        return
    ended = freshness(article, context.vocabulary, context.today).ended
    names = [name for name in article.applies_to.os if name in ended]
    if names:
        message = (
            f"対象の OS（{'・'.join(names)}）のサポートはすべて終わっています。"
            "新しい OS での手順を加えるか、保管にしてください。"
        )
        yield Problem(key_place(file, "applies_to", "os"), message)


@check(
    "KB604",
    Severity.WARNING,
    title="古い時点の事実が残っている",
    why=(
        "「2018年4月現在」と書いた事実は、時がたつと違っています。"
        "目安は [checks] as_of_max_days（既定 730 日）です。"
    ),
    bad="2018年4月現在、上限は 100 通です。",
    good="上限は 100 通です。",
)
def old_fact(file: ArticleFile, context: Context) -> Iterator[Problem]:
    if file.article.status is not Status.CURRENT:
        return
    limit = context.settings.limits.as_of_max_days
    for line in context.lines(file):
        for match in _AS_OF.finditer(line.plain):
            day = _day(match)
            if day is not None and (context.today - day).days > limit:
                message = (
                    f"「{match[0]}」の事実が {limit} 日より古くなっています。"
                    "いまも正しいか確かめ、時点を書き直してください。"
                )
                yield Problem(body_place(file, line.number, match.start() + 1), message)


_AS_OF = re.compile(
    r"(?P<y>(?:19|20)\d\d)[年/.-](?:\s?(?P<m>\d{1,2})(?:月|[/.-])(?:\s?(?P<d>\d{1,2})日?)?)?(?:時点|現在)"
)


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["y"]), int(match["m"] or 12), int(match["d"] or 28))
    except ValueError:
        return None


@check(
    "KB605",
    Severity.NOTE,
    title="まもなくサポートの終わる対象がある",
    why="終わる前に知れば、新しいバージョンの記事を用意できます。目安は [checks] eol_notice_days（既定 90 日）です。",
    bad="""
    === kb.toml
    [[os]]
    name = "Server OS 1"
    eol = 2024-07-01
    === a
    ---
    applies_to:
      os: [Server OS 1]
    ---
    """,
    good="""
    === kb.toml
    [[os]]
    name = "Server OS 1"
    eol = 2033-07-01
    === a
    ---
    applies_to:
      os: [Server OS 1]
    ---
    """,
)
def ending_soon(file: ArticleFile, context: Context) -> Iterator[Problem]:
    if file.article.status is not Status.CURRENT:
        return
    notice = context.settings.limits.eol_notice_days
    for facet in ("versions", "os"):
        for name in file.article.applies_to.facet(facet):
            entry = context.vocabulary.get(facet, name)
            if entry is None or entry.eol is None:
                continue
            if 0 <= (entry.eol - context.today).days <= notice:
                message = (
                    f"{name} のサポートが {entry.eol} に終わります。後のバージョンの記事を用意してください。"
                )
                yield Problem(key_place(file, "applies_to", facet), message)
