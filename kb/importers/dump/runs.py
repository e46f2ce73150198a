"""Where a numbered list of a dump begins and ends. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.importers.dump import commands
from kb.importers.dump.lines import Line
from kb.importers.dump.shapes import HEADING_MARK, is_heading

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
    while end < len(lines) and (_belongs_to_step(lines, end) or (explained and _explains(lines, end))):
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


def step_text(line: Line) -> str:
    """The line without its number, as it stands (not in its normalised form)."""
    assert line.step is not None
    raw = re.sub(
        r"^・?\s*(?:手順|ステップ)?\s*[(（]?[\d０-９]+[)）]?\s*[.．、:：)）]?\s*", "", line.text, count=1
    )
    return raw or line.step.text
