"""An answer on the terminal: what to tell the customer first, then for whom it holds, then where else to look."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from datetime import date

from kb.articles.applicability import Fit
from kb.cli.common import terminal_width
from kb.cli.facts import applies_to_text, fact_lines, facts
from kb.cli.wrapping import Line, Span, Style, paint, wrap, wrap_text
from kb.config import KnowledgeBase
from kb.retrieval.search import Answer, Result

MAX_WIDTH = 100
_SHORTEST_PASSAGE = 12
_AROUND = 24
"""Lines of an answer beside its passage: head, summary, other versions, four runners-up."""
_INDENT = re.compile(r"\s*(?:\d+\. |・|※ )?")


def print_answer(answer: Answer, kb: KnowledgeBase, today: date, *, color: bool) -> None:
    """Print an answer to stdout; on a terminal the passage is cut so that the whole answer fits its height."""
    width = min(terminal_width(), MAX_WIDTH)
    room = max(_SHORTEST_PASSAGE, shutil.get_terminal_size().lines - _AROUND) if sys.stdout.isatty() else None
    for line in answer_lines(answer, kb, today, width, room):
        print(paint(line, color))


def answer_lines(
    answer: Answer, kb: KnowledgeBase, today: date, width: int, room: int | None = None
) -> Iterator[Line]:
    """The lines of an answer.

    Args:
        answer: what the search said.
        kb: for names and freshness.
        today: the day as of which an article is fresh or stale.
        width: columns, 20 or more.
        room: lines the passage may take; None for all of it.
    """
    yield from _reading(answer, width)
    if not answer.answered:
        yield from _no_answer(answer, width)
        return
    first = answer.results[0]
    yield from _caution(first, answer, width)
    yield from wrap([Span(first.record.title, Style.HEADING)], width)
    yield from fact_lines(facts(first.record.as_article(), kb.vocabulary, today), width)
    yield ()
    yield from wrap([Span(first.record.summary, Style.STRONG)], width)
    passage = list(_passage(first, width))
    yield from passage[:room]
    if room is not None and len(passage) > room:
        yield (Span(f"  （続き {len(passage) - room} 行は kb show {first.id}）", Style.FAINT),)
    yield from _variants(first, width)
    yield from _runners_up(answer.results[1:], "ほかの候補", width)
    yield ()
    yield (Span(f"全文: kb show {first.id}　返信文: kb show {first.id} --format reply", Style.FAINT),)


def _reading(answer: Answer, width: int) -> Iterator[Line]:
    if answer.corrections:
        yield from wrap([Span(f"「{answer.query.text}」として検索しました", Style.WARNING)], width)
        yield ()


def _no_answer(answer: Answer, width: int) -> Iterator[Line]:
    yield from wrap([Span("この質問に答える記事は見つかりませんでした。", Style.WARNING)], width)
    if answer.results:
        yield from _runners_up(answer.results, "近い記事（答えではない可能性があります）", width)
    else:
        yield (Span("言い方を変えるか、製品名・エラー文・ポート番号などを入れて、もう一度探してください。"),)


def _caution(result: Result, answer: Answer, width: int) -> Iterator[Line]:
    """An article for another version is never shown as if it answered."""
    if result.fit is not Fit.OTHER:
        return
    asked = "、".join(
        (*answer.filters.versions, *answer.filters.os, *answer.filters.plans, *answer.filters.software)
    )
    text = f"⚠ {asked} 用の記事はありません。いちばん近い {applies_to_text(result.record.applies_to)} の記事です。"
    yield from wrap([Span(text, Style.WARNING)], width)
    yield ()


def _passage(result: Result, width: int) -> Iterator[Line]:
    if result.passage.text == result.record.summary:
        return
    yield ()
    if result.passage.heading:
        yield (Span(f"── {result.passage.heading}", Style.FAINT),)
    for line in result.passage.text.split("\n"):
        if heading := re.fullmatch(r"【(.+)】", line):
            yield (Span(f"── {heading[1]}", Style.FAINT),)
            continue
        yield from _hanging(line, width)


def _hanging(line: str, width: int) -> Iterator[Line]:
    """A line of plain text, wrapped under its own beginning."""
    match = _INDENT.match(line)
    lead = match[0] if match else ""
    hang = " " * sum(2 if char in "・※" else 1 for char in lead)
    for number, wrapped in enumerate(wrap([Span(line[len(lead) :])], max(20, width - 2 - len(hang)))):
        yield (Span("  " + (lead if number == 0 else hang)), *wrapped)


def _variants(result: Result, width: int) -> Iterator[Line]:
    if not result.others:
        return
    yield ()
    yield (Span("別の版の記事", Style.STRONG),)
    for other in result.others:
        yield from wrap(
            [Span(f"  {applies_to_text(other.applies_to) or '共通'}  "), Span(other.id, Style.LINK)], width
        )


def _runners_up(results: tuple[Result, ...], head: str, width: int) -> Iterator[Line]:
    if not results:
        return
    yield ()
    yield (Span(head, Style.STRONG),)
    for result in results:
        binding = applies_to_text(result.record.applies_to)
        mark = "（別の版用）" if result.fit is Fit.OTHER else ""
        lead = f"  {result.rank}. "
        for number, line in enumerate(wrap_text(f"{result.record.title}{mark}", width - len(lead))):
            yield (Span(lead if number == 0 else " " * len(lead)), Span(line))
        yield (Span("     "), Span(result.id, Style.LINK))
        if binding:
            yield from (
                (Span("     "), Span(line, Style.FAINT)) for line in wrap_text(binding, width - 5)[:1]
            )
