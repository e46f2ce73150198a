"""Where a numbered list of a dump begins and ends. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from kb.importers.dump import commands
from kb.importers.dump.lines import Line
from kb.importers.dump.shapes import HEADING_MARK, is_heading, wraps

_ORDINALS_FROM = 2
"""So many ①, ② make a list; a single one is only a mark."""
_LOOK_AHEAD = 200
"""Lines; no list goes on behind more of something else."""
_ASIDE = re.compile(r"なお|また|以上|上記|最後に|その他|そのほか|もし|ご不明|下記|■|□|◆")


def list_run(lines: Sequence[Line], index: int) -> int:
    """The end of the numbered list that begins at a line; the index itself when none does."""
    if not is_top_step(lines[index]):
        return index
    step = lines[index].step
    assert step is not None
    last, last_place, place = step.number, index, index + 1
    while place < len(lines) and place - last_place <= _LOOK_AHEAD:
        other = lines[place].step
        if other is not None and is_top_step(lines[place]):
            if not last < other.number <= last + 6:
                break
            last, last_place = other.number, place
        elif (lines[place].block and lines[place].text.startswith("#")) or (
            lines[place].headed
            and HEADING_MARK.match(lines[place].text)
            and not _continues(lines, place, last)
        ):
            break
        place += 1
    end = last_place + 1
    told = sum(
        bool(lines[i + 1].text) and not lines[i + 1].step
        for i in range(index, last_place)
        if is_top_step(lines[i])
    )
    steps = sum(is_top_step(line) for line in lines[index:last_place])
    explained = steps > 0 and told * 2 >= steps
    return _with_tail(lines, end, explained)


def ordinal_run(lines: Sequence[Line], index: int) -> int:
    """The end of the list of ①②③ or 手順1, 手順2 that begins at a line; the index itself when none does."""
    if lines[index].ordinal != 1:
        return index
    circled = lines[index].circled
    places = [index]
    for place in range(index + 1, min(len(lines), places[-1] + _LOOK_AHEAD)):
        line = lines[place]
        if line.ordinal and line.circled == circled:
            if line.ordinal != lines[places[-1]].ordinal + 1:
                break
            places.append(place)
        elif (line.headed and HEADING_MARK.match(line.text)) or (line.block and line.text.startswith("#")):
            break
    if len(places) < _ORDINALS_FROM:
        return index
    end = places[-1] + 1
    if not step_text(lines[places[-1]]):
        # 「STEP2」 on a line of its own: the step is the next line with text.
        end = next((i + 1 for i in range(end, len(lines)) if lines[i].text), end)
    explained = any(following - place > 1 for place, following in pairwise(places))
    return _with_tail(lines, end, explained)


def _with_tail(lines: Sequence[Line], end: int, explained: bool) -> int:
    """The end of a list moved behind what belongs to its last item."""
    while end < len(lines) and (
        _belongs_to_step(lines, end)
        or wraps(lines[end - 1].text, lines, end)
        or (explained and _explains(lines, end))
    ):
        end += 1
    return end


def _explains(lines: Sequence[Line], index: int) -> bool:
    """After the last of several steps that each have a text of their own: is this its text?"""
    line = lines[index]
    return (
        bool(line.text) and not line.closing and not _ASIDE.match(line.plain) and not is_heading(lines, index)
    )


def _continues(lines: Sequence[Line], place: int, last: int) -> bool:
    """Does the numbering go on behind a heading inside the list?"""
    return next_step(lines, place) == last + 1


def next_step(lines: Sequence[Line], place: int) -> int | None:
    """The number of the next numbered line, from a place on and within reach."""
    for index in range(place, min(len(lines), place + _LOOK_AHEAD)):
        step = lines[index].step
        if step is not None and is_top_step(lines[index]):
            return step.number
    return None


def is_top_step(line: Line) -> bool:
    return line.step is not None and not line.step.sub and not line.step.hand


def _belongs_to_step(lines: Sequence[Line], index: int) -> bool:
    """Lines after the last number that are still its own: notes, examples, deeper numbers, code."""
    line = lines[index]
    if line.blank:
        following = lines[index + 1].step if index + 1 < len(lines) else None
        return following is not None and bool(following.sub)
    if line.step is not None and line.step.sub:
        return True
    act = re.match(r"[\[「『].{1,40}(?:を|に)[^。]{0,30}(?:選択|入力|クリック|押し|チェック)", line.plain)
    return line.note or bool(act) or line.plain.startswith("例") or commands.read(lines, index) is not None


def number_of(line: Line) -> int:
    """The number of a step, however it is written."""
    return line.ordinal or (line.step.number if line.step is not None else 0)


def step_text(line: Line) -> str:
    """The line without its number, as it stands (not in its normalised form)."""
    if line.circled:
        return re.sub(r"^[\s　]*(?:\.(?!\w)|[．、:：])*[\s　]*", "", line.text[1:])
    raw = re.sub(
        r"^・?\s*(?:手順|ステップ|step)?\s*[(（]?[\d０-９]+[)）]?\s*[.．、:：)）]?\s*",
        "",
        line.text,
        count=1,
        flags=re.IGNORECASE,
    )
    return raw or (line.step.text if line.step is not None else "")
