"""The blocks of an article's Markdown, for printing: a small reader of the dialect that articles use.

Lenient: every text has blocks, and what is no other block is a paragraph. Nesting deeper than ``MAX_DEPTH``
is read as plain paragraphs, so that no input can exhaust the stack.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MAX_DEPTH = 12

_HEADING = re.compile(r"(#{1,6})[ ]+(.+?)[ ]*#*\Z")
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_NOTE = re.compile(r"(?:!!!|\?\?\?\+?)[ ]*(?P<kind>[\w-]*)[^\"]*(?:\"(?P<title>.*)\")?[ ]*\Z")
_ITEM = re.compile(r"(?P<indent> {0,3})(?P<marker>[-*+]|\d{1,9}[.)])(?:[ ]+(?P<text>.*))?\Z")
_RULE = re.compile(r" {0,3}(?:(?:-[ ]*){3,}|(?:\*[ ]*){3,}|(?:_[ ]*){3,})\Z")
_TABLE_RULE = re.compile(r" *\|?(?: *:?-+:? *\|)* *:?-+:? *\|? *\Z")


@dataclass(frozen=True, slots=True)
class Heading:
    """``## text``; level 1 to 6."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text, soft line breaks undone; hard ones are line feeds."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """Fenced code, line by line."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list; each item is a sequence of blocks."""

    ordered: bool
    start: int
    items: tuple[tuple[Block, ...], ...]
    loose: bool
    """Some item holds more than a paragraph and a list: set blank lines between the items."""


@dataclass(frozen=True, slots=True)
class Note:
    """``!!! kind "title"`` and what is indented under it; ``title`` None when not given."""

    kind: str
    title: str | None
    content: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Lines behind ``>``."""

    content: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table's lines as they stand, without its rule."""

    header: str
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """``---``."""


Block = Heading | Paragraph | Code | Items | Note | Quote | Table | Rule


def blocks(markdown: str) -> Iterator[Block]:
    """The blocks of a text without tabs and control characters, in order."""
    return _Reader(markdown.split("\n"), 0).blocks()


class _Reader:
    """Reads blocks from lines, one after the other; ``at`` is the next line."""

    def __init__(self, lines: Sequence[str], depth: int) -> None:
        self.lines, self.depth, self.at = lines, depth, 0

    def blocks(self) -> Iterator[Block]:
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if not line.strip():
                self.at += 1
            elif self.depth > MAX_DEPTH:
                yield self._paragraph()
            else:
                yield self._block(line)

    def _inner(self, lines: Sequence[str]) -> tuple[Block, ...]:
        return tuple(_Reader(lines, self.depth + 1).blocks())

    def _block(self, line: str) -> Block:
        if _FENCE.match(line):
            return self._code()
        if heading := _HEADING.match(line):
            self.at += 1
            return Heading(len(heading[1]), heading[2])
        if note := _NOTE.match(line):
            self.at += 1
            return Note(note["kind"], note["title"], self._inner(_dedent(self._indented())))
        if _RULE.match(line):
            self.at += 1
            return Rule()
        if line.startswith(">"):
            return self._quote()
        if self._table_here():
            return self._table()
        if _ITEM.match(line):
            return self._items()
        return self._paragraph()

    def _code(self) -> Code:
        opening = self.lines[self.at]
        match = _FENCE.match(opening)
        fence = match[1] if match else ""
        margin = len(opening) - len(opening.lstrip())
        self.at += 1
        held: list[str] = []
        while self.at < len(self.lines):
            line = self.lines[self.at]
            self.at += 1
            closing = _FENCE.match(line)
            if closing and closing[1].startswith(fence) and not line.strip(" `~"):
                break
            held.append(_without_margin(line, margin))
        return Code(tuple(held))

    def _indented(self) -> list[str]:
        """The lines from here on that are blank or indented; trailing blank ones are left."""
        start = end = self.at
        while self.at < len(self.lines) and (
            not self.lines[self.at].strip() or self.lines[self.at].startswith("  ")
        ):
            self.at += 1
            if self.lines[self.at - 1].strip():
                end = self.at
        self.at = end
        return list(self.lines[start:end])

    def _quote(self) -> Quote:
        held = []
        while self.at < len(self.lines) and self.lines[self.at].startswith(">"):
            held.append(self.lines[self.at][1:].removeprefix(" "))
            self.at += 1
        return Quote(self._inner(held))

    def _table_here(self) -> bool:
        following = self.lines[self.at + 1] if self.at + 1 < len(self.lines) else ""
        return "|" in self.lines[self.at] and "|" in following and _TABLE_RULE.match(following) is not None

    def _table(self) -> Table:
        header = self.lines[self.at]
        self.at += 2
        start = self.at
        while self.at < len(self.lines) and "|" in self.lines[self.at]:
            self.at += 1
        return Table(header, tuple(self.lines[start : self.at]))

    def _items(self) -> Items:
        first = _ITEM.match(self.lines[self.at])
        ordered = first is not None and first["marker"][0].isdecimal()
        items: list[tuple[Block, ...]] = []
        start = 1
        while (match := self._item_here(ordered)) is not None:
            if not items and ordered:
                start = int(match["marker"][:-1])
            items.append(self._inner(self._item(match)))
        loose = any(not isinstance(block, Paragraph | Items) for item in items for block in item[1:])
        return Items(ordered, start, tuple(items), loose)

    def _item_here(self, ordered: bool) -> re.Match[str] | None:
        """The list's next item, blank lines before it skipped; None when the list is over."""
        at = self.at
        while at < len(self.lines) and not self.lines[at].strip():
            at += 1
        match = _ITEM.match(self.lines[at]) if at < len(self.lines) else None
        if match is None or match["marker"][0].isdecimal() != ordered or _RULE.match(self.lines[at]):
            return None
        self.at = at
        return match

    def _item(self, match: re.Match[str]) -> list[str]:
        """The lines of one item, its marker and indentation taken off."""
        self.at += 1
        lazy = []
        while self.at < len(self.lines) and self._continues(self.lines[self.at]):
            lazy.append(self.lines[self.at].strip())
            self.at += 1
        nested = self._indented()
        return [match["text"] or "", *lazy, *_dedent(nested)]

    def _continues(self, line: str) -> bool:
        """Does the line only carry on the item's first paragraph?"""
        text = line.strip()
        starts_block = _ITEM.match(text) or _FENCE.match(text) or _NOTE.match(text) or _HEADING.match(line)
        return bool(text) and not starts_block and not text.startswith((">", "|"))

    def _paragraph(self) -> Paragraph:
        held = [self.lines[self.at]]
        self.at += 1
        while self.at < len(self.lines) and self._in_paragraph(self.lines[self.at]):
            held.append(self.lines[self.at])
            self.at += 1
        return Paragraph(join(held))

    def _in_paragraph(self, line: str) -> bool:
        starts_block = _FENCE.match(line) or _HEADING.match(line) or _NOTE.match(line) or _ITEM.match(line)
        return bool(line.strip()) and not starts_block and not line.startswith(">") and not self._table_here()


def _without_margin(line: str, margin: int) -> str:
    return line[min(margin, len(line) - len(line.lstrip(" "))) :]


def _dedent(lines: Sequence[str]) -> list[str]:
    """Without the indentation of the first line that has text; a line with less loses what it has."""
    margin = next((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), 0)
    return [_without_margin(line, margin) for line in lines]


def join(lines: Sequence[str]) -> str:
    """Soft line breaks undone: no blank between Japanese, one between words; hard ones become line feeds."""
    text = ""
    for line in lines:
        part = line.strip()
        if text and not text.endswith("\n") and not (_is_wide(text[-1]) or _is_wide(part[:1])):
            text += " "
        hard = line.endswith(("  ", "\\"))
        text += part.removesuffix("\\") + "\n" if hard else part
    return text.rstrip("\n")


def _is_wide(char: str) -> bool:
    return bool(char) and unicodedata.east_asian_width(char) in "WF"
