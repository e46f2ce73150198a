"""What pages link to besides each other: the style sheet, the icon, scripts.

The scripts of the search page, the engine's and its own, go into one file: two dozen requests would cost more
than what is in them. Only what few questions need is kept apart and loaded by those; what keeps questions is there
only in a site whose kb.toml offers it. Comments and blanks are left out, which about halves the scripts; the names
stay, so that what a browser says of an error can be found again.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from importlib import resources
from importlib.resources.abc import Traversable

import rjsmin

SEARCH = "assets/search.js"
"""Everything the search page runs, engine before page."""

ARTICLE = "assets/article.js"
"""What an article page runs."""

LATER = ("choices.js", "corrections.js", "ranges.js", "romaji.js")
"""Parts that ``KB.part`` loads: two when a question has a word that the index does not know, one when it names a
range of versions, the check boxes of the filters when the first result stands on the page."""

QUESTIONS = "questions.js"
"""The part that ``KB.part`` loads for readers who keep their questions."""

_BEGINNING = re.compile(rb'^"use strict";|const KB=\(globalThis\.KB\?\?=\{\}\);')
"""What each script and its room begin with; once is enough for all of them in one file."""

_SHARED = b'"use strict";var KB=globalThis.KB??={};'
"""In the place of them; ``var``, because a page may have several such files."""


def files(*, questions: bool = False) -> dict[str, bytes]:
    """The package's assets: path in the site to content, sorted by path.

    Args:
        questions: with what keeps questions for readers who wish it.
    """
    top = resources.files("kb.site") / "assets"
    found = {f"assets/{item.name}": _content(item) for item in _files(top)}
    search, page, gaps = (
        {item.name: _content(item) for item in _files(top / folder)} for folder in ("search", "page", "gaps")
    )
    later = {f"assets/{name}": (search | page)[name] for name in LATER}
    clipboard = found.pop("assets/clipboard.js")
    found[ARTICLE] = _joined([clipboard, found[ARTICLE]])
    if questions:
        page = dict(sorted((page | {"recording.js": gaps.pop("recording.js")}).items()))
        found["assets/search.css"] += gaps.pop("panel.css")
        later[f"assets/{QUESTIONS}"] = _joined([clipboard, *gaps.values()])
    first = [body for room in (search, page) for name, body in room.items() if name not in LATER]
    found[SEARCH] = _joined([_addresses(later), *first])
    return dict(sorted((found | later).items()))


def version(content: bytes) -> str:
    """Ends an address, so that a browser does not take a copy from its cache for another content."""
    return hashlib.sha256(content).hexdigest()[:8]


def _joined(parts: Iterable[bytes]) -> bytes:
    return b"\n".join([_SHARED, *(_BEGINNING.sub(b"", part) for part in parts)])


def _addresses(later: dict[str, bytes]) -> bytes:
    """The script that says where the parts loaded later are: ``KB.parts``."""
    parts = {path[len("assets/") : -len(".js")]: f"{path}?v={version(body)}" for path, body in later.items()}
    return f"KB.parts={json.dumps(parts, separators=(',', ':'))};".encode()


def _files(folder: Traversable) -> Iterator[Traversable]:
    items = [item for item in folder.iterdir() if item.is_file() and not item.name.startswith(".")]
    return iter(sorted(items, key=lambda item: item.name))


def _content(item: Traversable) -> bytes:
    if item.name.endswith(".css"):
        return _plain_style(item.read_text("utf-8")).encode("utf-8")
    if not item.name.endswith(".js"):
        return item.read_bytes()
    return rjsmin.jsmin(item.read_text("utf-8")).encode("utf-8")  # type: ignore[no-any-return]


def _plain_style(sheet: str) -> str:
    """A sheet of ours without comments and blanks; no string in them holds a comment or a blank that goes here."""
    sheet = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    return re.sub(r";?\s*([{}])\s*|([;,])\s+|(?<=[\w-])(:) ", r"\1\2\3", sheet).strip() + "\n"
