"""Links between saved pages, and references by title, become links between articles. Pure."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from kb.importers import inline
from kb.importers.drafting.outline import beside_code, plain
from kb.importers.raw import RawEntry
from kb.model import Article
from kb.text import normalize

_LINK = re.compile(
    r"(?P<image>!?)\[(?P<label>(?:[^\[\]\\]|\\.|\[[^\[\]]{0,200}\]){0,400})\]\(\s*(?P<target>[^\s)]{1,2000}+)\s*\)|<(?P<auto>https?://[^>\s]{1,2000})>"
)
_ITEM = re.compile(r"(?P<indent>\s*- )(?P<text>\S.*)\Z")


@dataclass(frozen=True, slots=True)
class Target:
    """An article that can be linked to, and everything that means it."""

    id: str
    title: str
    path: PurePosixPath
    known_as: tuple[str, ...] = ()


class Targets:
    """Articles by address, saved file and title."""

    def __init__(self, targets: Iterable[Target]) -> None:
        self.by_address: dict[str, Target] = {}
        self.by_title: dict[str, Target] = {}
        for target in targets:
            for known in target.known_as:
                if known:
                    self.by_address.setdefault(address_key(known), target)
            self.by_title.setdefault(title_key(target.title), target)
        self.by_name: dict[str, set[str]] = {}
        """Keys of saved files by the last part of their name."""
        for key in self.by_address:
            if key.startswith("file:") and "#" not in key:
                self.by_name.setdefault(posixpath.basename(key.removeprefix("file:")), set()).add(key)

    def at(self, address: str) -> Target | None:
        """The article an address or file name means, or the page that the place it names stands on."""
        page = address.partition("#")[0]
        return (
            self.by_address.get(address_key(address))
            or self.by_address.get(address_key(page))
            or self._saved(page)
        )

    def _saved(self, address: str) -> Target | None:
        """The one saved file of the name that a link from the top of its site (/faq/key.html) ends with."""
        key = address_key(address)
        keys = self.by_name.get(posixpath.basename(key), set()) if key.startswith("file:/") else set()
        return self.by_address[next(iter(keys))] if len(keys) == 1 else None

    def titled(self, title: str) -> Target | None:
        """The article of that title, however spaced and punctuated."""
        key = title_key(title)
        return self.by_title.get(key) if len(key) >= 6 else None


def address_key(address: str) -> str:
    """What two spellings of an address have in common: no scheme, www, index page, final slash.

    Of a saved file the place in it counts, of a public address it does not.
    """
    try:
        parts = urlsplit(address.strip()) if "://" in address or address.startswith("//") else None
        host = (parts.hostname or "").removeprefix("www.") if parts else ""
    except ValueError:
        # http://[x] and its like: no address, but no reason to stop either.
        return address
    if parts is None:
        page, _, place = address.partition("#")
        path = posixpath.normpath(unquote(page.partition("?")[0]))
        name = re.sub(r"(?:/_?index)?\.(?:x?html?|mdx?|markdown)\Z", "", path)
        return f"file:{name}#{unquote(place)}" if place else f"file:{name}"
    path = re.sub(r"/(?:index\.(?:html?|php))?\Z", "", unquote(parts.path))
    return f"{host}{path}" + (f"?{parts.query}" if parts.query else "")


def title_key(title: str) -> str:
    """A title without blanks, signs and width."""
    return re.sub(r"[\W_]+", "", normalize(title))


def linked(article: Article, entry: RawEntry, targets: Targets) -> tuple[str, tuple[str, ...], list[str]]:
    """The body with its links set, the ids of the articles it links to, and the addresses that were replaced."""
    related: dict[str, None] = {}
    replaced: list[str] = []
    fallbacks = dict(entry.fallbacks)
    wanted = {plain(inline.text(text)): text for text in entry.references}

    def resolve(target: Target | None) -> str | None:
        if target is None or target.id == article.id:
            return None
        related[target.id] = None
        return posixpath.relpath(target.path.as_posix(), article.path.parent.as_posix())

    def swap(match: re.Match[str]) -> str:
        address = match["auto"] or match["target"]
        found = targets.at(address)
        path = resolve(found) if not match["image"] else None
        if path is None or found is None:
            if address in fallbacks:
                replaced.append(address)
            return _without_article(match, fallbacks)
        replaced.append(address)
        label = match["label"] if match["label"] is not None else inline.words(found.title, screen=False)
        return f"[{label}]({path})"

    def cite(line: str) -> str:
        """Titles of other articles that a sentence names become links."""
        for text in entry.references:
            label = inline.text_piece(text)
            if label not in line or "](" in line or (path := resolve(targets.titled(text))) is None:
                continue
            line = line.replace(label, inline.link(text, path), 1)
        return line

    lines: list[str] = []
    for line, fenced in beside_code(article.body.split("\n")):
        if fenced:
            lines.append(line)
            continue
        item = _ITEM.match(line)
        if item and plain(item["text"]) in wanted:
            path = resolve(targets.titled(plain(item["text"])))
            if path is not None:
                label = item["text"].replace("**[", "\\[").replace("]**", "\\]")
                lines.append(f"{item['indent']}[{label}]({path})")
                continue
        lines.append(cite(_LINK.sub(swap, line)))
    for address in entry.related:
        resolve(targets.at(address))
    return "\n".join(lines), tuple(related), replaced


def _without_article(match: re.Match[str], fallbacks: Mapping[str, str]) -> str:
    """A link to a page that was not imported: to its public address when that is known, else its text alone."""
    address = match["auto"] or match["target"]
    if address not in fallbacks:
        return match[0]
    public = fallbacks[address]
    return f"[{match['label']}]({public})" if public else str(match["label"])
