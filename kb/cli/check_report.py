"""``kb check --report``: the state of the knowledge base as a page to look at."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from datetime import date

from kb.articles.checks import Result
from kb.articles.library import Library
from kb.cli.common import say
from kb.config import KnowledgeBase
from kb.errors import UsageError

REPORT_NAME = "health.html"


def write_report(
    args: argparse.Namespace,
    kb: KnowledgeBase,
    library: Library,
    today: date,
    results: Iterable[Result],
    chosen: int | None,
) -> None:
    """Write build/reports/health.html and say where it is.

    Args:
        results: what was found, in file order.
        chosen: number of files the results are about; None: all.

    Raises:
        UsageError: the file cannot be written.
    """
    from kb.atomic import write_file
    from kb.health.page import page
    from kb.health.survey import survey

    health = survey(library, kb, today, (result.finding for result in results), chosen=chosen)
    path = kb.reports_dir / REPORT_NAME
    try:
        write_file(path, page(health).encode("utf-8"))
    except OSError as exc:
        raise UsageError(
            f"{path} に書けません（{exc.strerror}）。", "build フォルダの権限を確かめてください。"
        ) from exc
    say(args, f"書きました: {path}")
