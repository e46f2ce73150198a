"""Lists and tables of other Markdown dialects as ours: four blanks a level, ``1.``, a blank line before. Pure.

Only blanks and the mark behind a number change; no letter does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_ITEM = re.compile(r"(?P<indent>[ \t]*)(?P<mark>[-*+]|\d{1,9}[.)])(?P<gap>[ \t]+)(?P<text>\S.*)\Z")
_RULE = re.compile(r"\s*(?:(?:-\s*){3,}|(?:\*\s*){3,})\Z")
_FENCE = re.compile(r"[ \t]*(?P<fence>`{3,}|~{3,})")
_DELIMITER = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)+\s*:?-*:?\s*\Z")
_TAB = 4


@dataclass(frozen=True, slots=True)
class _Level:
    """An open list item of the source."""

    reach: int
    """Column from which a line belongs to the item."""
    content: int
    """Column its text begins at."""


def normalised(lines: Iterable[str]) -> Iterator[str]:
    """The lines with their lists and tables in the one form that every reader of ours knows."""
    walk = _Walk()
    held: str | None = None
    for line in (part for text in lines for part in text.split("\n")):
        if held is not None:
            table = "|" in held and _DELIMITER.match(line) is not None
            yield from walk.line(held, heads_table=table)
        held = line
    if held is not None:
        yield from walk.line(held)


class _Walk:
    """One pass over the lines, remembering the open items."""

    def __init__(self) -> None:
        self.open: list[_Level] = []
        self.before = ""
        self.fence = ""
        self.shift = 0

    def line(self, line: str, *, heads_table: bool = False) -> Iterator[str]:
        """What becomes of one line."""
        line = line.rstrip() if not self.fence else line
        yield from self._fenced(line) if self.fence else self._free(line, heads_table)
        self.before = line

    def _fenced(self, line: str) -> Iterator[str]:
        if re.match(rf"[ \t]*{self.fence[0]}{{{len(self.fence)},}}[ \t]*\Z", line):
            self.fence = ""
        yield _moved(line, self.shift)

    def _free(self, line: str, heads_table: bool) -> Iterator[str]:
        if not line.strip():
            yield ""
            return
        indent = _width(line)
        item = None if _RULE.match(line) else _ITEM.match(line)
        if item and (self.open or indent < _TAB):
            yield from self._item(line, item, indent)
            return
        if not self.before.strip() or (self.open and indent >= self.open[-1].reach):
            while self.open and indent < self.open[-1].reach:
                self.open.pop()
        depth = len(self.open)
        if fence := _FENCE.match(line):
            self.fence = fence["fence"]
        inside = bool(self.open) and indent >= self.open[-1].reach
        self.shift = _TAB * depth + max(0, indent - self.open[-1].content) - indent if inside else 0
        if heads_table and self.before.strip() and "|" not in self.before:
            yield ""
        yield _moved(line, self.shift)

    def _item(self, line: str, item: re.Match[str], indent: int) -> Iterator[str]:
        while self.open and indent < self.open[-1].reach:
            self.open.pop()
        mark = item["mark"]
        follows_text = (
            self.before.strip() and not _ITEM.match(self.before) and not self.before.startswith("#")
        )
        if not self.open and follows_text and not self.before[0].isspace():
            if mark[0].isdigit() and int(mark[:-1]) != 1:
                # In a paragraph, a line that happens to begin with a number.
                yield line
                return
            yield ""
        depth = len(self.open)
        content = indent + len(mark) + min(_TAB, len(item["gap"]))
        self.open.append(_Level(min(content, indent + 2), content))
        mark = mark.replace(")", ".")
        yield f"{' ' * _TAB * depth}{mark} {item['text']}"


def _width(line: str) -> int:
    expanded = line.expandtabs(_TAB)
    return len(expanded) - len(expanded.lstrip())


def _moved(line: str, by: int) -> str:
    """A line moved to the right, or to the left as far as it is indented."""
    if not by or not line.strip():
        return line
    expanded = line.expandtabs(_TAB)
    return " " * by + expanded if by > 0 else expanded[min(-by, _width(line)) :]
