"""What ``kb gaps --json`` prints. Stable: keys are added, never dropped or renamed.

    {"recording": true,                     does kb.toml ask for a log?
     "asked": 37, "broken": 0,              questions looked at; lines that were none
     "wordless": 1,                         questions without a word to search; in no list
     "days": ["2026-07-01", "2026-07-28"],  first and last day, or null
     "not_found": [GAP…], "unsure": [GAP…], "mended": [GAP…],
     "synonyms": [{"line": "検地, 検知", "count": 2, "articles": ["…"]}]}

    GAP: {"terms": ["…"], "count": 5, "first": "2026-07-01", "last": "2026-07-28",
          "refused": 5,                     times asked without a confident answer
          "answered_by": null,              id of the article that answered it formerly, or null
          "wordings": [{"question": "…", "count": 3}],
          "confidence": 0.31,               today's
          "nearest": {"id": "…", "title": "…", "path": "articles/…md", "coverage": 0.62} or null,
          "proposals": [{"kind": "question", "article": "…", "path": "…", "wording": "…"},
                        {"kind": "synonym", "line": "…, …", "word": "…", "meant": "…", "article": "…"},
                        {"kind": "article"}]}

``not_found`` has proposals, ``unsure`` and ``mended`` have none. Each list: the most asked first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kb.gaps.proposals import AddQuestion, AddSynonym, Proposal
from kb.gaps.survey import Gap, Survey


@dataclass(frozen=True, slots=True)
class SynonymLine:
    """A line for search/synonyms.txt and how much speaks for it."""

    line: str
    count: int
    """Times that questions with the word were asked."""
    articles: tuple[str, ...]
    """Ids of the articles meant."""
    wording: str
    """The most asked of those questions."""


def synonym_lines(gaps: Sequence[Gap]) -> list[SynonymLine]:
    """The synonyms proposed for all gaps, each line once, the most asked first."""
    held: dict[str, list[tuple[Gap, AddSynonym]]] = {}
    for gap in gaps:
        for proposal in gap.proposals:
            if isinstance(proposal, AddSynonym):
                held.setdefault(proposal.line, []).append((gap, proposal))
    lines = [
        SynonymLine(
            line,
            sum(gap.group.count for gap, _ in found),
            tuple(dict.fromkeys(proposal.article for _, proposal in found)),
            found[0][0].group.wordings[0].question,
        )
        for line, found in held.items()
    ]
    return sorted(lines, key=lambda one: (-one.count, one.line))


def to_document(survey: Survey, *, recording: bool, broken: int) -> dict[str, Any]:
    """A survey as JSON values."""
    return {
        "recording": recording,
        "asked": len(survey.asked),
        "broken": broken,
        "wordless": survey.wordless,
        "days": [day.isoformat() for day in survey.days] if survey.days else None,
        "not_found": [_gap(gap) for gap in survey.not_found],
        "unsure": [_gap(gap) for gap in survey.unsure],
        "mended": [_gap(gap) for gap in survey.mended],
        "synonyms": [
            {"line": one.line, "count": one.count, "articles": list(one.articles)}
            for one in synonym_lines(survey.not_found)
        ],
    }


def _gap(gap: Gap) -> dict[str, Any]:
    group, nearest = gap.group, gap.reading.nearest
    return {
        "terms": list(group.terms),
        "count": group.count,
        "first": group.first.isoformat(),
        "last": group.last.isoformat(),
        "refused": group.refused,
        "answered_by": gap.answered_by,
        "wordings": [{"question": wording.question, "count": wording.count} for wording in group.wordings],
        "confidence": round(gap.reading.confidence, 2),
        "nearest": None
        if nearest is None
        else {
            "id": nearest.id,
            "title": nearest.title,
            "path": nearest.path,
            "coverage": round(nearest.coverage, 2),
        },
        "proposals": [_proposal(proposal) for proposal in gap.proposals],
    }


def _proposal(proposal: Proposal) -> dict[str, Any]:
    if isinstance(proposal, AddQuestion):
        return {
            "kind": "question",
            "article": proposal.article,
            "path": proposal.path,
            "wording": proposal.wording,
        }
    if isinstance(proposal, AddSynonym):
        return {
            "kind": "synonym",
            "line": proposal.line,
            "word": proposal.word,
            "meant": proposal.meant,
            "article": proposal.article,
        }
    return {"kind": "article"}
