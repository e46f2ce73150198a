"""A survey as text for a terminal."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from kb.gaps.document import synonym_lines
from kb.gaps.proposals import AddQuestion, Proposal, WriteArticle
from kb.gaps.survey import OFTEN, Gap, Survey
from kb.text import pad

_OTHERS = 4
"""Further wordings that are shown; --json has all."""

_PLAIN = re.compile(r"(?=[^\x00-\x7f]|[a-z]{4})[^\W_](?:[\w .、。ー・]*\w)?")
"""What YAML surely reads as the text it is; anything else is quoted."""
_NOT_TEXT = ("true", "null", "false")


def survey_lines(survey: Survey) -> Iterator[str]:
    """The lines of a survey that looked at one question or more."""
    days = survey.days
    if days is None:
        return
    first, last = (day.isoformat() for day in days)
    yield f"質問 {len(survey.asked)} 件（{first if first == last else f'{first} から {last}'}）"
    rows = [(name, gaps) for name, gaps in _lists(survey) if gaps or gaps is survey.not_found]
    for name, gaps in rows:
        count = sum(gap.group.count for gap in gaps)
        yield f"  {pad(name, 26)}{len(gaps):>4} 種類{count:>5} 件"
    if survey.wordless:
        yield f"  {pad('調べる言葉がない', 26)}{survey.wordless:>14} 件"
    yield from _section("見つからない質問", survey.not_found)
    yield from _synonyms(survey)
    yield from _section(f"答えたが自信の低い質問（{OFTEN} 件以上）", survey.unsure)
    yield from _section("聞かれたときは見つからず、今は答えられる質問", survey.mended)


def _lists(survey: Survey) -> tuple[tuple[str, Sequence[Gap]], ...]:
    return (
        ("見つからない", survey.not_found),
        ("答えたが自信が低い", survey.unsure),
        ("今は答えられる", survey.mended),
    )


def _section(title: str, gaps: Sequence[Gap]) -> Iterator[str]:
    if not gaps:
        return
    yield f"\n{title}"
    width = len(str(gaps[0].group.count))
    for gap in gaps:
        yield f"\n  {gap.group.count:>{width}} 件  {gap.group.wordings[0].question}{_filtered(gap)}"
        indent = " " * (width + 7)
        for label, text in _facts(gap):
            yield f"{indent}{pad(label, 14)}{text}".rstrip()


def _filtered(gap: Gap) -> str:
    names = [name for found in gap.group.asked[0].filters.values() for name in found]
    return f"（{'、'.join(names)}）" if names else ""


def _facts(gap: Gap) -> Iterator[tuple[str, str]]:
    """A label and its text, one a line."""
    others = gap.group.wordings[1:]
    for number, wording in enumerate(others[:_OTHERS]):
        yield "" if number else "ほかの言い方", f"{wording.question}（{wording.count} 件）"
    if len(others) > _OTHERS:
        yield "", f"ほか {len(others) - _OTHERS} 通り"
    nearest, answered = gap.reading.nearest, gap.reading.answered
    if nearest is not None:
        share = f"確信度 {gap.reading.confidence:.2f}" if answered else f"質問の語の {nearest.coverage:.0%}"
        yield "今の答え" if answered else "近い記事", f"{nearest.id}（{share}）{nearest.title}"
    if gap.answered_by and not answered:
        yield "以前の答え", gap.answered_by
    for proposal in gap.proposals:
        yield from _proposal(proposal)


def _proposal(proposal: Proposal) -> Iterator[tuple[str, str]]:
    if isinstance(proposal, AddQuestion):
        yield "提案", f"この記事のことなら、{proposal.path} の questions に足す:"
        yield "", f"  {list_item(proposal.wording)}"
    elif isinstance(proposal, WriteArticle):
        yield "提案", "答える記事がなさそうです。新しく書くなら kb new"
    else:
        yield "提案", f"同義語「{proposal.line}」（下の search/synonyms.txt の行）"


def list_item(text: str) -> str:
    """A line of a YAML list that is read as just this text."""
    plain = _PLAIN.fullmatch(text) and text not in _NOT_TEXT
    return f"- {text if plain else json.dumps(text, ensure_ascii=False)}"


def _synonyms(survey: Survey) -> Iterator[str]:
    lines = synonym_lines(survey.not_found)
    if not lines:
        return
    yield "\nsearch/synonyms.txt に足せる行（同じ意味か、確かめてから。足したら kb eval）\n"
    for one in lines:
        yield f"  # {one.count} 件「{one.wording}」→ {'、'.join(one.articles)}"
        yield f"  {one.line}"
