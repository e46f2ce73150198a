"""Mend files: apply the edits of findings to a text, from its end backwards, so that places stay true."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kb.articles.checks.rule import Edit
from kb.articles.frontmatter import Place

_LINE_BREAK = re.compile(r"\r\n|\r|\n")


def apply(text: str, groups: Iterable[tuple[Edit, ...]]) -> tuple[str, tuple[bool, ...]]:
    """Apply groups of edits, each wholly or not at all.

    Args:
        text: the file's text, with its own line breaks.
        groups: the edits of each finding. A group that touches what an earlier one changes is left for the
            next run, and so is one whose places lie outside the text.

    Returns:
        The new text, and for each group whether it was applied.
    """
    starts = [0, *(match.end() for match in _LINE_BREAK.finditer(text))]
    taken: list[tuple[int, int, str]] = []
    applied: list[bool] = []
    for group in groups:
        spans = [_span(edit, starts, len(text)) for edit in group]
        fits = bool(spans) and all(span is not None and not _touches(span, taken) for span in spans)
        if fits:
            taken.extend(span for span in spans if span is not None)
        applied.append(fits)
    for start, end, new in sorted(taken, reverse=True):
        text = text[:start] + new + text[end:]
    return text, tuple(applied)


def _span(edit: Edit, starts: list[int], length: int) -> tuple[int, int, str] | None:
    start, end = _offset(edit.start, starts, length), _offset(edit.end, starts, length)
    return (start, end, edit.text) if start is not None and end is not None and start <= end else None


def _offset(place: Place, starts: list[int], length: int) -> int | None:
    if place.line == len(starts) + 1 and place.column == 1:
        return length
    if not 1 <= place.line <= len(starts):
        return None
    offset = starts[place.line - 1] + place.column - 1
    return offset if offset <= length else None


def _touches(span: tuple[int, int, str], taken: list[tuple[int, int, str]]) -> bool:
    """Do two spans overlap, or insert at one point?"""
    start, end, _ = span
    return any((start < stop and begin < end) or start == begin for begin, stop, _ in taken)
