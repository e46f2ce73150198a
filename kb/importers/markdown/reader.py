"""Markdown files, with or without front matter of another shape, to raw entries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath

from kb.articles.passages import outside_fences
from kb.errors import SourceError
from kb.importers.dates import date_line
from kb.importers.markdown.blocks import HEADING, body_lines, with_gaps
from kb.importers.markdown.dialects import open_dialects, properties
from kb.importers.markdown.front import KNOWN_KEYS, Values, split_front
from kb.importers.markdown.inliner import LINK, Inliner
from kb.importers.markdown.lists import normalised
from kb.importers.raw import Dropped, Kind, Note, RawEntry, Reading
from kb.importers.rescue import unaccounted

_SETEXT = re.compile(r"(?:=+|-+)[ \t]*\Z")
_RUN = re.compile(r"[^\W_]+")
_ASKS = re.compile(
    r"^\s*(?:Q|問)\s*\d*\s*[.:．：、)]|[?？]\s*\Z|(?:たい|か|のですが|できない)\s*[。．]?\s*\Z"
)
_Q_PREFIX = re.compile(r"^\s*(?:Q|問)\s*\d*\s*[.:．：、)]\s*(?=\S)", re.IGNORECASE)
_TITLE_LEVELS = 3
"""A file without a first-level heading may begin with a deeper one that is its title."""
_MIN_QUESTIONS = 2


def read_markdown(text: str, source: str, unpublished: bool) -> Reading:
    """The article of a Markdown file, or its articles when it is a list of questions.

    Raises:
        SourceError: the front matter cannot be read, or the file is marked as a draft and drafts are not wanted.
    """
    values, body, body_line = split_front(text, source)
    head = Values(values)
    if not unpublished and head.unpublished:
        raise _unpublished(source, 1)
    opened = open_dialects(body.split("\n"))
    lines = _atx(opened.lines)
    title, lines, title_line = _title(lines, head.text("title"))
    head, lines, taken = _stated_below(head, lines)
    if not unpublished and head.unpublished:
        raise _unpublished(source, body_line)
    front = "" if body_line == 1 else "\n".join(text.split("\n")[: body_line - 1])
    dropped: tuple[Dropped, ...] = (Dropped(1, front, "フロントマター（項目へ）"),) if front.strip() else ()
    dropped += tuple(Dropped(body_line, line, "項目の行（項目へ）") for line in taken)
    dropped += tuple(Dropped(body_line, text, "ほかの道具の書き方") for text in opened.dropped)
    sections = _questions(lines)
    if sections:
        entries = [
            _entry(
                source,
                _Q_PREFIX.sub("", asked),
                part,
                body_line + start,
                head.shared,
                "\n".join([lines[start], *part]),
                (Dropped(body_line + start, lines[start], "題名へ"),),
                asked=True,
            )
            for asked, start, part in sections
        ]
        lead = "\n".join(lines[: sections[0][1]]).strip()
        rest = (Dropped(body_line, "\n".join((title, lead)), "質問の一覧の前書き"),)
        return _reading(source, tuple(entries), text, (*dropped, *rest))
    name = title or PurePath(source).stem
    entry = _entry(source, name, lines, body_line + max(0, title_line), head, body, front_dropped=dropped)
    return _reading(source, (entry,), text, ())


def _unpublished(source: str, line: int) -> SourceError:
    return SourceError(
        source,
        line,
        "下書き（未公開）と記されています。",
        "取り込むには --include-unpublished を付けてください。",
    )


def _stated_below(head: Values, lines: list[str]) -> tuple[Values, list[str], list[str]]:
    """Properties and dates that stand under the title instead of in front matter: taken out and added to it."""
    stated, places = properties(lines, KNOWN_KEYS)
    values: dict[str, object] = dict(stated)
    if not places:
        for index, line in enumerate(lines):
            found = date_line(line)
            if found:
                places.append(index)
                values |= {"updated" if one.role == "updated" else "published": one.day for one in found}
            elif line.strip():
                break
    taken = [lines[index] for index in places]
    gone = set(places)
    kept = ["" if index in gone else line for index, line in enumerate(lines)]
    return Values({**values, **head.values}), kept, taken


def _reading(source: str, entries: tuple[RawEntry, ...], text: str, dropped: tuple[Dropped, ...]) -> Reading:
    """The reading; lines that no entry accounts for are listed, not forgotten."""
    told = [part for e in entries for part in (e.title, e.body, *(one.text for one in e.dropped))]
    rest = unaccounted(text.split("\n"), "\n".join((*told, *(one.text for one in dropped))))
    gone = tuple(Dropped(0, line, "読み解けなかった行") for line in rest)
    return Reading(source, Kind.MARKDOWN, "", entries, text, (), (*dropped, *gone))


def _atx(lines: Sequence[str]) -> list[str]:
    """Underlined headings as ``#`` headings."""
    result: list[str] = []
    for line, fenced in outside_fences(lines):
        above = result[-1] if result else ""
        if (
            not fenced
            and _SETEXT.match(line)
            and above.strip()
            and not re.match(r"\s*(?:[#>|\-*+]|\d+[.)]|```)", above)
            and "|" not in above
        ):
            result[-1] = ("# " if line.startswith("=") else "## ") + above.strip()
            result.append("")
        else:
            result.append(line)
    return result


def _title(lines: Sequence[str], stated: str) -> tuple[str, list[str], int]:
    """The title, the lines without the heading that is it, and that heading's index (-1: none)."""
    for index, (line, fenced) in enumerate(outside_fences(lines)):
        if fenced or not line.strip():
            continue
        match = HEADING.match(line)
        if match and (len(match["marks"]) == 1 or _alone_at_top(lines, len(match["marks"]))):
            text = _plain(match["text"])
            if not stated or text == stated:
                return text, [*lines[:index], "", *lines[index + 1 :]], index
        break
    return stated, list(lines), -1


def _alone_at_top(lines: Sequence[str], level: int) -> bool:
    """Is there one heading of this level and none above it?"""
    levels = [
        len(match["marks"])
        for line, fenced in outside_fences(lines)
        if not fenced and (match := HEADING.match(line))
    ]
    return level <= _TITLE_LEVELS and levels.count(level) == 1 and min(levels) == level and len(levels) > 1


def _plain(markdown: str) -> str:
    text = LINK.sub(lambda m: m["label"], markdown)
    return re.sub(r"\\(?=[^\w\s])", "", re.sub(r"\*\*|__|`|<[^<>]*>", "", text)).strip()


def _questions(lines: Sequence[str]) -> list[tuple[str, int, list[str]]]:
    """The sections of a file whose headings of one level are questions: question, index, lines."""
    headings: dict[int, list[tuple[int, str]]] = {}
    for index, (line, fenced) in enumerate(outside_fences(lines)):
        match = None if fenced else HEADING.match(line)
        if match:
            headings.setdefault(len(match["marks"]), []).append((index, _plain(match["text"])))
    above: list[int] = []
    for level in (1, 2, 3):
        found = headings.get(level, [])
        asking = [one for one in found if _ASKS.search(one[1])]
        if len(found) >= _MIN_QUESTIONS and len(asking) >= 0.8 * len(found):
            edges = sorted([*above, *(index for index, _ in found), len(lines)])
            ends = [next(edge for edge in edges if edge > index) for index, _ in found]
            return [
                (text, index, list(lines[index + 1 : end]))
                for (index, text), end in zip(found, ends, strict=True)
            ]
        if len(found) > 1 and any(not _only_headings(lines, index) for index, _ in found):
            return []
        above += [index for index, _ in found]
    return []


def _only_headings(lines: Sequence[str], index: int) -> bool:
    """Does a heading stand straight over another one: is it the name of a group?"""
    following = next((line for line in lines[index + 1 :] if line.strip()), "")
    return HEADING.match(following) is not None


def _entry(
    source: str,
    title: str,
    lines: Sequence[str],
    line: int,
    head: Values,
    text: str,
    front_dropped: tuple[Dropped, ...] = (),
    *,
    asked: bool = False,
) -> RawEntry:
    reader = Inliner(source)
    body = "\n".join(with_gaps(normalised(body_lines(lines, reader)), reader))
    notes = [Note(line, note.text, note.confidence) for note in reader.notes]
    if head.unknown:
        notes.append(Note(1, "使い道のないフロントマターの項目: " + "、".join(head.unknown[:20]), 0.8))
    said = "\n".join((body, *(one.text for one in (*front_dropped, *reader.dropped))))
    lost = unaccounted(_RUN.findall(text), said)
    if lost:
        reader.dropped.append(Dropped(line, " ".join(lost), "壊れた HTML など、読み解けなかった部分"))
        notes.append(Note(line, f"読み解けなかった部分があります:「{' '.join(lost)[:120]}」", 0.3))
    address = head.text("address")
    public = address if re.match(r"https?://", address) else ""
    summary = head.text("summary")
    published = head.day("published")
    return RawEntry(
        kind=Kind.MARKDOWN,
        source=source,
        line=line,
        body=body.strip("\n") + "\n" if body.strip() else "",
        title=title,
        published=published,
        updated=head.day("updated"),
        slug=head.text("slug") or ("" if asked else PurePath(source).stem),
        address=public,
        known_as=tuple(dict.fromkeys((source, address, *head.texts("aliases")))),
        categories=head.texts("categories"),
        tags=head.texts("tags"),
        questions=head.texts("questions"),
        summary=" ".join(summary.split()),
        applies=head.applies,
        support=head.text("support"),
        fallbacks=tuple(reader.fallbacks.items()),
        text=text,
        notes=tuple(notes),
        dropped=(*front_dropped, *(Dropped(line, one.text, one.reason) for one in reader.dropped)),
    )
