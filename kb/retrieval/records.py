"""What a result shows: the article's card and its sections, ready to print, stored in the index.

The same record is what the browser shows. Plain values and JSON, no Markdown: made at build time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from kb.model import AppliesTo, Article, Status, Support


@dataclass(frozen=True, slots=True)
class SectionRecord:
    """A section as it is shown."""

    heading: str
    anchor: str
    text: str
    """Plain text."""
    pointer: bool = False
    """Does it only point elsewhere (関連)? Then it answers nothing itself."""


@dataclass(frozen=True, slots=True)
class Record:
    """An article as it is shown in a result. Dates are ISO text or None."""

    id: str
    title: str
    summary: str
    category: str
    tags: tuple[str, ...]
    applies_to: AppliesTo
    topic: str
    support: str
    published: str | None
    updated: str | None
    review_by: str | None
    status: str
    source: str
    path: str
    sections: tuple[SectionRecord, ...]
    passages: tuple[tuple[int, str], ...]
    """For each passage of ``kb.articles.passages.passages`` the number of its section, and its own plain text
    when it is only a row of the section's table (else empty)."""

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Record:
        data: dict[str, Any] = json.loads(text)
        data["applies_to"] = AppliesTo(**{k: tuple(v) for k, v in data["applies_to"].items()})
        data["sections"] = tuple(SectionRecord(**s) for s in data["sections"])
        data["passages"] = tuple((n, row) for n, row in data["passages"])
        data["tags"] = tuple(data["tags"])
        return cls(**data)

    @property
    def url(self) -> str:
        """The article's page, relative to the site."""
        return self.path.removesuffix(".md") + ".html"

    def as_article(self) -> Article:
        """The head of the article again, for rules that are written for articles (freshness)."""
        return Article(
            id=self.id, title=self.title, summary=self.summary, category=self.category, applies_to=self.applies_to,
            support=Support(self.support), published=_day(self.published), updated=_day(self.updated),
            review_by=_day(self.review_by), status=Status(self.status), topic=self.topic, source=self.source,
        )  # fmt: skip


def record(article: Article) -> Record:
    """Make the record of an article."""
    # Only a build makes records; a question that waits should not load the reading of Markdown.
    from kb.articles.passages import is_pointer, passages, table_rows
    from kb.articles.reply import plain_text

    sections: list[SectionRecord] = []
    kept: list[tuple[int, str]] = []
    rows: list[str] = []
    for passage in passages(article.body):
        if passage.text in rows:
            rows.remove(passage.text)
            kept.append((max(len(sections) - 1, 0), plain_text(passage.text)))
            continue
        rows = list(table_rows(passage.text))
        sections.append(
            SectionRecord(
                passage.heading, passage.anchor, plain_text(passage.text), is_pointer(passage.heading)
            )
        )
        kept.append((len(sections) - 1, ""))
    return Record(
        id=article.id, title=article.title, summary=article.summary, category=article.category, tags=article.tags,
        applies_to=article.applies_to, topic=article.topic, support=str(article.support),
        published=_iso(article.published), updated=_iso(article.updated), review_by=_iso(article.review_by),
        status=str(article.status), source=article.source, path=article.path.as_posix(),
        sections=tuple(sections), passages=tuple(kept),
    )  # fmt: skip


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


SHOWN_CHARS = 1200
"""Length up to which further sections are shown with the answering one, in characters: a screenful."""

_ANSWER = "回答"


def shown_text(sections: Sequence[SectionRecord], passage: tuple[int, str]) -> str:
    """The text that answers: the passage, its section, the answer in brief, and what follows while there is room.

    A person who asks for a setting needs the steps that follow the answer, and one who asks for a detail the
    answer it belongs to; a short section alone would send both to the page. Mirrored in
    ``kb/site/assets/search/records.js``.
    """
    first, row = passage
    parts = [row] if row else []
    length = len(row)
    for number in _reading_order(sections, first):
        section = sections[number]
        if (parts or number != first) and length + len(section.text) > SHOWN_CHARS:
            continue
        heading = f"【{section.heading}】\n" if number != first and section.heading else ""
        parts.append(heading + section.text)
        length += len(section.text)
    return "\n\n".join(parts)


def _reading_order(sections: Sequence[SectionRecord], first: int) -> Iterator[int]:
    """The answering section, the answer in brief when that is another one, then the sections that follow."""
    yield first
    brief = next((n for n, s in enumerate(sections) if s.heading.startswith(_ANSWER)), None)
    if brief is not None and brief != first:
        yield brief
    for number in range(first + 1, len(sections)):
        if number != brief and not sections[number].pointer:
            yield number
