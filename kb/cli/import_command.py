"""``kb import``: raw material to article drafts."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kb.cli.common import add_json, knowledge_base, print_json, say
from kb.cli.printing import put, warn
from kb.text import printable

if TYPE_CHECKING:
    from kb.config import KnowledgeBase
    from kb.importers.run import Result

HELP = "元データから記事の下書きを作る"
EXAMPLES = (
    "kb import faq.txt                     テキストのダンプから下書きを作る",
    "kb import saved-pages/ export.xml     保存したページと WordPress の書き出しを一緒に取り込む",
    "kb import faq.txt --dry-run           何が起きるかだけを見る",
    "kb import faq.txt --dry-run --audit   一文字も失われないことを確かめる",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument(
        "sources", metavar="SOURCE", nargs="+", help="ファイルかフォルダ（種類は内容で見分ける）"
    )
    parser.add_argument("--out", metavar="DIR", help="下書きの書き出し先（既定: articles/）")
    parser.add_argument(
        "--category", metavar="ID", default="", help="すべての下書きを入れるカテゴリ（既定: 内容から選ぶ）"
    )
    parser.add_argument(
        "--type", dest="types", metavar="TYPE", action="append", default=[],
        help="WordPress の投稿の種類（既定: ufaq。繰り返せる）",
    )  # fmt: skip
    parser.add_argument(
        "--include-unpublished", action="store_true", help="WordPress の未公開の投稿も取り込む"
    )
    parser.add_argument("--encoding", metavar="ENC", help="文字コード（既定: 自動で判断。例: cp932、euc-jp）")
    parser.add_argument("--dry-run", action="store_true", help="計画だけを表示し、何も書き込まない")
    parser.add_argument(
        "--audit", action="store_true", help="元資料の文字と数字がすべて記事か報告にあることを確かめる"
    )
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Import; 0, or 1 when a source could not be read or the audit found something missing."""
    from kb.errors import UsageError
    from kb.importers.report import as_json
    from kb.importers.run import run_import
    from kb.importers.sources import Options

    kb = knowledge_base(args)
    if args.category and kb.vocabulary.category(args.category) is None:
        near = kb.vocabulary.suggest_category(args.category)
        hint = (
            f"もしかして: {near}"
            if near
            else "使えるもの: " + "、".join(c.id for c in kb.vocabulary.categories)
        )
        raise UsageError(f"{args.category} というカテゴリはありません。", hint)
    options = Options(tuple(args.types) or ("ufaq",), args.include_unpublished, args.encoding)
    result = run_import(
        kb,
        [Path(source) for source in args.sources],
        options,
        out=Path(args.out) if args.out else None,
        category=args.category,
        dry_run=args.dry_run,
        progress=_progress(args),
    )
    if not args.dry_run:
        _write_reports(kb, result)
    for failure in result.gathered.failures:
        warn(f"kb: {failure}")
    if passed_over := len(result.gathered.skipped):
        where = "" if args.dry_run else "一覧は報告にあります。"
        say(args, f"知らない種類のファイルやリンク {passed_over} 件は読んでいません。{where}")
    if args.json:
        print_json(as_json(result, dry_run=args.dry_run))
    else:
        _tell(args, kb, result)
    lost = args.audit and not all(audit.complete for audit in result.audits)
    return 1 if result.gathered.failures or lost else 0


def _tell(args: argparse.Namespace, kb: KnowledgeBase, result: Result) -> None:
    from kb.importers.plan import Action

    signs = {Action.ADD: "+", Action.UPDATE: "~", Action.UNCHANGED: "=", Action.CONFLICT: "!"}
    for change in result.changes:
        entry = change.draft.entry
        if not args.quiet and (args.dry_run or change.action is not Action.UNCHANGED):
            put(
                f"{signs[change.action]} {change.path.as_posix()}  {change.draft.article.title}  "
                f"({entry.source}:{entry.line})"
            )
    if args.audit:
        for audit in result.audits:
            state = "欠落なし" if audit.complete else f"{audit.missing_letters:,} 字が見当たりません"
            put(f"検査 {audit.source}: 文字・数字 {audit.letters:,}、{state}")
            for lost in audit.missing[:20]:
                put(f"  {audit.source}:{lost.line}: 「{lost.letters}」 {lost.text}")
    counts = [
        (Action.ADD, "追加"),
        (Action.UPDATE, "更新"),
        (Action.UNCHANGED, "変更なし"),
        (Action.CONFLICT, "要確認"),
    ]
    summary = "、".join(f"{name} {result.count(action)}" for action, name in counts)
    verb = "計画" if args.dry_run else "取り込み"
    say(
        args,
        f"{verb}: {summary}（元資料 {len(result.gathered.readings)}、失敗 {len(result.gathered.failures)}）",
    )
    if result.count(Action.CONFLICT):
        where = result.conflicts
        say(args, f"書き手の変更がある記事は上書きしていません。新しい文は {where} に置き、報告に載せます。")
    if not args.dry_run:
        say(args, f"報告: {kb.reports_dir / 'import.html'}")


def _write_reports(kb: KnowledgeBase, result: Result) -> None:
    from kb.importers.report import as_html, as_json
    from kb.importers.write import write_atomic

    data = json.dumps(as_json(result, dry_run=False), ensure_ascii=False, indent=1)
    write_atomic(kb.reports_dir / "import.json", data + "\n", kb.reports_dir)
    write_atomic(kb.reports_dir / "import.html", as_html(result, dry_run=False), kb.reports_dir)


def _progress(args: argparse.Namespace) -> Callable[[str, float], None]:
    """A line on the terminal that follows the work; nothing where nobody looks."""
    if args.quiet or not sys.stderr.isatty():
        return lambda name, share: None
    last = 0.0

    def show(name: str, share: float) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= 0.1 or share >= 1:
            last = now
            end = "\n" if share >= 1 else ""
            print(f"\r\x1b[K{printable(name[-60:])} {share:4.0%}", end=end, file=sys.stderr, flush=True)

    return show
