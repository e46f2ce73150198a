"""``kb check --watch``: check again whenever an article, kb.toml or a file of search/ changes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime

from kb.cli import EXIT_OK
from kb.cli.printing import warn
from kb.config import KnowledgeBase
from kb.errors import KbError

BEGINS, ENDS = "kb: 調べています", "kb: 変更を待っています"
_CLEAR = "\x1b[2J\x1b[H"


def watch(kb: KnowledgeBase, check: Callable[[], int]) -> int:
    """Check now and after each change, until interrupted."""
    import watchfiles

    _once(check)
    folders = [folder for folder in (kb.articles_dir, kb.search_dir) if folder.is_dir()]
    try:
        for _ in watchfiles.watch(*folders, kb.config_path, raise_interrupt=False):
            _once(check)
    except KeyboardInterrupt:
        pass
    return EXIT_OK


def _once(check: Callable[[], int]) -> None:
    """One round. The first and the last line are what the editors' problem matchers wait for."""
    if sys.stdout.isatty():
        sys.stdout.write(_CLEAR)
    print(BEGINS, flush=True)
    try:
        check()
    except KbError as exc:  # a kb.toml saved half-way must not end the watch
        warn(f"kb: {exc}")
    print(f"{ENDS}（{datetime.now():%H:%M:%S} に調べました。Ctrl+C で終わります）", flush=True)
