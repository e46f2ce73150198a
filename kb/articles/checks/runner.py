"""Runs checks over articles and turns what they find into findings, in file order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from kb.articles.checks.context import Context, Finder
from kb.articles.checks.rule import Edit, Problem, Rule, all_rules, blocking_rules
from kb.articles.checks.settings import read_settings
from kb.articles.library import Library
from kb.articles.reader import ArticleFile
from kb.config import KnowledgeBase
from kb.model import Finding


@dataclass(frozen=True, slots=True)
class Result:
    """A finding with the edits that mend it; no edits when a person has to."""

    finding: Finding
    edits: tuple[Edit, ...] = ()


def blocking(files: Iterable[ArticleFile], kb: KnowledgeBase) -> list[Finding]:
    """What must stop a build: schema errors of single articles, and ids that stand twice.

    Args:
        files: the articles that are to be built; give it no drafts that are not.

    Returns:
        Errors only, in file order. Silencing comments and the [checks] table do not touch them.
    """
    context = Context(kb, date.min, tuple(files), read_settings({}))
    return [result.finding for result in _in_order(_results(blocking_rules(), context))]


def run(
    library: Library,
    kb: KnowledgeBase,
    today: date,
    *,
    only: Collection[PurePosixPath] | None = None,
    finder: Finder | None = None,
) -> list[Finding]:
    """All findings about a library, in file order.

    Args:
        today: the day to judge dates by.
        only: files to report on; rules that compare articles still see all. None: every file.
        finder: the retrieval, for the findability checks; None leaves those out.
    """
    return [result.finding for result in examine(library, kb, today, only=only, finder=finder)]


def examine(
    library: Library,
    kb: KnowledgeBase,
    today: date,
    *,
    only: Collection[PurePosixPath] | None = None,
    finder: Finder | None = None,
) -> list[Result]:
    """Like ``run``, with the edits for ``kb check --fix``."""
    wanted = None if only is None else frozenset(only)
    context = Context(kb, today, library.files, read_settings(kb.checks), wanted, finder)
    rules = [rule for rule in all_rules() if rule.code not in context.settings.off]
    results = [Result(finding) for finding in library.unreadable]
    results.extend(_results(rules, context))
    return _in_order(r for r in results if wanted is None or PurePosixPath(r.finding.file) in wanted)


def _results(rules: Iterable[Rule], context: Context) -> Iterator[Result]:
    rules = tuple(rules)
    for file in context.files:
        if context.wanted(file):
            for rule in rules:
                if rule.article is not None:
                    for problem in rule.article(file, context):
                        yield _result(rule, problem, file.path, context)
    for rule in rules:
        if rule.library is not None:
            for problem in rule.library(context):
                yield _result(rule, problem, problem.path or PurePosixPath(), context)


def _result(rule: Rule, problem: Problem, path: PurePosixPath, context: Context) -> Result:
    place = problem.place
    severity = context.settings.severity(rule.code, rule.severity)
    finding = Finding(
        rule.code, severity, path.as_posix(), place.line, place.column, problem.message, problem.fix
    )
    return Result(finding, problem.edits)


def _in_order(results: Iterable[Result]) -> list[Result]:
    return sorted(results, key=lambda r: (r.finding.file, r.finding.line, r.finding.column, r.finding.code))
