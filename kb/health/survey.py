"""What there is to say about a knowledge base as a whole. Pure; ``kb.health.page`` draws it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from kb.articles.checks.rule import Rule, all_rules
from kb.articles.checks.settings import read_settings
from kb.articles.coverage import Matrix, matrix
from kb.articles.freshness import REVIEW_AHEAD, due, freshness
from kb.articles.library import Library
from kb.articles.ordering import categories_in_order
from kb.config import KnowledgeBase, Name, Vocabulary
from kb.model import Article, Finding, Severity, Status

DAYS_A_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often a check found something."""

    rule: Rule
    severity: Severity
    """As the knowledge base set it, which may not be the rule's own."""
    findings: int
    files: int


@dataclass(frozen=True, slots=True)
class Ages:
    """How long ago the articles of a category were last changed."""

    category: str
    """Its name, or its id where the vocabulary does not know it."""
    years: tuple[float, ...]
    """Of each dated article, ascending, 0 or more."""
    limit: float | None
    """Years after which an article counts as stale; None: never."""

    @property
    def median(self) -> float:
        return median(self.years)


@dataclass(frozen=True, slots=True)
class Due:
    """An article that wants a review, and the last day on which it is not stale."""

    article: Article
    day: date


@dataclass(frozen=True, slots=True)
class Ended:
    """An article that is only for what the vendor no longer supports."""

    article: Article
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Health:
    """The whole report. Freshness, coverage and questions are about current articles only."""

    name: str
    today: date
    vocabulary: Vocabulary
    statuses: Mapping[Status, int]
    unreadable: int
    """Files that are no articles at all."""
    chosen: int | None
    """Number of files that ``findings`` are about, when they are not about all."""
    findings: tuple[Finding, ...]
    """In file order."""
    rules: tuple[RuleCount, ...]
    """The gravest first, then the most frequent."""
    titles: Mapping[str, str]
    """File to the title of its article."""
    ages: tuple[Ages, ...]
    overdue: tuple[Due, ...]
    """The longest overdue first."""
    soon: tuple[Due, ...]
    """Stale within ``REVIEW_AHEAD``; the nearest first."""
    undated: tuple[Article, ...]
    ended: tuple[Ended, ...]
    coverage: Matrix
    few_questions: tuple[Article, ...]
    """Those with the fewest first."""
    wanted_questions: int
    """Questions that an article should have at least, 1 or more."""

    def severity(self, severity: Severity) -> int:
        """Findings of one severity."""
        return sum(finding.severity is severity for finding in self.findings)


def survey(
    library: Library,
    kb: KnowledgeBase,
    today: date,
    findings: Iterable[Finding],
    *,
    chosen: int | None = None,
) -> Health:
    """Look at a whole library.

    Args:
        today: the day to judge freshness and the end of support by.
        findings: what ``kb.articles.checks`` found, in file order.
        chosen: number of files that the findings are about; None: all of the library.
    """
    found = tuple(findings)
    articles = [file.article for file in library.files]
    current = tuple(article for article in articles if article.status is Status.CURRENT)
    vocabulary = kb.vocabulary
    limits = read_settings(kb.checks).limits
    wanted = max(1, limits.min_questions)
    few = [article for article in current if len(article.questions) < wanted]
    counts = Counter(article.status for article in articles)
    return Health(
        name=kb.name,
        today=today,
        vocabulary=vocabulary,
        statuses={status: counts[status] for status in Status},
        unreadable=len(library.unreadable),
        chosen=chosen,
        findings=found,
        rules=_rules(found),
        titles={article.path.as_posix(): article.title for article in articles},
        ages=_ages(current, vocabulary, today),
        overdue=_due(current, vocabulary, lambda day: day < today),
        soon=_due(current, vocabulary, lambda day: today <= day <= today + REVIEW_AHEAD),
        undated=tuple(article for article in current if article.changed is None),
        ended=tuple(_ended(current, vocabulary, today)),
        coverage=matrix(current, vocabulary, today),
        few_questions=tuple(sorted(few, key=lambda article: (len(article.questions), article.path))),
        wanted_questions=wanted,
    )


def _rules(findings: Sequence[Finding]) -> tuple[RuleCount, ...]:
    rules = {rule.code: rule for rule in all_rules()}
    files: dict[tuple[Severity, str], list[str]] = {}
    for finding in findings:
        files.setdefault((finding.severity, finding.code), []).append(finding.file)
    counts = [
        RuleCount(rules[code], severity, len(named), len(set(named)))
        for (severity, code), named in files.items()
    ]
    gravity = list(Severity)
    return tuple(sorted(counts, key=lambda c: (gravity.index(c.severity), -c.findings, c.rule.code)))


def _ages(articles: Iterable[Article], vocabulary: Vocabulary, today: date) -> tuple[Ages, ...]:
    years: dict[str, list[float]] = {}
    for article in articles:
        if article.changed is not None:
            # A date in the future is a finding of its own; here the article is simply new.
            days = max(0, (today - article.changed).days)
            years.setdefault(article.category, []).append(days / DAYS_A_YEAR)
    found = []
    for category_id in categories_in_order(set(years), vocabulary):
        category = vocabulary.category(category_id)
        name = category.name if category else category_id or "（カテゴリなし）"
        days_allowed = category.stale_after_days if category else 0
        limit = days_allowed / DAYS_A_YEAR if days_allowed else None
        found.append(Ages(name, tuple(sorted(years[category_id])), limit))
    return tuple(found)


def _due(
    articles: Iterable[Article], vocabulary: Vocabulary, wanted: Callable[[date], bool]
) -> tuple[Due, ...]:
    days = ((article, due(article, vocabulary)) for article in articles)
    found = [Due(article, day) for article, day in days if day is not None and wanted(day)]
    return tuple(sorted(found, key=lambda entry: (entry.day, entry.article.path)))


def _ended(articles: Iterable[Article], vocabulary: Vocabulary, today: date) -> Iterator[Ended]:
    for article in articles:
        named = freshness(article, vocabulary, today).ended
        entries = (vocabulary.get(facet, name) for facet in ("versions", "os") for name in named)
        names = tuple(entry for entry in entries if entry is not None)
        if names:
            yield Ended(article, names)
