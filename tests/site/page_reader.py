"""Reads a page as a strict checker sees it: tags, attributes, ids, links."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

LINKING = {"href", "src", "action", "formaction", "data", "poster", "srcset", "xlink:href"}


@dataclass
class Page:
    """What stands in a page."""

    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    """Every start tag with its attributes, in order."""
    inline: list[str] = field(default_factory=list)
    """Text inside script and style elements."""
    text: str = ""

    @property
    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.tags if "id" in attributes]

    def links(self) -> list[tuple[str, str]]:
        """(tag, target) of everything that points somewhere."""
        return [
            (tag, value)
            for tag, attributes in self.tags
            for name, value in attributes.items()
            if name in LINKING
        ]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"attribute twice in <{tag}>: {names}"
        self.page.tags.append((tag, {name: value or "" for name, value in attrs}))
        self._inside = tag

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside in ("script", "style"):
            self.page.inline.append(data)
        self.page.text += data


def read(content: bytes) -> Page:
    """Parse a page."""
    reader = _Reader()
    reader.feed(content.decode("utf-8"))
    reader.close()
    return reader.page
