"""Where the links and images of an article may lead. Decides from what the site publishes, nothing else."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import PurePosixPath

from kb.articles.links import resolve
from kb.articles.passages import sections, unique_slugs
from kb.site import urls
from kb.site.article_html import Target
from kb.site.catalogue import Catalogue, Entry
from kb.site.media import Kind, kind_of


class Linker:
    """A ``kb.site.article_html.Resolver`` over a catalogue and the files that travel with it."""

    def __init__(self, catalogue: Catalogue, media: Collection[str]) -> None:
        self._catalogue = catalogue
        self._media = media
        self._anchors: dict[PurePosixPath, frozenset[str]] = {}

    def __call__(self, target: str, origin: PurePosixPath, image: bool) -> Target | None:
        """Decide one target; None: the words stay, the link goes.

        Inside, only pages and files of this very site; a fragment that the page does not have is dropped, not
        the link. Outside, only what ``urls.outside`` lets pass, and never an image.
        """
        inside = resolve(target, origin)
        if inside is None:
            address = None if image else urls.outside(target)
            return Target(address, outside=True) if address else None
        path, fragment = inside
        entry = self._catalogue.by_path.get(path)
        if entry is not None and not image:
            return self._page(entry, origin, fragment)
        return self._file(path, origin, image)

    def _page(self, entry: Entry, origin: PurePosixPath, fragment: str) -> Target:
        known = fragment if fragment in self._anchors_of(entry) else ""
        if known and entry.article.path == origin:
            return Target(urls.href("", "", known))
        return Target(urls.href(urls.up(urls.article_page(origin)), entry.page, known))

    def _file(self, path: PurePosixPath, origin: PurePosixPath, image: bool) -> Target | None:
        kind = kind_of(path)
        if path.as_posix() not in self._media or kind is None or (image and kind is not Kind.IMAGE):
            return None
        address = urls.href(urls.up(urls.article_page(origin)), path.as_posix())
        return Target(address, download=kind is Kind.ATTACHMENT)

    def _anchors_of(self, entry: Entry) -> frozenset[str]:
        path = entry.article.path
        if path not in self._anchors:
            found = (section.heading for section in sections(entry.article.body) if section.heading)
            self._anchors[path] = frozenset(unique_slugs(found))
        return self._anchors[path]
