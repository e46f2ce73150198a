"""An answer on the terminal: what to tell the customer first, then for whom it holds, then where else to look."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from datetime import date

from kb.articles.applicability import Fit, missed
from kb.cli.common import terminal_width
from kb.cli.facts import applies_to_text, fact_lines, facts
from kb.cli.wrapping import Line, Span, Style, cut, paint, width_of, wrap, wrap_text
from kb.config import KnowledgeBase
from kb.retrieval.search import Answer, Result

MAX_WIDTH = 100
_FAIR_PASSAGE, _SHORTEST_PASSAGE = 12, 6
"""Lines below which runners-up are told in one line each, and below which they are left out."""
_INDENT = re.compile(r"\s*(?:\d+\. |・|※ )?")


def print_answer(answer: Answer, kb: KnowledgeBase, today: date, *, color: bool) -> None:
    """Print an answer to stdout; on a terminal it is cut to its height."""
    width = min(terminal_width(), MAX_WIDTH)
    height = shutil.get_terminal_size().lines if sys.stdout.isatty() else None
    for line in answer_lines(answer, kb, today, width, height):
        print(paint(line, color))


def answer_lines(
    answer: Answer, kb: KnowledgeBase, today: date, width: int, height: int | None = None
) -> Iterator[Line]:
    """The lines of an answer.

    Args:
        answer: what the search said.
        kb: for names and freshness.
        today: the day as of which an article is fresh or stale.
        width: columns, 20 or more.
        height: lines of the screen; the passage and the runners-up give way for the rest to fit. None: all of it.
    """
    yield from _reading(answer, width)
    if not answer.answered:
        yield from _no_answer(answer, width)
        return
    first, others = answer.results[0], answer.results[1:]
    head = list(_head(first, answer, kb, today, width))
    passage = list(_passage(first, width))
    variants = list(_variants(first, width))
    runners_up = list(_runners_up(others, "ほかの候補", width))
    footer = list(_footer(first.id, width))
    if height is not None:
        fixed = (*_reading(answer, width), *head, *variants, *footer)
        room = height - len(fixed) - 1  # the prompt takes a line, too
        if room - len(runners_up) < min(_FAIR_PASSAGE, len(passage)):
            runners_up = list(_short_runners_up(others, room - min(_SHORTEST_PASSAGE, len(passage)), width))
        passage = _cut_passage(passage, max(_SHORTEST_PASSAGE, room - len(runners_up)), first.id)
    for part in (head, passage, variants, runners_up, footer):
        yield from part


def _reading(answer: Answer, width: int) -> Iterator[Line]:
    if answer.corrections:
        yield from wrap([Span(f"「{answer.query.text}」として検索しました", Style.WARNING)], width)
        yield ()
    if answer.unlisted:
        text = (
            f"⚠ {_quoted(answer.unlisted)}は、この FAQ が扱うバージョンにありません。"
            "記事はほかのバージョンのものです。"
        )
        yield from wrap([Span(text, Style.WARNING)], width)
        yield ()


def _quoted(names: Iterable[str]) -> str:
    return "".join(f"「{name}」" for name in names)


def _no_answer(answer: Answer, width: int) -> Iterator[Line]:
    yield from wrap([Span("この質問に答える記事は見つかりませんでした。", Style.WARNING)], width)
    if answer.out_of_scope:
        yield from wrap([Span(f"{_quoted(answer.out_of_scope)}は、この FAQ が扱わない話題です。")], width)
    if answer.results:
        yield from _runners_up(answer.results, "近い記事（答えではない可能性があります）", width)
    else:
        yield (Span("言い方を変えるか、製品名・エラー文・ポート番号などを入れて、もう一度探してください。"),)


def _caution(result: Result, answer: Answer, kb: KnowledgeBase, width: int) -> Iterator[Line]:
    """An article for another version is never shown as if it answered."""
    if result.fit is not Fit.OTHER:
        return
    applies_to = result.record.applies_to
    asked = "、".join(missed(applies_to, answer.filters, kb.vocabulary))
    text = f"⚠ {asked} 用の記事ではありません。いちばん近い {applies_to_text(applies_to)} の記事です。"
    yield from wrap([Span(text, Style.WARNING)], width)
    yield ()


def _head(result: Result, answer: Answer, kb: KnowledgeBase, today: date, width: int) -> Iterator[Line]:
    yield from _caution(result, answer, kb, width)
    yield from wrap([Span(result.record.title, Style.HEADING)], width)
    yield from fact_lines(facts(result.record.as_article(), kb.vocabulary, today), width)
    yield ()
    yield from wrap([Span(result.record.summary, Style.STRONG)], width)


def _footer(id_: str, width: int) -> Iterator[Line]:
    yield ()
    whole, reply = f"全文: kb show {id_}", f"返信文: kb show {id_} --format reply"
    one_line = Span(f"{whole}　{reply}", Style.FAINT)
    if width_of([one_line]) <= width:
        yield (one_line,)
    else:
        yield (Span(whole, Style.FAINT),)
        yield (Span(reply, Style.FAINT),)


def _cut_passage(passage: list[Line], room: int, id_: str) -> list[Line]:
    if len(passage) <= room:
        return passage
    kept = passage[: room - 1]
    while kept and not kept[-1]:
        kept.pop()
    return [*kept, (Span(f"  （続き {len(passage) - len(kept)} 行は kb show {id_}）", Style.FAINT),)]


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
    yield (Span("ほかのバージョンの記事", Style.STRONG),)
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
        mark = "（ほかのバージョン用）" if result.fit is Fit.OTHER else ""
        lead = f"  {result.rank}. "
        for number, line in enumerate(wrap_text(f"{result.record.title}{mark}", width - len(lead))):
            yield (Span(lead if number == 0 else " " * len(lead)), Span(line))
        yield (Span("     "), Span(result.id, Style.LINK))
        if binding:
            yield (Span("     "), Span(cut(binding, width - 5), Style.FAINT))


def _short_runners_up(results: tuple[Result, ...], room: int, width: int) -> Iterator[Line]:
    """One line each, as many as there is room for; says how many are left out."""
    shown = results if len(results) + 2 <= room else results[: max(0, room - 3)]
    if shown:
        yield ()
        yield (Span("ほかの候補", Style.STRONG),)
    for result in shown:
        lead = f"  {result.rank}. "
        mark = "（ほかのバージョン用）" if result.fit is Fit.OTHER else ""
        title = cut(f"  {result.record.title}{mark}", max(1, width - len(lead) - len(result.id)))
        yield (Span(lead), Span(result.id, Style.LINK), Span(title, Style.FAINT))
    if left := len(results) - len(shown):
        yield (
            Span(f"  （ほかの候補 {left} 件は、端末を縦に広げるか、| less を付けると出ます）", Style.FAINT),
        )
