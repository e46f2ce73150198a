"""What is wrong with front matter that is no YAML, told for who wrote it. Pure: of libyaml it knows only messages."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FULL_WIDTH_COLON = re.compile(r"[ \t]*(?:- )?([A-Za-z_]+)：")
_FULL_WIDTH_BLANK = re.compile(r"[ \t]*\u3000")

_QUOTE = '「: 」や [ や # を含む値は "…" で囲み、字下げをそろえてください。'


@dataclass(frozen=True, slots=True)
class Fault:
    """What libyaml says: messages, and lines of the head from 0; None where it does not say."""

    problem: str | None
    line: int | None
    context: str | None = None
    context_line: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the head from 0, what is wrong there, and what mends it."""

    line: int
    problem: str
    remedy: str


def told(fault: Fault, head: str) -> Told:
    """The fault where it was made: libyaml notices an open quote at the end, a wrong colon on the line after."""
    return _full_width(head) or _opened(fault) or _on_its_line(fault)


def _full_width(head: str) -> Told | None:
    for number, line in enumerate(head.split("\n")):
        if match := _FULL_WIDTH_COLON.match(line):
            return Told(
                number, f"「{match[1]}：」のコロンが全角です。", f"「{match[1]}: 」と半角で書いてください。"
            )
        if _FULL_WIDTH_BLANK.match(line):
            return Told(number, "行の先頭に全角の空白があります。", "半角の空白 2 つで字下げしてください。")
    return None


_OPENED = {
    "while scanning a quoted scalar": (
        "引用符が閉じられていません。",
        "値の終わりに同じ引用符を書いてください。",
    ),
    "while parsing a flow sequence": ("[ が ] で閉じられていません。", "並びの終わりに ] を書いてください。"),
    "while parsing a flow mapping": ("{ が } で閉じられていません。", "終わりに } を書いてください。"),
    "while scanning a simple key": (
        "「キー: 値」になっていません。",
        "キーのあとに「:」と半角の空白を書いてください。",
    ),
}
"""By libyaml's context: what began on the context's line and never ended."""

_PROBLEMS = {
    "mapping values are not allowed in this context": (
        "値の中に「: 」があるか、字下げがずれています。",
        '値を "…" で囲むか、上の行と字下げをそろえてください。',
    ),
    "found character that cannot start any token": (
        "値が、引用符のいる記号（@ や ` や % やタブ）で始まっています。",
        '値を "…" で囲んでください。',
    ),
    "found a tab character that violates indentation": (
        "字下げにタブがあります。",
        "半角の空白で字下げしてください。",
    ),
    "did not find expected key": ("字下げがずれているか、かっこや引用符が余っています。", _QUOTE),
    "found undefined alias": ("値が * で始まっています。", '値を "…" で囲んでください。'),
}


def _opened(fault: Fault) -> Told | None:
    if fault.context not in _OPENED or fault.context_line is None:
        return None
    return Told(fault.context_line, *_OPENED[fault.context])


def _on_its_line(fault: Fault) -> Told:
    line = fault.line if fault.line is not None else fault.context_line or 0
    problem, remedy = _PROBLEMS.get(fault.problem or "", (f"{fault.problem or fault.context}", _QUOTE))
    return Told(line, problem, remedy)
