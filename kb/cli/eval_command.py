"""``kb eval``: judged queries through the search, measured, compared, written out."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from kb.cli import COMMANDS, EXIT_NEGATIVE, EXIT_OK
from kb.cli.common import add_json, knowledge_base, print_json, say
from kb.cli.printing import put, warn

if TYPE_CHECKING:
    from kb.config import KnowledgeBase
    from kb.evaluation.report import Outcome, Report
    from kb.model import Judgment

HELP = COMMANDS["eval"]
EXAMPLES = (
    "kb eval                                    search/judgments.jsonl で測る",
    "kb eval my.jsonl --misses                  うまくいかなかった質問も表示する",
    "kb eval --save-baseline build/before.json  いまの結果を基準として残す",
    "kb eval --baseline build/before.json       基準から変わった質問を示す",
    "kb eval --report                           build/reports/eval.html に図入りの報告を書く",
)

DEFAULT_NAME = "judgments.jsonl"


class Searcher(Protocol):
    """What an evaluation needs of a search: the answer to one question."""

    def ask(self, question: str, *, n: int) -> Any:
        """An answer with ``answered``, ``confidence`` and ``results`` (best first)."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files",
        metavar="FILE",
        nargs="*",
        type=Path,
        help=f"判定済みの質問（JSONL。既定: search/{DEFAULT_NAME}）",
    )
    parser.add_argument(
        "--kind",
        dest="kinds",
        metavar="KIND",
        action="append",
        default=[],
        help="この種類の質問だけを測る（繰り返せる）",
    )
    parser.add_argument("--misses", action="store_true", help="うまくいかなかった質問を一覧する")
    parser.add_argument("--baseline", metavar="FILE", type=Path, help="保存した基準との差を、質問ごとに示す")
    parser.add_argument("--save-baseline", metavar="FILE", type=Path, help="この結果を基準として保存する")
    parser.add_argument("--trec", metavar="DIR", type=Path, help="TREC 形式の run.trec と qrels.trec を書く")
    parser.add_argument("--report", action="store_true", help="build/reports/eval.html に図入りの報告を書く")
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    from kb.evaluation.document import read_baseline
    from kb.evaluation.report import below, report

    kb = knowledge_base(args)
    judgments = _judgments(args, kb)
    baseline = read_baseline(args.baseline) if args.baseline else None
    _warn_of_unknown_articles(args, kb, judgments)
    result = report(judgments, _outcomes(args, _open(args, kb), judgments))
    _write_files(args, kb, result)
    missed = below(result.total, asdict(kb.bar))
    if args.json:
        _print_document(result, baseline, missed)
    else:
        _print_text(args, result, baseline, missed)
    return EXIT_NEGATIVE if missed else EXIT_OK


def _judgments(args: argparse.Namespace, kb: KnowledgeBase) -> list[Judgment]:
    from kb.errors import JudgmentError, UsageError
    from kb.evaluation.judgments import read_judgments

    files: dict[str, Path] = {}
    judgments: list[Judgment] = []
    for path in args.files or [kb.search_dir / DEFAULT_NAME]:
        for judgment in read_judgments(path):
            if judgment.qid in files:
                problem = f"qid {judgment.qid!r} は {files[judgment.qid]} にもあります。"
                raise JudgmentError(
                    path, None, problem, "別の qid を付けるか、ファイルを別々に測ってください。"
                )
            files[judgment.qid] = path
            judgments.append(judgment)
    known = list(dict.fromkeys(judgment.kind for judgment in judgments))
    for kind in args.kinds:
        if kind not in known:
            raise UsageError(
                f"--kind {kind!r}: そういう種類の質問はありません。", f"ある種類: {'、'.join(known)}"
            )
    chosen = [j for j in judgments if not args.kinds or j.kind in args.kinds]
    if not chosen:
        raise UsageError(
            "判定済みの質問が一つもありません。", "一行に一つの質問を書いたファイルを指定してください。"
        )
    return chosen


def _warn_of_unknown_articles(
    args: argparse.Namespace, kb: KnowledgeBase, judgments: Sequence[Judgment]
) -> None:
    """A misspelt id would quietly count as a miss for ever."""
    import difflib

    from kb.articles.reader import article_paths

    known = {path.stem for path in article_paths(kb.articles_dir)}
    for judgment in judgments:
        for article_id in judgment.relevant.keys() - known:
            near = difflib.get_close_matches(article_id, known, n=1)
            hint = f"もしかして: {near[0]}" if near else "kb list で id を確かめてください。"
            say(args, f"kb: 注意: {judgment.qid} の正解 {article_id} という記事はありません。{hint}")


def _open(args: argparse.Namespace, kb: KnowledgeBase) -> Searcher:
    from kb.pipeline import open_searcher

    return open_searcher(kb, lambda text: say(args, f"kb: {text}"))


def _outcomes(
    args: argparse.Namespace, searcher: Searcher, judgments: Sequence[Judgment]
) -> Iterator[Outcome]:
    from kb.evaluation.report import DEPTH, Outcome

    for judgment in _counted(args, judgments):
        answer = searcher.ask(judgment.text, n=DEPTH)
        first = answer.results[0] if answer.results else None
        yield Outcome(
            qid=judgment.qid,
            ranked=tuple(result.id for result in answer.results),
            answered=answer.answered,
            shown=f"{first.summary}\n{first.passage.text}" if first else "",
            confidence=answer.confidence,
        )


def _counted(args: argparse.Namespace, judgments: Sequence[Judgment]) -> Iterable[Judgment]:
    """The judgments, with a counter on stderr where a person watches."""
    watched = not args.quiet and sys.stderr.isatty()
    for number, judgment in enumerate(judgments, 1):
        if watched and (number % 20 == 0 or number == len(judgments)):
            end = "\n" if number == len(judgments) else ""
            print(f"\r測定中 {number}/{len(judgments)}", end=end, file=sys.stderr, flush=True)
        yield judgment


def _write_files(args: argparse.Namespace, kb: KnowledgeBase, result: Report) -> None:
    from kb.evaluation import document, trec
    from kb.evaluation.page import page

    if args.save_baseline:
        _write(args, args.save_baseline, document.dump(result))
    if args.trec:
        _write(args, args.trec / "run.trec", "".join(trec.run_lines(result)))
        _write(args, args.trec / "qrels.trec", "".join(trec.qrels_lines(result)))
    if args.report:
        _write(args, kb.reports_dir / "eval.html", page(result, f"検索の評価: {kb.name}"))


def _write(args: argparse.Namespace, path: Path, text: str) -> None:
    from kb.errors import UsageError

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as exc:
        raise UsageError(
            f"{path} に書けません（{exc.strerror}）。", "書き込める場所を指定してください。"
        ) from exc
    say(args, f"書きました: {path}")


def _print_document(result: Report, baseline: Any, missed: dict[str, tuple[float, float]]) -> None:
    from kb.evaluation import document

    value = document.to_document(result)
    value["below_bar"] = {name: {"value": v, "bar": bar} for name, (v, bar) in missed.items()}
    if baseline is not None:
        value["changes"] = [asdict(change) for change in document.changes(result, baseline)]
    print_json(value)


def _print_text(
    args: argparse.Namespace, result: Report, baseline: Any, missed: dict[str, tuple[float, float]]
) -> None:
    from kb.evaluation import table
    from kb.evaluation.document import changes

    put(table.table(result))
    if not args.quiet:
        put(f"\n{table.LEGEND}")
    if args.misses:
        put(f"\nうまくいかなかった質問:\n{table.misses(result) or 'ありません。'}")
    if baseline is not None:
        put(f"\n基準との差:\n{table.comparison(result, baseline, changes(result, baseline))}")
    for name, (value, bar) in missed.items():
        warn(f"kb: {table.MEASURES[name]} が {value:.4f} で、kb.toml の基準 {bar:g} に届きません。")
