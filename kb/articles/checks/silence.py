"""Comments that silence checks, per line and per file, with a reason.

# kb-check: ignore-file KB206 現役の顧客がいる        (in the front matter: a YAML comment)
<!-- kb-check: ignore KB408 画面のまま -->            (in the body: for its own line, alone: for the next)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.articles.checks.body import MAX_LINE_CHARS
from kb.articles.checks.places import file_lines
from kb.articles.frontmatter import Place
from kb.articles.reader import ArticleFile
from kb.model import Finding

CODE = re.compile(r"KB\d{3}\Z")

_MARK = "kb-check:"
_COMMENT = re.compile(r"(?:#|<!--)\s*kb-check:\s*(ignore-file|ignore)\b[ \t]*(.*?)\s*(?:-->|\Z)")
_CODES = re.compile(r"((?:KB\d{3}[,、\s]*)*)(.*)\Z", re.S)

NEVER = frozenset({"KB001", "KB007", "KB008", "KB009"})
"""Codes that cannot be silenced: about unreadable files and about the silencing itself."""


@dataclass(frozen=True, slots=True)
class Silence:
    """One silencing comment."""

    place: Place
    codes: tuple[str, ...]
    reason: str
    line: int | None
    """The line it is for; None: the whole file."""

    def covers(self, finding: Finding) -> bool:
        """Does it silence this finding of its own file?"""
        if finding.code not in self.codes or finding.code in NEVER:
            return False
        return self.line is None or self.line == finding.line


def silences(file: ArticleFile) -> Iterator[Silence]:
    """Every silencing comment of a file, in order."""
    if _MARK not in file.text:
        return
    lines = [line[:MAX_LINE_CHARS] for line in file_lines(file)]
    for number, line in enumerate(lines, 1):
        match = _COMMENT.search(line)
        if match is None:
            continue
        listed = _CODES.match(match[2])
        codes = tuple(re.findall(r"KB\d{3}", listed[1])) if listed else ()
        target = None if match[1] == "ignore-file" else _target(lines, number, line, match)
        yield Silence(Place(number, match.start() + 1), codes, listed[2].strip() if listed else "", target)


def _target(lines: list[str], number: int, line: str, match: re.Match[str]) -> int:
    """The comment's own line; when it stands alone, the next line with text."""
    if (line[: match.start()] + line[match.end() :]).strip():
        return number
    for following in range(number, len(lines)):
        if lines[following].strip():
            return following + 1
    return number
