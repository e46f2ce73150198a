"""What a check is: a small pure function, registered with its code, severity, title, reason and examples.

One place for all of it: the runner, ``kb check``, docs/checks.md, SARIF and the tests read the registry. The
functions themselves live in the modules named in ``ALL_MODULES``, one group of codes a module.

    KB0xx file and YAML        KB3xx links and files      KB6xx freshness
    KB1xx front matter         KB4xx body                 KB7xx duplicates and contradictions
    KB2xx applicability        KB5xx language             KB8xx findability
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import PurePosixPath
from textwrap import dedent
from typing import TYPE_CHECKING

from kb.articles.frontmatter import Place
from kb.articles.reader import ArticleFile
from kb.model import Severity

if TYPE_CHECKING:
    from kb.articles.checks.context import Context

BLOCKING_MODULES = ("schema_keys", "schema_values", "schema_ids")
"""Modules that hold every check a build must not pass over; cheap to import and to run."""

ALL_MODULES = (
    *BLOCKING_MODULES,
    "file_rules",
    "vocabulary_rules",
    "doubts",
    "applicability_rules",
    "overlap_rules",
    "link_rules",
    "related_rules",
    "address_rules",
    "body_rules",
    "block_rules",
    "answer_rules",
    "spelling_rules",
    "wording_rules",
    "freshness_rules",
    "duplicate_rules",
    "contradiction_rules",
    "findability_rules",
)
"""All modules with checks."""

GROUPS = {
    "KB0": "ファイルと YAML",
    "KB1": "フロントマター",
    "KB2": "対象（applies_to）",
    "KB3": "リンクとファイル",
    "KB4": "本文",
    "KB5": "言葉づかい",
    "KB6": "鮮度",
    "KB7": "重複と食い違い",
    "KB8": "見つけやすさ",
}
"""First three letters of a code to the group's name."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the text from ``start`` up to, not including, ``end`` by ``text``."""

    start: Place
    end: Place
    text: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What a check found: where, what is wrong and what to do, and the safe mending where there is one."""

    place: Place
    message: str
    fix: str | None = None
    """What to write instead, for a person."""
    edits: tuple[Edit, ...] = ()
    """The same for ``kb check --fix``; empty when no mending is safe without a person."""
    path: PurePosixPath | None = None
    """The file, for checks that look at the whole library; None: the article given to the check."""


ArticleCheck = Callable[[ArticleFile, "Context"], Iterator[Problem]]
LibraryCheck = Callable[["Context"], Iterator[Problem]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One registered check."""

    code: str
    severity: Severity
    title: str
    why: str
    """What goes wrong for a reader, and what the check looks at."""
    bad: str
    good: str
    article: ArticleCheck | None = None
    """Set for checks that need one article only."""
    library: LibraryCheck | None = None
    """Set for checks that need all articles."""
    blocking: bool = False
    """Would a build publish something wrong? Only for cheap errors."""

    @property
    def group(self) -> str:
        """The name of the rule's group."""
        return GROUPS[self.code[:3]]


_RULES: dict[str, Rule] = {}


def check(
    code: str, severity: Severity, *, title: str, why: str, bad: str, good: str, blocking: bool = False
) -> Callable[[ArticleCheck], ArticleCheck]:
    """Register a check of one article."""

    def register(function: ArticleCheck) -> ArticleCheck:
        rule = Rule(code, severity, title, why, bad, good, article=function, blocking=blocking)
        _add(rule)
        return function

    return register


def library_check(
    code: str, severity: Severity, *, title: str, why: str, bad: str, good: str, blocking: bool = False
) -> Callable[[LibraryCheck], LibraryCheck]:
    """Register a check that sees all articles."""

    def register(function: LibraryCheck) -> LibraryCheck:
        rule = Rule(code, severity, title, why, bad, good, library=function, blocking=blocking)
        _add(rule)
        return function

    return register


def declare(code: str, severity: Severity, *, title: str, why: str, bad: str, good: str) -> None:
    """Register a code whose findings are made by the runner itself."""
    _add(Rule(code, severity, title, why, bad, good))


def _add(rule: Rule) -> None:
    if rule.code in _RULES:
        raise ValueError(f"check {rule.code} is registered twice")
    # Examples stand in the source with its indentation and blank lines around them.
    bad, good = (dedent(text).strip("\n") for text in (rule.bad, rule.good))
    _RULES[rule.code] = replace(rule, bad=bad, good=good)


def all_rules() -> tuple[Rule, ...]:
    """Every check, by code."""
    return _loaded(ALL_MODULES)


def blocking_rules() -> tuple[Rule, ...]:
    """The checks a build runs, by code."""
    return tuple(rule for rule in _loaded(BLOCKING_MODULES) if rule.blocking)


def _loaded(modules: tuple[str, ...]) -> tuple[Rule, ...]:
    for module in modules:
        import_module(f"kb.articles.checks.{module}")
    return tuple(sorted(_RULES.values(), key=lambda rule: rule.code))
