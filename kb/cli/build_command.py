"""``kb build``: check, index, site."""

from __future__ import annotations

import argparse
import sys
from datetime import date

from kb.cli import COMMANDS, EXIT_NEGATIVE, EXIT_OK
from kb.cli.common import knowledge_base, say
from kb.cli.printing import warn

HELP = COMMANDS["build"]
EXAMPLES = (
    "kb build",
    "kb build --drafts   下書きも見えるサイトを作る",
    "kb build --force    変わっていなくても作り直す",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--drafts", action="store_true", help="下書きも索引とサイトに入れる")
    parser.add_argument("--force", action="store_true", help="変わっていないものも作り直す")


def run(args: argparse.Namespace) -> int:
    from kb import pipeline
    from kb.errors import ArticlesError

    kb = knowledge_base(args)
    watched = sys.stderr.isatty() and not args.quiet
    try:
        report = pipeline.build(
            kb,
            date.today(),
            drafts=args.drafts,
            force=args.force,
            notify=lambda text: say(args, f"kb: {text}"),
            progress=show_progress if watched else None,
        )
    except ArticlesError as exc:
        warn(f"kb: {exc}")
        warn("kb: 前の索引とサイトはそのままです。")
        return EXIT_NEGATIVE
    if watched:
        print("\r\x1b[K", end="", file=sys.stderr)
    if report.index_fresh and report.site_fresh:
        say(args, f"変わっていません（記事 {report.articles} 件）。")
    else:
        say(
            args,
            f"できました（記事 {report.articles} 件、読み直し {report.read} 件、ページ等 {report.pages} 個、"
            f"{report.seconds:.1f} 秒）。",
        )
    say(args, f"サイト: {kb.site_dir / 'index.html'}")
    return EXIT_OK


def show_progress(stage: str, done: int, total: int) -> None:
    """One line on the terminal that counts up."""
    if done % 20 == 0 or done == total:
        print(f"\r\x1b[K{stage} {done}/{total}", end="", file=sys.stderr, flush=True)
