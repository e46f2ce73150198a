"""Which topic is answered for which version: the coverage matrix. Pure; the site and the report draw it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kb.articles.applicability import Fit, fit_facet
from kb.articles.freshness import freshness
from kb.articles.ordering import categories_in_order, newest_first, topic_of, topic_order
from kb.config import Name, Vocabulary
from kb.model import Article


class State(StrEnum):
    """What a topic has to say for one version."""

    CURRENT = "current"
    STALE = "stale"
    MISSING = "missing"
    """No article, although the version is supported and the topic is answered for its product."""
    NONE = "none"
    """No article, and none is wanted: support has ended, or the topic is about another product."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One topic for one version."""

    version: str
    state: State
    article: Article | None = None
    """The article that answers, the freshest and closest one."""


@dataclass(frozen=True, slots=True)
class Row:
    """One topic over all versions, in the columns' order."""

    topic: str
    article: Article
    """The article that stands for the topic: the one for the newest version."""
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of a category."""

    category: str
    """Its id."""
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The whole matrix, and how many topics hold for every version and need no row."""

    columns: tuple[Name, ...]
    groups: tuple[Group, ...]
    general: int

    def count(self, version: str, state: State) -> int:
        """Topics in one state for one version."""
        cells = (cell for group in self.groups for row in group.rows for cell in row.cells)
        return sum(cell.version == version and cell.state is state for cell in cells)


def matrix(articles: Iterable[Article], vocabulary: Vocabulary, today: date) -> Matrix:
    """Topics that are bound to versions, by category, against the versions that any article is for.

    Supported versions come first: on a phone they are what is seen without scrolling.

    Args:
        articles: those that readers find; leave out archived ones.
        today: the day to judge staleness and the end of support by.
    """
    return _Survey(articles, vocabulary, today).matrix()


class _Survey:
    """The articles by topic, and what every cell is judged by."""

    def __init__(self, articles: Iterable[Article], vocabulary: Vocabulary, today: date) -> None:
        self.vocabulary, self.today = vocabulary, today
        self.articles = sorted(articles, key=lambda article: topic_order(article, vocabulary))
        self.topics: dict[str, list[Article]] = {}
        for article in self.articles:
            self.topics.setdefault(topic_of(article), []).append(article)
        self.stale = {a.path for a in self.articles if freshness(a, vocabulary, today).stale}
        self.columns = self._columns()

    def _columns(self) -> tuple[Name, ...]:
        bound = {article.applies_to.versions for article in self.articles if article.applies_to.versions}

        def used(name: Name) -> bool:
            return any(
                fit_facet("versions", b, (name.name,), self.vocabulary) is not Fit.OTHER for b in bound
            )

        found = (n for n in newest_first("versions", self.vocabulary) if not n.general and used(n))
        return tuple(sorted(found, key=lambda n: n.ended(self.today)))

    def matrix(self) -> Matrix:
        """A topic whose articles lie in several categories stands in the first of them."""
        held: dict[str, list[str]] = {}
        for article in self.articles:
            held.setdefault(article.category, []).append(topic_of(article))
        groups = []
        seen: set[str] = set()
        for category in categories_in_order(set(held), self.vocabulary):
            rows = tuple(self._rows(held[category], seen))
            if rows:
                groups.append(Group(category, rows))
        return Matrix(self.columns, tuple(groups), len(self.topics) - len(seen))

    def _rows(self, topics: Sequence[str], seen: set[str]) -> Iterator[Row]:
        for topic in topics:
            articles = self.topics[topic]
            if topic not in seen and any(article.applies_to.versions for article in articles):
                seen.add(topic)
                yield Row(topic, articles[0], tuple(self._cell(column, articles) for column in self.columns))

    def _cell(self, column: Name, articles: Sequence[Article]) -> Cell:
        answering = [article for article in articles if self._answers(article, column)]
        if answering:
            best = min(answering, key=lambda article: self._merit(article, column))
            return Cell(column.name, State.STALE if best.path in self.stale else State.CURRENT, best)
        products = {self._product(name) for article in articles for name in article.applies_to.versions}
        wanted = column.product in products and not column.ended(self.today)
        return Cell(column.name, State.MISSING if wanted else State.NONE)

    def _merit(self, article: Article, column: Name) -> tuple[bool, bool, str]:
        """Least for the article to show: a fresh one, then one that names the version itself."""
        named = column.name in article.applies_to.versions
        return article.path in self.stale, not named, article.path.as_posix()

    def _answers(self, article: Article, column: Name) -> bool:
        versions = article.applies_to.versions
        expand = self.vocabulary.expand
        return not versions or any(column.name in expand("versions", name) for name in versions)

    def _product(self, name: str) -> str:
        entry = self.vocabulary.get("versions", name)
        return entry.product if entry else name
