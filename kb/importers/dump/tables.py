"""Tables that a dump flattened into lines: cells ending in ``|``, or parted by tabs or wide gaps."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kb.importers import inline
from kb.importers.dump.lines import Line

_PROMPT = re.compile(r"\s*(?:[#$>]|\[[^\]]*\][#$])\s*\S")
_WIDE_BAR = re.compile("[｜│]")
_BAR = re.compile(r"\|.*\||\|\s*\Z")
_TAB, _ONE_BAR, _BLANKS = (
    re.compile(r"\t"),
    re.compile(r"\s*[|｜]\s*"),
    re.compile(r" {3,}|[ 　]*　{2,}[ 　]*"),
)
_GAPS = (_TAB, _ONE_BAR, _BLANKS)
_MIN_ROWS = 2
_LONG_CELL = 18
_COLUMN_NAME = re.compile(
    r"(?:項目|内容|説明|設定値?|値|備考|意味|対処|対応|方法|種類|種別|名称?|名前|担当|期間|期限|料金|費用|手数料|価格|金額|月額|年額|数|率|[開終]?[始了]?日|"
    r"容量|サイズ|上限|下限|制限|プラン|バージョン|条件|対象|状態|状況|結果|原因|理由|例|用途|場所|保存先|ディレクトリ|パス|単位|エラー|コード|可否|初期値|既定値|"
    r"メッセージ|ポート(?:番号)?|番号|URL|コマンド|機能|OS|サービス)(?:\s*[(（][^()（）]*[)）])?\Z"
)
"""How the last column is called, in any table of a support page."""


@dataclass(frozen=True, slots=True)
class Table:
    """A Markdown table and what had to be guessed for it."""

    markdown: str
    remarks: tuple[str, ...] = ()


def run_end(lines: Sequence[Line], index: int) -> int:
    """The index after the table that begins at a line; the index itself when none does."""
    if not _row(lines[index]) or not _BAR.search(lines[index].plain):
        return _aligned_end(lines, index)
    end = index + 1
    rows = 1
    place = end
    while place < len(lines) and (lines[place].blank or _row(lines[place])):
        if _row(lines[place]):
            rows += 1
            end = place + 1
        place += 1
    wide = any(len(cells(line.text)) > 1 for line in lines[index:end] if line.text)
    return end if rows >= _MIN_ROWS and wide else _aligned_end(lines, index)


def _aligned_end(lines: Sequence[Line], index: int) -> int:
    """The index after rows that all have the same gaps: tabs, single bars, or several blanks."""
    gap = next((gap for gap in _GAPS if _gapped(lines[index], gap)), None)
    if gap is None:
        return index
    end = index
    width = len(gap.split(lines[index].text))
    # A blank ends it; a tab-parted row may lack its last cells, other rows may not.
    while end < len(lines) and _gapped(lines[end], gap):
        if gap is not _TAB and len(gap.split(lines[end].text)) != width:
            break
        end += 1
    return end if end - index >= _MIN_ROWS else index


def _gapped(line: Line, gap: re.Pattern[str]) -> bool:
    if not line.text or line.step or line.url or line.block or line.text.startswith("※"):
        return False
    if gap is _TAB:
        return "\t" in line.text
    if line.bullet or line.note or line.headed:
        return False
    # Columns of Latin text are mostly the output of a command.
    return not line.text.isascii() and not line.sentence and len(gap.split(line.text)) > 1


def cells(text: str) -> list[str]:
    """The cells of a line; the bar at the end closes the last one."""
    text = _WIDE_BAR.sub("|", text)
    if "|" not in text or "\t" in text:
        gap = next((gap for gap in (_TAB, _BLANKS) if gap.search(text)), _TAB)
        return [part.strip() for part in gap.split(text)]
    parts = [part.strip() for part in text.strip().removeprefix("|").split("|")]
    return parts[:-1] if parts and not parts[-1] else parts


def render(lines: Sequence[Line]) -> Table:
    """A Markdown table from rows, some of which the dump broke over several lines."""
    split = [cells(line.text) for line in lines]
    counts = Counter(len(row) for row in split if len(row) > 1)
    tabs = any("\t" in line.text for line in lines)
    width = max(counts, key=lambda n: n if tabs else (counts[n], n)) if counts else 1
    rows, broken = ([_fit(row, width) for row in split], False) if tabs else _merged(split, width)
    remarks = ["複数行に分かれていた表の行をつなぎました。"] if broken else []
    header, rows, remark = _header(rows, width)
    remarks += remark
    table = [_line(header), "|" + " --- |" * width, *(_line(row) for row in rows)]
    return Table("\n".join(table), tuple(remarks))


def names_columns(row: Sequence[str]) -> bool:
    """Does a row of two cells say what the columns hold (項目 and 内容), or is it the first pair of them?"""
    last = row[-1].strip("* ")
    return len(last) < _LONG_CELL and bool(_COLUMN_NAME.search(last))


def _row(line: Line) -> bool:
    return line.row and not _PROMPT.match(line.text) and not line.bullet


def _merged(split: list[list[str]], width: int) -> tuple[list[list[str]], bool]:
    rows: list[list[str]] = []
    held: list[str] = []
    broken = False
    for row in split:
        if held and len(held) + len(row) > width:
            rows.append(held)
            held = []
        if held:
            broken = True
        held = held + row
        if len(held) >= width:
            rows.append(held)
            held = []
    if held:
        rows.append(held)
    return [_fit(row, width) for row in rows], broken


def _fit(row: list[str], width: int) -> list[str]:
    if len(row) > width:
        row = [*row[: width - 1], " ".join(row[width - 1 :])]
    return row + [""] * (width - len(row))


def _header(rows: list[list[str]], width: int) -> tuple[list[str], list[list[str]], list[str]]:
    """The first row when it looks like one; key and value tables get a header of their own."""
    first = rows[0]
    if width == 2 and len(rows) > 1 and not names_columns(first):
        return ["項目", "内容"], rows, []
    if width > 1 and not first[-1] and first[0] and all(row[-1] for row in rows[1:]):
        # The empty corner cell of a header is lost first: 「Webmin | Plesk | |」 over rows of three.
        return ["", *first[:-1]], rows[1:], ["表の見出しの列がずれていたため、左上を空欄として読みました。"]
    return first, rows[1:], []


def _line(row: Sequence[str]) -> str:
    return "| " + " | ".join(re.sub(r"\|", r"\\|", inline.text(cell)) for cell in row) + " |"
