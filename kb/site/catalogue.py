"""What the site lists: articles with their pages, topics, and shelves to browse by. Draws nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from kb.articles.applicability import Fit, fit_facet
from kb.articles.freshness import Freshness, due, freshness
from kb.articles.ordering import categories_in_order, newest_first, topic_of, topic_order
from kb.config import Name, Vocabulary
from kb.model import FACETS, Article, Status
from kb.site.urls import article_page, file_names

FACET_FOLDERS = {"versions": "version", "plans": "plan", "os": "os", "software": "software"}


@dataclass(frozen=True, slots=True)
class Entry:
    """An article as lists show it."""

    article: Article
    page: str
    """Its page, relative to the site."""
    freshness: Freshness
    due: date | None
    """The last day on which it is not stale."""
    ended: tuple[Name, ...]
    """The vocabulary's entries of what has ended, for their dates."""

    @property
    def title(self) -> str:
        return self.article.title or self.article.id


@dataclass(frozen=True, slots=True)
class Shelf:
    """A list to browse: articles for exactly one thing, and articles that hold for it among others."""

    name: str
    page: str
    entries: tuple[Entry, ...]
    wider: tuple[Entry, ...] = ()
    """Bound to something wider or narrower: the product, the plan's family."""
    eol: date | None = None


class Catalogue:
    """All articles of a site, looked up every way its pages need."""

    def __init__(self, articles: Iterable[Article], vocabulary: Vocabulary, today: date) -> None:
        self.vocabulary = vocabulary
        self.today = today
        entries = self._sorted(self._entry(article) for article in articles)
        self.all: tuple[Entry, ...] = tuple(entries)
        self.listed = tuple(e for e in entries if e.article.status is not Status.ARCHIVED)
        self.by_path: Mapping[PurePosixPath, Entry] = {e.article.path: e for e in entries}
        self.by_id: Mapping[str, Entry] = {e.article.id: e for e in entries}
        self.topics = self._topics()
        self._by_category = self._categories()
        self.categories = tuple(self._by_category.values())
        self.shelves: Mapping[str, tuple[Shelf, ...]] = {facet: self._shelves(facet) for facet in FACETS}
        self.tags = self._tags()
        self.shelf_pages: Mapping[tuple[str, str], str] = {
            (facet, shelf.name): shelf.page for facet in FACETS for shelf in self.shelves[facet]
        }

    def _entry(self, article: Article) -> Entry:
        fresh = freshness(article, self.vocabulary, self.today)
        found = (self.vocabulary.get(facet, name) for facet in ("versions", "os") for name in fresh.ended)
        ended = tuple(name for name in found if name is not None)
        return Entry(article, article_page(article.path), fresh, due(article, self.vocabulary), ended)

    def _topics(self) -> Mapping[str, tuple[Entry, ...]]:
        topics: dict[str, list[Entry]] = {}
        for entry in self.listed:
            topics.setdefault(topic_of(entry.article), []).append(entry)
        return {topic: tuple(entries) for topic, entries in topics.items()}

    def variants(self, entry: Entry) -> tuple[Entry, ...]:
        """All articles of the entry's topic, newest version first; empty when it stands alone."""
        entries = self.topics.get(topic_of(entry.article), ())
        return entries if any(other is not entry for other in entries) else ()

    def _categories(self) -> Mapping[str, Shelf]:
        held: dict[str, list[Entry]] = {}
        for entry in self.listed:
            held.setdefault(entry.article.category, []).append(entry)
        known = {c.id: c.name for c in self.vocabulary.categories}
        names = categories_in_order(set(held), self.vocabulary)
        files = file_names(names)
        return {
            c: Shelf(known.get(c) or c or "カテゴリなし", f"browse/category/{files[c]}.html", tuple(held[c]))
            for c in names
        }

    def category_shelf(self, category_id: str) -> Shelf | None:
        """The shelf of a category, or None when it lists nothing."""
        return self._by_category.get(category_id)

    def _shelves(self, facet: str) -> tuple[Shelf, ...]:
        groups: dict[tuple[str, ...], list[Entry]] = {}
        for entry in self.listed:
            groups.setdefault(entry.article.applies_to.facet(facet), []).append(entry)
        known = newest_first(facet, self.vocabulary)
        unknown = sorted({name for bound in groups for name in bound} - {n.name for n in known})
        names = [*known, *(Name(facet, name) for name in unknown)]
        files = file_names(n.name for n in names)
        shelves = []
        for name in names:
            fits = {b: fit_facet(facet, b, (name.name,), self.vocabulary) for b in groups if b}
            exact = [e for b, fit in fits.items() if fit is Fit.EXACT for e in groups[b]]
            wider = [e for b, fit in fits.items() if fit is Fit.GENERAL for e in groups[b]]
            if exact or wider:
                page = f"browse/{FACET_FOLDERS[facet]}/{files[name.name]}.html"
                shelves.append(Shelf(name.name, page, self._sorted(exact), self._sorted(wider), name.eol))
        return tuple(shelves)

    def _tags(self) -> tuple[Shelf, ...]:
        """Tags with two articles or more; a tag of one article would lead back to where it stands."""
        held: dict[str, list[Entry]] = {}
        for entry in self.listed:
            for tag in dict.fromkeys(entry.article.tags):
                held.setdefault(tag, []).append(entry)
        names = sorted(tag for tag, entries in held.items() if len(entries) > 1)
        files = file_names(names)
        return tuple(Shelf(tag, f"browse/tag/{files[tag]}.html", tuple(held[tag])) for tag in names)

    def _sorted(self, entries: Iterable[Entry]) -> tuple[Entry, ...]:
        return tuple(sorted(entries, key=lambda entry: topic_order(entry.article, self.vocabulary)))

    def changes(self) -> tuple[tuple[date, Entry], ...]:
        """Dated articles, the last change first."""
        dated = [(entry.article.changed, entry) for entry in self.listed]
        found = [(day, entry) for day, entry in dated if day is not None]
        return tuple(sorted(found, key=lambda pair: (-pair[0].toordinal(), pair[1].page)))
