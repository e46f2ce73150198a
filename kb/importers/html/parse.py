"""Markup to a tree that is safe to walk: bounded depth, nothing that runs."""

from __future__ import annotations

import re
import warnings

from bs4 import (
    BeautifulSoup,
    Comment,
    Doctype,
    MarkupResemblesLocatorWarning,
    ProcessingInstruction,
    XMLParsedAsHTMLWarning,
)
from bs4.element import PageElement, Tag

_PERMALINK = re.compile(r"[\s\u200b]*[¶#§🔗]?[\s\u200b]*")
"""The sign behind a heading that links to itself."""
MAX_DEPTH = 100
"""Elements nested deeper than this are opened up; real articles stay under 40."""
_TOKEN = re.compile(r"<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:-]{0,30})(?P<rest>[^<>]{0,100000})>")
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    ]
)
_IMPLIED = frozenset(
    [
        "p",
        "li",
        "dt",
        "dd",
        "tr",
        "td",
        "th",
        "thead",
        "tbody",
        "tfoot",
        "option",
        "optgroup",
        "colgroup",
        "html",
        "head",
        "body",
    ]
)
_RAW = frozenset(
    ("script", "style", "template", "iframe", "object", "applet", "frame", "frameset", "svg", "math")
)


def parse(markup: str) -> BeautifulSoup:
    """A tree of the markup, without scripts, styles, comments and embedded objects."""
    with warnings.catch_warnings():
        # A post that is nothing but an address, or XHTML with its XML line, is still what we want to read.
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        soup = BeautifulSoup(flattened(markup), "lxml")
    for text in soup.find_all(string=lambda s: isinstance(s, Comment | ProcessingInstruction | Doctype)):
        text.extract()
    for tag in soup.find_all(tuple(_RAW)):
        if tag.name != "script" or tag.get("type") != "application/ld+json":
            tag.decompose()
    for link in soup.find_all("a", href=True):
        if _PERMALINK.fullmatch(link.get_text()) and link.find("img") is None:
            link.decompose()
    return soup


def flattened(markup: str) -> str:
    """The markup with tags that would nest too deeply left out; their text stays.

    The parser would otherwise cut off everything below its own limit.
    """
    depth = 0
    over: dict[str, int] = {}
    parts: list[str] = []
    position = 0
    for match in _TOKEN.finditer(markup):
        name = match["name"].lower()
        if name in _VOID or name in _IMPLIED or match["rest"].endswith("/"):
            continue
        if match["close"]:
            if over.get(name):
                over[name] -= 1
            else:
                depth = max(0, depth - 1)
                continue
        elif depth >= MAX_DEPTH:
            over[name] = over.get(name, 0) + 1
        else:
            depth += 1
            continue
        parts.append(markup[position : match.start()])
        position = match.end()
    parts.append(markup[position:])
    return "".join(parts)


def text_of(element: PageElement) -> str:
    """All text of an element on one line."""
    text = element.get_text(" ") if isinstance(element, Tag) else str(element)
    return " ".join(text.split())


def short_text(tag: Tag, chars: int) -> str:
    """All text of an element on one line when it has at most so many characters, else empty; long ones are not read."""
    words: list[str] = []
    size = 0
    for piece in tag.strings:
        words += piece.split()
        size += len(piece.strip())
        if size > chars:
            return ""
    text = " ".join(words)
    return text if len(text) <= chars else ""


def marks(tag: Tag) -> str:
    """Class names and id of a tag, lower case, for looking for telling words."""
    classes = tag.get("class") or []
    names = classes if isinstance(classes, list) else [str(classes)]
    return " ".join([*map(str, names), str(tag.get("id") or "")]).lower().strip()


def attribute(tag: Tag | None, name: str) -> str:
    """One attribute as text; empty when it is missing."""
    value = tag.get(name) if tag is not None else None
    return " ".join(map(str, value)) if isinstance(value, list) else str(value or "").strip()
