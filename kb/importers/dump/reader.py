"""A text dump to raw entries."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from kb.config import Vocabulary
from kb.importers.dump.body import render
from kb.importers.dump.boundaries import Boundary, find_boundaries, naming
from kb.importers.dump.lines import Line, question_text, read_line
from kb.importers.raw import Dropped, Kind, Note, RawEntry

MAX_LINE_CHARS = 20_000
"""A longer line is parted at sentence ends: no rule looks at a line of megabytes."""
_LEADING_DATE = re.compile(
    r"\s*[\[【(■◆●]*(?:公開日|更新日|最終更新日|掲載日|作成日|登録日|改訂日)\s*[::]?\s*(?:19|20)\d{2}\s*[年./\-]\s*\d{1,2}\s*[月./\-]\s*\d{1,2}\s*日?"
    r"(?:\s*[(（][月火水木金土日][)）])?[\]】)]*",
)
_CUT = re.compile(r"(?<=[。．!?！？])")


def read_lines(text: str) -> Iterator[Line]:
    """Every line of a dump; a date that runs into its text, and lines of no reasonable length, are parted."""
    for number, raw in enumerate(text.split("\n"), 1):
        for part in _parts(raw):
            yield read_line(number, part)


def read_dump(
    text: str, source: str, vocabulary: Vocabulary, progress: Callable[[float], None] = lambda share: None
) -> tuple[RawEntry, ...]:
    """The articles of a dump, in order.

    Args:
        text: decoded, line feeds only.
        source: name of the file, for the report.
        vocabulary: names that tell topics apart.
        progress: called with the share of the work that is done.
    """
    lines = list(read_lines(text))
    progress(0.1)
    found = find_boundaries(lines, naming(vocabulary), progress=lambda share: progress(0.1 + 0.6 * share))
    ends = [boundary.index for boundary in found[1:]] + [len(lines)]
    entries: list[RawEntry] = []
    for number, (boundary, end) in enumerate(zip(found, ends, strict=True)):
        entries.append(_entry(lines[boundary.index : end], boundary, source))
        if number % 200 == 0:
            progress(0.7 + 0.3 * number / len(found))
    return tuple(entries)


def _parts(raw: str) -> Iterator[str]:
    leading = _LEADING_DATE.match(raw)
    if leading and raw[leading.end() :].strip() and not read_line(0, raw).dates:
        yield raw[: leading.end()]
        raw = raw[leading.end() :]
    if len(raw) <= MAX_LINE_CHARS:
        yield raw
        return
    held = ""
    for sentence in _CUT.split(raw):
        for start in range(0, len(sentence), MAX_LINE_CHARS):
            piece = sentence[start : start + MAX_LINE_CHARS]
            if held and len(held) + len(piece) > MAX_LINE_CHARS:
                yield held
                held = ""
            held += piece
    if held:
        yield held


def _entry(lines: Sequence[Line], boundary: Boundary, source: str) -> RawEntry:
    title, rest = _asked(lines)
    body = render(rest)
    published, updated, notes = _dates(lines)
    long = [
        Note(line.number, "とても長い行を文の終わりで分けました。", 0.8)
        for line in lines
        if len(line.text) > MAX_LINE_CHARS // 2
    ]
    return RawEntry(
        kind=Kind.DUMP,
        source=source,
        line=lines[0].number,
        body=body.markdown,
        text="\n".join(line.text for line in lines),
        title=title,
        published=published,
        updated=updated,
        references=tuple(dict.fromkeys(body.references)),
        boundary_confidence=round(boundary.confidence, 2),
        notes=(*notes, *long[:1], *body.notes),
        dropped=tuple(body.dropped) if not title else (*body.dropped, *_asked_dropped(lines, rest)),
    )


def _asked(lines: Sequence[Line]) -> tuple[str, Sequence[Line]]:
    """The question when the dump has it after all: 「Q. …」 or the line under 質問."""
    for index, line in enumerate(lines[:6]):
        asked = question_text(line.plain)
        if asked:
            return asked, [*lines[:index], *lines[index + 1 :]]
        if line.question and index + 1 < len(lines):
            following = next((i for i in range(index + 1, len(lines)) if lines[i].text), None)
            if following is not None and len(lines[following].text) <= 120:
                return lines[following].text, [*lines[:following], *lines[following + 1 :]]
        if line.text and not line.mark:
            break
    return "", lines


def _asked_dropped(lines: Sequence[Line], rest: Sequence[Line]) -> list[Dropped]:
    kept = {id(line) for line in rest}
    return [Dropped(line.number, line.text, "題名へ") for line in lines if id(line) not in kept]


def _dates(lines: Sequence[Line]) -> tuple[date | None, date | None, list[Note]]:
    published = updated = None
    notes: list[Note] = []
    for line in lines:
        for one in line.dates:
            if one.role == "updated":
                updated = updated or one.day
            elif published is None:
                published = one.day
                if one.role == "bare":
                    notes.append(Note(line.number, "名前のない日付の行を公開日としました。", 0.7))
    return published, updated, notes
