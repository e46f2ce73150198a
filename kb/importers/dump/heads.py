"""How this very dump writes the heads of its articles: titles, dates, fields, 質問 and 回答, lines of dashes.

Pure. The form of a line says what it may be; only the whole dump says what it is. 「カテゴリ:一般」 alone in running
text states nothing about an article, a date below every article belongs to the one above it, and ■ before the first
line of a dump is how its titles are written.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from kb.importers.dump.lines import Line, field_of, line_after, line_before

_OFTEN = 3
"""From so many on a thing is the dump's way, not chance."""
_MOSTLY = 0.5
QUESTION_LINES = 6
"""A question is not longer; what follows its 質問 after more lines is no answer to it."""
_ORNAMENT = re.compile(r"(?P<mark>[■□◆◇●★☆▼])\s*(?P<text>\S.{3,78})\Z")


def settled(lines: Sequence[Line]) -> list[Line]:
    """The lines with what only the whole dump can say of them: which are titles, fields, and tails of articles."""
    proven = _labels(lines)
    result = [
        replace(line, field=False)
        if line.field and _label(line) not in proven and not _beside_mark(lines, index)
        else line
        for index, line in enumerate(lines)
    ]
    for kind in (_is_dates, _is_field):
        if _stand_below(result, kind):
            result = [replace(line, tail=True) if kind(line) else line for line in result]
    return _with_titles(result)


def title_text(line: Line) -> str:
    """A titled line without its ornament, as it stands."""
    match = _ORNAMENT.match(line.text)
    return match["text"] if match else line.text


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
            opens = line.question or line.field or line.titled
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
    unmarked = sum(line.mark for line in lines) < _OFTEN
    return frozenset(
        text
        for text, n in total.items()
        if n >= _OFTEN and (unmarked or parting[text] >= max(_OFTEN, _MOSTLY * n))
    )


def _is_dates(line: Line) -> bool:
    return bool(line.dates)


def _is_field(line: Line) -> bool:
    return line.field


def _label(line: Line) -> str:
    stated = field_of(line.plain)
    return stated[0].casefold() if stated else ""


def _labels(lines: Sequence[Line]) -> frozenset[str]:
    """Labels of fields that stand where heads are, often enough to be this dump's way of writing them."""
    total: Counter[str] = Counter()
    heading: Counter[str] = Counter()
    for index, line in enumerate(lines):
        if line.field:
            total[_label(line)] += 1
            heading[_label(line)] += _set_off(lines, index) or _beside_mark(lines, index)
    return frozenset(label for label, n in total.items() if n >= _OFTEN and heading[label] >= _MOSTLY * n)


def _beside_mark(lines: Sequence[Line], index: int) -> bool:
    above, below = line_before(lines, index), line_after(lines, index)
    return above is None or above.mark or above.rule or (below is not None and below.mark)


def _stand_below(lines: Sequence[Line], kind: Callable[[Line], bool]) -> bool:
    """Is such a line among the marks that the dump ends with, and not among those it begins with?"""
    told = [line for line in lines if line.text and not line.rule]
    if sum(map(kind, told)) < _OFTEN:
        return False
    first = takewhile(_is_mark, told)
    last = takewhile(_is_mark, reversed(told))
    return any(map(kind, last)) and not any(map(kind, first))


def _is_mark(line: Line) -> bool:
    return line.mark or line.tail


def _with_titles(lines: Sequence[Line]) -> list[Line]:
    """Titles are the lines with the ornament of the first line, where a blank or a line of dashes is above each."""
    first = next((line for line in lines if line.text and not line.rule), None)
    ornament = _title_ornament(first) if first is not None else ""
    places = {i for i, line in enumerate(lines) if ornament and _title_ornament(line) == ornament}
    if len(places) < _OFTEN or not all(_set_off(lines, i) for i in places):
        return list(lines)
    # Where titles part the articles, ■問題点 is a heading inside one.
    return [replace(line, titled=i in places, opener=False) for i, line in enumerate(lines)]


def _title_ornament(line: Line) -> str:
    match = _ORNAMENT.match(line.text) if not (line.mark or line.opener or line.rule) else None
    return match["mark"] if match else ""


def _set_off(lines: Sequence[Line], index: int) -> bool:
    return index == 0 or lines[index - 1].blank or lines[index - 1].rule or lines[index - 1].mark
