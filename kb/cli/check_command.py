"""``kb check``: findings about articles, vocabulary, links, freshness, duplicates."""

from __future__ import annotations

import argparse
import contextlib
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from kb.cli import EXIT_NEGATIVE, EXIT_OK
from kb.cli.common import day, knowledge_base, say, wants_color
from kb.cli.printing import put

if TYPE_CHECKING:
    from kb.articles.checks import Finder, Result
    from kb.articles.checks.reports import Summary
    from kb.config import KnowledgeBase

HELP = "記事・語彙・リンク・鮮度・重複の問題を、場所と直し方を付けて報告します。"
EXAMPLES = (
    "kb check                                 すべて調べる",
    "kb check articles/spam                   このフォルダについてだけ報告する（ほか"
    "の記事との比較は全体で行う）",
    "kb check --changed-since origin/main     変更した記事に関わることだけ報告する",
    "kb check --fix                           確かに直せるものを直す",
    "kb check --find                          記事が自分の題名や質問で見つかるかも調べる",
    "kb check --format sarif > kb.sarif       コードスキャン用に出力する",
    "kb check --report                        指摘・鮮度・網羅状況を図入りの build/reports/health.html にも書く",
    "kb check --explain KB404                 検査の理由と例を読む",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of ``kb check``."""
    from kb.articles.checks.reports import FORMATS

    parser.add_argument("paths", nargs="*", metavar="PATH", help="報告するファイルかフォルダ（既定: すべて）")
    parser.add_argument("--format", choices=FORMATS, default="text", help="出力の形式（既定: text）")
    parser.add_argument(
        "--json", action="store_const", const="json", dest="format", help="--format json と同じ"
    )
    parser.add_argument("--fix", action="store_true", help="確かに直せるものを直し、何を直したかを表示する")
    parser.add_argument("--strict", action="store_true", help="警告だけでも終了コードを 1 にする")
    parser.add_argument(
        "--changed-since", metavar="REV", help="この Git リビジョンから変えたファイルに関わることだけ報告する"
    )
    parser.add_argument("--watch", action="store_true", help="記事が変わるたびに調べ直す（Ctrl+C で終わる）")
    parser.add_argument(
        "--external", action="store_true", help="外部へのリンクを実際に開いて確かめる（CI では使わない）"
    )
    parser.add_argument(
        "--today",
        type=day,
        metavar="YYYY-MM-DD",
        help="鮮度をこの日の時点で判断する（既定: 今日）",
    )
    parser.add_argument(
        "--find",
        action="store_true",
        help="検索も動かし、記事が自分の言葉で見つかるかを調べる（時間がかかる）",
    )
    parser.add_argument(
        "--report", action="store_true", help="build/reports/health.html に図入りの報告も書く"
    )
    parser.add_argument("--explain", metavar="CODE", help="検査の理由と例を表示して終わる")


def run(args: argparse.Namespace) -> int:
    """Check, print, and say by the exit code whether something is wrong."""
    if args.explain:
        return _explain(args.explain)
    kb = knowledge_base(args)
    if args.watch:
        from kb.cli.check_watch import watch

        return watch(kb, lambda: _check_once(args, knowledge_base(args)))
    return _check_once(args, kb)


def _check_once(args: argparse.Namespace, kb: KnowledgeBase) -> int:
    from kb.articles.checks import examine
    from kb.articles.checks.reports import Summary
    from kb.articles.library import read_library
    from kb.cli.check_judgments import judgment_results
    from kb.cli.check_selection import selection

    library = read_library(kb)
    only = selection(args.paths, args.changed_since, kb, library)
    today = args.today or date.today()
    if args.fix:
        from kb.cli.check_fix import mend

        if mend(args, kb, library, today, only):
            library = read_library(kb)
    with _finder(args, kb) as finder:
        results = examine(library, kb, today, only=only, finder=finder)
    # Sorted anew: a report names a file once, and a check of the articles may speak of these files too.
    results = sorted(
        [*results, *judgment_results(kb, library, only)],
        key=lambda r: (r.finding.file, r.finding.line, r.finding.column, r.finding.code),
    )
    if args.external:
        from kb.cli.check_external import external_results

        results = [*results, *external_results(library, only)]
    known = [*(f.path for f in library.files), *(PurePosixPath(f.file) for f in library.unreadable)]
    files = sum(1 for path in known if only is None or path in only)
    summary = Summary.of(results, files)
    # A file name that is no UTF-8 comes as lone surrogates, which no terminal can be sent.
    sys.stdout.write(render(args, results, summary, kb).encode("utf-8", "replace").decode())
    if args.report:
        from kb.cli.check_report import write_report

        write_report(args, kb, library, today, results, None if only is None else files)
    _check_search_files(kb)
    return EXIT_NEGATIVE if summary.errors or (args.strict and summary.warnings) else EXIT_OK


def _check_search_files(kb: KnowledgeBase) -> None:
    """Say after the findings what would stop the next build.

    Raises:
        ConfigError: a file of search/ breaks its format.
    """
    from kb.retrieval import resources

    resources.load(kb.search_dir)


def _as_in_repository(results: Sequence[Result], root: Path) -> list[Result]:
    """The results with files named from the top of the repository, as systems for CI look them up.

    The top is the nearest folder that holds ``.git``; without one it is the folder of kb.toml.
    """
    root = root.resolve()
    top = next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), root)
    prefix = root.relative_to(top)
    return [
        replace(result, finding=replace(result.finding, file=(prefix / result.finding.file).as_posix()))
        for result in results
    ]


def render(args: argparse.Namespace, results: Sequence[Result], summary: Summary, kb: KnowledgeBase) -> str:
    """The report in the format asked for."""
    if args.format == "json":
        from kb.articles.checks.reports.machine import render_json

        return render_json(results, summary)
    if args.format in ("sarif", "github", "junit"):
        results = _as_in_repository(results, kb.root)
    if args.format == "sarif":
        from kb.articles.checks.reports.sarif import render_sarif

        return render_sarif(results, summary)
    if args.format == "github":
        from kb.articles.checks.reports.machine import render_github

        return render_github(results, summary)
    if args.format == "junit":
        from kb.articles.checks.reports.machine import render_junit

        return render_junit(results, summary, strict=args.strict)
    from kb.articles.checks.reports import text

    def source(name: str) -> list[str]:
        try:
            held = (kb.root / name).read_text(encoding="utf-8-sig", errors="replace")
        except OSError:
            return []
        return held.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    width = shutil.get_terminal_size((100, 24)).columns
    return text.render(results, summary, source, width=width, color=wants_color(args))


@contextlib.contextmanager
def _finder(args: argparse.Namespace, kb: KnowledgeBase) -> Iterator[Finder | None]:
    """The retrieval, brought up to date, when it is asked for and the articles can be indexed at all."""
    if not args.find:
        yield None
        return
    from kb.errors import ArticlesError
    from kb.pipeline import open_searcher

    try:
        searcher = open_searcher(kb, lambda text: say(args, f"kb: {text}"))
    except ArticlesError:
        say(
            args,
            "kb: 記事に誤りがあるので、見つけやすさは調べません。"
            "誤りを直してから、もう一度実行してください。",
        )
        yield None
        return
    try:
        yield searcher
    finally:
        searcher.close()


def _explain(code: str) -> int:
    from kb.articles.checks.docs import explain
    from kb.articles.checks.rule import all_rules
    from kb.errors import UsageError

    rule = next((rule for rule in all_rules() if rule.code == code.upper()), None)
    if rule is None:
        raise UsageError(
            f"{code} という検査はありません。",
            "docs/checks.md か kb check の出力でコードを確かめてください。",
        )
    put(explain(rule))
    return EXIT_OK
