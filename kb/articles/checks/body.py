"""The lines of a body as checks read them: what is code, what is prose, what is a label on a screen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.articles.fences import blanked, comments_blanked, scanned, without_code
from kb.articles.reader import ArticleFile

# The look-behind keeps a search for @ from starting anew at each letter of a long word.
_ADDRESS = re.compile(r"(?:https?|ftp)://[^\s、。「」（）()<>]+|(?<![\w.+-])[\w.+-]+@[\w.-]+", re.ASCII)
_TARGET = re.compile(r"(?<=\])\([^()\s]*\)")
_LABEL = re.compile(
    r"\*\*[^*]+\*\*|「[^「」]*」|『[^『』]*』"
    r"|［[^［］]*］|\[[^\[\]]*\](?!\()"
)
_TABLE_ROW = re.compile(r"\s*\|")

MAX_LINE_CHARS = 4000
"""Longer lines are looked at up to here only; the longest real ones have a few hundred characters."""

MOJIBAKE = re.compile("\ufffd|(?:縺|繧|繝){2,}|(?:ã[\u0080-\u00bf]){2,}")
"""Text that was read in the wrong encoding."""

HEADING = re.compile(r"(#{1,6})([ \t]+)(.*?)[ \t]*#*[ \t]*\Z")
"""An ATX heading: marks, blanks, text."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a body."""

    number: int
    """From 0."""
    text: str
    """With blanks in place of comments, which readers do not see."""
    fenced: bool
    """Within a code block, its fences included."""
    plain: str
    """The text with code, addresses and link targets blanked; same length. Empty when fenced."""
    unclosed: int | None = None
    """Where a comment begins that nothing closes, from 0."""

    @property
    def prose(self) -> str:
        """``plain`` without what is quoted from a screen: **…**, 「…」, […]; same length."""
        return _blank(_LABEL, self.plain)

    @property
    def table(self) -> bool:
        return _TABLE_ROW.match(self.text) is not None


def body_lines(body: str) -> list[Line]:
    """All lines of a body; of an overlong one only its beginning."""
    return [
        Line(number, text := blanked(line), line.code, "" if line.code else _plain(text), line.unclosed)
        for number, line in enumerate(scanned(cut_lines(body)))
    ]


def cut_lines(body: str) -> list[str]:
    """The lines of a body, none longer than ``MAX_LINE_CHARS``: no hostile line can hold up a check."""
    return [line[:MAX_LINE_CHARS] for line in body.split("\n")]


def plain_text(text: str) -> str:
    """Blank out what is no prose in one line of Markdown; keeps the length."""
    return _plain(comments_blanked(text))


def _plain(text: str) -> str:
    return _blank(_ADDRESS, _blank(_TARGET, without_code(text)))


def screen_labels_blanked(text: str) -> str:
    """Blank out what is quoted from a screen; keeps the length."""
    return _blank(_LABEL, text)


def _blank(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: " " * len(match[0]), text)


def head_prose(file: ArticleFile) -> Iterator[tuple[str, str]]:
    """(key, text) of the front matter values that are prose of ours; questions are the readers' own words."""
    yield "title", file.article.title[:MAX_LINE_CHARS]
    yield "summary", file.article.summary[:MAX_LINE_CHARS]
