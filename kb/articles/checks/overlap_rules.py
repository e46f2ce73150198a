"""KB203, KB204: articles of one topic against one another: the same version twice, a version left out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from kb.articles.checks.context import Context
from kb.articles.checks.places import key_place
from kb.articles.checks.rule import Problem, library_check
from kb.articles.checks.schema_values import FACET_NAMES
from kb.articles.reader import ArticleFile
from kb.model import FACETS, AppliesTo, Severity, Status


@library_check(
    "KB203",
    Severity.WARNING,
    title="同じ topic で同じバージョンの公開中の記事が二つある",
    why="同じ質問に同じバージョンで二つの答えがあると、どちらが正しいか読者には分かりません。",
    bad="""
    === a
    ---
    topic: mail-forward
    applies_to:
      versions: [Plesk Onyx]
    ---
    === b
    ---
    topic: mail-forward
    applies_to:
      versions: [Plesk Onyx]
    ---
    """,
    good="""
    === a
    ---
    topic: mail-forward
    applies_to:
      versions: [Plesk Onyx]
    ---
    === b
    ---
    topic: mail-forward
    applies_to:
      versions: [Plesk Obsidian]
    ---
    """,
)
def same_topic_same_version(context: Context) -> Iterator[Problem]:
    for topic, files in context.topics.items():
        for one, other in combinations(files, 2):
            if _same_target(one.article.applies_to, other.article.applies_to):
                other, one = context.report(one, other)
                message = (
                    f"topic「{topic}」で対象が重なる記事が {one.path} にもあります。"
                    "記事をまとめるか、topic か applies_to を直してください。"
                )
                yield Problem(key_place(other, "topic"), message, path=other.path)


def _same_target(one: AppliesTo, other: AppliesTo) -> bool:
    """Do two articles answer for the same? A general one beside one for the very version is no doubling."""
    return all(
        set(one.facet(facet)) & set(other.facet(facet)) or (not one.facet(facet) and not other.facet(facet))
        for facet in FACETS
    )


@library_check(
    "KB204",
    Severity.WARNING,
    title="バージョンの並びに抜けがある",
    why="Plesk 9 と 11 の記事に 10 がないのは、たいてい書き忘れです。10 の利用者には答えが出ません。",
    bad="""
    === a
    ---
    applies_to:
      versions: [Plesk 9, Plesk 11]
    ---
    """,
    good="""
    === a
    ---
    applies_to:
      versions: [Plesk 9, Plesk 10, Plesk 11]
    ---
    """,
)
def version_gap(context: Context) -> Iterator[Problem]:
    for file in context.files:
        if file.article.status is Status.ARCHIVED or not context.wanted(file):
            continue
        for facet in ("versions", "os"):
            missing = _gap(file, facet, context) - _elsewhere(file, facet, context)
            if missing:
                entries = [n for n in context.vocabulary.facet(facet) if n.name in missing]
                names = [n.name for n in sorted(entries, key=lambda n: n.order)]
                message = (
                    f"{FACET_NAMES[facet]}の並びに {'・'.join(names)} が抜けています。"
                    "当てはまるなら加えてください。"
                )
                yield Problem(key_place(file, "applies_to", facet), message, ", ".join(names), path=file.path)


def _gap(file: ArticleFile, facet: str, context: Context) -> set[str]:
    """Names between the oldest and the newest of a product that the article leaves out."""
    given = [context.vocabulary.get(facet, name) for name in file.article.applies_to.facet(facet)]
    entries = [entry for entry in given if entry is not None and entry.product and not entry.general]
    missing: set[str] = set()
    for product in {entry.product for entry in entries}:
        orders = [entry.order for entry in entries if entry.product == product]
        siblings = [n for n in context.vocabulary.facet(facet) if n.product == product and not n.general]
        missing |= {n.name for n in siblings if min(orders) < n.order < max(orders) and n.order not in orders}
    return missing


def _elsewhere(file: ArticleFile, facet: str, context: Context) -> set[str]:
    """Names that other current articles of the same topic are for."""
    topic = file.article.topic
    others = [f for f in context.topics.get(topic, ()) if f is not file] if topic else []
    return {name for other in others for name in other.article.applies_to.facet(facet)}
