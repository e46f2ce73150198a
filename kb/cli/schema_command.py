"""``kb schema``: the JSON Schema of the front matter, and settings for editors."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from kb.cli import EXIT_OK
from kb.cli.common import knowledge_base, say

HELP = (
    "このナレッジベースの語彙を入れた、フロントマターの JSON Schema を書き出します。"
    "--editors を付けると、補完と下線のためのエディタ設定も置きます。"
)
EXAMPLES = (
    "kb schema                          標準出力に書き出す",
    "kb schema -o article.schema.json   ファイルに書き出す",
    "kb schema --editors                VS Code・Vim などの設定を置く（書き換えてあるものは残す）",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of ``kb schema``."""
    parser.add_argument("-o", "--output", metavar="FILE", help="スキーマを書くファイル（既定: 標準出力）")
    parser.add_argument("--editors", action="store_true", help="エディタの設定ファイルをナレッジベースに置く")
    parser.add_argument(
        "--force", action="store_true", help="--editors で、内容の違う既存のファイルも置き換える"
    )


def run(args: argparse.Namespace) -> int:
    """Print or write the schema, or lay down the editors' files."""
    from kb.articles.editors import editor_files
    from kb.articles.schema import front_matter_schema
    from kb.cli.writing import replace_text

    kb = knowledge_base(args)
    if args.editors:
        for name, text in editor_files(kb).items():
            say(args, lay_down(kb.root / name, name, text, force=args.force))
    schema = json.dumps(front_matter_schema(kb), ensure_ascii=False, indent=2) + "\n"
    if args.output:
        replace_text(Path(args.output), schema)
    elif not args.editors:
        sys.stdout.write(schema)
    return EXIT_OK


def lay_down(path: Path, name: str, text: str, *, force: bool) -> str:
    """Write a file unless another stands there; returns what was done. Generated files are always renewed."""
    from kb.cli.writing import replace_text

    old = path.read_bytes().decode("utf-8", "replace") if path.exists() else None
    if old == text:
        return f"そのまま: {name}"
    if old is not None and not force and not name.startswith(".kb/"):
        return f"残しました: {name}（内容が違います。--force で置き換えます）"
    replace_text(path, text)
    return f"書きました: {name}"
