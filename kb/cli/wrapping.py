"""Styled text and where its lines may break: Japanese line breaking (kinsoku) for a terminal.

Widths are columns of a terminal; wide characters count as two. Knows nothing of Markdown.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from kb.text import display_width, fitting, printable

NO_START = frozenset(
    "、。，．・：；:;,.!?！？…‥）」』】〕］｝〉》〙〗)]}>％%゛゜ーゝゞヽヾ々"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ｡､｣ｰ～〜"
)
"""Characters that never begin a line (JIS X 4051's closing brackets, stops, small kana and marks)."""

NO_END = frozenset("（「『【〔［｛〈《〘〖([{<｢￥$＄#＃")
"""Characters that never end a line: opening brackets and signs that belong to what follows."""


class Style(Enum):
    """What a piece of text is; the value is its ANSI SGR code, empty for none."""

    PLAIN = ""
    STRONG = "1"
    CODE = "36"
    LINK = "4"
    FAINT = "2"
    HEADING = "1;34"
    WARNING = "1;33"
    GOOD = "32"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text of one style."""

    text: str
    style: Style = Style.PLAIN


Line = tuple[Span, ...]


def paint(line: Iterable[Span], color: bool) -> str:
    """A line as it is printed, without trailing blanks and without what would drive the terminal."""
    spans = [Span(printable(span.text), span.style) for span in line]
    while spans and not spans[-1].text.strip(" "):
        spans.pop()
    if spans:
        spans[-1] = Span(spans[-1].text.rstrip(" "), spans[-1].style)
    if not color:
        return "".join(span.text for span in spans)
    return "".join(f"\x1b[{s.style.value}m{s.text}\x1b[0m" if s.style.value else s.text for s in spans)


def width_of(line: Iterable[Span]) -> int:
    """Columns that a line takes."""
    return sum(display_width(span.text) for span in line)


def wrap(spans: Iterable[Span], width: int) -> list[Line]:
    """Break styled text into lines.

    A line feed always breaks. Runs of ASCII (words, addresses, commands) are never broken: one that is longer
    than ``width`` gets a line of its own and sticks out, so that it can still be copied.

    Args:
        spans: the text.
        width: columns, 1 or more.
    """
    lines: list[Line] = []
    held: list[tuple[str, Style]] = []
    used = 0
    for chunk in _chunks([(char, span.style) for span in spans for char in span.text]):
        if chunk[0][0] == "\n":
            lines.append(_merge(held))
            held, used = [], 0
            continue
        text = "".join(char for char, _ in chunk)
        if held and used + display_width(text.rstrip(" ")) > width:
            lines.append(_merge(held))
            held, used = [], 0
        held.extend(chunk)
        used += display_width(text)
    if held or not lines:
        lines.append(_merge(held))
    return lines


def wrap_text(text: str, width: int) -> list[str]:
    """The same for text of no style."""
    return [paint(line, color=False) for line in wrap([Span(text)], width)]


def cut(text: str, width: int) -> str:
    """The part of one line that fits; an ellipsis says that something is missing."""
    if display_width(text) <= width:
        return text
    return text[: fitting(text, width - 1)].rstrip(" ") + "…"


def _merge(cells: list[tuple[str, Style]]) -> Line:
    """Neighbours of one style become one span."""
    spans: list[Span] = []
    start = 0
    for at in range(1, len(cells) + 1):
        if at == len(cells) or cells[at][1] is not cells[start][1]:
            spans.append(Span("".join(char for char, _ in cells[start:at]), cells[start][1]))
            start = at
    return tuple(spans)


def _chunks(cells: list[tuple[str, Style]]) -> Iterator[list[tuple[str, Style]]]:
    """Pieces between which a line may break; a line feed is a piece of its own."""
    start = 0
    for at in range(1, len(cells) + 1):
        if at == len(cells) or may_break(cells[at - 1][0], cells[at][0]):
            yield cells[start:at]
            start = at


def may_break(before: str, after: str) -> bool:
    """May a line end between these two neighbouring characters?"""
    if "\n" in (before, after):
        return True
    if after == " " or after in NO_START or before in NO_END or unicodedata.combining(after):
        return False
    return before == " " or _wide(before) or _wide(after)


@lru_cache(maxsize=4096)
def _wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"
