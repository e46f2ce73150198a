"""Canonical article files: what ``kb fmt`` writes.

Works on the text, so that comments and whatever it does not understand stay: keys in canonical order,
each with the comment lines above it; short lists on one line, questions one a line; aliases and ranges in
``applies_to`` as the vocabulary's names; in the body one blank line around blocks and no trailing blanks.
Formatting twice changes nothing more. What is malformed is left as it is: ``kb check`` says it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from kb.articles import frontmatter
from kb.articles.formatting_body import format_body
from kb.articles.frontmatter import FrontMatter, Value, dump_flow_list, dump_scalar
from kb.articles.mentions import reaches
from kb.articles.writer import KEYS
from kb.config import Vocabulary
from kb.errors import ArticleError
from kb.model import FACETS

_COMMENT_LINE = re.compile(r"\s*#")
_TRAILING_COMMENT = re.compile(r"\s(#.*)\Z")
_QUOTE = re.compile("[\"']")
_LOOSE_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?\Z")
_DATE_KEYS = ("published", "updated", "review_by")
_BLOCK_LISTS = ("questions",)
_SORTED_FACETS = ("versions", "os")
"""Facets whose names have an age; they are written oldest first."""


def format_article(text: str, path: PurePath, vocabulary: Vocabulary) -> str:
    """The canonical form of an article file.

    Raises:
        ArticleError: it is no article, or a key stands twice, so that reordering would lose something.
    """
    head = frontmatter.parse(text, path)
    if head.duplicates:
        key, place = head.duplicates[0]
        raise ArticleError(
            path, place.line, f"項目 {key} が二度あります。", "片方を消してから整えてください。"
        )
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    end = next(i for i, line in enumerate(lines[1:], 1) if re.match(r"---[ \t]*\Z", line))
    written = [
        line for block in _ordered(_blocks(head, lines[:end])) for line in _format(block, head, vocabulary)
    ]
    body = format_body(head.body)
    return "\n".join(["---", *written, "---"]) + "\n" + (f"\n{body}" if body else "")


@dataclass(frozen=True, slots=True)
class _Block:
    """A key of the front matter with its lines; comments above it belong to it."""

    key: str
    """Empty for comments after the last key."""
    comments: tuple[str, ...]
    lines: tuple[str, ...]


def _blocks(head: FrontMatter, lines: list[str]) -> Iterator[_Block]:
    """The blocks between the fences, in the file's order."""
    starts = sorted(
        (place.line - 1, str(path[0])) for path, place in head.key_places.items() if len(path) == 1
    )
    if len({line for line, _ in starts}) < len(starts):
        # {id: a, title: b} on one line: nothing to move.
        yield _Block("", (), tuple(lines[1:]))
        return
    previous_end = 1
    for number, (start, key) in enumerate(starts):
        following = starts[number + 1][0] if number + 1 < len(starts) else len(lines)
        end = _end_of_value(lines, start, following)
        comments = tuple(line.rstrip() for line in lines[previous_end:start] if line.strip())
        yield _Block(key, comments, tuple(line.rstrip() for line in lines[start:end]))
        previous_end = end
    rest = tuple(line.rstrip() for line in lines[previous_end:] if line.strip())
    if rest:
        yield _Block("", rest, ())


def _end_of_value(lines: list[str], start: int, following: int) -> int:
    """Where a value ends: unindented comments and blank lines before the next key are not its own."""
    end = following
    while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    return end


def _ordered(blocks: Iterator[_Block]) -> list[_Block]:
    order = {key: number for number, key in enumerate(KEYS)}
    last = len(order)
    return sorted(blocks, key=lambda block: last + 1 if not block.key else order.get(block.key, last))


def _format(block: _Block, head: FrontMatter, vocabulary: Vocabulary) -> Iterator[str]:
    yield from block.comments
    value = head.values.get(block.key)
    inner = any(_COMMENT_LINE.match(line) for line in block.lines[1:])
    if block.key == "applies_to" and isinstance(value, dict) and not inner:
        yield from _applies_to(block, value, head, vocabulary)
    elif inner or block.key not in KEYS or isinstance(value, dict):
        yield from block.lines
    elif isinstance(value, list):
        yield from _list(block, value)
    else:
        yield from _scalar(block, value)


def _list(block: _Block, value: list[Value]) -> Iterator[str]:
    texts = [_text(item) for item in value]
    comments = [_comment(line) for line in block.lines]
    comment = comments[0]
    if comment is None or any(c != "" for c in comments[1:]) or any(text is None for text in texts):
        yield from block.lines
        return
    items = [text for text in texts if text is not None]
    if block.key in _BLOCK_LISTS and items:
        yield _line(f"{block.key}:", comment)
        yield from (
            f"  - {dump_scalar(item)}" if isinstance(raw, str) else f"  - {item}"
            for item, raw in zip(items, value, strict=True)
        )
    else:
        yield _line(f"{block.key}: {_flow(items, value)}", comment)


def _flow(items: list[str], value: list[Value]) -> str:
    """One line for a list; numbers stay numbers."""
    if all(isinstance(raw, str) for raw in value):
        return dump_flow_list(items)
    parts = (
        dump_flow_list([item])[1:-1] if isinstance(raw, str) else item
        for item, raw in zip(items, value, strict=True)
    )
    return f"[{', '.join(parts)}]"


def _text(value: Value) -> str | None:
    """An item as it is written, or None when it is no plain text or number."""
    if isinstance(value, str):
        text = value.strip()
        return text if text and "\n" not in text else None
    if isinstance(value, bool) or not isinstance(value, int | float | date):
        return None
    return value.isoformat() if isinstance(value, date) else str(value)


def _scalar(block: _Block, value: Value) -> Iterator[str]:
    comments = [_comment(line) for line in block.lines]
    comment = comments[0] or ""
    if None in comments or (len(comments) > 1 and any(comments)):
        yield from block.lines
    elif value is None and len(block.lines) == 1:
        yield _line(f"{block.key}:", comment)
    elif isinstance(value, str) and "\n" not in value.strip():
        text = value.strip()
        written = _iso(text) if block.key in _DATE_KEYS else dump_scalar(text) if text else ""
        yield _line(f"{block.key}: {written}".rstrip(), comment)
    else:
        yield from block.lines


def _iso(text: str) -> str:
    """A loosely written date as YAML wants it; anything else quoted as need be."""
    match = _LOOSE_DATE.match(text)
    try:
        return date(*map(int, match.groups())).isoformat() if match else dump_scalar(text) if text else ""
    except ValueError:
        return text


def _comment(line: str) -> str | None:
    """The comment at the end of a line, empty when there is none; None when a quote makes it unsure."""
    match = _TRAILING_COMMENT.search(line)
    if match is None:
        return ""
    return None if _QUOTE.search(line, 0, match.start()) else match[1]


def _line(text: str, comment: str) -> str:
    return f"{text} {comment}" if comment else text


def _applies_to(
    block: _Block, value: dict[str, Value], head: FrontMatter, vocabulary: Vocabulary
) -> Iterator[str]:
    plain = all(isinstance(item, list) or item is None for item in value.values())
    commented = any(_comment(line) != "" for line in block.lines)
    if not plain or set(value) - set(FACETS) or commented:
        yield from block.lines
        return
    lists = {facet: _names(vocabulary, facet, value[facet]) for facet in FACETS if facet in value}
    if any(names is None for names in lists.values()):
        yield from block.lines
        return
    yield "applies_to:"
    for facet, names in lists.items():
        yield f"  {facet}: {dump_flow_list(names or ())}"


def _names(vocabulary: Vocabulary, facet: str, value: Value) -> tuple[str, ...] | None:
    """The names of one facet, aliases and ranges written out, each once; None when an item is no text."""
    items = [_text(item) for item in value] if isinstance(value, list) else []
    if any(item is None for item in items):
        return None
    names = dict.fromkeys(
        name for item in items if item is not None for name in written_out(vocabulary, facet, item) or (item,)
    )
    if facet not in _SORTED_FACETS:
        return tuple(names)
    order = {entry.name: number for number, entry in enumerate(vocabulary.facet(facet))}
    return tuple(sorted(names, key=lambda name: order.get(name, len(order))))


def written_out(vocabulary: Vocabulary, facet: str, text: str) -> tuple[str, ...]:
    """The names of a facet that a name, an alias or a range ("Plesk 9 以降", "Plesk 9〜12") stands for.

    In the vocabulary's order, oldest first; empty when the text is none of these.
    """
    text = text.strip()
    if vocabulary.get(facet, text) is not None:
        return (text,)
    entry = vocabulary.resolve(text, (facet,))
    if entry is not None:
        return (entry.name,)
    whole = [r for r in reaches(text, vocabulary) if r.facet == facet and (r.start, r.end) == (0, len(text))]
    return whole[0].names if whole else ()
