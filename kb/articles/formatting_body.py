"""The Markdown half of ``kb fmt``: blank lines, list marks, trailing blanks. Code is left alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.articles.fences import code_lines

_HEADING = re.compile(r"#{1,6}[ \t]")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+\S")
_BULLET = re.compile(r"([ \t]*)[*+]([ \t]+)(?=\S)")
_BREAK_LINE = re.compile(r"[ \t]*(?:\*[ \t]*){3,}\Z|[ \t]*(?:_[ \t]*){3,}\Z|[ \t]*(?:-[ \t]*){3,}\Z")
_ADMONITION = re.compile(r"!!! ")
_TABLE_RULE = re.compile(r"\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?[ \t]*\Z")


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    code: bool


def format_body(body: str) -> str:
    """The canonical form of a Markdown body; ends with one line feed unless empty."""
    lines = [_Line(*pair) for pair in code_lines(body.split("\n"))]
    spaced = list(_spaced(list(_cleaned(lines))))
    text = "\n".join(_without_idle_break(spaced)).strip("\n")
    return f"{text}\n" if text.strip() else ""


def _without_idle_break(lines: list[_Line]) -> Iterator[str]:
    """The texts; a line break mark before a blank line breaks nothing and goes."""
    for number, line in enumerate(lines):
        followed = number + 1 < len(lines) and lines[number + 1].text.strip()
        yield line.text if line.code or followed else line.text.rstrip()


def _cleaned(lines: list[_Line]) -> Iterator[_Line]:
    """Without trailing blanks and with one mark for all bullets."""
    for line in lines:
        if line.code:
            yield line
            continue
        text = line.text.rstrip()
        # Two blanks before another line are a line break, and meant.
        if text and line.text.endswith("  "):
            text += "  "
        if not _BREAK_LINE.match(text):
            text = _BULLET.sub(r"\1-\2", text, count=1) if _BULLET.match(text) else text
        yield _Line(text, False)


def _spaced(lines: list[_Line]) -> Iterator[_Line]:
    """One blank line around headings, code, tables, notes and lists; nowhere two."""
    previous: _Line | None = None
    in_list = False
    for number, line in enumerate(lines):
        if not line.code and not line.text.strip():
            if (previous is not None and previous.text.strip()) or (previous is not None and previous.code):
                previous = _Line("", False)
                yield previous
            continue
        if previous is not None and previous.text.strip() and _parted(previous, line, lines, number, in_list):
            yield _Line("", False)
            in_list = False
        if not line.code:
            in_list = _stays_in_list(line.text, previous, in_list)
        previous = line
        yield line


def _stays_in_list(text: str, previous: _Line | None, in_list: bool) -> bool:
    """Is this line part of a list: an item, something indented, or a lazy next line of an item?"""
    if _ITEM.match(text) and not _BREAK_LINE.match(text):
        return True
    lazy = previous is not None and bool(previous.text.strip())
    return in_list and (text[:1] in (" ", "\t") or lazy)


def _parted(previous: _Line, line: _Line, lines: list[_Line], number: int, in_list: bool) -> bool:
    """Does a blank line belong between two neighbouring lines that have none?"""
    if previous.code and line.code:
        return False
    if previous.code or line.code:
        fence = line if line.code else previous
        return fence.text[:1] not in (" ", "\t") and not in_list
    if _HEADING.match(previous.text) or _HEADING.match(line.text):
        return True
    if in_list or line.text[:1] in (" ", "\t"):
        return False
    following = lines[number + 1].text if number + 1 < len(lines) else ""
    starts_table = "|" in line.text and "|" in following and bool(_TABLE_RULE.match(following))
    starts_list = bool(_ITEM.match(line.text)) and not _BREAK_LINE.match(line.text)
    if _ADMONITION.match(previous.text):
        return False
    return starts_table or starts_list or bool(_ADMONITION.match(line.text))
