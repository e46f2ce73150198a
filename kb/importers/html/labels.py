"""The lines of a page that speak of its article: its dates, its line of labels, the question above the answer.

What is read from them is taken out of the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from bs4.element import Tag

from kb.importers.dates import date_line
from kb.importers.html.parse import short_text, text_of
from kb.importers.raw import Dropped

_ASKED = re.compile(
    r"[\s■●◆▼□【\[<＜]*(?:ご?質問(?:内容)?|お問い合わせ内容|[QＱ](?:uestion)?)(?:[】\]>＞]\s*[:：]?|[:：.．]|\s|\Z)\s*(?P<text>.*)"
)
_ANSWERED = re.compile(r"[\s■●◆▼□【\[<＜]*(?:回答(?:内容)?|答え?|[AＡ](?:nswer)?)(?:[】\]>＞:：.．\s]|\Z)")
_ASKED_CHARS = 300


def asked(element: Tag) -> tuple[str, str]:
    """The question that a page repeats above its answer, taken out, and the label it had; empty without one."""
    for tag in element.find_all(["p", "div", "section", "dt", "td", "h2", "h3", "h4"]):
        match = _ASKED.match(short_text(tag, _ASKED_CHARS))
        if match is None:
            continue
        block: list[Tag] = [tag]
        said, following = match["text"], tag.find_next_sibling()
        if not said and isinstance(following, Tag) and following.find(["img", "table", "pre", "ol"]) is None:
            said, following = text_of(following), following.find_next_sibling()
            block.append(tag.find_next_sibling())
        if not 0 < len(said) <= _ASKED_CHARS or following is None or not _ANSWERED.match(text_of(following)):
            continue
        label = text_of(tag).removesuffix(match["text"]).strip()
        for one in block:
            one.decompose()
        return said, label
    return "", ""


@dataclass(slots=True)
class Fields:
    """What a page's line of labels says about the article."""

    days: dict[str, date] = field(default_factory=dict)
    categories: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)


_FIELD = re.compile(
    r"(?P<label>[^\s:：|｜/／、,。]{0,11}[^\s:：|｜/／、,。\d])\s*[:：]\s*(?P<value>[^。]*?)\s*"
    r"(?:[|｜/／│・,、]?\s*(?=[^\s:：|｜/／、,。]{0,11}[^\s:：|｜/／、,。\d]\s*[:：])|\Z)"
)
_CATEGORY_FIELD = re.compile(r"カテゴリー?|分類|ジャンル|category", re.IGNORECASE)
_TAG_FIELD = re.compile(r"タグ|キーワード|tags?", re.IGNORECASE)


def fields_of(text: str) -> Fields | None:
    """The fields of a line 「FAQ番号：1042 ／ 公開日：2019/08/19 ／ カテゴリ：Web」; None when it is no such line.

    A line of labels has two and more of them, and a day among them.
    """
    found = Fields()
    position = count = 0
    while position < len(text):
        match = _FIELD.match(text, position)
        if match is None or match.end() == position or len(match["value"]) > 60:
            return None
        count += 1
        for day in date_line(f"{match['label']}:{match['value']}"):
            found.days.setdefault(day.role, day.day)
        if _CATEGORY_FIELD.fullmatch(match["label"]):
            found.categories += re.split(r"\s*[,、>＞]\s*", match["value"])
        elif _TAG_FIELD.fullmatch(match["label"]):
            found.tags += re.split(r"\s*[,、]\s*", match["value"])
        position = match.end()
    return found if count > 1 and found.days else None


def field_blocks(element: Tag) -> tuple[Fields, list[Dropped]]:
    """The first line of labels of an article, taken out."""
    for tag in element.find_all(["p", "div", "span", "font", "small", "ul", "li", "dl"]):
        text = short_text(tag, 200)
        found = (
            fields_of(text) if 0 < len(text) <= 200 and tag.find(["img", "table", "pre"]) is None else None
        )
        if found is not None:
            tag.decompose()
            return found, [Dropped(0, text, "項目の行（日付・カテゴリ・タグへ）")]
    return Fields(), []


def date_blocks(element: Tag) -> tuple[dict[str, date], list[Dropped]]:
    """Blocks of the article that only state dates: their days, and the blocks, taken out."""
    days: dict[str, date] = {}
    taken: list[Dropped] = []
    for tag in element.find_all(["p", "div", "span", "time", "li", "dd", "ul"]):
        if tag.decomposed or not tag.name:
            continue
        text = short_text(tag, 100)
        found = date_line(text) if 0 < len(text) <= 100 else ()
        if not found or (tag.find(["p", "div"]) is not None and tag.find(["img", "table"]) is not None):
            continue
        for one in found:
            days.setdefault(one.role, one.day)
        taken.append(Dropped(0, text, "日付の行（公開日・更新日へ）"))
        tag.decompose()
    return days, taken
