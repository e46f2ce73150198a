"""How this very dump writes the heads of its articles: dates, fields, 質問 and 回答, lines of dashes.

Pure. The form of a line says what it may be; only the whole dump says what it is. 「カテゴリ:一般」 alone in running
text states nothing about an article, and a date below every article belongs to the one above it. Titles have a file
of their own, ``titles``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise, takewhile

from kb.importers.dump.lines import Line, field_of, line_after, line_before, set_off
from kb.importers.dump.titles import MOSTLY, OFTEN, with_titles

QUESTION_LINES = 6
"""A question is not longer; what follows its 質問 after more lines is no answer to it."""
_NEARLY = 0.8
_HEAD_LINES = 6
_ANY_LABEL = re.compile(
    r"(?:(?P<label>[一-鿿々ァ-ヶーA-Za-z]{2,10})\s*:|[【\[〔<](?P<framed>[一-鿿々ぁ-んァ-ヶーA-Za-z]{2,10})[\]】〕>])"
    r"\s*(?P<text>[^。:]{1,80})\Z"
)
_HEAD_CHARS = 30


def settled(lines: Sequence[Line]) -> list[Line]:
    """The lines with what only the whole dump can say of them: which are titles, fields, and tails of articles."""
    lines = _with_returning_head(lines)
    proven = _labels(lines)
    result = [
        replace(line, field=_label(line) in proven or (line.field and _beside_mark(lines, index)))
        if line.text and not line.returning
        else line
        for index, line in enumerate(lines)
    ]
    below = frozenset(label for label in proven if _stand_below(result, partial(_has_label, label)))
    dates = _stand_below(result, _has_dates)
    result = [
        replace(line, tail=True) if (dates and line.dates) or (line.field and _label(line) in below) else line
        for line in result
    ]
    return with_titles(result)


def inner_marks(lines: Sequence[Line]) -> frozenset[int]:
    """Indexes of the marks that carry on a head: a date under 回答, the 回答 to a 質問."""
    inner: set[int] = set()
    asked: int | None = None
    """Lines with text since a question without its answer."""
    above: Line | None = None
    for index, line in enumerate(lines):
        if not line.text:
            continue
        if line.mark:
            opens = line.question or line.field or line.titled or line.returning
            answers = asked is not None and asked <= QUESTION_LINES and not opens
            if answers or (above is not None and above.mark):
                inner.add(index)
            asked = 0 if line.question else None if line.answer else asked if index in inner else None
        elif asked is not None:
            asked = None if line.rule or line.closing or line.tail else asked + 1
        above = line
    return frozenset(inner)


def frames(lines: Sequence[Line]) -> frozenset[int]:
    """Indexes of the lines of dashes above and below output, a table or a message: no sentence is between them."""
    framing: set[int] = set()
    opened: int | None = None
    filled = False
    for index, line in enumerate(lines):
        if line.rule:
            below = line_after(lines, index)
            if opened is not None and filled and lines[opened].text == line.text:
                framing |= {opened, index}
                opened = None
            else:
                opened = None if below is None or below.mark else index
            filled = False
        elif line.mark or line.sentence:
            opened = None
        elif line.text:
            filled = True
    return frozenset(framing)


def separators(lines: Sequence[Line], framing: frozenset[int]) -> frozenset[str]:
    """The lines of dashes, as they stand, that in this dump part articles; ``framing`` ones are not among them."""
    total: Counter[str] = Counter()
    parting: Counter[str] = Counter()
    told = [line for index, line in enumerate(lines) if line.text and index not in framing]
    for above, below in pairwise(told):
        if above.rule:
            total[above.text] += 1
            parting[above.text] += below.mark or below.opener
    unmarked = sum(line.mark for line in lines) < OFTEN
    return frozenset(
        text
        for text, n in total.items()
        if n >= OFTEN and (unmarked or parting[text] >= max(OFTEN, MOSTLY * n))
    )


def _with_returning_head(lines: Sequence[Line]) -> Sequence[Line]:
    """A short first line that comes again and again, numbers aside, heads the articles: 「≪ご相談 1≫」."""
    first = next((line for line in lines if line.text and not line.rule), None)
    key = _returning(first) if first is not None else ""
    places = {index for index, line in enumerate(lines) if key and _returning(line) == key}
    if len(places) < OFTEN:
        return lines
    return [replace(line, returning=i in places) for i, line in enumerate(lines)]


def _returning(line: Line) -> str:
    """A line that may head articles, with its numbers made alike; empty for any other."""
    hangs = line.step or line.row or line.url or line.note or line.bullet or line.opener or line.closing
    if line.mark or hangs or line.rule or line.sentence or len(line.plain) > _HEAD_CHARS:
        return ""
    return re.sub(r"\d+", "0", line.plain) if re.search(r"[^\W\d_]", line.plain) else ""


def _has_dates(line: Line) -> bool:
    return bool(line.dates)


def _has_label(label: str, line: Line) -> bool:
    return line.field and _label(line) == label


def _label(line: Line) -> str:
    """The label of a line of the form 「管理番号：12」; empty for any other line."""
    stated = field_of(line.plain)
    if stated is not None:
        return stated[0].casefold()
    match = (
        _ANY_LABEL.match(line.plain) if not (line.dates or line.question or line.url or line.step) else None
    )
    return (match["label"] or match["framed"]).casefold() if match else ""


def _labels(lines: Sequence[Line]) -> frozenset[str]:
    """Labels of fields that stand where heads are, often enough to be this dump's way of writing them.

    A label that fields are known by must mostly stand beside other marks or apart; the label of the first line must
    nearly always stand apart; any other must nearly always stand in one block with such lines or other marks.
    """
    places = [index for index, line in enumerate(lines) if line.text]
    told = [lines[index] for index in places]
    labels = [_label(line) for line in told]
    opening = labels[0] if labels else ""
    total: Counter[str] = Counter()
    heading: Counter[str] = Counter()
    for place, (index, label) in enumerate(zip(places, labels, strict=True)):
        if label:
            total[label] += 1
            apart = set_off(lines, index) or (told[place].field and _beside_mark(lines, index))
            heads = apart and (told[place].field or label == opening)
            heading[label] += heads or _in_head(told, labels, place)
    known = {label for line, label in zip(told, labels, strict=True) if line.field}
    return frozenset(
        label
        for label, n in total.items()
        if n >= OFTEN and heading[label] >= (MOSTLY if label in known else _NEARLY) * n
    )


def _in_head(told: Sequence[Line], labels: Sequence[str], place: int) -> bool:
    """Is a labelled line in one block with a date, a question, an answer or a known field?"""
    for step in (-1, 1):
        other = place + step
        while 0 <= other < len(told) and abs(other - place) <= _HEAD_LINES:
            if told[other].mark:
                return True
            if not labels[other]:
                break
            other += step
    return False


def _beside_mark(lines: Sequence[Line], index: int) -> bool:
    above, below = line_before(lines, index), line_after(lines, index)
    return above is None or above.mark or above.rule or (below is not None and below.mark)


def _stand_below(lines: Sequence[Line], kind: Callable[[Line], bool]) -> bool:
    """Is such a line among the marks that the dump ends with, and not among those it begins with?"""
    told = [line for line in lines if line.text and not line.rule]
    if sum(map(kind, told)) < OFTEN:
        return False
    first = takewhile(_is_mark, told)
    last = takewhile(_is_mark, reversed(told))
    return any(map(kind, last)) and not any(map(kind, first))


def _is_mark(line: Line) -> bool:
    return line.mark or line.tail
