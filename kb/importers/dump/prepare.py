"""The lines of an article before they are written: what is no text of it goes, what ran together is parted. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kb.importers.dates import DateLine
from kb.importers.dump.lines import Line, field_of, read_line
from kb.importers.dump.runs import next_step
from kb.importers.dump.shapes import TITLE_LIKE
from kb.importers.raw import Dropped, Note

_CITED = re.compile(
    r"(?:[「『](?P<quoted>[^「」『』\n]{6,90})[」』](?:の?(?:FAQ|記事|ページ|項目|ご案内))?"
    r"|(?:詳細|詳しく|手順|方法)(?:につきまして|について)?は、?\s*(?P<bare>[^。、「」『』\n]{8,90}?(?:か[?？]?|方法|手順|について|たい|ください)))"
    r"(?:を|も)(?:あわせて|併せて)?(?:ご覧|ご参照|ご確認|ご参考|参照|参考)"
)
_CITED_WITHIN = 2000


@dataclass(slots=True)
class Body:
    """The Markdown of an article and what happened on the way."""

    markdown: str
    notes: list[Note] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    dates: list[DateLine] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    """Titles of other pages that the text points to without an address."""


def kept_lines(lines: Sequence[Line], body: Body) -> list[Line]:
    """The lines without dates, headings of the answer, closings and rules; those are listed in ``body``."""
    kept: list[Line] = []
    for line in lines:
        if line.returning or (line.field and field_of(line.plain) is None):
            kept.append(line)  # 「対象製品：…」 is said in the article, whatever else it is.
        elif line.mark or line.tail:
            reason = _head_reason(line)
            body.dropped.append(Dropped(line.number, line.text, reason))
            body.dates.extend(line.dates)
        elif line.closing and len(line.plain) < 20:
            body.dropped.append(Dropped(line.number, line.text, "結びの定型文"))
        elif line.rule:
            body.dropped.append(Dropped(line.number, line.text, "区切り線"))
        else:
            kept.append(line)
    return kept


def _head_reason(line: Line) -> str:
    if line.dates:
        return "日付の行（公開日・更新日へ）"
    return "分類などの項目" if line.field else "回答・質問の見出し"


def split_steps(lines: Sequence[Line], body: Body) -> list[Line]:
    """Part two steps that the dump put on one line: 「1.…にログイン2.…を選択」 before a step 3."""
    result: list[Line] = []
    for index, line in enumerate(lines):
        step = line.step
        if step is not None and not step.sub:
            match = re.search(rf"(?<=[^\d\s.(（])(?={step.number + 1}\.[^\d\s])", line.text)
            if match and next_step(lines, index + 1) == step.number + 2:
                first, second = line.text[: match.start()], line.text[match.start() :]
                result += [read_line(line.number, first), read_line(line.number, second)]
                body.notes.append(Note(line.number, "一行に続いていた二つの手順を分けました。", 0.9))
                continue
        result.append(line)
    return result


def cited(text: str) -> list[str]:
    """Titles of other pages inside a sentence: 「…」をご覧ください, 詳細は…ですか？をご確認ください."""
    found = [(match["quoted"] or match["bare"]).strip() for match in _CITED.finditer(text[:_CITED_WITHIN])]
    return [title for title in found if TITLE_LIKE.search(title)]
