"""What a line of a dump is to its neighbours: a heading, a caption, the rest of a line that was cut. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.importers import inline
from kb.importers.dump import commands
from kb.importers.dump.lines import Line, line_after, line_before
from kb.text import display_width

HEADING_MARK = re.compile(
    r"(?P<mark>[■◆●□◇★☆]|【(?=[^】]+】\s*\Z)|〔(?=[^〕]+〕\s*\Z))\s*(?P<text>.+?)\s*[】〕]?\s*\Z"
)
CAPTION = re.compile(r"[・▼▽▶►→\s]*[<＜〈《]\s*(?P<text>[^<>＜＞〈〉《》]{2,200}?)\s*[>＞〉》]\s*\Z")
NOTE = re.compile(r"[(（]?[※＊]\s*(?P<text>.*?)\s*\Z", re.DOTALL)
TITLE_END = re.compile(
    r"(?:したい|どうしたら(?:いい|よい)か|(?:です|ます|でしょう)か|のですが|教えてください|できない)[。?？]?\s*\Z"
)
_BOLD_LINE = re.compile(r"\*\*(?P<text>[^*\[\]]+)\*\*\Z")
TITLE_LIKE = re.compile(
    TITLE_END.pattern.removesuffix(r"\s*\Z") + r"\s*\Z|(?:方法|手順|について|対応|とは)\Z"
)
"""How a page named in the middle of a sentence is called."""
_NO_HEADING_END = re.compile(
    r"(?:[をにはがのでとも、,。.:：]|から|より|まで|ください|です|ます|ませ|こと|\.\.\.|…)\s*\Z"
)
HEADING_WORD = re.compile(
    r"(?:方法|手順|場合|設定|について|とは|対処|原因|現象|症状|概要|確認|注意(?:事項|点)|事項|項目|条件|準備|工程|例|例えると|そのほか|その他|こと|理由|"
    r"問題点?|解決(?:方法|策)|対策|回避策|参考|関連|削除|変更|お客様へ|流れ|ログ|環境)\s*(?:[(（].*[)）])?\s*[:：]?\Z"
)
_ASCII_CAPTION_MAX = 80
_CUT_WIDTH = (72, 86)
"""Columns at which mailers and editors cut Japanese lines."""
_CUT_MIN = 56
_CUT_END = re.compile(r"[をにはがのでとへもや、,]\Z")
_SENTENCE_END = re.compile(
    r"(?:[。．.!?！？:：」』)）>＞|]|か|です|ます|したい|ください|選択|入力|クリック)\s*\Z"
)


def joined_wraps(lines: Sequence[Line], index: int, text: str) -> tuple[int, str]:
    """Join hard-wrapped lines onto ``text`` (of the line at ``index``); gives the index after the last one."""
    joined, end, physical = text, index + 1, lines[index].text
    while end < len(lines) and wraps(physical, lines, end):
        physical = lines[end].text
        glue = " " if joined[-1:].isascii() and physical[0].isascii() and joined[-1:].isalnum() else ""
        joined = joined + glue + physical
        end += 1
    return end, joined


def wraps(physical: str, lines: Sequence[Line], index: int) -> bool:
    """Does the line at ``index`` carry on the one before, which was cut at the edge of a screen?"""
    line = lines[index]
    if (
        line.markdown
        or line.blank
        or line.step
        or line.bullet
        or line.note
        or line.headed
        or line.url
        or line.row
        or line.pointer
    ):
        return False
    if (
        _SENTENCE_END.search(physical)
        or commands.read(lines, index) is not None
        or inline.URL.search(physical[-80:])
    ):
        return False
    width = display_width(physical)
    return _CUT_WIDTH[0] <= width <= _CUT_WIDTH[1] or (width >= _CUT_MIN and bool(_CUT_END.search(physical)))


def heading_text(line: Line) -> str:
    """What of a line could be a heading: all of it, without the bold that an editor gave a whole line."""
    bold = _BOLD_LINE.match(line.text) if line.markdown else None
    return bold["text"] if bold else line.text


def is_heading(lines: Sequence[Line], index: int) -> bool:
    line = lines[index]
    following = line_after(lines, index)
    if following is None or line.step is not None:
        return False
    if HEADING_MARK.match(heading_text(line)) and not line.row:
        return len(line.text) <= 80 and not line.sentence
    if line.sentence or line.headed or len(line.text) > 50 or re.match(r"[(（\[［「『/]", line.text):
        return False
    if re.search(r"[→⇒|=＝]|https?:|[。、].*[。、].*[。、]", line.text):
        return False
    if HEADING_WORD.search(line.plain):
        return True
    if _NO_HEADING_END.search(line.plain) or "、" in line.text:
        return False
    first_step = following.step is not None and following.step.number <= 1 and not following.step.sub
    above = line_before(lines, index)
    under_heading = above is not None and HEADING_MARK.match(above.text) is not None
    return first_step or (following.headed and len(line.text) <= 40 and not under_heading)


def is_title_of_page(line: Line) -> bool:
    if line.step or line.row or line.bullet or line.note or line.headed or not 4 <= len(line.text) <= 90:
        return False
    return not line.sentence or bool(TITLE_END.search(line.plain))


def leads(lines: Sequence[Line], index: int) -> bool:
    """Is there something under the line that it could be the heading of?"""
    following = line_after(lines, index)
    return following is not None and not following.headed and not following.pointer


def is_caption(line: Line) -> bool:
    """May the line name the address on the next line?"""
    if not line.text or line.row or line.step or line.url or NOTE.match(line.text):
        return False
    if CAPTION.match(line.text) or line.pointer:
        return True
    return len(line.text) <= _ASCII_CAPTION_MAX and not re.search(
        r"[。:：]\s*\Z|(?:ください|です|ます)\s*\Z", line.text
    )


def caption_of(text: str) -> str:
    match = CAPTION.match(text)
    if match:
        return match["text"]
    return re.sub(r"\A[・▼▽▶►→⇒☞■◆●□◇\s]+", "", text).strip()
