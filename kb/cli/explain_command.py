"""``kb explain``: which words reach an article."""

from __future__ import annotations

import argparse

from kb.cli import COMMANDS, EXIT_OK
from kb.cli.common import add_json, knowledge_base, print_json, say
from kb.cli.printing import put

HELP = COMMANDS["explain"]
EXAMPLES = (
    "kb explain plesk-obsidian-dkim-sign-outgoing",
    "kb explain plesk-obsidian-dkim-sign-outgoing --all   重みの小さい語まで全部",
)

_SHOWN = 30
"""Terms shown without ``--all``, the weightiest first."""
_SPELLINGS = 12
"""Spellings shown per term without ``--all``."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="記事の id")
    parser.add_argument("--all", action="store_true", help="すべての語と綴りを表示する")
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    from kb.cli.show_command import find
    from kb.errors import UsageError
    from kb.pipeline import open_searcher
    from kb.retrieval.reach import reach_of

    kb = knowledge_base(args)
    article = find(args.id, kb).article
    searcher = open_searcher(kb, lambda text: say(args, f"kb: {text}"))
    reached = reach_of(article.id, searcher.index, searcher.spellings)
    searcher.close()
    if reached is None:
        raise UsageError(
            f"{article.id} は検索の対象ではありません（status: {article.status}）。",
            "公開するには status を current にしてください。",
        )
    if args.json:
        print_json(
            {
                "id": article.id,
                "questions": list(article.questions),
                "terms": [
                    {
                        "term": t.term,
                        "impact": t.impact / 100,
                        "spellings": [[s, via] for s, via in t.spellings],
                    }
                    for t in reached
                ],
            }
        )
        return EXIT_OK
    put(f"{article.id}  {article.title}")
    put("\n質問文:")
    for question in article.questions:
        put(f"  {question}")
    put("\n語（重みの大きい順）と、その語に届く綴り:")
    for term in reached if args.all else reached[:_SHOWN]:
        shown = term.spellings if args.all else term.spellings[:_SPELLINGS]
        more = f" ほか {len(term.spellings) - len(shown)}" if len(shown) < len(term.spellings) else ""
        put(f"  {term.impact / 100:6.2f}  {term.term}: {'、'.join(s for s, _ in shown)}{more}")
    if not args.all and len(reached) > _SHOWN:
        put(f"  ほか {len(reached) - _SHOWN} 語（--all で全部）")
    return EXIT_OK
