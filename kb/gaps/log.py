"""The log of questions: ``build/questions.jsonl``, on the reader's own machine, only when kb.toml says so.

What is kept and what is not. With ``[log] questions = true`` in kb.toml (it is false unless written), ``kb ask``
appends one line for each question that it answered or refused; ``kb ask --no-log`` appends none. With ``site = true``
(false too) the site lets each reader keep the same in their browser, see ``kb/site/assets/gaps``; it sends nothing.
A line is a JSON object of exactly these keys:

- ``day``: the date, such as "2026-07-28"; no time of day,
- ``question``: as typed, normalised, with what may be personal masked as ``kb.gaps.masking`` lists, and cut to
  200 characters,
- ``answered``: was there a confident answer,
- ``confidence``: how sure the answer was, 0 to 1, two decimals,
- ``article``: id of the first article, or null,
- ``filters``: names of the vocabulary given with --for, --plan and --category, by facet; no key without names.

No user, host, address, session or time is kept; the lines stand in the order in which they were asked. The file is
made readable for its owner only, never leaves the machine by itself, and ``kb gaps --clear`` empties it.

Files from elsewhere (what a reader saved from the site) have the same format; of a line only ``day`` and
``question`` are needed, other keys are ignored, and questions are masked again when they are read.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from kb.articles.applicability import Filters
from kb.errors import UsageError
from kb.gaps.masking import Known, mask
from kb.model import FACETS

LONGEST_LINE = 20_000
"""Characters; a longer line is none of ours."""

_FILTERS = (*FACETS, "categories")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the log."""

    day: date
    question: str
    """Masked; never empty."""
    answered: bool
    confidence: float | None = None
    """0 to 1, two decimals; None when not told."""
    article: str | None = None
    """Id of the first article then."""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Names by facet, and category ids."""

    def line(self) -> str:
        """The line of the log, with its line feed."""
        value = {
            "day": self.day.isoformat(),
            "question": self.question,
            "answered": self.answered,
            "confidence": self.confidence,
            "article": self.article,
            "filters": {facet: list(names) for facet, names in self.filters.items()},
        }
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


@dataclass(frozen=True, slots=True)
class Broken:
    """A line that is no question."""

    place: str
    """File and line."""
    problem: str


def asked(
    question: str,
    known: Known,
    day: date,
    *,
    answered: bool,
    confidence: float,
    article: str | None,
    filters: Filters,
) -> Asked | None:
    """What to keep of a question; None when masking leaves nothing."""
    kept = mask(question, known)
    names = {facet: getattr(filters, facet) for facet in _FILTERS if getattr(filters, facet)}
    return Asked(day, kept, answered, round(confidence, 2), article, names) if kept else None


def append(path: Path, entry: Asked) -> None:
    """Add one line in one write, so that lines of several ``kb ask`` never mix.

    Raises:
        OSError: it could not be written whole. A link in the log's place is refused: it would lead elsewhere.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(path, flags, 0o600)
    try:
        line = entry.line().encode()
        if os.write(descriptor, line) != len(line):
            raise OSError(None, "途中までしか書けませんでした", str(path))
    finally:
        os.close(descriptor)


def clear(path: Path) -> int:
    """Empty the log; gives how many lines it had.

    Raises:
        OSError: it cannot be written.
    """
    try:
        with path.open("rb+") as stream:
            lines = sum(1 for _ in stream)
            stream.truncate(0)
    except FileNotFoundError:
        return 0
    return lines


def read(path: Path, known: Known) -> Iterator[Asked | Broken]:
    """The questions of a file in its order, and what of it is broken.

    Raises:
        UsageError: the file cannot be read.
    """
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="\n") as stream:
            yield from parse(stream, str(path), known)
    except OSError as exc:
        raise UsageError(
            f"{path} を読めません（{exc.strerror}）。", "ファイルの場所と権限を確かめてください。"
        ) from exc


def parse(lines: Iterable[str], name: str, known: Known) -> Iterator[Asked | Broken]:
    """Lines of a log to questions; blank lines are passed over."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield _entry(line, known)
            except ValueError as exc:
                yield Broken(f"{name}:{number}", str(exc))


def _entry(line: str, known: Known) -> Asked:
    if len(line) > LONGEST_LINE:
        raise ValueError(f"行が長すぎます（{LONGEST_LINE} 文字まで）。")
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as exc:
        raise ValueError("JSON として読めません。") from exc
    if not isinstance(value, dict):
        raise ValueError("JSON のオブジェクトではありません。")
    question = value.get("question")
    kept = mask(question, known) if isinstance(question, str) else ""
    if not kept:
        raise ValueError("question（質問の文字列）がありません。")
    article, confidence = value.get("article"), value.get("confidence")
    return Asked(
        day=_day(value.get("day")),
        question=kept,
        answered=value.get("answered") is True,
        confidence=_share(confidence),
        article=article if isinstance(article, str) and _ID.fullmatch(article) else None,
        filters=_names(value.get("filters")),
    )


def _day(value: Any) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as exc:
        raise ValueError("day（2026-07-28 の形の日付）がありません。") from exc


def _share(value: Any) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return round(float(value), 2) if is_number and 0 <= value <= 1 else None


def _names(value: Any) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        return {}
    return {
        facet: tuple(name for name in value[facet] if isinstance(name, str))
        for facet in _FILTERS
        if isinstance(value.get(facet), list)
    }
