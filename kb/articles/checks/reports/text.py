"""Findings for a person: by file, with the source line and a caret under what is meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from kb.articles.checks.reports import Summary
from kb.articles.checks.runner import Result
from kb.model import Finding, Severity
from kb.text import display_width, fitting, printable

LABELS = {Severity.ERROR: "誤り", Severity.WARNING: "警告", Severity.NOTE: "参考"}
_COLORS = {Severity.ERROR: "31;1", Severity.WARNING: "33;1", Severity.NOTE: "36"}
_MIN_EXCERPT = 20

Source = Callable[[str], Sequence[str]]
"""The lines of a file, by its name; empty when it cannot be read."""


def render(results: Sequence[Result], summary: Summary, source: Source, *, width: int, color: bool) -> str:
    """The whole report.

    Args:
        width: columns of the terminal; source lines are cut to fit.
        color: use ANSI colours?
    """
    paint = _paint if color else _plain
    lines: list[str] = []
    for name, group in groupby(results, key=lambda result: result.finding.file):
        lines.append(paint(flat(name), "1"))
        held = source(name)
        for result in group:
            lines.extend(_finding(result, held, width, paint))
        lines.append("")
    lines.append(_summary(summary, results, paint))
    return "\n".join(lines) + "\n"


Paint = Callable[[str, str], str]


def _paint(text: str, code: str) -> str:
    return f"\x1b[{code}m{text}\x1b[0m"


def _plain(text: str, code: str) -> str:
    return text


def _finding(result: Result, source: Sequence[str], width: int, paint: Paint) -> Iterator[str]:
    finding = result.finding
    color = _COLORS[finding.severity]
    label = paint(f"{LABELS[finding.severity]} {finding.code}", color)
    yield f"  {finding.line}:{finding.column} {label} {flat(finding.message)}"
    if 1 <= finding.line <= len(source) and source[finding.line - 1].strip():
        gutter = f"    {finding.line} | "
        text, before = excerpt(
            source[finding.line - 1], finding.column, max(width - len(gutter), _MIN_EXCERPT)
        )
        yield gutter + text
        yield " " * (len(gutter) - 2) + "| " + " " * before + paint("^", color)
    if finding.fix:
        hint = "（--fix で直せます）" if result.edits else ""
        yield f"    直し方: {flat(finding.fix)}{hint}"


def flat(text: str) -> str:
    """A text on one line that moves no cursor: tabs as a blank, line feeds as other control characters."""
    return printable(text).replace("\t", " ").replace("\n", "\ufffd")


def excerpt(line: str, column: int, width: int) -> tuple[str, int]:
    """A piece of a line around a column that fits ``width`` columns, and the columns before that place."""
    line = flat(line)
    at = min(column - 1, len(line))
    start = 0
    if display_width(line[: at + 1]) > width - 2:
        start = at - fitting(line[:at][::-1], width // 2 - 1)
    lead = "…" if start else ""
    text = lead + line[start:]
    if display_width(text) > width:
        text = text[: fitting(text, width - 1)] + "…"
    return text, display_width(lead + line[start:at])


def _summary(summary: Summary, results: Sequence[Result], paint: Paint) -> str:
    counts = (
        (summary.errors, Severity.ERROR),
        (summary.warnings, Severity.WARNING),
        (summary.notes, Severity.NOTE),
    )
    if not results:
        return paint(f"{summary.files} 件のファイルに問題はありません。", "32")
    told = "、".join(
        paint(f"{LABELS[severity]} {count} 件", _COLORS[severity] if count else "0")
        for count, severity in counts
    )
    mendable = sum(1 for result in results if result.edits)
    hint = f" kb check --fix で {mendable} 件を直せます。" if mendable else ""
    return f"{summary.files} 件のファイルを調べました: {told}。{hint}"


def one_line(finding: Finding) -> str:
    """A finding on one line, for remarks."""
    return f"{flat(finding.file)}:{finding.line}:{finding.column} {finding.code} {flat(finding.message)}"
