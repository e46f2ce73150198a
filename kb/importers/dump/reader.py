"""A text dump to raw entries."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kb.config import Vocabulary
from kb.importers.dump.body import render
from kb.importers.dump.boundaries import Boundary, find_boundaries, naming
from kb.importers.dump.heads import QUESTION_LINES, settled
from kb.importers.dump.lines import Line, answer_label, field_of, question_text, read_line
from kb.importers.dump.shapes import TITLE_END
from kb.importers.raw import Dropped, Kind, Note, RawEntry

_HEAD_LINES, _TITLE_CHARS = 6, 120
MAX_LINE_CHARS = 20_000
"""A longer line is parted at sentence ends: no rule looks at a line of megabytes."""
_LEADING_DATE = re.compile(
    r"\s*[\[【(■◆●]*(?:公開日|更新日|最終更新日|掲載日|作成日|登録日|改訂日)\s*[::]?\s*(?:19|20)\d{2}\s*[年./\-]\s*\d{1,2}\s*[月./\-]\s*\d{1,2}\s*日?"
    r"(?:\s*[(（][月火水木金土日][)）])?[\]】)]*",
)
_CATEGORY_LABEL = re.compile(r"カテゴリ|分類|区分|ジャンル|category", re.IGNORECASE)
_TAG_LABEL = re.compile(r"タグ|キーワード|tag|keyword", re.IGNORECASE)
_TITLE_LABEL = re.compile(r"タイトル|題名|件名|title", re.IGNORECASE)
_CUT = re.compile(r"(?<=[。．!?！？])")


def read_lines(text: str) -> list[Line]:
    """Every line of a dump, with what the whole dump tells of it.

    A date or 「A.」 that runs into its text, and lines of no reasonable length, are parted: several lines then have
    the same number.
    """
    return settled(list(_lines(text)))


def _lines(text: str) -> Iterator[Line]:
    waiting = 0
    """Lines for which an answer to the last question may still come."""
    for number, raw in enumerate(text.split("\n"), 1):
        for part in _parts(raw, answers=waiting > 0):
            line = read_line(number, part)
            waiting = QUESTION_LINES if line.question else 0 if line.answer else waiting - bool(line.text)
            yield line


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
    lines = read_lines(text)
    progress(0.1)
    found = find_boundaries(lines, naming(vocabulary), progress=lambda share: progress(0.1 + 0.6 * share))
    ends = [boundary.index for boundary in found[1:]] + [len(lines)]
    entries: list[RawEntry] = []
    for number, (boundary, end) in enumerate(zip(found, ends, strict=True)):
        entries.append(_entry(lines[boundary.index : end], boundary, source))
        if number % 200 == 0:
            progress(0.7 + 0.3 * number / len(found))
    return tuple(entries)


def _parts(raw: str, *, answers: bool) -> Iterator[str]:
    """The pieces of a line; ``answers``: is an answer due, so that 「A. …」 is one and no item of a list?"""
    label = answer_label(raw) if answers else ""
    if label:
        yield label
        raw = raw[len(label) :]
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
    head = _head(lines)
    rest = [line for line in lines if line is not head.titled]
    body = render(rest)
    published, updated, notes = _dates(lines)
    long = [
        Note(line.number, "とても長い行を文の終わりで分けました。", 0.8)
        for line in lines
        if len(line.text) > MAX_LINE_CHARS // 2
    ]
    named = [Dropped(head.titled.number, head.titled.text, "題名へ")] if head.titled is not None else []
    return RawEntry(
        kind=Kind.DUMP,
        source=source,
        line=lines[0].number,
        body=body.markdown,
        text="\n".join(line.text for line in lines),
        title=head.title,
        published=published,
        updated=updated,
        categories=head.categories,
        tags=head.tags,
        references=tuple(dict.fromkeys(body.references)),
        boundary_confidence=round(boundary.confidence, 2),
        notes=(*notes, *long[:1], *body.notes),
        dropped=(*body.dropped, *named),
    )


@dataclass(frozen=True, slots=True)
class _Head:
    """What the head of an article states."""

    title: str = ""
    titled: Line | None = None
    """The line that holds it."""
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


def _head(lines: Sequence[Line]) -> _Head:
    stated = [(line, *field) for line in lines if line.field and (field := field_of(line.plain))]
    categories = tuple(text for _, label, text in stated if _CATEGORY_LABEL.match(label))
    tags = tuple(
        tag for _, label, text in stated if _TAG_LABEL.match(label) for tag in re.split(r"[\s,、/]+", text)
    )
    title, titled = _asked(lines)
    if titled is None:
        title, titled = next(
            ((text, line) for line, label, text in stated if _TITLE_LABEL.match(label)), ("", None)
        )
    return _Head(title, titled, categories, tags)


def _asked(lines: Sequence[Line]) -> tuple[str, Line | None]:
    """The question when the dump has it after all: 「Q. …」, the line under 質問, a title with its ornament."""
    for index, line in enumerate(lines[:_HEAD_LINES]):
        if line.titled:
            return line.titled, line
        asked = question_text(line.plain)
        if asked:
            return asked, line
        if line.question or line.returning:
            following = next((other for other in lines[index + 1 :] if other.text), None)
            if following is not None and _may_be_title(following, asked=line.question):
                return following.text, following
        if line.text and not line.mark:
            break
    return "", None


def _may_be_title(line: Line, *, asked: bool) -> bool:
    """Under 質問 any line is the question; under another head only one that does not state something."""
    if line.mark or len(line.text) > _TITLE_CHARS:
        return False
    return asked or not line.sentence or bool(TITLE_END.search(line.plain))


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
