"""How this very dump writes the titles of its articles: by a sign, a number, a line drawn below, or a block each.

Pure. A dump is taken to have titles only when it does so throughout, from its first line on.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kb.importers.dump.lines import Line, set_off
from kb.importers.dump.shapes import HEADING_WORD

OFTEN = 3
"""From so many on a thing is the dump's way, not chance."""
MOSTLY = 0.5
_NUMBERED = re.compile(
    r"(?P<before>[\[【(（<〔■◆●]?\s*(?:FAQ|No\.?|KB|ID|Q&A|第)?\s*[-_.#]?\s*)(?P<number>\d{1,6})"
    r"(?P<after>[\]】)）>〕]?\s*(?:[.．:：、]|問|話)?)\s*(?P<text>(?<!\d)\D\S.{1,76}|(?<=\s)\S.{3,78})\Z",
    re.IGNORECASE,
)
_ASKS = re.compile(r"(?:か|たい|には|とは|ない|方法)[。?？]?\s*\Z")
_ACTS = re.compile(
    r"(?:[るすくうむぶつぐぬ]|選択|クリック|入力|押下|ログイン|確認|保存|実行|開始|完了|接続|起動|追加|削除)\s*\Z"
)
"""How steps end."""
_ORNAMENTED = re.compile(r"(?P<mark>[^\w\s])\s*(?P<text>\S.{3,78})\Z")
_ORNAMENT = "So"
"""Unicode's category of signs such as ■, ◎ and ▼."""
_TITLE_CHARS = (4, 60)
_BLOCKS = 4
"""Fewer blocks may be the sections of a single article."""


@dataclass(frozen=True, slots=True)
class _Style:
    """How a line that may be a title is written."""

    key: str
    """What the titles of one dump have in common: 「■」, 「[FAQ-]」."""
    text: str
    """The title without it."""
    number: int = 0
    """0 for an ornament."""

    @property
    def bare(self) -> bool:
        """A number and nothing else, as steps have it too."""
        return bool(self.number) and not re.search(r"[^\W\d_]", self.key)


def with_titles(lines: Sequence[Line]) -> list[Line]:
    """The lines, those that are titles with ``titled`` set; where titles part the articles, ■問題点 is a heading."""
    titles = _underlined(lines) or _like_the_first(lines) or _over_blocks(lines)
    if not titles:
        return list(lines)
    return [replace(line, titled=titles.get(index, ""), opener=False) for index, line in enumerate(lines)]


def _underlined(lines: Sequence[Line]) -> Mapping[int, str]:
    """Index to title, of a dump that draws a line of dashes right under each title."""
    first = next((index for index, line in enumerate(lines) if line.text), None)
    found = {
        index: line.text
        for index, (line, below) in enumerate(pairwise(lines))
        if below.rule and line.text and not line.rule and (index == 0 or lines[index - 1].blank)
    }
    return found if first in found and len(found) >= OFTEN else {}


def _like_the_first(lines: Sequence[Line]) -> Mapping[int, str]:
    """Index to title, of a dump whose titles have the sign or the numbering of its first line."""
    first = next((line for line in lines if line.text and not line.rule), None)
    style = _style(first) if first is not None else None
    if style is None:
        return {}
    alike = {i: other for i, line in enumerate(lines) if (other := _style(line)) and other.key == style.key}
    if style.bare:
        alike = {i: other for i, other in alike.items() if set_off(lines, i)}
    if len(alike) < OFTEN or not _as_titles(lines, alike):
        return {}
    return {i: other.text for i, other in alike.items()}


def _style(line: Line) -> _Style | None:
    if line.mark or line.opener or line.rule:
        return None
    ornament = _ORNAMENTED.match(line.text)
    if ornament and unicodedata.category(ornament["mark"]) == _ORNAMENT:
        return _Style(ornament["mark"], ornament["text"])
    if numbered := _NUMBERED.match(line.text):
        key = re.sub(r"\s", "", numbered["before"] + numbered["after"]).casefold()
        return _Style(key, numbered["text"], int(numbered["number"]))
    return None


def _as_titles(lines: Sequence[Line], styles: Mapping[int, _Style]) -> bool:
    """Signs: all set off; numbers: they rise through the whole dump, and bare ones do not stand before steps."""
    numbers = [style.number for style in styles.values()]
    if not numbers[0]:
        return all(set_off(lines, index) for index in styles)
    if any(low >= high for low, high in pairwise(numbers)):
        return False
    texts = [style.text for style in styles.values() if style.bare]
    asking = sum(bool(_ASKS.search(text)) for text in texts)
    return asking >= MOSTLY * len(texts) or (len(texts) >= _BLOCKS and all(map(_names_a_topic, texts)))


def _names_a_topic(text: str) -> bool:
    """Is a text that may be a title neither a step nor the heading of a section?"""
    return bool(_ASKS.search(text)) or not (_ACTS.search(text) or HEADING_WORD.search(text))


def _over_blocks(lines: Sequence[Line]) -> Mapping[int, str]:
    """Index to title, of a dump without marks whose blocks all begin with a title, or else with a sentence."""
    if any(line.mark or line.tail for line in lines):
        return {}
    tops = [index for index, line in enumerate(lines) if line.text and set_off(lines, index)]
    titles = [index for index in tops if not lines[index].sentence]
    articles = [lines[low:high] for low, high in pairwise([*titles, len(lines)])]
    if len(titles) < _BLOCKS or titles[0] != tops[0] or not all(map(_titled, articles)):
        return {}
    sections = sum(not _names_a_topic(lines[index].text) for index in titles)
    every = len(titles) == len(tops)
    return {i: lines[i].text for i in titles} if sections < (MOSTLY * len(titles) if every else 1) else {}


def _titled(article: Sequence[Line]) -> bool:
    """Is the first line of an article a title, and is something said below it?"""
    title, rest = article[0], article[1:]
    hangs = (
        title.step or title.row or title.url or title.note or title.bullet or title.pointer or title.circled
    )
    if hangs or title.rule or title.closing or title.plain.endswith((":", "、", ",")):
        return False
    return _TITLE_CHARS[0] <= len(title.text) <= _TITLE_CHARS[1] and any(line.sentence for line in rest)
