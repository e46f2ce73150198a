"""What pages link to besides each other: the style sheet, the icon, scripts.

The scripts of the search page, the engine's and its own, go into one file: two dozen requests would cost more
than what is in them. Only what few questions need is kept apart and loaded by those; what keeps questions is there
only in a site whose kb.toml offers it. Scripts and sheets are written as shortly as they can be, which leaves about a
third of the scripts: each byte is loaded and read before the first result. What has a name beyond its script keeps
it, so that what a browser says of an error can be found again.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from importlib import resources
from importlib.resources.abc import Traversable

import minify

SEARCH = "assets/search.js"
"""Everything the search page runs, engine before page."""

ARTICLE = "article.js"
"""What an article page runs."""

LATER = ("choices.js", "corrections.js", "ranges.js", "romaji.js")
"""Parts that ``KB.part`` loads: two when a question has a word that the index does not know, one when it names a
range of versions, the check boxes of the filters when the first result stands on the page."""

QUESTIONS = "questions.js"
"""The part that ``KB.part`` loads for readers who keep their questions."""

_BEGINNING = re.compile(r'^"use strict";\n|^ *const KB = \(globalThis\.KB \?\?= \{\}\);\n', re.MULTILINE)
"""What each script and its room begin with; once is enough for all of them in one file."""


def files(*, questions: bool = False) -> dict[str, bytes]:
    """The package's assets: path in the site to content, sorted by path.

    Args:
        questions: with what keeps questions for readers who wish it.
    """
    top = resources.files("kb.site") / "assets"
    found = {item.name: item.read_text("utf-8") for item in _files(top)}
    search, page, gaps = (
        {item.name: item.read_text("utf-8") for item in _files(top / folder)}
        for folder in ("search", "page", "gaps")
    )
    clipboard = found.pop("clipboard.js")
    found[ARTICLE] = _joined([clipboard, found[ARTICLE]])
    later = {name: (search | page)[name] for name in LATER}
    if questions:
        page = dict(sorted((page | {"recording.js": gaps.pop("recording.js")}).items()))
        found["search.css"] += gaps.pop("panel.css")
        later[QUESTIONS] = _joined([clipboard, *gaps.values()])
    small = {f"assets/{name}": minified(name, content) for name, content in (found | later).items()}
    first = [body for room in (search, page) for name, body in room.items() if name not in LATER]
    addresses = _addresses({name: small[f"assets/{name}"] for name in later})
    small[SEARCH] = minified(SEARCH, _joined([addresses, *first]))
    return dict(sorted(small.items()))


def version(content: bytes) -> str:
    """Ends an address, so that a browser does not take a copy from its cache for another content."""
    return hashlib.sha256(content).hexdigest()[:8]


def _joined(scripts: Iterable[str]) -> str:
    body = "".join(_BEGINNING.sub("", script) for script in scripts)
    return f'"use strict";(()=>{{const KB=(globalThis.KB??={{}});\n{body}}})();'


def _addresses(later: dict[str, bytes]) -> str:
    """The script that says where the parts loaded later are: ``KB.parts``."""
    parts = {name.removesuffix(".js"): f"assets/{name}?v={version(body)}" for name, body in later.items()}
    return f"KB.parts={json.dumps(parts)};\n"


def _files(folder: Traversable) -> Iterator[Traversable]:
    items = [item for item in folder.iterdir() if item.is_file() and not item.name.startswith(".")]
    return iter(sorted(items, key=lambda item: item.name))


_TYPES = {"js": "application/javascript", "css": "text/css", "svg": "image/svg+xml"}


def minified(name: str, content: str) -> bytes:
    """A script, sheet or picture of ours, written as shortly as its kind allows; it does the same.

    Newer versions of the library than pyproject.toml allows change the order in which a script does things.
    """
    return minify.string(_TYPES[name.rsplit(".", 1)[-1]], content).encode("utf-8")  # type: ignore[no-any-return]
