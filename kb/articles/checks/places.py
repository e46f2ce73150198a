"""Where things stand in an article file: spans of front matter values and of pieces of the body."""

from __future__ import annotations

import re

from kb.articles.checks.rule import Edit
from kb.articles.frontmatter import Place, dump_scalar
from kb.articles.reader import ArticleFile

_PLAIN_END = re.compile(r"\s+#|\s*$")


def file_lines(file: ArticleFile) -> list[str]:
    """The file's lines as places count them: any line break, no byte order mark."""
    return file.text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def key_place(file: ArticleFile, *path: str | int) -> Place:
    """The place of a key; of its nearest known parent when it does not stand in the file."""
    return file.head.key_places.get(path) or file.head.place(*path)


def body_place(file: ArticleFile, line: int, column: int) -> Place:
    """The place in the file of a line (from 0) and column (from 1) of the body."""
    return Place(file.head.body_line + line, column)


def value_span(file: ArticleFile, *path: str | int) -> tuple[Place, Place] | None:
    """Start and end of a scalar that stands on one line, its quotes included; None when it does not."""
    start = file.head.places.get(path)
    if start is None:
        return None
    rest = file_lines(file)[start.line - 1][start.column - 1 :]
    length = (
        _quoted_length(rest) if rest[:1] in ("'", '"') else _plain_length(rest, in_flow=_in_flow(file, path))
    )
    return (start, Place(start.line, start.column + length)) if length else None


def _in_flow(file: ArticleFile, path: tuple[str | int, ...]) -> bool:
    parent = file.head.places.get(path[:-1])
    if parent is None or not isinstance(path[-1], int):
        return False
    line = file_lines(file)[parent.line - 1]
    return line[parent.column - 1 : parent.column] == "["


def _quoted_length(rest: str) -> int:
    quote, position = rest[0], 1
    while position < len(rest):
        if quote == '"' and rest[position] == "\\":
            position += 2
        elif rest[position] == quote:
            if quote == "'" and rest[position + 1 : position + 2] == "'":
                position += 2
            else:
                return position + 1
        else:
            position += 1
    return 0


def _plain_length(rest: str, *, in_flow: bool) -> int:
    if rest[:1] in ("|", ">", "[", "{"):
        return 0
    end = _PLAIN_END.search(rest)
    length = end.start() if end else len(rest)
    if in_flow:
        closing = re.search(r"\s*[,\]]", rest[:length])
        length = closing.start() if closing else 0
    return length


def replace_value(
    file: ArticleFile, path: tuple[str | int, ...], text: str, *, raw: bool = False
) -> tuple[Edit, ...]:
    """The edit that puts another text in place of a scalar; empty when its extent is not sure.

    Args:
        text: the new value, or with ``raw`` the YAML to write.
    """
    span = value_span(file, *path)
    return (Edit(span[0], span[1], text if raw else dump_scalar(text)),) if span else ()


def replace_key(file: ArticleFile, path: tuple[str | int, ...], key: str) -> tuple[Edit, ...]:
    """The edit that renames a key."""
    start = file.head.key_places.get(path)
    old = str(path[-1])
    if start is None or not file_lines(file)[start.line - 1].startswith(old, start.column - 1):
        return ()
    return (Edit(start, Place(start.line, start.column + len(old)), key),)


def raw_value(file: ArticleFile, *path: str | int) -> str:
    """A scalar as it stands in the file, quotes included; empty when its extent is not sure."""
    span = value_span(file, *path)
    if span is None:
        return ""
    start, end = span
    return file_lines(file)[start.line - 1][start.column - 1 : end.column - 1]
