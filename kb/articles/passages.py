"""Sections of an article: what is searched, answered with and linked to.

One definition of where a section begins and what its anchor is; the index, the terminal and the site all use it.
A section with a table gives a passage for each row as well, so that a question about one version is answered
by that version's row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kb.model import Passage

_HEADING = re.compile(r"(#{1,6})[ \t]+(.+?)[ \t]*#*[ \t]*\Z")
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_TABLE_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*\Z")
# Repetitions are bounded so that a hostile line costs time in proportion to its length.
_LINK = re.compile(r"!?\[([^\]]{0,600})\]\([^)]{0,2000}+\)")
_MARKUP = re.compile(r"\*\*|__|`")
_NOT_SLUG = re.compile(r"[^\w぀-ヿ㐀-鿿々]+")

MIN_TABLE_ROWS = 2

_POINTERS = ("関連",)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the lines under it, with the body line it begins on (from 0)."""

    heading: str
    level: int
    line: int
    text: str


def plain(markdown: str) -> str:
    """A heading or cell as text: links by their label, no emphasis, no code marks."""
    return _MARKUP.sub("", _LINK.sub(r"\1", markdown)).strip()


def sections(body: str) -> Iterator[Section]:
    """The sections of a Markdown body, in order; text before the first heading is a section of level 2."""
    heading, level, start = "", 2, 0
    held: list[str] = []
    for number, line in enumerate(outside_fences(body.split("\n"))):
        text, fenced = line
        match = None if fenced else _HEADING.match(text)
        if match is None:
            held.append(text)
            continue
        if heading or any(held):
            yield Section(heading, level, start, _trim(held))
        heading, level, start, held = plain(match[2]), len(match[1]), number, []
    if heading or any(held):
        yield Section(heading, level, start, _trim(held))


def outside_fences(lines: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Each line with whether it belongs to a fenced code block (the fences themselves included)."""
    fence = ""
    for line in lines:
        match = _FENCE.match(line)
        if fence:
            yield line, True
            if match and match[1].startswith(fence) and not line.strip(" `~"):
                fence = ""
        else:
            yield line, match is not None
            if match:
                fence = match[1]


def _trim(lines: list[str]) -> str:
    return "\n".join(lines).strip("\n")


def slug(heading: str) -> str:
    """The fragment of a heading: its letters and digits, everything else a hyphen."""
    return _NOT_SLUG.sub("-", plain(heading).lower()).strip("-") or "section"


def unique_slugs(headings: Iterable[str]) -> Iterator[str]:
    """The anchors of headings in page order; a repeated one gets -2, -3 …"""
    used: set[str] = set()
    for heading in headings:
        base = slug(heading)
        anchor, number = base, 2
        while anchor in used:
            anchor, number = f"{base}-{number}", number + 1
        used.add(anchor)
        yield anchor


def passages(body: str) -> tuple[Passage, ...]:
    """All passages of a body: its sections in order, each followed by the rows of its tables."""
    found = [s for s in sections(body) if s.heading or s.text]
    anchors = iter(tuple(unique_slugs(s.heading for s in found if s.heading)))
    result: list[Passage] = []
    for section in found:
        anchor = next(anchors) if section.heading else ""
        if section.text:
            result.append(Passage(section.heading, anchor, section.text, section.level))
        result.extend(
            Passage(section.heading, anchor, row, section.level) for row in table_rows(section.text)
        )
    return tuple(result)


def is_pointer(heading: str) -> bool:
    """Does a section of that heading only point elsewhere? It answers nothing itself."""
    return heading.startswith(_POINTERS)


def table_rows(text: str) -> Iterator[str]:
    """Each row of each table, told as a list of "column: cell" lines."""
    lines = [line for line, fenced in outside_fences(text.split("\n")) if not fenced]
    for number, line in enumerate(lines):
        if number == 0 or not _TABLE_RULE.match(line) or "|" not in lines[number - 1]:
            continue
        header = split_row(lines[number - 1])
        rows = []
        for row in lines[number + 1 :]:
            if "|" not in row:
                break
            rows.append(split_row(row))
        if len(rows) >= MIN_TABLE_ROWS:
            yield from (_told(header, row) for row in rows)


def split_row(line: str) -> list[str]:
    """The cells of a table line, without the outer pipes; an escaped pipe stays in its cell."""
    cells = re.split(r"(?<!\\)\|", line.strip().removeprefix("|").removesuffix("|"))
    return [cell.strip().replace(r"\|", "|") for cell in cells]


def _told(header: list[str], row: list[str]) -> str:
    padded = header + [""] * (len(row) - len(header))
    return "\n".join(
        f"- {plain(name)}: {cell}" if plain(name) else f"- {cell}"
        for name, cell in zip(padded, row, strict=False)
    )
