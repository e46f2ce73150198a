"""Which lines of a body are code, and what of it is a comment: what writers see and readers do not.

Code is a fence at any indentation, as they stand in list items and notes, and what is indented by four more
than its surroundings after a blank line.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})")
"""How a line begins that opens or closes a code block."""
_CONTAINER = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?=\S)")
_ADMONITION = re.compile(r"[ \t]*!!!")
_TICKS = re.compile(r"`+")
_MARKS = re.compile(r"`+|<!--")
_CODE_INDENT = 4

Span = tuple[int, int]
"""Where a piece of a line begins and ends."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """One line of a body."""

    text: str
    code: bool
    """Within a code block, the fences included."""
    comments: tuple[Span, ...]
    """The pieces that belong to closed HTML comments."""
    unclosed: int | None = None
    """Where a comment begins that nothing closes; it is text."""


def scanned(lines: Iterable[str]) -> Iterator[Scanned]:
    """Each line with what is code and what is a comment in it."""
    scanner = _Scanner(list(lines))
    blank: list[Scanned] = []
    within = False
    for number in range(len(scanner.lines)):
        line = scanner.line(number)
        if within and not line.text.strip():
            blank.append(line)
            continue
        within_before, within = within, line.code and scanner.indented
        # Blank lines belong to the code that goes on behind them.
        yield from (replace(one, code=within_before and within) for one in blank)
        blank = []
        yield line
    yield from blank


def code_lines(lines: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Each line with whether it belongs to a code block, the fences themselves included."""
    return ((line.text, line.code) for line in scanned(lines))


def without_comments(body: str) -> str:
    """A body as its readers get it: no comment outside code. The lines keep their numbers."""
    return "\n".join(map(_cut, scanned(body.split("\n")))) if "<!--" in body else body


def comments_blanked(body: str) -> str:
    """A body with blanks in place of its comments; every other character keeps its place."""
    return "\n".join(map(blanked, scanned(body.split("\n")))) if "<!--" in body else body


def blanked(line: Scanned) -> str:
    """A line with blanks in place of its comments; same length."""
    text = line.text
    for start, end in line.comments:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _cut(line: Scanned) -> str:
    text = line.text
    for start, end in reversed(line.comments):
        # The blanks before it stood there for its sake, unless they set the line in.
        before = text[:start].rstrip()
        text = (before if before or not text[end:].strip() else text[:start]) + text[end:]
    return text


def code_spans(text: str) -> Iterator[Span]:
    """Start and end of each code span: from a run of backticks to the next run of the same length."""
    return ((start, end) for start, end, code in _pieces(text, _TICKS) if code)


def without_code(text: str, fill: str = " ") -> str:
    """Each code span replaced by as many fillers; line breaks stay."""
    pieces, position = [], 0
    for start, end in code_spans(text):
        inner = re.sub(r"[^\n]", fill, text[start:end])
        pieces += [text[position:start], inner]
        position = end
    return "".join([*pieces, text[position:]]) if pieces else text


def _pieces(text: str, marks: re.Pattern[str]) -> Iterator[tuple[int, int, bool]]:
    """Each code span and each HTML comment that ``marks`` begins, whichever begins first; is it code?"""
    runs: dict[int, list[int]] = {}
    for match in _TICKS.finditer(text):
        runs.setdefault(len(match[0]), []).append(match.start())
    at = 0
    while (mark := marks.search(text, at)) is not None:
        at = mark.end()
        if mark[0] == "<!--":
            # <!--> is a comment too, an empty one.
            end = text.find("-->", mark.start() + 2)
            at = len(text) if end < 0 else end + 3
            yield mark.start(), at, False
            continue
        same = runs[len(mark[0])]
        later = bisect_left(same, at)
        if later < len(same):
            at = same[later] + len(mark[0])
            yield mark.start(), at, True


class _Scanner:
    """One pass over the lines of a body; remembers the fence, comment, list and note it is inside of."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.last_end = max((n for n, line in enumerate(lines) if "-->" in line), default=-1)
        self.fence = ""
        self.in_comment = False
        self.indented = False
        self.after_blank = True
        self.margins: list[int] = []
        """Where the contents of the open list items and notes begin."""

    def line(self, number: int) -> Scanned:
        text = self.lines[number]
        if not self.in_comment and self._code(text):
            return Scanned(text, True, ())
        comments, unclosed = self._comments(number, text)
        return Scanned(text, False, comments, unclosed)

    def _code(self, text: str) -> bool:
        match = FENCE.match(text)
        if self.fence:
            if match and match[1].startswith(self.fence) and not text.strip(" \t`~"):
                self.fence = ""
            return True
        if match:
            self.fence, self.indented, self.after_blank = match[1], False, False
            return True
        if not text.strip():
            self.after_blank = True
            return False
        self.indented = self._set_in(text)
        self.after_blank = False
        return self.indented

    def _set_in(self, text: str) -> bool:
        """Is a line with text part of an indented code block?"""
        depth = _width(text)
        container = _CONTAINER.match(text)
        if self.after_blank or container:
            self.margins = [margin for margin in self.margins if margin <= depth]
        floor = self.margins[-1] if self.margins else 0
        if depth >= floor + _CODE_INDENT and (self.after_blank or self.indented):
            return True
        if container:
            self.margins.append(len(container[0].expandtabs(4)))
        elif _ADMONITION.match(text):
            self.margins.append(depth + _CODE_INDENT)
        return False

    def _comments(self, number: int, text: str) -> tuple[tuple[Span, ...], int | None]:
        head = 0
        if self.in_comment:
            end = text.find("-->")
            if end < 0:
                return ((0, len(text)),), None
            self.in_comment, head = False, end + 3
        found = [(0, head)] if head else []
        if "<!--" in text[head:]:
            pieces = _pieces(text[head:], _MARKS)
            found += [(head + start, head + end) for start, end, code in pieces if not code]
        if found and found[-1][1] == len(text) and not text.endswith("-->"):
            if number >= self.last_end:
                return tuple(found[:-1]), found[-1][0]
            self.in_comment = True
        return tuple(found), None


def _width(text: str) -> int:
    """How far a line is set in."""
    expanded = text.expandtabs(4)
    return len(expanded) - len(expanded.lstrip(" "))
