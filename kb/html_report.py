"""What all reports are made of: one HTML page without scripts or requests, its tables and its bars.

Whatever is no ``Html`` is escaped where it is put in, so a report cannot forget to. Light and dark follow the
reader's system; print is always light.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from kb.text import display_width

_LIGHT = "--ink: #1b1f24; --paper: #fff; --line: #c8ccd1; --shade: #f2f4f6; --a: #0b62c4; --b: #b3500b;"
_DARK = "--ink: #e6e8eb; --paper: #14171a; --line: #4a5056; --shade: #20252a; --a: #7db8ff; --b: #ffb077;"
_STYLE = f"""
:root {{ color-scheme: light dark; {_LIGHT} }}
@media (prefers-color-scheme: dark) {{ :root {{ {_DARK} }} }}
body {{ font: 16px/1.7 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  max-width: 70rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: break-word; }}
a {{ color: var(--a); }}
table {{ border-collapse: collapse; margin: .5rem 0 1rem; font-variant-numeric: tabular-nums; }}
th, td {{ border-bottom: 1px solid var(--line); padding: .25rem .7rem; text-align: right;
  vertical-align: top; unicode-bidi: isolate; }}
th:first-child, td:first-child, .left th, .left td {{ text-align: left; }}
code {{ overflow-wrap: anywhere; }}
time, thead th {{ white-space: nowrap; }}
.scroll, .plot {{ overflow-x: auto; position: relative; }}
svg {{ max-width: 100%; height: auto; }}
.plot svg {{ min-width: 34rem; }}
svg text {{ font: 13px system-ui, sans-serif; fill: var(--ink); }}
.bar-a {{ fill: var(--a); }} .bar-b {{ fill: var(--b); }}
.bar-c {{ fill: none; stroke: var(--ink); stroke-dasharray: 3 2; }}
.hidden {{ position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }}
@media print {{
  :root {{ color-scheme: light; {_LIGHT} }}
  body {{ max-width: none; margin: 0; font-size: 10pt; }}
  .scroll, .plot {{ overflow: visible; }}
  th, td {{ padding: .15rem .35rem; }}
  thead th {{ white-space: normal; }}
  tr, svg {{ break-inside: avoid; }}
  h2, h3 {{ break-after: avoid; }}
}}
"""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"

# A control character says nothing on a page but may end it for a parser, and a lone surrogate cannot be written.
_PICTURES = {code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n\r"}
_UNSEEN = _PICTURES | dict.fromkeys((*range(0x7F, 0xA0), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF), 0xFFFD)


class Html(str):
    """Markup that is safe as it stands; every other text is escaped where it is put in."""

    __slots__ = ()


Cell = str | int
"""What may stand in a table; ``Html`` as it is, all else escaped."""


def html(content: Cell) -> Html:
    """The content as markup."""
    return content if isinstance(content, Html) else Html(escape(str(content).translate(_UNSEEN)))


def tag(name: str, *content: Cell, **attributes: Cell) -> Html:
    """An element; ``class_`` is written class, and ``_`` within a name ``-``."""
    named = ((key.rstrip("_").replace("_", "-"), html(value)) for key, value in attributes.items())
    inside = "".join(f' {key}="{value}"' for key, value in named)
    return Html(f"<{name}{inside}>{''.join(html(part) for part in content)}</{name}>")


def lines(parts: Iterable[Cell]) -> Html:
    """One part a line, so that a report is read and compared in a text editor too."""
    return Html("\n".join(html(part) for part in parts))


def page(title: str, content: Html, style: str = "") -> str:
    """The whole page.

    Args:
        title: of the page and its first heading.
        content: what follows the heading.
        style: rules that only this report needs.
    """
    return (
        '<!DOCTYPE html>\n<html lang="ja">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"{tag('title', title)}\n<style>{_STYLE}{style}</style>\n</head>\n<body>\n<main>\n"
        f"{tag('h1', title)}\n{content}\n</main>\n</body>\n</html>\n"
    )


def row(cells: Iterable[Cell], name: str = "td") -> Html:
    """A row of a table, of cells of one kind."""
    return tag("tr", *(tag(name, cell) for cell in cells))


def table(head: Sequence[Cell], rows: Iterable[Sequence[Cell]], *, numbers: bool = False) -> Html:
    """A table; with ``numbers`` all columns but the first are set to the right."""
    body = lines(("", *map(row, rows), ""))
    return framed(tag("thead", row(head, "th")), tag("tbody", body), numbers=numbers)


def framed(*parts: Html, numbers: bool = False) -> Html:
    """The parts of a table in a box that scrolls by itself, also by keyboard, where the screen is narrow."""
    kind = {} if numbers else {"class_": "left"}
    return tag("div", tag("table", lines(("", *parts, "")), **kind), class_="scroll", tabindex=0)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a plot: its parts from the left, and the text beside it."""

    parts: tuple[tuple[float, str], ...]
    """(length, class) each; all lengths together from 0 to 1. Classes: bar-a, bar-b, bar-c."""
    text: str
    """The numbers: neither colour nor length alone has to say anything."""


_LENGTH, _THICK, _PITCH, _GAP = 380, 14, 17, 10
_COLUMN = 7
"""Width of a half-width character, in SVG units as all of these."""
_NAME_COLUMNS = 40
"""Names are cut to this many columns; the whole stands in the bar's tooltip."""


def bars(label: str, rows: Sequence[tuple[str, Sequence[Bar]]]) -> Html:
    """A bar plot: under each name its bars, one below the other.

    Args:
        label: what the plot shows, for a reader who does not see it.
        rows: (name, bars) from the top.
    """
    names = [_shortened(name) for name, _ in rows]
    left = 10 + _COLUMN * max((20, *map(display_width, names)))
    right = _COLUMN * max((12, *(display_width(bar.text) for _, group in rows for bar in group)))
    y = _GAP
    drawn = []
    for name, (full, group) in zip(names, rows, strict=True):
        middle = y + _PITCH * len(group) / 2 + 4
        caption = (name, tag("title", full)) if name != full else (name,)
        drawn.append(tag("text", *caption, x=left - _GAP, y=f"{middle:g}", text_anchor="end"))
        for bar in group:
            drawn.append(_bar(bar, left, y))
            y += _PITCH
        y += _GAP
    width = left + _LENGTH + _GAP + right
    drawing = lines(("", *drawn, ""))
    size: dict[str, Cell] = {"viewBox": f"0 0 {width} {y}", "width": width, "height": y}
    return tag("div", tag("svg", drawing, role="img", aria_label=label, **size), class_="plot", tabindex=0)


def _bar(bar: Bar, left: float, y: int) -> Html:
    drawn = []
    x = float(left)
    for share, kind in bar.parts:
        drawn.append(
            Html(
                f'<rect class="{html(kind)}" x="{x:.1f}" y="{y}" width="{_LENGTH * share:.1f}" height="{_THICK}"/>'
            )
        )
        x += _LENGTH * share
    return lines((*drawn, tag("text", bar.text, x=f"{x + 6:.1f}", y=y + 12)))


def _shortened(name: str) -> str:
    if display_width(name) <= _NAME_COLUMNS:
        return name
    while display_width(name) >= _NAME_COLUMNS:
        name = name[:-1]
    return f"{name}…"
