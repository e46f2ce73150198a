"""Links in an article's Markdown: where they stand and which article they mean."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote

from kb.articles.fences import code_lines, without_code
from kb.articles.references import definitions, uses

_INLINE = re.compile(
    r"(?P<image>!?)\[(?P<label>(?:[^\[\]\\]|\\.|\[[^\]]*\])*)\]\(\s*<?(?P<target>[^\s)>]*)>?(?:\s+\"[^\"]*\")?\s*\)"
)
_MALFORMED = re.compile(
    r"\[\[(?P<name>[A-Za-z0-9][\w./#-]{0,200})\]\]"
    r"|\[(?P<label>[^\[\]]{1,300})\](?:[ \t\u3000]{0,9}[(（]\s{0,9}<?"
    r"(?P<target>(?:\.{1,2}/|https?://|[\w./-]{1,200}\.md(?![\w.]))[^()（）]{0,300})[)）]?"
    r"|\[(?P<undefined>[A-Za-z0-9][A-Za-z0-9_.-]{0,200})\])"
)
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.\-]*:|//")


@dataclass(frozen=True, slots=True)
class Link:
    """One link or image of a body."""

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
    """Every link and image outside code, in order; of one by reference, the target it is defined with."""
    lines = list(code_lines(body.split("\n")))
    named = definitions(lines) if "]:" in body else {}
    for number, (line, code) in enumerate(lines):
        if code:
            continue
        found = [(match, match["target"]) for match in _INLINE.finditer(without_code(line))]
        for match, target in sorted((*found, *uses(line, named)), key=lambda pair: pair[0].start()):
            yield Link(match["label"], target, bool(match["image"]), number, match.start() + 1)


def malformed(text: str) -> Iterator[re.Match[str]]:
    """What was meant as a link in a line but is shown as it stands, its code blanked."""
    return _MALFORMED.finditer(_INLINE.sub(lambda m: " " * len(m[0]), without_code(text)))


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
