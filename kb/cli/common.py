"""What several commands share: finding the knowledge base, filters, colour, JSON."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from datetime import date
from pathlib import Path
from typing import IO, Any

from kb import config
from kb.cli.printing import warn
from kb.config import KnowledgeBase
from kb.errors import UsageError
from kb.text import CONTROL


def knowledge_base(args: argparse.Namespace) -> KnowledgeBase:
    """The knowledge base that ``-C`` or the current folder points into.

    Raises:
        UsageError: the folder does not exist.
        NoKnowledgeBaseError: there is no kb.toml in it or above it.
        ConfigError: its kb.toml is wrong.
    """
    directory = Path(args.directory)
    if not directory.is_dir():
        raise UsageError(f"{directory} というフォルダはありません。", "-C にはフォルダを指定してください。")
    return config.load(config.find_root(directory))


def add_filters(parser: argparse.ArgumentParser) -> None:
    """``--for``, ``--plan`` and ``--category``."""
    parser.add_argument(
        "--for", dest="targets", metavar="NAME", action="append", default=[],
        help="対象のバージョン・OS・ソフトウェア（繰り返せる。別名も可）",
    )  # fmt: skip
    parser.add_argument(
        "--plan", dest="plans", metavar="PLAN", action="append", default=[], help="対象のプラン（繰り返せる）"
    )
    parser.add_argument(
        "--category", dest="categories", metavar="ID", action="append", default=[],
        help="カテゴリの id か名前（繰り返せる）",
    )  # fmt: skip


def add_json(parser: argparse.ArgumentParser) -> None:
    """``--json``."""
    parser.add_argument("--json", action="store_true", help="結果を JSON で出力する")


def positive(text: str) -> int:
    """An argparse type: a whole number from 1."""
    value = int(text)
    if value < 1:
        raise ValueError(text)
    return value


def day(text: str) -> date:
    """An argparse type: a date as 2026-07-01."""
    try:
        return date.fromisoformat(text)
    except ValueError as exc:
        raise argparse.ArgumentTypeError(f"{text!r} は 2026-07-01 の形の日付ではありません") from exc


def print_json(value: Any) -> None:
    """One JSON document on stdout, Japanese as it stands."""
    # JSON itself escapes the controls of ASCII only.
    text = json.dumps(value, ensure_ascii=False, indent=2)
    sys.stdout.write(CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n")


def wants_color(args: argparse.Namespace, stream: IO[str] | None = None) -> bool:
    """Colour only on a terminal, and never against ``--no-color`` or NO_COLOR (https://no-color.org)."""
    stream = stream or sys.stdout
    refused = args.no_color or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return not refused and stream.isatty()


def terminal_width() -> int:
    """Columns of the terminal; of 80 when there is none (a pipe, a file)."""
    return shutil.get_terminal_size((80, 24)).columns


def say(args: argparse.Namespace, text: str) -> None:
    """A remark for the person at the terminal, on stderr; silent with ``--quiet``."""
    if not args.quiet:
        warn(text)
