"""``kb show``: one article on the terminal, as Markdown, as JSON, or as text for a customer mail."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from kb.cli import COMMANDS, EXIT_OK
from kb.cli.common import knowledge_base, print_json, terminal_width, wants_color
from kb.cli.printing import put_file

if TYPE_CHECKING:
    from pathlib import Path

    from kb.articles.reader import ArticleFile
    from kb.cli.wrapping import Line
    from kb.config import KnowledgeBase
    from kb.model import Article

HELP = COMMANDS["show"]
EXAMPLES = (
    "kb show plesk-obsidian-dkim-sign-outgoing",
    "kb show plesk-obsidian-dkim-sign-outgoing --format reply   お客様への返信に貼る文面",
    "kb show plesk-obsidian-dkim-sign-outgoing --format md      記事のファイルそのまま",
)

MAX_OFFERED = 5
"""How many near ids are offered for an unknown one."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="記事の id（ファイル名から .md を除いたもの。パスも可）")
    parser.add_argument(
        "--format",
        choices=("text", "md", "json", "reply"),
        default="text",
        help="text: 端末で読む形（既定）、md: ファイルそのまま、json、reply: 返信用の文面",
    )
    parser.add_argument(
        "--json", dest="format", action="store_const", const="json", help="--format json と同じ"
    )


def run(args: argparse.Namespace) -> int:
    kb = knowledge_base(args)
    file = find(args.id, kb)
    article = file.article
    if args.format == "md":
        put_file(file.text)
    elif args.format == "reply":
        from kb.articles.reply import reply_text
        from kb.text import printable

        sys.stdout.write(printable(reply_text(article, kb)))
    elif args.format == "json":
        _print_json(article, kb)
    else:
        _print_text(args, article, kb)
    return EXIT_OK


def find(wanted: str, kb: KnowledgeBase) -> ArticleFile:
    """The article with that id, whatever its category and status.

    Raises:
        UsageError: there is none; near ids are offered.
        ArticleError: its file cannot be read.
    """
    from kb.articles.reader import article_paths, read
    from kb.errors import UsageError

    paths = {path.stem: path for path in article_paths(kb.articles_dir)}
    article_id = wanted.replace("\\", "/").rpartition("/")[2].removesuffix(".md")
    if article_id not in paths:
        near = near_ids(article_id, paths)
        listed = "".join(f"\n    kb show {name}" for name in near)
        remedy = f"もしかして:{listed}" if near else "kb list で記事の id を確かめてください。"
        raise UsageError(f"{wanted!r} という記事はありません。", remedy)
    return read(paths[article_id], kb.root)


def near_ids(wanted: str, known: Iterable[str]) -> list[str]:
    """Ids that a person may have meant: those that hold what was typed, then those spelt alike."""
    import difflib

    ids = sorted(known)
    typed = wanted.lower()
    holding = [name for name in ids if typed and typed in name]
    alike = difflib.get_close_matches(typed, ids, n=MAX_OFFERED, cutoff=0.6)
    return list(dict.fromkeys([*holding, *alike]))[:MAX_OFFERED]


def _variants(article: Article, kb: KnowledgeBase) -> list[Article]:
    """The other current articles of the topic, newest version first.

    Files are first searched for the topic as bytes: parsing ten thousand heads would take seconds.
    """
    from kb.articles.ordering import version_order
    from kb.articles.reader import article_paths, read
    from kb.errors import ArticleError
    from kb.model import Status

    found: list[Article] = []
    needle = article.topic.encode()
    for path in article_paths(kb.articles_dir) if needle else ():
        if path.stem == article.id or not _holds(path, needle):
            continue
        try:
            other = read(path, kb.root).article
        except ArticleError:
            continue  # kb check reports it; it has no place in another article's list
        if other.topic == article.topic and other.status is Status.CURRENT:
            found.append(other)
    return sorted(found, key=lambda other: version_order(other, kb.vocabulary))


def _holds(path: Path, needle: bytes) -> bool:
    try:
        return needle in path.read_bytes()
    except OSError:
        return False


def _related(article: Article, kb: KnowledgeBase) -> Iterator[tuple[str, str]]:
    """Id and title of the related articles that exist."""
    from kb.articles.reader import article_paths, read
    from kb.errors import ArticleError

    if not article.related:
        return
    paths = {path.stem: path for path in article_paths(kb.articles_dir)}
    for related in article.related:
        if related in paths:
            try:
                yield related, read(paths[related], kb.root).article.title
            except ArticleError:
                yield related, ""


def _print_json(article: Article, kb: KnowledgeBase) -> None:
    from kb.cli.facts import article_document

    print_json(
        {
            **article_document(article, kb.vocabulary, date.today()),
            "variants": [
                {"id": other.id, "versions": list(other.applies_to.versions)}
                for other in _variants(article, kb)
            ],
            "body": article.body,
        }
    )


def _print_text(args: argparse.Namespace, article: Article, kb: KnowledgeBase) -> None:
    from kb.cli.terminal import columns, render
    from kb.cli.wrapping import paint

    color, width = wants_color(args), columns(terminal_width())
    for line in _head(article, kb, width):
        print(paint(line, color))
    print()
    sys.stdout.write(render(article.body, width, color))
    for line in _foot(article, kb, width):
        print(paint(line, color))


def _head(article: Article, kb: KnowledgeBase, width: int) -> Iterator[Line]:
    from kb.cli.facts import fact_lines, facts
    from kb.cli.terminal import clean
    from kb.cli.wrapping import Span, Style, wrap

    yield from wrap([Span(clean(article.title), Style.STRONG)], width)
    yield from fact_lines(facts(article, kb.vocabulary, date.today()), width)
    if article.summary:
        yield ()
        yield from wrap([Span(clean(article.summary))], width)


def _foot(article: Article, kb: KnowledgeBase, width: int) -> Iterator[Line]:
    from kb.cli.facts import UNTIED, applies_to_text
    from kb.cli.terminal import clean
    from kb.cli.wrapping import Span, Style, wrap

    others = [(other.id, applies_to_text(other.applies_to) or UNTIED) for other in _variants(article, kb)]
    for head, rows in (("同じ質問のほかのバージョン", others), ("関連する記事", list(_related(article, kb)))):
        if rows:
            yield ()
            yield (Span(head, Style.HEADING),)
        for article_id, text in rows:
            yield (Span("  "), Span(article_id, Style.LINK))
            yield from ((Span("    "), *line) for line in wrap([Span(clean(text))], width - 4))
    if article.source:
        yield ()
        yield (Span("出典  ", Style.FAINT), Span(clean(article.source), Style.LINK))
