"""``kb fmt``: put articles into the canonical form."""

from __future__ import annotations

import argparse
import difflib
from pathlib import Path, PurePosixPath

from kb.cli import EXIT_ERROR, EXIT_NEGATIVE, EXIT_OK
from kb.cli.common import knowledge_base, say
from kb.cli.printing import put, warn

HELP = (
    "記事を決まった書式に整えます。項目の順番、並びの書き方、空行をそろえ、"
    "対象の別名や「Plesk 9 以降」のような範囲を kb.toml の名前に直します。コメントは残ります。"
)
EXAMPLES = (
    "kb fmt                      すべての記事を整える",
    "kb fmt articles/spam        このフォルダだけ整える",
    "kb fmt --check              整っていない記事があれば終了コード 1（書き換えない）",
    "kb fmt --diff               どう変わるかだけ見る（書き換えない）",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of ``kb fmt``."""
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="整えるファイルかフォルダ（既定: すべての記事）"
    )
    parser.add_argument("--check", action="store_true", help="書き換えずに、整っていない記事を挙げる")
    parser.add_argument("--diff", action="store_true", help="書き換えずに、変わるところを表示する")


def run(args: argparse.Namespace) -> int:
    """Format the files; 1 with ``--check`` or ``--diff`` when one would change, 2 when one cannot be read."""
    from kb.articles.formatting import format_article
    from kb.articles.reader import article_paths, read
    from kb.cli.check_selection import files_of
    from kb.cli.writing import replace_text
    from kb.errors import ArticleError

    kb = knowledge_base(args)
    chosen = files_of(args.paths, kb) if args.paths else None
    changed = failed = count = 0
    for path in article_paths(kb.articles_dir):
        name = path.relative_to(kb.root)
        if chosen is not None and PurePosixPath(name.as_posix()) not in chosen:
            continue
        count += 1
        try:
            old = read(path, kb.root).text
            new = format_article(old, name, kb.vocabulary)
        except ArticleError as exc:
            failed += 1
            warn(f"kb: {exc}")
            continue
        if _same(path, new):
            continue
        changed += 1
        if args.diff:
            _print_diff(old, new, name)
        elif args.check:
            put(name.as_posix())
        else:
            replace_text(path, new)
            put(f"整えました: {name.as_posix()}")
    _tell(args, count, changed, failed)
    if failed:
        return EXIT_ERROR
    return EXIT_NEGATIVE if changed and (args.check or args.diff) else EXIT_OK


def _same(path: Path, text: str) -> bool:
    """Byte for byte, so that a byte order mark or CRLF counts as unformatted."""
    return path.read_bytes() == text.encode("utf-8")


def _print_diff(old: str, new: str, name: Path) -> None:
    lines = difflib.unified_diff(
        old.replace("\r\n", "\n").splitlines(),
        new.splitlines(),
        f"{name} （いま）",
        f"{name} （整えた後）",
        lineterm="",
    )
    put("\n".join(lines))


def _tell(args: argparse.Namespace, count: int, changed: int, failed: int) -> None:
    what = "が整っていません" if args.check or args.diff else "を整えました"
    unread = f" 読めない記事が {failed} 件あります（kb check で確かめてください）。" if failed else ""
    say(
        args,
        f"{count} 件のうち {changed} 件{what}。{unread}"
        if changed
        else f"{count} 件はすべて整っています。{unread}",
    )
