"""The dates that support pages state, in all their written forms."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

Role = Literal["published", "updated", "bare"]

_PUBLISHED = "(?:公開|掲載|作成|登録|投稿|発行)日時?|初版|公開|掲載|作成|投稿"
_UPDATED = "(?:最終)?(?:更新|改訂|改定|修正)日時?|最終更新|更新|改訂"
_ERAS = {"令和": 2018, "平成": 1988, "R": 2018, "H": 1988}
_DAY = (
    r"(?:(?P<era>令和|平成)\s*(?P<eyear>\d{1,2}|元)\s*年|(?P<year>(?:19|20)\d{2})\s*(?:年|[./\-]))"
    r"\s*(?P<month>\d{1,2})\s*(?:月|[./\-])\s*(?P<day>\d{1,2})(?:\s*日)?"
    r"(?:\s*\(?[月火水木金土日](?:曜日?)?\)?)?"
    r"(?:[T\s]+\d{1,2}(?::\d{2}){1,2}(?:\.\d+)?(?:Z|\s*[+\-]\d{2}:?\d{2})?|\s*\d{1,2}時\d{1,2}分)?"
)
_ORNAMENTS = " \t■□◆◇●○★☆▼▽▲△=~_─━―-*#"
_ONE = re.compile(_DAY)
_LABELLED = re.compile(
    rf"[\[【〈<(■◆●・\s]*(?P<label>{_UPDATED}|{_PUBLISHED})[\]】〉>)]*\s*[::|]?\s*{_DAY}\s*[\]】)]?"
)
_TRAILED = re.compile(rf"{_DAY}\s*に?\s*(?P<label>{_UPDATED}|{_PUBLISHED})(?!日)")
"""「2009年3月2日 更新」: the word behind its day."""
_BARE = re.compile(rf"[\[【(■◆●\s]*{_DAY}\s*[\]】)]?\Z")
_ENGLISH = re.compile(
    r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(?P<day>\d{1,2}),?\s+(?P<year>(?:19|20)\d{2})",
    re.IGNORECASE,
)
_SLASHED = re.compile(r"(?<!\d)(?P<month>\d{1,2})/(?P<day>1[3-9]|2\d|3[01])/(?P<year>(?:19|20)\d{2})(?!\d)")
"""5/18/2023, but not 5/8/2023, which one half of the world reads as the 5th of August."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True)
class DateLine:
    """A line that only states dates."""

    role: Role
    day: date


def date_line(line: str) -> tuple[DateLine, ...]:
    """The dates of a line that holds nothing else (「公開日:2022年04月12日 更新日 2023/1/5」); else empty."""
    text = unicodedata.normalize("NFKC", line).strip()
    # Ornaments around a date say no more than the date does: 「■ 2016年10月7日 ■」, 「--- 2016/10/7 ---」.
    text = text.rstrip(_ORNAMENTS).lstrip(_ORNAMENTS)
    if not text or len(text) > 120 or not any(char.isdigit() for char in text):
        return ()
    bare = _BARE.match(text)
    if bare:
        day = _day(bare)
        return (DateLine("bare", day),) if day else ()
    found: list[DateLine] = []
    position = 0
    while position < len(text):
        match = _LABELLED.match(text, position) or _TRAILED.match(text, position)
        if match is None:
            return ()
        day = _day(match)
        if day is None:
            return ()
        role: Role = "updated" if re.fullmatch(_UPDATED, match["label"]) else "published"
        found.append(DateLine(role, day))
        position = match.end()
        while position < len(text) and text[position] in " \t|/,、・()":
            position += 1
    return tuple(found)


def parse_day(text: str) -> date | None:
    """The first date a short text states (ISO, Japanese, English month names), or None."""
    text = unicodedata.normalize("NFKC", text[:200])
    match = _ONE.search(text)
    if match:
        return _day(match)
    slashed = _SLASHED.search(text)
    if slashed:
        return _real(int(slashed["year"]), int(slashed["month"]), int(slashed["day"]))
    english = _ENGLISH.search(text)
    if english:
        month = _MONTHS.index(english["name"].lower()[:3]) + 1
        return _real(int(english["year"]), month, int(english["day"]))
    return None


def _day(match: re.Match[str]) -> date | None:
    if match["era"]:
        year = _ERAS[match["era"]] + (1 if match["eyear"] == "元" else int(match["eyear"]))
    else:
        year = int(match["year"])
    return _real(year, int(match["month"]), int(match["day"]))


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
