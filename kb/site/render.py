"""All files of the site from values: the one function that the pipeline calls.

Pure and byte-stable: the same input gives the same files in the same order; the clock, the disk (but for the
package's own templates and assets) and the absolute place of the knowledge base have no say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from jinja2 import Environment, PackageLoader, StrictUndefined

from kb.articles.coverage import Group, State, matrix
from kb.articles.freshness import REVIEW_AHEAD
from kb.articles.reply import SUPPORT_LABELS, reply_text
from kb.config import KnowledgeBase, Vocabulary
from kb.model import Article, Status
from kb.site import bundle, feeds, urls
from kb.site.article_html import MarkdownRenderer
from kb.site.catalogue import Catalogue, Entry, Shelf
from kb.site.linker import Linker

LIST_LENGTH = 200
"""Articles on one page of a list: about 150 kB at most."""

COVERAGE_ROWS = 250
TAGS_ON_HUB = 60
TAGS_LENGTH = 1000
NEW_ON_INDEX = 6
NEW_LENGTH = 100

MANIFEST = "data/manifest.js"
"""The file of the search data that names the others."""

CSP = "; ".join(
    (
        # ``file:`` beside 'self': opened from a folder a page has an opaque origin, and browsers differ in
        # whether 'self' then matches anything. Served over http it allows nothing: no page of a web server
        # may load from file:.
        "default-src 'none'",
        "script-src 'self' file:",
        "style-src 'self' file:",
        "img-src 'self' file:",
        "base-uri 'none'",
        "form-action 'self' file:",
        # No text ever becomes markup or code; addresses of index shards pass one checked policy named kb.
        "require-trusted-types-for 'script'",
        "trusted-types kb",
    )
)

T = TypeVar("T")


@dataclass(frozen=True)
class SiteInput:
    """Everything the site is made from."""

    kb: KnowledgeBase
    articles: Sequence[Article]
    """Current ones; archived ones, which get a page but stand in no list; drafts if they are to be shown."""
    today: date
    """The day as of which articles are fresh or stale."""
    media: Mapping[str, bytes] = field(default_factory=dict)
    """Images and attachments that articles point to, by path in the knowledge base; see ``kb.site.media``."""
    extra: Mapping[str, bytes] = field(default_factory=dict)
    """Further files by path in the site: the search data."""


def render(site: SiteInput) -> Iterator[tuple[str, bytes]]:
    """Every file of the site: path relative to its top, with forward slashes, and content.

    Raises:
        ValueError: ``extra`` names a file outside of the site or one that the site makes itself.
    """
    made: set[str] = set()
    for path, content in _Site(site).files():
        if not urls.is_inside(path) or path in made:
            raise ValueError(f"not a path of its own inside the site: {path!r}")
        made.add(path)
        yield path, content


class _Site:
    """Holds what all pages share while one site is rendered."""

    def __init__(self, site: SiteInput) -> None:
        self.site = site
        self.kb = site.kb
        self.catalogue = Catalogue(site.articles, site.kb.vocabulary, site.today)
        self.markdown = MarkdownRenderer(Linker(self.catalogue, frozenset(site.media)))
        self.assets = bundle.files(questions=self.kb.offer_log)
        self.environment = self._environment()

    def _environment(self) -> Environment:
        environment = Environment(
            loader=PackageLoader("kb.site"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        environment.globals.update(
            kb=self.kb,
            csp=CSP,
            today=self.site.today,
            assets={name: f"{name}?v={bundle.version(body)}" for name, body in self.assets.items()},
            shelf_pages=self.catalogue.shelf_pages,
            tag_pages={shelf.name: shelf.page for shelf in self.catalogue.tags},
            support_labels=SUPPORT_LABELS,
            href=urls.href,
            host=urls.host,
            version_label=self._version_label,
        )
        return environment

    def _version_label(self, entry: Entry) -> str:
        return "・".join(entry.article.applies_to.versions) or "バージョン共通"

    def _variants(self, entry: Entry) -> list[tuple[Entry, str, str]]:
        """(article, its versions, its title where versions alone do not tell two apart) of a topic."""
        found = self.catalogue.variants(entry)
        labels = [self._version_label(other) for other in found]
        return [
            (other, label, other.title if labels.count(label) > 1 else "")
            for other, label in zip(found, labels, strict=True)
        ]

    def files(self) -> Iterator[tuple[str, bytes]]:
        yield from self.assets.items()
        yield from self._front_pages()
        yield from self._browse_pages()
        yield from self._coverage_pages()
        yield from self._review_pages()
        for entry in self.catalogue.all:
            yield self._article_page(entry)
        if self.kb.base_url:
            yield from feeds.feeds(self.kb, self.catalogue)
        for path in sorted(self.site.media):
            yield path, self.site.media[path]
        for path in sorted(self.site.extra):
            yield path, self.site.extra[path]

    def _page(self, template: str, page: str, **values: object) -> tuple[str, bytes]:
        text = self.environment.get_template(template).render(page=page, root=urls.up(page), **values)
        return page, text.encode("utf-8", "replace")

    def _front_pages(self) -> Iterator[tuple[str, bytes]]:
        changes = self.catalogue.changes()
        yield self._page(
            "index.html",
            "index.html",
            catalogue=self.catalogue,
            changes=changes[:NEW_ON_INDEX],
            data_version=bundle.version(self.site.extra[MANIFEST]) if MANIFEST in self.site.extra else "",
        )
        aliased = _example_alias(self.kb.vocabulary)
        yield self._page("help.html", "help.html", aliased=aliased)
        undated = len(self.catalogue.listed) - len(changes)
        yield self._page(
            "new.html", "new.html", changes=changes[:NEW_LENGTH], total=len(changes), undated=undated
        )

    def _browse_pages(self) -> Iterator[tuple[str, bytes]]:
        shelves = self.catalogue.shelves
        kinds: list[tuple[str, str, Sequence[Shelf]]] = [
            ("カテゴリ", "category", self.catalogue.categories),
            ("バージョン", "version", shelves["versions"]),
            ("プラン", "plan", shelves["plans"]),
            ("OS", "os", shelves["os"]),
            ("ソフトウェア", "software", shelves["software"]),
            ("タグ", "tag", self.catalogue.tags),
        ]
        tags = self.catalogue.tags
        shown = [(label, kind, _most_used(tags) if kind == "tag" else found) for label, kind, found in kinds]
        more = len(tags) > TAGS_ON_HUB
        yield self._page("browse.html", "browse/index.html", kinds=[k for k in shown if k[2]], more_tags=more)
        if more:
            for page, pages, part in _paged("browse/tag/index.html", tags, TAGS_LENGTH):
                yield self._page("tags.html", page, tags=part, pages=pages)
        for label, kind, found in kinds:
            for shelf in found:
                yield from self._shelf_pages(label, kind, shelf)

    def _shelf_pages(self, label: str, kind: str, shelf: Shelf) -> Iterator[tuple[str, bytes]]:
        marked = [(entry, False) for entry in shelf.entries] + [(entry, True) for entry in shelf.wider]
        for page, pages, part in _paged(shelf.page, marked, LIST_LENGTH):
            exact = [entry for entry, wider in part if not wider]
            wider = [entry for entry, wider in part if wider]
            yield self._page(
                "shelf.html", page, label=label, kind=kind, shelf=shelf, exact=exact, wider=wider, pages=pages
            )

    def _coverage_pages(self) -> Iterator[tuple[str, bytes]]:
        listed = (entry.article for entry in self.catalogue.listed)
        whole = matrix(listed, self.catalogue.vocabulary, self.catalogue.today)
        totals = [
            (column, {state: whole.count(column.name, state) for state in State}) for column in whole.columns
        ]
        chunks = _chunks(whole.groups)
        for page, pages, part in _paged("coverage.html", chunks, 1):
            groups = part[0] if part else ()
            yield self._page(
                "coverage.html",
                page,
                catalogue=self.catalogue,
                matrix=whole,
                totals=totals,
                groups=groups,
                pages=pages,
            )

    def _review_pages(self) -> Iterator[tuple[str, bytes]]:
        soon = self.site.today + REVIEW_AHEAD
        rows = [(entry, reasons) for entry in self.catalogue.listed if (reasons := _reasons(entry, soon))]
        rows.sort(key=lambda row: (_URGENCY.index(row[1][0]), row[0].due or date.max, row[0].page))
        counts = [(reason, sum(reason in reasons for _, reasons in rows)) for reason in _URGENCY]
        for page, pages, part in _paged("review.html", rows, LIST_LENGTH):
            yield self._page("review.html", page, rows=part, counts=counts, pages=pages, total=len(rows))

    def _article_page(self, entry: Entry) -> tuple[str, bytes]:
        article = entry.article
        body = self.markdown.render(article.body, article.path)
        related = [self.catalogue.by_id[name] for name in article.related if name in self.catalogue.by_id]
        return self._page(
            "article.html",
            entry.page,
            entry=entry,
            article=article,
            body=body,
            variants=self._variants(entry),
            related=[other for other in related if other.article.status is not Status.ARCHIVED],
            shelf=self.catalogue.category_shelf(article.category),
            source=urls.outside(article.source) if article.source.startswith("http") else None,
            reply=reply_text(article, self.kb),
        )


_URGENCY = ("stale", "soon", "ended", "undated")


def _reasons(entry: Entry, soon: date) -> tuple[str, ...]:
    """Why an article wants a review, the most urgent reason first."""
    near = not entry.freshness.stale and entry.due is not None and entry.due <= soon
    holds = (entry.freshness.stale, near, bool(entry.ended), entry.article.changed is None)
    return tuple(reason for reason, held in zip(_URGENCY, holds, strict=True) if held)


def _example_alias(vocabulary: Vocabulary) -> tuple[str, str] | None:
    """A version and another word for it, to show what a question may call it: the newest that has one."""
    for name in sorted(vocabulary.facet("versions"), key=lambda n: -n.order):
        for alias in name.aliases:
            if alias.lower() not in name.name.lower() and not alias.isascii():
                return name.name, alias
    return None


def _paged(page: str, items: Sequence[T], length: int) -> Iterator[tuple[str, list[str], Sequence[T]]]:
    """Cut a list into pages: (this page, all pages, its items). One page even when there is nothing."""
    stem = page.removesuffix(".html")
    count = max(1, -(-len(items) // length))
    pages = [page] + [f"{stem}.{number}.html" for number in range(2, count + 1)]
    for number, name in enumerate(pages):
        yield name, pages, items[number * length : (number + 1) * length]


def _most_used(tags: Sequence[Shelf]) -> list[Shelf]:
    """The tags with most articles, by name."""
    most = sorted(tags, key=lambda shelf: (-len(shelf.entries), shelf.name))[:TAGS_ON_HUB]
    return sorted(most, key=lambda shelf: shelf.name)


def _chunks(groups: Iterable[Group]) -> list[tuple[Group, ...]]:
    """Categories together until a page of the matrix is long enough; a long one goes on on the next page."""
    chunks: list[list[Group]] = []
    free = 0
    for group in groups:
        rows = group.rows
        while rows:
            if not free:
                chunks.append([])
                free = COVERAGE_ROWS
            chunks[-1].append(Group(group.category, rows[:free]))
            rows, free = rows[free:], max(0, free - len(rows))
    return [tuple(chunk) for chunk in chunks]
