"""``kb init``: a complete small knowledge base to start from."""

from __future__ import annotations

import argparse
import shlex
from datetime import date
from pathlib import Path

from kb.cli import EXIT_OK
from kb.cli.common import say
from kb.cli.printing import put
from kb.errors import UsageError

HELP = (
    "新しいナレッジベースを作ります。設定・語彙・記事の例・検索の辞書・"
    "エディタの設定がそろい、すぐに検索できます。"
)
EXAMPLES = (
    "kb init faq                      faq フォルダに作る",
    'kb init faq --name "情シス FAQ"   名前を付けて作る',
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of ``kb init``."""
    parser.add_argument("target", metavar="DIR", help="作るフォルダ（なければ作る）")
    parser.add_argument("--name", default="社内 FAQ", help="ナレッジベースの名前（既定: 社内 FAQ）")


def run(args: argparse.Namespace) -> int:
    """Lay down the files, refuse to touch any that exist, say what to do next."""
    from kb import config
    from kb.articles.editors import editor_files
    from kb.cli.scaffolding import scaffold_files
    from kb.cli.writing import replace_text

    root = Path(args.directory) / args.target
    name = " ".join(args.name.split())
    if not name:
        raise UsageError("名前が空です。", '--name "社内 FAQ" のように書いてください。')
    if root.exists() and not root.is_dir():
        raise UsageError(f"{root} はフォルダではありません。", "別の名前のフォルダを指定してください。")
    files = scaffold_files(name, date.today())
    present = sorted(path for path in files if (root / path).exists())
    if present:
        raise UsageError(
            f"{root} には {'、'.join(present)} がもうあります。",
            "空のフォルダを指定してください。何も書き換えていません。",
        )
    for path, text in files.items():
        replace_text(root / path, text)
    editors = {
        path: text for path, text in editor_files(config.load(root)).items() if not (root / path).exists()
    }
    for path, text in editors.items():
        replace_text(root / path, text)
    put(f"{root} にナレッジベースを作りました（{len(files) + len(editors)} ファイル）。")
    say(args, _NEXT.format(root=shlex.quote(str(root))))
    return EXIT_OK


_NEXT = """
次にすること:
  cd {root}
  kb ask "パスワードを忘れた"                         検索してみる
  kb check                                           記事の問題を調べる
  kb new "プリンターにつなぐ" --category network      記事を書き始める
  kb build                                           索引とサイトを作る
  kb eval                                            検索の精度を測る
kb.toml の語彙を自分たちのものに直し、例の記事を消してください。説明は README.md にあります。"""
