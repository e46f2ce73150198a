"""An HTML element to the lines that ``kb.importers.dump.body`` renders.

Paragraphs become lines of inline Markdown, so that numbers, bullets and ※ that an editor typed by hand are found as
in any other text; tables, lists, code and headings become finished blocks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from bs4.element import NavigableString, PageElement, Tag

from kb.importers import inline
from kb.importers.dates import DateLine, Role
from kb.importers.dump.body import render
from kb.importers.dump.lines import Line, block_line, markdown_line, question_text
from kb.importers.html import boxes, fences
from kb.importers.html.grid import grid_of, header_rows, headless, merged, row_line, small_number
from kb.importers.html.parse import attribute, text_of
from kb.importers.raw import Dropped, Note

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "details",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "ul",
        "caption",
        "center",
        "tbody",
        "thead",
        "tfoot",
        "tr",
        "td",
        "th",
    ]
)
_INDENTED = ("pre", "ul", "ol", "dl", "table")
"""What old pages put into a blockquote to indent it; nobody is quoted."""
_BOLD, _ITALIC, _CODE = ("b", "strong"), ("i", "em"), ("code", "kbd", "samp", "tt", "var")
_OWN_LINE = ("#", "```", "!!!", "|")
"""Blocks that cannot begin behind the mark of a list's item."""
_ORDINAL = re.compile(r"(?P<word>手順|ステップ|STEP)\s*(?P<number>\d{1,2})[.．:：]?", re.IGNORECASE)
_BULLETS = frozenset("・●○◆◇■□▪•‣*-–—※")
Resolve = Callable[[str], str]
"""An href to the target that the Markdown link gets; empty when the link must not stay one."""


@dataclass(slots=True)
class Converter:
    """Walks one article; collects what a writer should know."""

    resolve: Resolve
    base_level: int = 2
    """Heading level of the page that becomes ``##``."""
    notes: list[Note] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    dates: list[DateLine] = field(default_factory=list)

    def markdown(self, element: Tag) -> str:
        """The Markdown of an element's content."""
        body = render(list(self.lines(element)), markdown=True)
        self.notes.extend(body.notes)
        self.dropped.extend(body.dropped)
        self.dates.extend(body.dates)
        return body.markdown

    def day(self, role: Role) -> date | None:
        """The first day that a line of the article stated in this role."""
        return next((one.day for one in self.dates if one.role == role), None)

    def lines(self, element: Tag) -> Iterator[Line]:
        """The lines and blocks of an element's children, in order."""
        held: list[PageElement] = []
        for child in element.children:
            if isinstance(child, Tag) and (child.name in _BLOCKS or _holds_blocks(child)):
                yield from self._paragraph(held)
                held = []
                yield from self._block(child)
            else:
                held.append(child)
        yield from self._paragraph(held)

    # ------------------------------------------------------------ blocks

    def _block(self, tag: Tag) -> Iterator[Line]:
        name = tag.name
        if re.fullmatch(r"h[1-6]", name):
            yield from self._heading(tag, int(name[1]))
        elif name in ("ul", "ol"):
            yield from self._done("\n".join(self._list(tag)))
        elif name == "dl":
            yield from self._done(self._definitions(tag))
        elif name == "table":
            yield from self._table(tag)
        elif name == "pre":
            yield from self._done(self._code_block(tag))
        elif name == "hr":
            return
        elif name == "blockquote":
            told = [child for child in tag.children if str(child).strip()]
            if all(isinstance(child, Tag) and child.name in _INDENTED for child in told):
                yield from self.lines(tag)
            else:
                yield from self._quote(self.markdown(tag).strip("\n"))
        elif name == "figcaption":
            yield from self._done(self._inline_text(tag))
        elif name == "summary":
            yield from self._done(f"**{text}**" if (text := self._inline_text(tag)) else "")
        else:
            yield from self._container(tag)

    def _quote(self, inner: str) -> Iterator[Line]:
        """A quotation; a note when it begins with the word for one."""
        if inner.startswith("!!!"):
            yield from self._done(inner)
            return
        kind, text = boxes.quoted(inner, self.dropped)
        if kind:
            yield from self._done(f"!!! {kind}\n" + _indented(text))
            return
        yield from self._done("\n".join(f"> {line}".rstrip() for line in inner.split("\n")) if inner else "")

    def _container(self, tag: Tag) -> Iterator[Line]:
        kind = boxes.kind_of(tag)
        if kind:
            inner = boxes.without_label(self.markdown(tag).strip("\n"), self.dropped)
            if not inner.startswith("!!!") and "#" not in inner[:1]:
                yield from self._done(f"!!! {kind}\n" + _indented(inner))
                return
        yield from self.lines(tag)
        yield block_line(0, "")

    def _done(self, markdown: str) -> Iterator[Line]:
        if markdown.strip():
            yield block_line(0, markdown)

    def _heading(self, tag: Tag, level: int) -> Iterator[Line]:
        text = self._inline_text(tag).replace("**", "")
        if text:
            yield from self._done("#" * max(2, min(6, level - self.base_level + 2)) + " " + text)

    def _code_block(self, tag: Tag) -> str:
        for br in tag.find_all("br"):
            br.replace_with("\n")
        return self._fenced(fences.dedented(tag.get_text()), fences.language_of(tag))

    def _fenced(self, texts: Iterable[str], language: str = "") -> str:
        return fences.fenced(texts, language, self.notes, self.dropped)

    # ------------------------------------------------------------- lists

    def _list(self, tag: Tag) -> Iterator[str]:
        number = small_number(attribute(tag, "start"), 1)
        ordered = tag.name == "ol"
        for child in tag.children:
            if isinstance(child, NavigableString):
                if child.strip():
                    yield "- " + inline.text(" ".join(child.split()))
                continue
            if not isinstance(child, Tag):
                continue
            if child.name in ("ul", "ol"):
                # A list straight inside a list belongs to the item before it.
                yield from ("    " + line for line in self._list(child))
                continue
            number = small_number(attribute(child, "value"), number)
            mark = f"{number}. " if ordered else "- "
            text = self.markdown(child).strip("\n")
            if text:
                first, *rest = text.split("\n")
                if first.startswith(_OWN_LINE):
                    first, rest = "", text.split("\n")
                yield mark + first
                yield from (("    " + line if line else "") for line in rest)
            number += 1

    def _definitions(self, tag: Tag) -> str:
        blocks: list[str] = []
        own = [child for child in tag.find_all(("dt", "dd")) if child.find_parent("dl") is tag]
        numbered = all(_ORDINAL.fullmatch(text_of(child)) for child in own if child.name == "dt")
        for child in own:
            text = self.markdown(child).strip("\n") if child.name == "dd" or not numbered else text_of(child)
            if not text:
                continue
            if child.name == "dt" and (step := _ORDINAL.fullmatch(text)) and numbered:
                self.dropped.append(Dropped(0, text, "手順の番号"))
                blocks.append(f"{int(step['number'])}.")
            elif blocks and numbered and re.fullmatch(r"\d+\.", blocks[-1]):
                first, *rest = (
                    text.split("\n") if not text.startswith(_OWN_LINE) else ("", "", *text.split("\n"))
                )
                blocks[-1] = "\n".join([f"{blocks[-1]} {first}", *(_indented(line) for line in rest)])
            elif child.name == "dt":
                blocks.append(f"- **{text.replace('**', '')}**" if "\n" not in text else f"- {text}")
            elif blocks:
                blocks.append(_indented(text))
            else:
                blocks.append(text)
        return "\n\n".join(blocks)

    # ------------------------------------------------------------ tables

    def _table(self, tag: Tag) -> Iterator[Line]:
        caption = tag.find("caption")
        if (
            isinstance(caption, Tag)
            and caption.find_parent("table") is tag
            and (text := self._inline_text(caption))
        ):
            yield markdown_line(0, text)
        rows = [row for row in tag.find_all("tr") if row.find_parent("table") is tag]
        # Told by its shape before any cell is converted: nested layout tables would be walked twice at each level.
        if len(rows) < 2 or max(len(row.find_all(("td", "th"), recursive=False)) for row in rows) < 2:
            # A box or a layout, not a table.
            for row in rows:
                for cell in row.find_all(("td", "th"), recursive=False):
                    yield from self.lines(cell)
            return
        grid = grid_of(rows, self._cell)
        if not grid:
            return
        width = max(len(row) for row in grid)
        if width == 2 and all(row[0] in _BULLETS for row in grid):
            # A list laid out as a table.
            yield from self._done("\n".join(f"- {row[1]}" for row in grid if len(row) > 1 and row[1]))
            return
        heads = header_rows(rows)
        header, data = (merged(grid[:heads]), grid[heads:]) if heads else headless(grid, width)
        lines = [row_line(header, width), "|" + " --- |" * width, *(row_line(row, width) for row in data)]
        yield from self._done("\n".join(lines))

    def _cell(self, cell: Tag) -> str:
        parts: list[str] = []
        for line in self.lines(cell):
            for text in line.text.split("\n"):
                text = re.sub(r"^\s*(?:[-*]|#+|!!!.*|>)\s*|^```.*", "", text).strip()
                if text and not re.fullmatch(r"[|\s:\-]+", text):
                    parts.append(text.strip("| ") if line.block and text.startswith("|") else text)
        return re.sub(r"(?<!\\)\|", r"\\|", " / ".join(parts))

    # ------------------------------------------------------------ inline

    def _paragraph(self, nodes: list[PageElement]) -> Iterator[Line]:
        """Inline nodes to lines, one for each ``<br>``; two in a row leave a gap. Typed commands become code."""
        held: list[str] = []
        waiting = ""
        for text in self._spans(nodes).split("\n"):
            text = " ".join(text.split())
            if not text:
                continue
            text, waiting = boxes.labelled(text, waiting, self.dropped)
            if waiting:
                continue
            line = markdown_line(0, _escaped_start(text))
            if question_text(line.plain):
                # Said in the article, where a dump has its titles.
                line = replace(line, question=False)
            if fences.is_typed(line.plain) and "](" not in text:
                held.append(line.plain)
                continue
            yield from self._done(self._fenced(held) if held else "")
            held = []
            yield line
        if waiting:
            yield markdown_line(0, _escaped_start(waiting))
        yield from self._done(self._fenced(held) if held else "")

    def _inline_text(self, tag: Tag) -> str:
        return " ".join(self._spans(list(tag.children)).split())

    def _spans(self, nodes: list[PageElement]) -> str:
        return "".join(self._span(node) for node in nodes)

    def _span(self, node: PageElement) -> str:
        if isinstance(node, NavigableString):
            return inline.text_piece(re.sub(r"\s+", " ", str(node)))
        if not isinstance(node, Tag):
            return ""
        if node.name == "br":
            return "\n"
        if node.name == "img":
            return self._image(node)
        if node.name == "a":
            return self._link(node)
        if node.name in _CODE:
            text = " ".join(node.get_text().split())
            return inline.code(text) if text else ""
        inner = self._spans(list(node.children))
        if node.name in _BOLD and inner.strip() and "\n" not in inner:
            return _wrapped(inner, "**")
        if node.name in ("p", "div", "li", "tr"):
            return f"{inner}\n"
        if node.name in ("input", "button", "select", "textarea"):
            return inner
        if node.name == "sup":
            return inner
        return inner

    def _link(self, tag: Tag) -> str:
        inner = self._spans(list(tag.children))
        flat = " ".join(inner.split())
        target = self.resolve(attribute(tag, "href"))
        if not flat or not target or _nested(flat):
            return inner
        label = re.sub(r"^<(https?://[^>]*)>\Z", r"\1", flat).replace("**", "")
        return f"[{_bracketed(label)}]({target})"

    def _image(self, tag: Tag) -> str:
        alt = " ".join(attribute(tag, "alt").split())
        source = attribute(tag, "src") or attribute(tag, "data-src")
        if not alt:
            if source and not source.startswith("data:"):
                self.notes.append(Note(0, f"説明のない画像を外しました（{source[:120]}）。", 0.7))
            return ""
        label = f"画像: {inline.words(alt, screen=False)}"
        if re.match(r"https?://", source) and inline.safe_address(source):
            return f"[{label}]({inline.target(source)})"
        self.notes.append(
            Note(0, f"画像は取り込まれません。説明の文だけを残しました（{source[:120]}）。", 0.8)
        )
        return f"（{label}）"


def _holds_blocks(tag: Tag) -> bool:
    return tag.name not in ("a", "br", "img") and tag.find(tuple(_BLOCKS)) is not None


def _nested(flat: str) -> bool:
    return "](" in flat


def _bracketed(label: str) -> str:
    """A label whose square brackets are escaped once."""
    return re.sub(r"(?<!\\)([\[\]])", r"\\\1", label)


def _wrapped(inner: str, mark: str) -> str:
    """Emphasis must touch its text; the blanks go outside. A screen name in bold already is bold."""
    text = inner.strip()
    if "**" in text or not text:
        return inner
    lead, trail = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
    return f"{lead}{mark}{text}{mark}{trail}"


def _escaped_start(text: str) -> str:
    """A paragraph may begin with a number (the list rules read it) but not like other Markdown blocks."""
    return "\\" + text if re.match(r"(?:[#>+]|[-=]{3,}|!!!|~~~)(?:\s|\Z|[-=#])", text) else text


def _indented(text: str) -> str:
    return "\n".join(("    " + line if line else "") for line in text.split("\n"))
