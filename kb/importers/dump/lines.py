"""What a single line of a dump is, judged by its form alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kb.importers.dates import DateLine, date_line

_OPEN, _SHUT = r"[\[【〔<(■◆●◎○◇□▼\s]*", r"[\]】〕>)]*"
_ANSWER_WORD = r"(?:ご?回答(?:内容)?|お?答え?|アンサー|answer|解答|本文|A)\s*\d*"
_QUESTION_WORD = r"(?:ご?質問(?:内容)?|お問い合わせ内容|question|FAQ|問い?|Q)\s*\d*"
_ANSWER = re.compile(rf"(?!A\s*\d+\Z){_OPEN}{_ANSWER_WORD}{_SHUT}\s*[:.．。、]?\Z", re.IGNORECASE)
_QUESTION = re.compile(rf"{_OPEN}{_QUESTION_WORD}{_SHUT}\s*[:.．。]?\Z", re.IGNORECASE)
_QUESTION_TEXT = re.compile(
    r"(?:(?:Q|問)\s*\d*(?:\s*[.:、)】]|\s+(?=[^\x00-\x7f]))|(?:ご?質問(?:内容)?|問い|question)\s*\d*\s*:|"
    rf"[【\[〔<(]\s*{_QUESTION_WORD}\s*[\]】〕>)]\s*:?)\s*(?P<text>\S.+)",
    re.IGNORECASE,
)
_ANSWER_TEXT = re.compile(
    r"(?P<label>\s*(?:(?:[AＡ]|答え?|ご?回答(?:内容)?|本文|answer)\s*\d*(?:\s*[.．:：、)）】]|\s+(?=[^\x00-\x7f]))|"
    rf"[【\[〔<(（＜［]\s*(?:Ａ\s*\d*|{_ANSWER_WORD})\s*[\]】〕>)）＞］]\s*[.．:：]?)\s*)(?=\S)",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"[\[【〔<■◆●◇□▼・\s]*(?P<label>カテゴリー?|分類|区分|ジャンル|タグ|キーワード|タイトル|題名|件名|"
    r"(?:FAQ|質問|管理|整理|記事|文書|ナレッジ)\s*(?:番号|ID|No\.?)|category|tags?|title|keywords?)"
    r"[\]】〕>]*\s*(?::\s*|(?<=[\]】〕>])\s*|(?<=No\.)\s*)(?P<text>[^。:]{1,80})\Z",
    re.IGNORECASE,
)
_FIELD_CHARS = 120
_OPENER = re.compile(
    r"[■◆●【\[◇□▼\s]*(?:問題点|問題の?概要|概要|現象|症状|事象|お問い合わせ内容|ご質問|質問内容|障害概要|エラー内容)"
    r"(?:について)?[】\]]*\s*[:]?\Z"
)
_CLOSING = re.compile(
    r"(?:\d+[.)]\s*)?(?:.{0,40}(?:操作|設定|手順|作業|説明|案内)[^。]{0,20}は[、,]?\s*)?以上(?:、|,)?\s*"
    r"(?:となります|になります|です|でございます|で完了です|で.{0,30}(?:完了|終了)(?:です|となります|いたします|します)?)[。.]?\s*\Z"
)
_RULE = re.compile(r"(?:[-=*_~─━―＿－‐]\s?){3,}\Z|(?:[*◇◆■□]\s?){3,}\Z")
_STEP = re.compile(
    r"(?:(?P<hand>手順|ステップ|step)\s*)?(?P<number>\d{1,3})(?P<sub>(?:[.\-]\d{1,2})*|-[a-z])"
    r"(?:[.)．、:](?!\d)|(?=\s*[「『\[])|(?(hand)(?:\s+|\Z)|(?!)))\s*(?P<text>.*)",
    re.IGNORECASE | re.DOTALL,
)
_WIDE_STEP = re.compile(r"(?P<number>[０-９]{1,2})[．、]\s*(?P<text>\d.*)", re.DOTALL)
_STEP_IN_PARENTHESES = re.compile(
    r"(?P<hand>)\((?P<number>\d{1,2})(?P<sub>(?:[.\-]\d{1,2})*)\)\s*[.．、]?\s*(?P<text>.*)", re.DOTALL
)
_CIRCLED = re.compile(r"(?P<mark>[①-⑳])\s*(?P<text>.*)", re.DOTALL)
_BULLET = re.compile(r"(?P<mark>[・●○◦•‣▪–—]|[-*+](?=\s))\s*(?P<text>\S.*)", re.DOTALL)
_NOTE = re.compile(r"[(（]?[※＊*注](?:意|[)）:])?")
_HEADED = re.compile(r"[■□◆◇●▼▲★☆▽△【〔]")
_URL = re.compile(r"https?://\S+")
_CAPTION = re.compile(r"[・▼▽▶►→\s]*[<＜〈《](?P<text>[^<>＜＞]{2,200})[>＞〉》]\s*\Z")
_POINTER = re.compile(r"[▼▽▶►→⇒☞]\s*(?P<text>\S.*)")
_FINAL = re.compile(r"[。．.!?！？][」』)）\]]*\s*\Z")
_MAX_CELLS = 100
_POLITE = re.compile(
    r"(?:です|ます|ません|ました|ください|下さい|でしょうか|ませ)[。．.!?！？]?[」』)）\]]*\s*\Z"
)


@dataclass(frozen=True, slots=True)
class Step:
    """A numbered line."""

    number: int
    sub: str
    """Deeper numbers as they stand: ``.1`` of 「2.1.」, ``-a`` of 「2-a.」; empty at the top level."""
    text: str
    parenthesised: bool
    hand: bool
    """Written with a word: 手順1."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a dump and what its form says; all offsets and texts are after trimming."""

    number: int
    """In the file, from 1."""
    text: str
    plain: str
    """NFKC of the text, for comparing."""
    dates: tuple[DateLine, ...]
    answer: bool
    question: bool
    field: bool
    """Has the form of a statement about its article: 「カテゴリ:データベース」. ``heads`` tells whether it is one."""
    opener: bool
    closing: bool
    rule: bool
    step: Step | None
    circled: bool
    bullet: bool
    note: bool
    headed: bool
    """Begins with a heading mark such as ■."""
    url: bool
    """Nothing but an address, perhaps behind a pointer mark."""
    pointer: bool
    """Names another page: <…>, ▼…"""
    row: bool
    """A row of a table: cells parted by | or tabs."""
    sentence: bool
    """Ends as a sentence does."""
    markdown: bool = False
    """Is the text Markdown already? Then it is not escaped again."""
    block: bool = False
    """Is the text a finished Markdown block, such as a table or a heading?"""
    returning: bool = False
    """Heads an article because the dump's first line comes again in it (``heads``)."""
    titled: str = ""
    """The article's title, where the dump writes titles and this line is one (``titles``)."""
    tail: bool = False
    """A date or field that in this dump stands below its article, not above it (``heads``)."""

    @property
    def blank(self) -> bool:
        return not self.text

    @property
    def ordinal(self) -> int:
        """The number of a line that begins with ① or 手順1; 0 for any other line."""
        if self.circled:
            return ord(self.text[0]) - ord("①") + 1
        return self.step.number if self.step is not None and self.step.hand and not self.step.sub else 0

    @property
    def mark(self) -> bool:
        """A line of an article's head: it says by itself that one begins here."""
        return not self.tail and (
            bool(self.dates)
            or self.answer
            or self.question
            or self.field
            or self.returning
            or bool(self.titled)
        )


def read_line(number: int, raw: str) -> Line:
    """Classify one line."""
    text = raw.strip()
    plain = unicodedata.normalize("NFKC", text[:2000]) if text else ""
    step = step_of(plain) or _wide_step(text)
    is_date = date_line(text)
    circled = bool(_CIRCLED.match(text))
    return Line(
        number=number,
        text=text,
        plain=plain,
        dates=is_date,
        answer=bool(_ANSWER.match(plain)),
        question=bool(_QUESTION.match(plain) or _QUESTION_TEXT.match(plain)),
        field=field_of(plain) is not None,
        opener=bool(_OPENER.match(plain)),
        closing=bool(_CLOSING.match(plain)),
        rule=bool(_RULE.match(plain)),
        step=None if is_date or circled else step,
        circled=circled,
        bullet=bool(_BULLET.match(plain)),
        note=bool(_NOTE.match(plain)),
        headed=bool(_HEADED.match(plain)),
        url=bool(re.fullmatch(r"[▼▽▶→⇒・\s]*https?://\S+", plain)),
        pointer=bool(_CAPTION.match(plain) or _POINTER.match(plain)),
        row=_is_row(plain) or "\t" in text,
        sentence=bool(_FINAL.search(plain) or _POLITE.search(plain)),
    )


def _is_row(plain: str) -> bool:
    bars = plain.count("|")
    return (
        bars <= _MAX_CELLS
        and not plain.startswith("#")
        and ((bars > 0 and plain.endswith("|") and len(plain) > 2) or bars >= 2)
    )


def _wide_step(text: str) -> Step | None:
    """「１．30分ほど…」: a number and a dot of full width are no decimal, whatever digit follows."""
    match = _WIDE_STEP.match(text)
    if match is None:
        return None
    said = unicodedata.normalize("NFKC", match["text"][:2000])
    return Step(int(unicodedata.normalize("NFKC", match["number"])), "", said, False, False)


@lru_cache(maxsize=4096)
def step_of(plain: str) -> Step | None:
    """The number that a line begins with, or None. Versions and values (「8.3以降」, 「10.」) are no steps."""
    parenthesised = _STEP_IN_PARENTHESES.match(plain)
    match = parenthesised or _STEP.match(plain.removeprefix("・"))
    if match is None:
        return None
    text = match["text"].strip()
    if not text and not match["hand"]:
        return None
    return Step(int(match["number"]), match["sub"] or "", text, bool(parenthesised), bool(match["hand"]))


def question_text(plain: str) -> str:
    """The question of a line such as 「Q1. …」; empty when it is none."""
    match = _QUESTION_TEXT.match(plain)
    return match["text"].strip() if match else ""


def field_of(plain: str) -> tuple[str, str] | None:
    """The label and the text of a line such as 「カテゴリ:データベース」; None for any other line."""
    match = _FIELD.match(plain) if len(plain) <= _FIELD_CHARS else None
    return (match["label"], match["text"].strip()) if match else None


def answer_label(text: str) -> str:
    """The label of a line that holds an answer as well: 「A. 」 of 「A. 毎月5日です。」; empty when it has none."""
    match = _ANSWER_TEXT.match(text[:_FIELD_CHARS])
    return match["label"] if match else ""


_SEEN_CHARS = 4000
"""A line is classified by its beginning."""


def line_before(lines: Sequence[Line], index: int) -> Line | None:
    """The nearest line with text above a place."""
    for place in range(index - 1, -1, -1):
        if lines[place].text:
            return lines[place]
    return None


def line_after(lines: Sequence[Line], index: int) -> Line | None:
    """The nearest line with text below a place."""
    for place in range(index + 1, len(lines)):
        if lines[place].text:
            return lines[place]
    return None


def markdown_line(number: int, markdown: str) -> Line:
    """A line whose text is Markdown already; classified by what a reader sees of it."""
    line = read_line(number, _seen(markdown))
    return replace(line, text=markdown.strip(), markdown=True, url=False, pointer=False, row=False)


def block_line(number: int, markdown: str) -> Line:
    """A finished block, which no rule looks into."""
    line = read_line(number, "")
    return replace(line, text=markdown, plain="", markdown=True, block=True)


def _seen(markdown: str) -> str:
    text = re.sub(r"!?\[((?:[^\[\]\\]|\\.){0,400})\]\([^)]*\)", r"\1", markdown[:_SEEN_CHARS])
    return re.sub(r"\*\*|\\(?=[^\w\s])|`", "", text)


def set_off(lines: Sequence[Line], index: int) -> bool:
    """Does a line begin the dump, or stand below a blank, a line of dashes or a mark?"""
    return index == 0 or lines[index - 1].blank or lines[index - 1].rule or lines[index - 1].mark
