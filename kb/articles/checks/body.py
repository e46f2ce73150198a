"""The lines of a body as checks read them: what is code, what is prose, what is a label on a screen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.articles.fences import code_lines
from kb.articles.reader import ArticleFile

_CODE = re.compile(r"(`+)(?:(?!\1).)+?\1(?!`)")
_COMMENT = re.compile(r"<!--.*?-->")
_ADDRESS = re.compile(r"(?:https?|ftp)://[^\s、。「」（）()<>]+|[\w.+-]+@[\w.-]+", re.ASCII)
_TARGET = re.compile(r"(?<=\])\([^()\s]*\)")
_LABEL = re.compile(
    r"\*\*[^*]+\*\*|「[^「」]*」|『[^『』]*』"
    r"|［[^［］]*］|\[[^\[\]]*\](?!\()"
)
_TABLE_ROW = re.compile(r"\s*\|")

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
    fenced: bool
    """Within a fenced code block, its fences included."""
    plain: str
    """The text with code, comments, addresses and link targets blanked; same length. Empty when fenced."""

    @property
    def prose(self) -> str:
        """``plain`` without what is quoted from a screen: **…**, 「…」, […]; same length."""
        return _blank(_LABEL, self.plain)

    @property
    def table(self) -> bool:
        return _TABLE_ROW.match(self.text) is not None


def body_lines(body: str) -> list[Line]:
    """All lines of a body."""
    return [
        Line(number, text, fenced, "" if fenced else plain_text(text))
        for number, (text, fenced) in enumerate(code_lines(body.split("\n")))
    ]


def plain_text(text: str) -> str:
    """Blank out what is no prose in one line of Markdown; keeps the length."""
    for pattern in (_CODE, _COMMENT, _TARGET, _ADDRESS):
        text = _blank(pattern, text)
    return text


def screen_labels_blanked(text: str) -> str:
    """Blank out what is quoted from a screen; keeps the length."""
    return _blank(_LABEL, text)


def _blank(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: " " * len(match[0]), text)


def head_prose(file: ArticleFile) -> Iterator[tuple[str, str]]:
    """(key, text) of the front matter values that are prose of ours; questions are the readers' own words."""
    yield "title", file.article.title
    yield "summary", file.article.summary
