"""What pages link to besides each other: the style sheet, the icon, scripts.

The scripts of the search page, the engine's and its own, go into one file: two dozen requests would cost more
than what is in them. Comments and blanks are left out of all scripts, which about halves them; the names stay, so
that what a browser says of an error can be found again.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable

import rjsmin

SEARCH = "assets/search.js"
"""Everything the search page runs, engine before page."""


def files() -> dict[str, bytes]:
    """The package's assets: path in the site to content, sorted by path."""
    top = resources.files("kb.site") / "assets"
    found = {f"assets/{item.name}": _content(item) for item in _files(top)}
    parts = [_content(item) for folder in ("search", "page") for item in _files(top / folder)]
    found[SEARCH] = b"\n".join(parts)
    return dict(sorted(found.items()))


def _files(folder: Traversable) -> Iterator[Traversable]:
    items = [item for item in folder.iterdir() if item.is_file() and not item.name.startswith(".")]
    return iter(sorted(items, key=lambda item: item.name))


def _content(item: Traversable) -> bytes:
    if not item.name.endswith(".js"):
        return item.read_bytes()
    return rjsmin.jsmin(item.read_text("utf-8")).encode("utf-8")  # type: ignore[no-any-return]
