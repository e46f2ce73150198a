"""The values every stage speaks. Frozen, small, and free of everything else in kb."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import PurePosixPath


class Support(StrEnum):
    """May staff promise help with what an article describes?"""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


class Status(StrEnum):
    """Only current articles are indexed and published; archived ones keep a page of their own."""

    DRAFT = "draft"
    CURRENT = "current"
    ARCHIVED = "archived"


class Severity(StrEnum):
    """How much a finding matters: errors fail the check, warnings are doubts, notes are advice."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


FACETS = ("versions", "plans", "os", "software")
"""Names of the closed lists an article can be bound to, as they stand in ``applies_to``."""


@dataclass(frozen=True, slots=True)
class AppliesTo:
    """What an article is for, in the vocabulary's names. An empty list: not tied to one."""

    versions: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    os: tuple[str, ...] = ()
    software: tuple[str, ...] = ()

    def facet(self, name: str) -> tuple[str, ...]:
        """The list of one facet, by its name in ``FACETS``."""
        value: tuple[str, ...] = getattr(self, name)
        return value


@dataclass(frozen=True, slots=True)
class Article:
    """One FAQ article: its front matter and its Markdown body."""

    id: str
    title: str
    summary: str
    """One or two sentences that are the answer; at most 140 characters."""
    category: str
    questions: tuple[str, ...] = ()
    """How people ask it; searched like the title."""
    tags: tuple[str, ...] = ()
    applies_to: AppliesTo = AppliesTo()
    topic: str = ""
    """Same question, other version: same topic. Empty: a topic of its own."""
    support: Support = Support.FULL
    published: date | None = None
    updated: date | None = None
    review_by: date | None = None
    status: Status = Status.CURRENT
    source: str = ""
    related: tuple[str, ...] = ()
    body: str = ""
    """Markdown, without the front matter; ends with one line feed unless empty."""
    path: PurePosixPath = PurePosixPath()  # noqa: RUF009  (immutable)
    """Relative to the knowledge base: ``articles/<category>/<id>.md``."""

    @property
    def changed(self) -> date | None:
        """The day of the last change that the article states."""
        return self.updated or self.published


@dataclass(frozen=True, slots=True)
class Passage:
    """A section of an article: the unit of an answer."""

    heading: str
    """Text of the heading above it; empty for text before the first heading."""
    anchor: str
    """Fragment of the heading on the article's page; empty for text before the first heading."""
    text: str
    """Markdown of the section without its heading."""
    level: int = 2
    """Level of the heading, 2 to 6."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a writer should look at, with its place and, where one is safe, its fix."""

    code: str
    severity: Severity
    file: str
    """Relative to the knowledge base, with forward slashes."""
    line: int
    """From 1."""
    column: int
    """From 1, in code points."""
    message: str
    fix: str | None = None
    """What to write instead, for a person or for ``kb check --fix``."""


@dataclass(frozen=True, slots=True)
class Judgment:
    """A judged query: what a person asked, and which articles answer it."""

    qid: str
    text: str
    kind: str
    relevant: dict[str, int] = field(default_factory=dict)
    """Article id to grade, 1 to 3; a hit is grade 2 or more."""
    must_contain: tuple[str, ...] = ()
    """Literal texts that a right answer shows."""
    answerable: bool = True
