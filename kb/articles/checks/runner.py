"""Runs checks over articles and turns what they find into findings, in file order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from kb.articles.checks.context import Context, Finder
from kb.articles.checks.file_rules import conflict_markers
from kb.articles.checks.rule import Edit, Problem, Rule, all_rules, blocking_rules
from kb.articles.checks.settings import read_settings
from kb.articles.checks.silence import silences
from kb.articles.frontmatter import Place
from kb.articles.library import Library
from kb.articles.reader import ArticleFile
from kb.config import KnowledgeBase
from kb.model import Finding, Severity


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
    context = Context(kb=kb, today=date.min, files=tuple(files), settings=read_settings({}))
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
    rules = all_rules()
    context = Context(
        kb=kb,
        today=today,
        files=library.files,
        settings=read_settings(kb.checks),
        codes=frozenset(rule.code for rule in rules),
        only=wanted,
        finder=finder,
    )
    active = [rule for rule in rules if rule.code not in context.settings.off]
    results = [*_unreadable(library, kb), *_results(active, context)]
    results = [r for r in results if wanted is None or PurePosixPath(r.finding.file) in wanted]
    return _in_order(_silenced(results, context))


def _unreadable(library: Library, kb: KnowledgeBase) -> Iterator[Result]:
    """Files that are no articles; where git left its marks in one, that is the reason to give."""
    for finding in library.unreadable:
        yield Result(finding)
        try:
            text = (kb.root / finding.file).read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
        for problem in conflict_markers(text.splitlines()):
            place = problem.place
            yield Result(
                Finding("KB005", Severity.ERROR, finding.file, place.line, place.column, problem.message)
            )


def _silenced(results: Iterable[Result], context: Context) -> Iterator[Result]:
    """Leave out what a comment silences; a comment that silences nothing is itself a finding."""
    comments = {
        f.path.as_posix(): held for f in context.files if context.wanted(f) and (held := tuple(silences(f)))
    }
    useful: set[tuple[str, Place]] = set()
    for result in results:
        finding = result.finding
        covering = [s for s in comments.get(finding.file, ()) if s.covers(finding)]
        useful.update((finding.file, silence.place) for silence in covering)
        if not covering:
            yield result
    if "KB007" in context.settings.off:
        return
    for name, held in comments.items():
        for silence in held:
            known = [code for code in silence.codes if code in context.codes]
            if known and (name, silence.place) not in useful:
                message = (
                    f"{'・'.join(known)} はここでは見つかりません。検査を止めるコメントを消してください。"
                )
                severity = context.settings.severity("KB007", Severity.NOTE)
                yield Result(
                    Finding("KB007", severity, name, silence.place.line, silence.place.column, message)
                )


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
