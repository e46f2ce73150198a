"""Which topic is answered for which version: the coverage matrix. Pure; the templates draw it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from kb.config import Name
from kb.site.catalogue import Catalogue, Entry, Shelf


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
    entry: Entry | None = None
    """The article that answers, the freshest and closest one."""


@dataclass(frozen=True, slots=True)
class Row:
    """One topic over all versions, in the columns' order."""

    topic: str
    title: str
    entry: Entry
    """The article that stands for the topic: the one for the newest version."""
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of a category."""

    shelf: Shelf
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


def matrix(catalogue: Catalogue) -> Matrix:
    """Topics that are bound to versions, by category, against the versions that any article names.

    Supported versions come first: on a phone they are what is seen without scrolling.
    """
    used = {shelf.name for shelf in catalogue.shelves["versions"]}
    found = (n for n in catalogue.newest_first("versions") if n.name in used and not n.general)
    columns = tuple(sorted(found, key=lambda n: n.ended(catalogue.today)))
    groups = []
    bound: set[str] = set()
    for shelf in catalogue.categories:
        rows = tuple(_rows(shelf, columns, catalogue, bound))
        if rows:
            groups.append(Group(shelf, rows))
    return Matrix(columns, tuple(groups), len(catalogue.topics) - len(bound))


def _rows(shelf: Shelf, columns: tuple[Name, ...], catalogue: Catalogue, seen: set[str]) -> Iterator[Row]:
    for entry in shelf.entries:
        topic = entry.article.topic or entry.article.id
        entries = catalogue.topics[topic]
        if topic in seen or not any(e.article.applies_to.versions for e in entries):
            continue
        seen.add(topic)
        yield Row(topic, entries[0].title, entries[0], tuple(_cell(c, entries, catalogue) for c in columns))


def _cell(column: Name, entries: tuple[Entry, ...], catalogue: Catalogue) -> Cell:
    answering = [e for e in entries if _answers(e, column, catalogue)]
    if answering:
        best = min(answering, key=lambda e: (e.freshness.stale, not _names(e, column), e.page))
        return Cell(column.name, State.STALE if best.freshness.stale else State.CURRENT, best)
    products = {_product(name, catalogue) for e in entries for name in e.article.applies_to.versions}
    wanted = column.product in products and not column.ended(catalogue.today)
    return Cell(column.name, State.MISSING if wanted else State.NONE)


def _names(entry: Entry, column: Name) -> bool:
    return column.name in entry.article.applies_to.versions


def _answers(entry: Entry, column: Name, catalogue: Catalogue) -> bool:
    versions = entry.article.applies_to.versions
    expand = catalogue.vocabulary.expand
    return not versions or any(column.name in expand("versions", name) for name in versions)


def _product(name: str, catalogue: Catalogue) -> str:
    entry = catalogue.vocabulary.get("versions", name)
    return entry.product if entry else name
