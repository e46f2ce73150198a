"""``kb new``: a draft from a title."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from kb.cli import EXIT_OK
from kb.cli.common import add_filters, knowledge_base, say
from kb.cli.printing import put, put_file
from kb.errors import UsageError
from kb.model import AppliesTo, Article, Status
from kb.text import printable

if TYPE_CHECKING:
    from kb.articles.drafting import Proposal
    from kb.config import KnowledgeBase

HELP = (
    "新しい記事の下書きを作ります。id・カテゴリ・topic・関連記事を題名から提案し、"
    "同じことを答える記事があれば知らせます。"
)
EXAMPLES = (
    'kb new "Plesk Obsidian でメールを転送する"              尋ねられたことに答えて作る',
    'kb new "メールの容量を増やす" --category mailbox --yes  提案のまま作る',
    'kb new "メールの容量を増やす" --stdout                  ファイルを作らずに表示する',
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of ``kb new``."""
    parser.add_argument("title", metavar="TITLE", nargs="?", help="記事の題名（省くと尋ねる）")
    add_filters(parser)
    parser.add_argument("--id", dest="article_id", metavar="ID", help="記事の id（既定: 題名から提案）")
    parser.add_argument(
        "--topic", metavar="TOPIC", help="同じ質問に答える記事を束ねる名前（既定: 題名から提案）"
    )
    parser.add_argument("-y", "--yes", action="store_true", help="尋ねずに提案のまま作る")
    parser.add_argument("--stdout", action="store_true", help="ファイルを作らずに標準出力に書く")


def run(args: argparse.Namespace) -> int:
    """Propose, ask, write the draft."""
    from kb.articles.checks.contradiction_rules import overlap
    from kb.articles.drafting import propose
    from kb.articles.library import read_library
    from kb.articles.writer import dump
    from kb.cli.writing import replace_text

    kb = knowledge_base(args)
    asking = not args.yes and sys.stdin.isatty()
    title = " ".join((args.title or (_ask("題名", "") if asking else "")).split())
    if not title:
        raise UsageError("題名がありません。", 'kb new "題名" のように書いてください。')
    articles = [file.article for file in read_library(kb).files]
    proposal = propose(title, articles, kb.vocabulary)
    for near in proposal.existing:
        same = overlap(near.article.applies_to, proposal.applies_to, kb.vocabulary)
        what = "注意: 同じことを答える記事があるようです" if same else "同じ質問の、別の対象の記事があります"
        say(args, f"{what}: {near.article.path}（{near.article.title}）")
    article = _decide(args, title, proposal, kb, _ask if asking else _keep, {a.id for a in articles})
    if args.stdout:
        put_file(dump(article))
        return EXIT_OK
    path = kb.root / article.path
    if path.exists():
        raise UsageError(f"{article.path} はもうあります。", "--id で別の id を指定してください。")
    replace_text(path, dump(article))
    put(str(article.path))
    say(
        args,
        "下書きを作りました。（ここに書く: …）を埋め、kb check で確かめてから "
        "status: current にしてください。",
    )
    return EXIT_OK


def _ask(label: str, proposed: str) -> str:
    """What the person types; the proposal when only Enter is pressed.

    Raises:
        UsageError: the input ends.
    """
    prompt = f"{label}{f' [{proposed}]' if proposed else ''}: "
    print(printable(prompt), end="", file=sys.stderr, flush=True)
    line = sys.stdin.readline()
    if not line:
        raise UsageError("入力が終わりました。", "--yes を付けると尋ねずに作ります。")
    return line.strip() or proposed


def _keep(label: str, proposed: str) -> str:
    return proposed


def _decide(
    args: argparse.Namespace,
    title: str,
    proposal: Proposal,
    kb: KnowledgeBase,
    ask: Callable[[str, str], str],
    taken: set[str],
) -> Article:
    """The article as asked for: options first, then answers, then proposals."""
    from kb.articles.applicability import parse_filters
    from kb.articles.drafting import draft_body, draft_summary

    named = parse_filters(kb.vocabulary, args.targets, args.plans, args.categories)
    category = named.categories[0] if named.categories else _category(ask("カテゴリ", proposal.category), kb)
    article_id = _checked_id(args.article_id or ask("id", proposal.id), taken)
    given = AppliesTo(named.versions, named.plans, named.os, named.software)
    return Article(
        id=article_id,
        title=title,
        summary=draft_summary(),
        category=category,
        questions=(title,),
        applies_to=given if given != AppliesTo() else proposal.applies_to,
        topic=args.topic if args.topic is not None else ask("topic", proposal.topic),
        published=date.today(),
        status=Status.DRAFT,
        related=tuple(other for other in proposal.related if other != article_id),
        body=draft_body(),
        path=PurePosixPath("articles") / category / f"{article_id}.md",
    )


def _category(text: str, kb: KnowledgeBase) -> str:
    if kb.vocabulary.category(text) is not None:
        return text
    near = kb.vocabulary.suggest_category(text) if text else None
    known = "、".join(category.id for category in kb.vocabulary.categories)
    problem = f"カテゴリ「{text}」は kb.toml にありません。" if text else "カテゴリを題名から決められません。"
    raise UsageError(problem, f"もしかして: {near}" if near else f"--category で選んでください（{known}）。")


def _checked_id(article_id: str, taken: set[str]) -> str:
    from kb.articles.checks.schema_ids import ID

    if not ID.match(article_id):
        remedy = "英小文字・数字・ハイフンだけで書いてください（例: plesk-obsidian-mail-forwarding）。"
        raise UsageError(f"id「{article_id}」は使えません。", remedy)
    if article_id in taken:
        raise UsageError(f"id「{article_id}」の記事はもうあります。", "--id で別の id を指定してください。")
    return article_id
