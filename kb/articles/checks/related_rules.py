"""KB304, KB305, KB311-KB313: related articles, links to oneself, articles and files nobody leads to."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import PurePosixPath

from kb.articles.checks.context import Context
from kb.articles.checks.link_rules import link_place, targets
from kb.articles.checks.places import replace_value
from kb.articles.checks.rule import Problem, check, library_check
from kb.articles.checks.schema_values import surely_meant
from kb.articles.frontmatter import Place
from kb.articles.reader import ArticleFile
from kb.model import Severity, Status


@check(
    "KB304",
    Severity.WARNING,
    title="自分自身へのリンク",
    why="いま読んでいる記事へのリンクは、押した人を同じところに戻すだけです。",
    bad="""
    ---
    related: [example]
    ---
    """,
    good="""
    ---
    related: [neighbour]
    ---
    """,
)
def self_link(file: ArticleFile, context: Context) -> Iterator[Problem]:
    for index, other in enumerate(file.article.related):
        if other == file.article.id:
            yield Problem(
                file.head.place("related", index), "related に自分自身の id があります。消してください。"
            )
    for target in targets(file):
        if target.path == file.path and not target.fragment and not target.link.image:
            yield Problem(
                link_place(file, target.link),
                "この記事自身へのリンクです。ほかの記事にするか、リンクを外してください。",
            )


@check(
    "KB305",
    Severity.ERROR,
    title="related の記事がない",
    why="related の id が違うと、関連記事に出ません。",
    bad="""
    ---
    related: [neighbor]
    ---
    """,
    good="""
    ---
    related: [neighbour]
    ---
    """,
)
def unknown_related(file: ArticleFile, context: Context) -> Iterator[Problem]:
    for index, other in enumerate(file.article.related):
        if other in context.by_id:
            continue
        near = difflib.get_close_matches(other, context.ids, n=1, cutoff=0.8)
        hint = f"（近いもの: {near[0]}）" if near else ""
        message = f"related の「{other[:60]}」という記事はありません{hint}。id を直すか、消してください。"
        sure = near[0] if near and surely_meant(other, near[0]) else None
        edits = replace_value(file, ("related", index), sure) if sure else ()
        yield Problem(file.head.place("related", index), message, sure, edits)


@check(
    "KB312",
    Severity.WARNING,
    title="related が公開中の記事ではない",
    why="下書きはサイトに出ず、保管済みの記事は古い答えです。関連記事には公開中のものを並べます。",
    bad="""
    ---
    related: [archived-neighbour]
    ---
    """,
    good="""
    ---
    related: [neighbour]
    ---
    """,
)
def related_unpublished(file: ArticleFile, context: Context) -> Iterator[Problem]:
    if file.article.status is not Status.CURRENT:
        return
    for index, other in enumerate(file.article.related):
        found = context.by_id.get(other)
        if found is not None and found.article.status is not Status.CURRENT:
            message = (
                f"related の「{other}」は status: {found.article.status} です。"
                "公開中の記事に替えるか、消してください。"
            )
            yield Problem(file.head.place("related", index), message)


@library_check(
    "KB311",
    Severity.NOTE,
    title="どの記事からも案内されていない",
    why="related にも本文のリンクにも出てこない記事は、検索で当たらない限り読まれません。",
    bad="""
    === a
    ---
    related: [b]
    ---
    === b
    ---
    related: []
    ---
    """,
    good="""
    === a
    ---
    related: [b, neighbour]
    ---
    === b
    ---
    related: [a]
    ---
    """,
)
def orphan_article(context: Context) -> Iterator[Problem]:
    reached: set[PurePosixPath] = set()
    for file in context.current:
        named = {context.by_id[other].path for other in file.article.related if other in context.by_id}
        reached |= (named | {target.path for target in targets(file)}) - {file.path}
    for file in context.current:
        if file.path not in reached and len(context.current) > 1:
            yield Problem(
                file.head.place("id"),
                "この記事を案内する記事がありません。近い記事の related に加えてください。",
                path=file.path,
            )


@library_check(
    "KB313",
    Severity.WARNING,
    title="どこからも使われていないファイル",
    why=(
        "articles/ の画像などで、どの記事からも参照されないものは、消し忘れか、"
        "リンクの書き間違いです。.md でない記事は読まれません。"
    ),
    bad="""
    === articles/webmail/old-screen.png
    （画像）
    """,
    good="""
    === articles/webmail/screen.png
    （画像）
    === articles/webmail/example.md
    ![メール設定の画面](screen.png)
    """,
)
def orphan_file(context: Context) -> Iterator[Problem]:
    used = {target.path.as_posix() for file in context.files for target in targets(file)}
    for name in sorted(context.disk_files):
        path = PurePosixPath(name)
        if path.suffix != ".md" and name not in used:
            yield Problem(
                Place(1, 1),
                f"{path.name} はどの記事からも使われていません。消すか、記事から参照してください。",
                path=path,
            )
