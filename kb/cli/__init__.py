"""Arguments in, text out, one thin module a command.

A command's module has ``HELP`` (one line), ``EXAMPLES``, ``add_arguments(parser)`` and ``run(args) -> int``, and
is imported only when its command is called: ``kb ask`` pays for nothing that only ``kb build`` needs. Answers go
to stdout, everything else to stderr. ``KbError`` is caught here, once.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from kb import __version__
from kb.cli.printing import warn

COMMANDS = {
    "ask": "質問に答える記事を探す",
    "show": "記事を一つ表示する",
    "list": "記事を条件で一覧する",
    "import": "元データから記事の下書きを作る",
    "check": "記事・語彙・リンクの問題を報告する",
    "fmt": "記事を決まった書式に整える",
    "new": "新しい記事のひな形を作る",
    "init": "新しいナレッジベースを作る",
    "schema": "フロントマターの JSON Schema とエディタ設定を書き出す",
    "build": "検査し、索引とサイトを作る",
    "serve": "サイトを手元で配信し、変更のたびに作り直す",
    "eval": "判定済みの質問で検索の精度を測る",
    "explain": "記事がどの言葉で見つかるかを調べる",
    "gaps": "見つからなかった質問をまとめる",
}
"""Command name to its one line of help; the module is ``kb.cli.<name>_command``."""

EXIT_OK, EXIT_NEGATIVE, EXIT_ERROR = 0, 1, 2
"""Done; done with a negative result (no answer, findings); usage or set-up error."""


class Parser(argparse.ArgumentParser):
    """argparse with Japanese messages and no abbreviated options."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("allow_abbrev", False)
        kwargs.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        super().__init__(add_help=False, **kwargs)
        self._positionals.title, self._optionals.title = "引数", "オプション"
        self.add_argument("-h", "--help", action="help", help="この説明を表示して終わる")

    def format_help(self) -> str:
        return super().format_help().replace("usage: ", "使い方: ", 1)

    def error(self, message: str) -> NoReturn:
        warn(f"kb: {_in_japanese(message)}\n  対処: {self.prog} --help で使い方を確かめてください。")
        raise SystemExit(EXIT_ERROR)


_MESSAGES = (
    ("the following arguments are required: ", "必要な引数がありません: "),
    ("unrecognized arguments: ", "知らない引数です: "),
    ("expected one argument", "値が一つ必要です"),
    ("expected at least one argument", "値が一つ以上必要です"),
    ("invalid choice: ", "選べない値です: "),
    ("invalid int value: ", "整数ではありません: "),
    ("invalid positive value: ", "1 以上の整数ではありません: "),
    ("not allowed with argument ", "同時には使えません: "),
    ("argument ", "引数 "),
)


def _in_japanese(message: str) -> str:
    for english, japanese in _MESSAGES:
        message = message.replace(english, japanese)
    return re.sub(r" \(choose from (.*)\)$", lambda m: f"（選べるのは {m[1]}）", message)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is as design.md says."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    _open_closed_streams()
    _replace_what_cannot_be_written()
    try:
        return _run(arguments)
    except SystemExit as exc:
        return exc.code if isinstance(exc.code, int) else EXIT_ERROR
    except KeyboardInterrupt:
        warn("kb: 中断しました。")
        return 130
    except BrokenPipeError:
        # The reader (`kb list | head`) has gone; say nothing, not even at interpreter exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_OK


def _open_closed_streams() -> None:
    """A stream that the caller closed (``>&-``) is None in Python: what is written to it goes nowhere."""
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115


def _replace_what_cannot_be_written() -> None:
    """A terminal that is not UTF-8 has no sign for ⚠; the answer is worth more than the sign."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _run(arguments: list[str]) -> int:
    from kb.errors import KbError

    name, rest = _split(arguments)
    if name is None:
        return _top_level(rest)
    if name not in COMMANDS:
        return _unknown(name)
    command = import_module(f"kb.cli.{name}_command")
    parser = Parser(prog=f"kb {name}", description=command.HELP, epilog=_examples(command.EXAMPLES))
    add_common(parser)
    command.add_arguments(parser)
    args = parser.parse_args(rest)
    try:
        code: int = command.run(args)
        sys.stdout.flush()
        return code
    except KbError as exc:
        print_error(exc)
        return EXIT_ERROR
    except BrokenPipeError:
        raise
    except OSError as exc:
        print_error(exc)
        return EXIT_ERROR


def print_error(error: Exception) -> None:
    """What is wrong and what mends it, on stderr; of a refusal of the system, of which file when it said so."""
    text = str(error)
    if isinstance(error, OSError):
        reason = str(error.strerror or error)
        told = f"{error.filename}: {reason}" if error.filename else reason
        text = f"{told}\n  対処: ファイルとフォルダの権限、空き容量を確かめてください。"
    warn(f"kb: {text}")


def _split(arguments: list[str]) -> tuple[str | None, list[str]]:
    """The command's name and its arguments; options before the name are handed on to the command."""
    leading: list[str] = []
    rest = list(arguments)
    while rest and rest[0].startswith("-"):
        option = rest.pop(0)
        leading.append(option)
        if option == "-C" and rest:
            leading.append(rest.pop(0))
    if not rest:
        return None, leading
    return rest[0], leading + rest[1:]


def add_common(parser: argparse.ArgumentParser) -> None:
    """The options that every command has."""
    common = parser.add_argument_group("共通オプション")
    common.add_argument(
        "-C",
        dest="directory",
        metavar="DIR",
        default=".",
        help="ナレッジベースのフォルダ（既定: いまのフォルダから上へ探す）",
    )
    common.add_argument("-q", "--quiet", action="store_true", help="結果とエラーのほかは表示しない")
    common.add_argument("--no-color", action="store_true", help="色を付けない（環境変数 NO_COLOR でも同じ）")
    common.add_argument("--version", action="version", version=f"kb {__version__}", help="版を表示して終わる")


def _examples(lines: Sequence[str]) -> str:
    return "例:\n" + "\n".join(f"  {line}" for line in lines)


def _top_level(rest: list[str]) -> int:
    if "--version" in rest:
        print(f"kb {__version__}")
        return EXIT_OK
    if rest and rest[0] not in ("-h", "--help"):
        return _unknown(rest[0])
    print(
        "使い方: kb コマンド [引数]\n\nバージョンごとの答えを知っている、オフラインの日本語 FAQ 検索。\n\nコマンド:"
    )
    for name, text in COMMANDS.items():
        print(f"  {name:<8} {text}")
    print(
        "\n共通オプション: -C DIR, --quiet, --no-color, --version, --help\n各コマンドの説明: kb コマンド --help"
    )
    return EXIT_OK if rest else EXIT_ERROR


def _unknown(name: str) -> int:
    import difflib

    near = difflib.get_close_matches(name, COMMANDS, n=1)
    hint = f"もしかして: kb {near[0]}" if near else "kb --help でコマンドを確かめてください。"
    warn(f"kb: {name} というコマンドはありません。\n  対処: {hint}")
    return EXIT_ERROR
