"""``kb list``: the articles that meet all of some conditions."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from kb.cli import COMMANDS, EXIT_OK
from kb.cli.common import add_filters, add_json, knowledge_base, print_json, say, terminal_width
from kb.cli.printing import put
from kb.model import Status

if TYPE_CHECKING:
    from kb.articles.applicability import Filters, Fit
    from kb.config import KnowledgeBase
    from kb.model import Article

HELP = COMMANDS["list"]
EXAMPLES = (
    'kb list --for "Plesk Obsidian"     Plesk Obsidian に当てはまる記事',
    "kb list --category spam --stale    見直し期限の過ぎた、迷惑メールの記事",
    "kb list --status draft             下書き",
    "kb list --topic mail-forwarding    同じ質問に答える記事",
)

ALL = "all"

_TARGET_COLUMNS = 40
"""The column of versions and plans is cut here; --json has them all."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_filters(parser)
    parser.add_argument(
        "--status",
        choices=(*(status.value for status in Status), ALL),
        default=Status.CURRENT.value,
        help="記事の状態（既定: current。all: すべて）",
    )
    parser.add_argument("--stale", action="store_true", help="見直し期限の過ぎた記事だけ")
    parser.add_argument(
        "--tag",
        dest="tags",
        metavar="TAG",
        action="append",
        default=[],
        help="このタグの付いた記事（繰り返すと、どれも付いたもの）",
    )
    parser.add_argument("--topic", metavar="TOPIC", help="このトピックの記事")
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    from kb.articles.applicability import parse_filters
    from kb.articles.library import read_library

    kb = knowledge_base(args)
    filters = parse_filters(kb.vocabulary, args.targets, args.plans, args.categories)
    library = read_library(kb)
    for finding in library.unreadable:
        say(args, f"kb: 注意: {finding.file}:{finding.line}: 読めない記事を除きました。確認: kb check")
    chosen = _sorted(_chosen(args, kb, filters, [file.article for file in library.files]), kb)
    if args.json:
        print_json({"articles": [_document(article, fit, filters, kb) for article, fit in chosen]})
    else:
        _print_table(chosen, filters, kb)
        say(args, f"{len(chosen)} 件")
    return EXIT_OK


def _chosen(
    args: argparse.Namespace, kb: KnowledgeBase, filters: Filters, articles: Sequence[Article]
) -> Iterator[tuple[Article, Fit]]:
    from kb.articles.applicability import admits, fit
    from kb.articles.freshness import freshness
    from kb.text import fold

    tags, today = {fold(tag) for tag in args.tags}, date.today()
    for article in articles:
        if (
            args.status in (ALL, article.status.value)
            and admits(article, filters, kb.vocabulary)
            and tags <= {fold(tag) for tag in article.tags}
            and args.topic in (None, article.topic or article.id)
            and (not args.stale or freshness(article, kb.vocabulary, today).stale)
        ):
            yield article, fit(article.applies_to, filters, kb.vocabulary)


def _sorted(chosen: Iterator[tuple[Article, Fit]], kb: KnowledgeBase) -> list[tuple[Article, Fit]]:
    """What is tied to exactly what was asked for first; then by category, in kb.toml's order, and id."""
    order = {category.id: number for number, category in enumerate(kb.vocabulary.categories)}
    return sorted(chosen, key=lambda pair: (-pair[1], order.get(pair[0].category, len(order)), pair[0].id))


def _asks_for_target(filters: Filters) -> bool:
    return bool(filters.versions or filters.plans or filters.os or filters.software)


def _document(article: Article, fit: Fit, filters: Filters, kb: KnowledgeBase) -> dict[str, Any]:
    from kb.cli.facts import article_document

    document = article_document(article, kb.vocabulary, date.today())
    return {**document, "fit": fit.name.lower()} if _asks_for_target(filters) else document


def _print_table(chosen: Sequence[tuple[Article, Fit]], filters: Filters, kb: KnowledgeBase) -> None:
    from kb.text import display_width, pad

    if not chosen:
        return
    head = ["ID", "対象", "サポート", "日付", "状態", "タイトル"]
    rows = [_cells(article, kb) for article, _ in chosen]
    if _asks_for_target(filters):
        from kb.articles.applicability import Fit

        head.insert(1, "適合")
        for row, (_, fit) in zip(rows, chosen, strict=True):
            row.insert(1, "専用" if fit is Fit.EXACT else "共通")
    table = [head, *rows]
    widths = [max(map(display_width, column)) for column in zip(*table, strict=True)]
    if sys.stdout.isatty() and sum(widths) + 2 * (len(widths) - 1) > terminal_width():
        _print_entries(rows, terminal_width())
        return
    for row in table:
        put("  ".join(pad(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _print_entries(rows: Sequence[Sequence[str]], width: int) -> None:
    """The table for a terminal too narrow for its columns: title, id and the rest below each other."""
    from kb.cli.wrapping import cut, wrap_text

    for *facts, title in rows:
        print(*wrap_text(title, width), sep="\n")
        id_, *rest = facts
        put(f"  {id_}")
        put(cut("  " + "  ".join(fact for fact in rest if fact != "-"), width))


def _cells(article: Article, kb: KnowledgeBase) -> list[str]:
    from kb.articles.freshness import freshness
    from kb.articles.labels import STATUS_LABELS, SUPPORT_LABELS
    from kb.cli.facts import applies_to_text
    from kb.cli.terminal import clean
    from kb.cli.wrapping import cut
    from kb.text import collapse

    fresh = freshness(article, kb.vocabulary, date.today())
    marks = [STATUS_LABELS[article.status]] if article.status is not Status.CURRENT else []
    marks += ["古い"] if fresh.stale else []
    marks += ["提供終了"] if fresh.ended else []
    cells = [
        article.id,
        cut(applies_to_text(article.applies_to) or "-", _TARGET_COLUMNS),
        SUPPORT_LABELS[article.support],
        article.changed.isoformat() if article.changed else "-",
        "・".join(marks) or "-",
        article.title,
    ]
    return [collapse(clean(cell)) for cell in cells]
