"""Links in an article's Markdown: where they stand and which article they mean."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote

from kb.articles.fences import code_lines

_INLINE = re.compile(
    r"(?P<image>!?)\[(?P<label>(?:[^\[\]\\]|\\.|\[[^\]]*\])*)\]\(\s*<?(?P<target>[^\s)>]*)>?(?:\s+\"[^\"]*\")?\s*\)"
)
_CODE = re.compile(r"`+[^`]*`+")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.\-]*:|//")


@dataclass(frozen=True, slots=True)
class Link:
    """One inline link or image of a body."""

    label: str
    target: str
    image: bool
    line: int
    """Line of the body, from 0."""
    column: int
    """From 1, in code points; the place of the opening bracket."""

    @property
    def external(self) -> bool:
        """Does the target name a scheme or a host?"""
        return bool(_SCHEME.match(self.target))


def links(body: str) -> Iterator[Link]:
    """Every inline link and image outside code, in order."""
    for number, (line, fenced) in enumerate(code_lines(body.split("\n"))):
        if fenced:
            continue
        blanked = _CODE.sub(lambda m: " " * len(m[0]), line)
        for match in _INLINE.finditer(blanked):
            yield Link(match["label"], match["target"], bool(match["image"]), number, match.start() + 1)


def resolve(target: str, origin: PurePosixPath) -> tuple[PurePosixPath, str] | None:
    """The file and fragment a relative target means, seen from the article at ``origin``.

    Returns:
        The path relative to the knowledge base (``..`` is worked out; a path that leaves the knowledge base
        begins with ``..``) and the fragment, or None for an external target.
    """
    if _SCHEME.match(target):
        return None
    path, _, fragment = target.partition("#")
    if not path:
        return origin, unquote(fragment)
    joined = posixpath.normpath(posixpath.join(origin.parent.as_posix(), unquote(path)))
    return PurePosixPath(joined), unquote(fragment)
