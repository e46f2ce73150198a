"""What every reader hands to the drafting stage: one article of a source, in our Markdown, with its provenance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kb.model import AppliesTo


class Kind(StrEnum):
    """The shapes of raw material that can be read."""

    DUMP = "dump"
    HTML = "html"
    WXR = "wxr"
    MARKDOWN = "markdown"


@dataclass(frozen=True, slots=True)
class Note:
    """Something a writer should look at."""

    line: int
    """Of the source, from 1; 0 when the whole source is meant."""
    text: str
    confidence: float = 1.0
    """How sure the importer is of what it did, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """Text of the source that is in no article, and why."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class RawEntry:
    """One article as a source has it."""

    kind: Kind
    source: str
    """Name of the file, as it was given."""
    line: int
    """Of the source, from 1, where the article begins."""
    body: str
    """Markdown; headings from ``##`` down."""
    title: str = ""
    """Empty when the source has none."""
    published: date | None = None
    updated: date | None = None
    slug: str = ""
    """The source's own short name, as it stands there; not safe as a file name."""
    address: str = ""
    """The public page."""
    known_as: tuple[str, ...] = ()
    """Link targets that mean this article: its address, its file, its old id."""
    related: tuple[str, ...] = ()
    """Link targets of a list of related pages."""
    fallbacks: tuple[tuple[str, str], ...] = ()
    """Link target in the body to the address to use when no article answers to it; empty: none, keep the text."""
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    summary: str = ""
    references: tuple[str, ...] = ()
    """Titles of other pages that the body names without an address."""
    applies: AppliesTo | None = None
    """Stated by the source's own front matter; None when the text must tell."""
    support: str = ""
    """Stated by the source, as it stands; empty when the text must tell."""
    text: str = ""
    """What the source says in this entry, plain: every letter of it must be in the article or in ``dropped``."""
    boundary_confidence: float = 1.0
    """How sure it is that an article begins here, 0 to 1."""
    notes: tuple[Note, ...] = ()
    dropped: tuple[Dropped, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """All that came out of one source."""

    source: str
    kind: Kind
    encoding: str
    entries: tuple[RawEntry, ...]
    text: str
    """What has to be accounted for: the decoded text of the source's articles."""
    notes: tuple[Note, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    """Outside any entry: menus, footers, unpublished posts."""
