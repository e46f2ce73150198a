"""Tables that a dump flattened into lines of cells ending in ``|``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kb.importers import inline
from kb.importers.dump.lines import Line

_PROMPT = re.compile(r"\s*(?:[#$>]|\[[^\]]*\][#$])\s*\S")
_MIN_ROWS = 2
_LONG_CELL = 18


@dataclass(frozen=True, slots=True)
class Table:
    """A Markdown table and what had to be guessed for it."""

    markdown: str
    remarks: tuple[str, ...] = ()


def run_end(lines: Sequence[Line], index: int) -> int:
    """The index after the table that begins at a line; the index itself when none does."""
    if not _row(lines[index]):
        return index
    end = index + 1
    rows = 1
    place = end
    while place < len(lines) and (lines[place].blank or _row(lines[place])):
        if _row(lines[place]):
            rows += 1
            end = place + 1
        place += 1
    wide = any(len(cells(line.text)) > 1 for line in lines[index:end] if line.text)
    return end if rows >= _MIN_ROWS and wide else index


def cells(text: str) -> list[str]:
    """The cells of a line; the bar at the end closes the last one."""
    parts = [part.strip() for part in text.strip().removeprefix("|").split("|")]
    return parts[:-1] if parts and not parts[-1] else parts


def render(lines: Sequence[Line]) -> Table:
    """A Markdown table from rows, some of which the dump broke over several lines."""
    split = [cells(line.text) for line in lines]
    counts = Counter(len(row) for row in split if len(row) > 1)
    width = max(counts, key=lambda n: (counts[n], n)) if counts else 1
    rows, broken = _merged(split, width)
    remarks = ["複数行に分かれていた表の行をつなぎました。"] if broken else []
    header, rows, remark = _header(rows, width)
    remarks += remark
    table = [_line(header), "|" + " --- |" * width, *(_line(row) for row in rows)]
    return Table("\n".join(table), tuple(remarks))


def _row(line: Line) -> bool:
    return line.row and not _PROMPT.match(line.text) and not line.bullet


def _merged(split: list[list[str]], width: int) -> tuple[list[list[str]], bool]:
    rows: list[list[str]] = []
    held: list[str] = []
    broken = False
    for row in split:
        if held and len(held) + len(row) > width:
            rows.append(held)
            held = []
        if held:
            broken = True
        held = held + row
        if len(held) >= width:
            rows.append(held)
            held = []
    if held:
        rows.append(held)
    return [_fit(row, width) for row in rows], broken


def _fit(row: list[str], width: int) -> list[str]:
    if len(row) > width:
        row = [*row[: width - 1], " ".join(row[width - 1 :])]
    return row + [""] * (width - len(row))


def _header(rows: list[list[str]], width: int) -> tuple[list[str], list[list[str]], list[str]]:
    """The first row when it looks like one; key and value tables get a header of their own."""
    first = rows[0]
    if width == 2 and len(rows) > 1 and (len(first[1]) >= _LONG_CELL or first[1].endswith("。")):
        return ["項目", "内容"], rows, []
    if width > 1 and not first[-1] and first[0] and all(row[-1] for row in rows[1:]):
        # The empty corner cell of a header is lost first: 「Webmin | Plesk | |」 over rows of three.
        return ["", *first[:-1]], rows[1:], ["表の見出しの列がずれていたため、左上を空欄として読みました。"]
    return first, rows[1:], []


def _line(row: Sequence[str]) -> str:
    return "| " + " | ".join(re.sub(r"\|", r"\\|", inline.text(cell)) for cell in row) + " |"
