"""A Markdown body as the drafting rules look at it: a flat list of texts, each with its place in the article."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kb.articles.passages import outside_fences

_HEADING = re.compile(r"#{1,6}\s+(?P<text>.+)")
_STEP = re.compile(r"\s*\d{1,3}\.\s+(?P<text>.+)")
_DEEPER = re.compile(r"\s*[-*]\s+(?P<text>\d{1,2}(?:\.\d{1,2})+\.?\s*\S.*)")
_ITEM = re.compile(r"\s*[-*]\s+(?P<text>.+)")
_RULE = re.compile(r"\s*\|[\s:|\-]+\|\s*\Z")
_LINK = re.compile(r"!?\[(?:[^\[\]\\]|\\.){0,400}\]\([^)\s]{0,2000}+\)|<https?://[^>]{0,2000}>")
_LABELLED = re.compile(r"(?<!!)\[(?P<label>(?:[^\[\]\\]|\\.){0,400})\]\([^)\s]{0,2000}+\)")
_MARKUP = re.compile(r"\*\*|\\(?=[^\w\s])")
_BOLD_LINE = re.compile(r"\s*\*\*(?P<text>[^*]+)\*\*\s*\Z")
_GREETING = re.compile(r"平素|ありがとうございます|日頃|お世話になって")
_YES = re.compile(
    r"(?:はい|いいえ|いえ|(?:ご利用|利用|対応|変更|設定)?(?:可能です|できます|できません)|対応しています|あります|ありません)[、。]?"
)
"""A bare yes or no; the sentence after it is the first that says anything."""
_SENTENCES = re.compile(r"[^。]*(?:。|\Z)")


class Place(StrEnum):
    """Where a text stands."""

    HEADING = "heading"
    LEAD = "lead"
    """Prose before anything else, or under a first heading."""
    TEXT = "text"
    STEP = "step"
    NOTE = "note"
    HEADER = "header"
    """A table's first row."""
    FIRST_COLUMN = "first column"
    CELL = "cell"


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence, heading, step or cell without its markup; links are cut out, they speak of other pages."""

    place: Place
    text: str
    section: str = ""
    """The heading above it."""
    order: int = 0
    """Of a lead sentence, from 0; 0 elsewhere."""
    said: str = ""
    """A sentence with the words of its links; empty when it has none."""


def outline(body: str, references: Collection[str] = ()) -> tuple[Piece, ...]:
    """The pieces of a body in order; code and the titles of other pages are left out."""
    return tuple(_Walk(frozenset(references)).pieces(body))


def beside_code(lines: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Each line with whether it is code, in a list as well, where a fence is indented."""
    fenced = (inside for _, inside in outside_fences(line.lstrip() for line in lines))
    return zip(lines, fenced, strict=True)


def plain(markdown: str) -> str:
    """Text without links and markup."""
    return _MARKUP.sub("", _LINK.sub("", markdown)).replace("`", "").strip()


def spoken(markdown: str) -> str:
    """Text with the words of its links, without markup."""
    return plain(_LABELLED.sub(lambda match: match["label"], markdown))


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph."""
    return [part.strip() for part in _SENTENCES.findall(text) if part.strip()]


class _Walk:
    """One pass over the lines, remembering the section and how much of the lead is over."""

    def __init__(self, references: frozenset[str]) -> None:
        self.references = references
        self.section = ""
        self.lead = 0
        self.in_lead = True
        self.in_note = False
        self.header_next = True

    def pieces(self, body: str) -> Iterator[Piece]:
        for line, fenced in beside_code(body.split("\n")):
            if fenced or not line.strip():
                continue
            yield from self._line(line)

    def _line(self, line: str) -> Iterator[Piece]:
        if line.lstrip().startswith("!!!"):
            self.in_note = True
            return
        if not line.startswith("    "):
            self.in_note = False
        heading = _HEADING.match(line) or _BOLD_LINE.match(line)
        if heading:
            self.section = plain(heading["text"])
            self.in_lead = self.in_lead and self.lead == 0
            yield Piece(Place.HEADING, self.section, self.section)
            return
        if line.lstrip().startswith("|"):
            yield from self._row(line)
            return
        self.header_next = True
        yield from self._prose(line)

    def _row(self, line: str) -> Iterator[Piece]:
        self.in_lead = False
        if _RULE.match(line):
            self.header_next = False
            return
        cells = [plain(cell) for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]
        for index, cell in enumerate(cells):
            place = Place.HEADER if self.header_next else Place.FIRST_COLUMN if index == 0 else Place.CELL
            if cell:
                yield Piece(place, cell, self.section)
        self.header_next = False

    def _prose(self, line: str) -> Iterator[Piece]:
        step, item = _STEP.match(line) or _DEEPER.match(line), _ITEM.match(line)
        raw = step["text"] if step else item["text"] if item else line
        text = plain(raw)
        if not text or text in self.references:
            return
        parts = [(plain(part), spoken(part)) for part in sentences(raw)]
        parts = [(words, said if said != words else "") for words, said in parts if words]
        if step or item:
            self.in_lead = self.in_lead and self.lead == 0 and step is None
            place = Place.STEP if step else Place.TEXT
            yield from (Piece(place, words, self.section, 0, said) for words, said in parts)
            return
        for words, said in parts:
            if self.in_note:
                yield Piece(Place.NOTE, words, self.section, 0, said)
            elif self.in_lead and self.lead == 0 and _YES.fullmatch(words):
                yield Piece(Place.LEAD, words, self.section, 0, said)
            elif self.in_lead and not (self.lead == 0 and _GREETING.search(words)):
                yield Piece(Place.LEAD, words, self.section, self.lead, said)
                self.lead += 1
            else:
                yield Piece(Place.TEXT, words, self.section, 0, said)
