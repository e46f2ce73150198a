"""The part of ``kb check`` that reads the judged queries: lines ``kb eval`` would refuse, articles that are not."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator
from pathlib import Path, PurePosixPath

from kb.articles.checks import Result
from kb.articles.checks.rule import all_rules
from kb.articles.checks.settings import read_settings
from kb.articles.library import Library
from kb.config import KnowledgeBase
from kb.errors import JudgmentError
from kb.evaluation.judgments import parse_lines, read_lines
from kb.model import Finding, Judgment

PATTERN = "judgments*.jsonl"
BROKEN, UNKNOWN = "KB807", "KB808"


def judgment_results(
    kb: KnowledgeBase, library: Library, only: Collection[PurePosixPath] | None
) -> list[Result]:
    """A result for each line of search/judgments*.jsonl that is broken or names no article.

    Args:
        only: files to report on, relative to the knowledge base; None: every file.
    """
    settings = read_settings(kb.checks)
    severities = {rule.code: settings.severity(rule.code, rule.severity) for rule in all_rules()}
    paths = [*(file.path for file in library.files), *(PurePosixPath(f.file) for f in library.unreadable)]
    known = frozenset(path.stem for path in paths)
    files = {path.relative_to(kb.root): path for path in sorted(kb.search_dir.glob(PATTERN))}
    return [
        Result(Finding(code, severities[code], name.as_posix(), line, column, message, fix))
        for name, path in files.items()
        if only is None or PurePosixPath(name.as_posix()) in only
        for code, line, column, message, fix in _problems(path, known)
        if code not in settings.off
    ]


def _problems(path: Path, known: Collection[str]) -> Iterator[tuple[str, int, int, str, str | None]]:
    """(code, line, column, message, what to write instead)."""
    try:
        lines = read_lines(path, path.name)
    except JudgmentError as exc:
        yield BROKEN, 1, 1, exc.problem + exc.remedy, None
        return
    for number, judged in parse_lines(lines, path.name):
        if isinstance(judged, JudgmentError):
            yield BROKEN, number, 1, judged.problem + judged.remedy, None
        else:
            yield from _unknown_articles(judged, number, lines[number - 1], known)


def _unknown_articles(
    judgment: Judgment, number: int, line: str, known: Collection[str]
) -> Iterator[tuple[str, int, int, str, str | None]]:
    for article_id in judgment.relevant:
        if article_id in known:
            continue
        near = next(iter(difflib.get_close_matches(article_id, known, n=1)), None)
        way = "書き間違いなら直し、" if near else ""
        message = (
            f"{judgment.qid} の正解 {article_id} という記事はありません。"
            f"{way}消した記事なら relevant から外してください（id は kb list で分かります）。"
        )
        # An id written with JSON escapes is not found as it reads: then the line has to do.
        yield UNKNOWN, number, max(line.find(f'"{article_id}"'), 0) + 1, message, near
