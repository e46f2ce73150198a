"""Markdown of an article as text for a terminal.

Knows the Markdown that articles are written in (headings, lists, tables, fenced code, ``!!!`` notes, quotes)
and nothing more; what it does not know is printed as it stands. Shared by ``kb show`` and ``kb ask``. Control
characters of an article never reach the terminal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath

from kb.articles.labels import GRAVE_NOTES, note_title
from kb.articles.passages import split_row
from kb.cli.markdown_blocks import Block, Code, Heading, Items, Note, Paragraph, Quote, Rule, Table, blocks
from kb.cli.wrapping import Line, Span, Style, paint, width_of, wrap
from kb.text import CONTROL

MAX_WIDTH, MIN_WIDTH = 100, 20
"""Lines longer than 100 columns are hard to read; below 20 nothing sensible fits."""

_INDENT = 2
_CODE_INDENT = 4
_MIN_COLUMN = 10
"""A table whose columns would be narrower than this is told row by row instead."""


# Repetitions are bounded, and a run of ticks is taken whole, so that a hostile line costs time in proportion to its
# length.
_INLINE = re.compile(
    r"(?<!(?<!\\)`)(?P<ticks>`+)(?!`)(?P<code>.{1,2000}?)(?<!`)(?P=ticks)(?!`)"
    r"|\\(?P<escaped>[\\`*_{}\[\]()#+\-.!|<>~\"])"
    r"|(?P<image>!?)\[(?P<label>(?:[^\[\]\\]|\\.|\[[^\[\]]{0,300}\]){0,600})\]"
    r"\(\s{0,9}<?(?P<target>[^\s)>]{0,2000})>?(?:\s+\"[^\"]{0,300}\")?\s{0,9}\)"
    r"|<(?P<auto>(?:https?://|mailto:)[^\s<>]{1,2000})>"
    r"|\*\*(?=\S)(?P<strong>.{1,1000}?)(?<=\S)\*\*"
    r"|(?<![\w*])\*(?=[^\s*])(?P<emphasis>[^*]{1,1000}?)(?<=[^\s*])\*(?![\w*])"
    r"|(?P<br><br\s{0,3}/?>)",
    re.DOTALL,
)


def render(markdown: str, width: int, color: bool) -> str:
    """An article's body, or a part of one, as lines for a terminal.

    Args:
        markdown: without front matter.
        width: columns of the terminal; clamped to 20 to 100.
        color: with ANSI colours.

    Returns:
        Lines that end with a line feed; empty for empty Markdown.
    """
    lines = _article(tuple(blocks(clean(markdown))), columns(width))
    return "".join(f"{paint(line, color)}\n" for line in lines)


def columns(width: int) -> int:
    """The width that text is set in, on a terminal of ``width`` columns."""
    return max(MIN_WIDTH, min(width, MAX_WIDTH))


def clean(text: str) -> str:
    """Without control characters, tabs as blanks, line feeds only."""
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4))


def _article(found: Sequence[Block], width: int) -> Iterator[Line]:
    """Top-level blocks; what stands under a heading is set in a little."""
    indent = 0
    for number, block in enumerate(found):
        if number:
            yield ()
        if isinstance(block, Heading):
            indent = _INDENT
            yield from _block(block, width)
        else:
            yield from _set_in(_block(block, width - indent), " " * indent)


def _blocks(found: Sequence[Block], width: int, tight: bool = False) -> Iterator[Line]:
    for number, block in enumerate(found):
        if number and not (tight and isinstance(block, Items)):
            yield ()
        yield from _block(block, width)


def _set_in(
    lines: Iterable[Line], prefix: str, first: str | None = None, style: Style = Style.PLAIN
) -> Iterator[Line]:
    """Lines behind a prefix; the first one behind its own."""
    for number, line in enumerate(lines):
        lead = first if number == 0 and first is not None else prefix
        yield (Span(lead, style), *line) if lead else line


def _block(block: Block, width: int) -> Iterator[Line]:
    width = max(1, width)
    match block:
        case Heading(level, text):
            mark = "■ " if level <= 2 else "● " if level == 3 else "・"
            yield from (_restyled(line, Style.HEADING) for line in wrap(inline(mark + text), width))
        case Paragraph(text):
            yield from wrap(inline(text), width)
        case Code(lines):
            yield from ((Span(" " * _CODE_INDENT), Span(line, Style.CODE)) for line in lines)
        case Items():
            yield from _items(block, width)
        case Note(kind, title, content):
            yield from _note(kind, title, content, width)
        case Quote(content):
            yield from _set_in(_blocks(content, width - 2), "│ ", style=Style.FAINT)
        case Table(header, rows):
            yield from _table(header, rows, width)
        case Rule():
            yield (Span("─" * min(width, 20), Style.FAINT),)


def _restyled(line: Line, style: Style) -> Line:
    return tuple(Span(span.text, style) for span in line)


def _items(block: Items, width: int) -> Iterator[Line]:
    markers = [f"{block.start + n}. " if block.ordered else "・" for n in range(len(block.items))]
    room = max(width_of((Span(marker),)) for marker in markers)
    for number, (marker, content) in enumerate(zip(markers, block.items, strict=True)):
        if number and block.loose:
            yield ()
        lead = " " * (room - width_of((Span(marker),))) + marker
        lines = _blocks(content, width - room, tight=True) if content else iter([()])
        yield from _set_in(lines, " " * room, lead)


def _note(kind: str, title: str | None, content: Sequence[Block], width: int) -> Iterator[Line]:
    sign, style = ("⚠", Style.WARNING) if kind in GRAVE_NOTES else ("ℹ", Style.HEADING)
    label = note_title(kind)
    head = f"{sign} {label}: {title}" if title and title != label else f"{sign} {label}"
    for line in _set_in(wrap(inline(head), width - 3), "│  ", "┌─ ", style):
        yield _restyled(line, style)
    yield from _set_in(_blocks(content, width - 2), "│ ", style=style)
    yield (Span("└─", style),)


def _table(header: str, rows: Sequence[str], width: int) -> Iterator[Line]:
    head = [inline(cell) for cell in split_row(header)]
    body = [[inline(cell) for cell in split_row(row)][: len(head)] for row in rows]
    body = [row + [()] * (len(head) - len(row)) for row in body]
    widths = _column_widths([head, *body], width - 3 * (len(head) - 1))
    if widths is None:
        yield from _told(head, body, width)
        return
    wraps = any(width_of(cell) > w for row in body for cell, w in zip(row, widths, strict=True))
    rule = (Span("─┼─".join("─" * w for w in widths), Style.FAINT),)
    yield from (_restyled(line, Style.STRONG) for line in _row(head, widths))
    for number, row in enumerate(body):
        if number == 0 or wraps:
            yield rule
        yield from _row(row, widths)


def _column_widths(rows: Sequence[Sequence[Line]], room: int) -> list[int] | None:
    """Widths of the columns: as wide as their cells, or shares of the room; None when too many for it.

    What the narrow columns leave over goes to the wide ones in equal parts.
    """
    natural = [
        max(1, *(max(width_of(line) for line in wrap(cell, 10**6)) for cell in c))
        for c in zip(*rows, strict=True)
    ]
    widths = [0] * len(natural)
    waiting = sorted(range(len(natural)), key=lambda column: natural[column])
    for place, column in enumerate(waiting):
        widths[column] = min(natural[column], max(0, room) // (len(waiting) - place))
        room -= widths[column]
    fits = all(w == n or w >= _MIN_COLUMN for w, n in zip(widths, natural, strict=True))
    return widths if fits else None


def _row(cells: Sequence[Line], widths: Sequence[int]) -> Iterator[Line]:
    wrapped = [wrap(cell, w) for cell, w in zip(cells, widths, strict=True)]
    for number in range(max(len(lines) for lines in wrapped)):
        line: list[Span] = []
        for at, (lines, w) in enumerate(zip(wrapped, widths, strict=True)):
            here = lines[number] if number < len(lines) else ()
            line += [Span(" │ ", Style.FAINT)] if at else []
            line += [*here, Span(" " * max(0, w - width_of(here)))]
        yield tuple(line)


def _told(head: Sequence[Line], body: Sequence[Sequence[Line]], width: int) -> Iterator[Line]:
    """A table too wide for the terminal: each row as a list of "column: cell"."""
    for number, row in enumerate(body):
        if number:
            yield ()
        for at, (name, cell) in enumerate(zip(head, row, strict=True)):
            label = (*_restyled(name, Style.STRONG), Span(": ")) if name else ()
            yield from _set_in(wrap((*label, *cell), width - 2), "  ", "・" if at == 0 else "  ")


def inline(markdown: str, style: Style = Style.PLAIN) -> Line:
    """One paragraph of Markdown as styled text.

    Code loses its marks unless it holds a blank: then they say where it begins and ends. A link keeps its
    address, a link to an article the id that ``kb show`` takes.
    """
    spans: list[Span] = []
    last = 0
    for match in _INLINE.finditer(markdown):
        spans.append(Span(markdown[last : match.start()], style))
        spans.extend(_inline_spans(match, style))
        last = match.end()
    spans.append(Span(markdown[last:], style))
    return tuple(span for span in spans if span.text)


def _inline_spans(match: re.Match[str], style: Style) -> Iterator[Span]:
    if (code := match["code"]) is not None:
        text = code.strip() or code
        yield Span(f"`{text}`" if " " in text else text, Style.CODE)
    elif match["escaped"]:
        yield Span(match["escaped"], style)
    elif match["target"] is not None:
        yield from _link(match["label"], match["target"], bool(match["image"]))
    elif match["auto"]:
        yield Span(match["auto"].removeprefix("mailto:"), Style.LINK)
    elif match["strong"]:
        yield from inline(match["strong"], Style.STRONG)
    elif match["emphasis"]:
        yield from inline(match["emphasis"], style)
    else:
        yield Span("\n")


def _link(label: str, target: str, image: bool) -> Iterator[Span]:
    text = "".join(span.text for span in inline(label)) or target
    path = PurePosixPath(target.partition("#")[0])
    if image:
        yield Span(f"［図: {text}］")
        return
    yield Span(text, Style.LINK)
    if "://" not in target and path.suffix == ".md":
        yield Span(f" [{path.stem}]", Style.FAINT)
    elif target not in ("", text, f"mailto:{text}") and not target.startswith("#"):
        yield Span(f" <{target}>", Style.FAINT)
