"""``kb check --fix``: write the safe edits of findings into the articles."""

from __future__ import annotations

import argparse
from collections.abc import Collection
from datetime import date
from itertools import groupby
from pathlib import Path, PurePosixPath

from kb.articles.checks import Result, examine
from kb.articles.checks.edits import apply
from kb.articles.checks.reports.text import one_line
from kb.articles.library import Library, read_library
from kb.articles.reader import parse
from kb.cli.common import say
from kb.cli.writing import replace_text
from kb.config import KnowledgeBase
from kb.errors import ArticleError
from kb.model import Finding

MAX_PASSES = 5
"""A mended place can uncover another; in practice two passes settle everything."""


def mend(
    args: argparse.Namespace,
    kb: KnowledgeBase,
    library: Library,
    today: date,
    only: Collection[PurePosixPath] | None,
) -> int:
    """Apply the edits until none is left, saying each; returns how many findings were mended."""
    count = 0
    for _ in range(MAX_PASSES):
        results = [r for r in examine(library, kb, today, only=only) if r.edits]
        mended = [
            finding
            for name, group in groupby(results, key=lambda result: result.finding.file)
            for finding in _mend_file(kb.root / name, PurePosixPath(name), list(group))
        ]
        for finding in mended:
            say(args, f"直しました: {one_line(finding)} → {finding.fix}")
        count += len(mended)
        if not mended:
            break
        library = read_library(kb)
    return count


def _mend_file(path: Path, name: PurePosixPath, results: list[Result]) -> list[Finding]:
    """Mend one file; leaves it alone when the outcome would be no article."""
    text = path.read_bytes().decode("utf-8-sig")
    new, applied = apply(text, [result.edits for result in results])
    if new == text:
        return []
    try:
        parse(new, name)
    except ArticleError:
        return []
    replace_text(path, new)
    return [result.finding for result, done in zip(results, applied, strict=True) if done]
