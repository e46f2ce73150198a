"""The rows of an HTML table as a grid of cell texts: spans repeated, sizes bounded. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bs4.element import Tag

from kb.importers.dump.tables import names_columns
from kb.importers.html.parse import attribute

MAX_SPAN = 50
"""A colspan or rowspan beyond this is a mistake or a trick."""
MAX_CELLS = 20_000


def grid_of(rows: Sequence[Tag], text_in: Callable[[Tag], str]) -> list[list[str]]:
    """Cells by row and column; a spanning cell is repeated so that each row can be read alone."""
    grid: list[list[str]] = []
    hanging: dict[int, tuple[str, int]] = {}
    total = 0
    for row in rows:
        limit = MAX_SPAN if total < MAX_CELLS else 1
        cells: list[str] = []
        own = row.find_all(("td", "th"), recursive=False)
        while own or any(column >= len(cells) for column in hanging):
            column = len(cells)
            if column in hanging:
                text, left = hanging.pop(column)
                cells.append(text)
                if left > 1:
                    hanging[column] = text, left - 1
                continue
            if not own:
                cells.append("")
                continue
            cell = own.pop(0)
            text = text_in(cell)
            down = min(limit, max(1, small_number(attribute(cell, "rowspan"), 1)))
            for _ in range(min(limit, max(1, small_number(attribute(cell, "colspan"), 1)))):
                if down > 1:
                    hanging[len(cells)] = text, down - 1
                cells.append(text)
        total += len(cells)
        if any(cells):
            grid.append(cells)
    return grid


def header_rows(rows: Sequence[Tag]) -> int:
    """How many rows at the top are the header: 0, 1, or 2 when a cell of the first spans columns named below it."""
    first, second = rows[0], rows[1] if len(rows) > 2 else None
    if not _heads(first):
        return 0
    spans = any(
        small_number(attribute(cell, "colspan"), 1) > 1
        for cell in first.find_all(("td", "th"), recursive=False)
    )
    return 2 if second is not None and spans and _heads(second) else 1


def _heads(row: Tag) -> bool:
    return bool(row.find_parent("thead")) or all(
        cell.name == "th" for cell in row.find_all(("td", "th"), recursive=False)
    )


def merged(header: Sequence[Sequence[str]]) -> list[str]:
    """The rows of a header as one: what stands above each column, each word once."""
    width = max(map(len, header))
    columns = [
        [row[column] for row in header if column < len(row) and row[column]] for column in range(width)
    ]
    return [" ".join(dict.fromkeys(names)) for names in columns]


def headless(grid: list[list[str]], width: int) -> tuple[list[str], list[list[str]]]:
    """Header and rows of a table without a header of its own."""
    return (["項目", "内容"], grid) if width == 2 and not names_columns(grid[0]) else (grid[0], grid[1:])


def row_line(cells: list[str], width: int) -> str:
    """A row of a Markdown table, filled up or cut to its width."""
    return "| " + " | ".join((cells + [""] * (width - len(cells)))[:width]) + " |"


def small_number(text: str, default: int) -> int:
    """A small number an attribute states, or the default."""
    return int(text) if re.fullmatch(r"\d{1,6}", text) else default
