"""``kb check --watch``: check again whenever an article, kb.toml or a file of search/ changes."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable
from datetime import datetime

from kb.cli import EXIT_OK, print_error
from kb.cli.watching import changes
from kb.config import KnowledgeBase
from kb.errors import KbError

BEGINS, ENDS = "kb: 調べています", "kb: 変更を待っています"
_CLEAR = "\x1b[2J\x1b[H"


def watch(kb: KnowledgeBase, check: Callable[[], int]) -> int:
    """Check now and after each change, until interrupted."""
    _once(check)
    with contextlib.suppress(KeyboardInterrupt):
        for _ in changes(kb):
            _once(check)
    return EXIT_OK


def _once(check: Callable[[], int]) -> None:
    """One round. The first and the last line are what the editors' problem matchers wait for."""
    if sys.stdout.isatty():
        sys.stdout.write(_CLEAR)
    print(BEGINS, flush=True)
    try:
        check()
    except (KbError, OSError) as exc:
        # A kb.toml saved half-way, or a file just being replaced, must not end the watch.
        print_error(exc)
    print(f"{ENDS}（{datetime.now():%H:%M:%S} に調べました。Ctrl+C で終わります）", flush=True)
