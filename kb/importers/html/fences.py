"""Code of a page as fenced blocks: without prompts, in the language that the page names."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bs4.element import Tag

from kb.importers.dump.commands import behind_prompt, clean, is_command
from kb.importers.html.parse import marks
from kb.importers.raw import Dropped, Note

_SHELL_LANGUAGE = re.compile(r"(?:language|lang|brush)[-: ]?(?P<name>[a-z0-9+#]+)")
_LOG = re.compile(
    r"\[?(?:(?:mon|tue|wed|thu|fri|sat|sun) )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec) +\d{1,2} \d\d:\d\d|"
    r"\[?\d{4}[-/]\d\d[-/]\d\d[ T]\d\d:\d\d:\d\d|\[?\d\d/[a-z]{3}/\d{4}:\d\d:\d\d",
    re.IGNORECASE,
)
"""How a line of a log begins."""


def language_of(tag: Tag) -> str:
    """The language that a code block or what stands in it names; empty without one."""
    found = _SHELL_LANGUAGE.search(" ".join(marks(t) for t in [tag, *tag.find_all("code")]))
    return found["name"] if found else ""


def is_typed(line: str) -> bool:
    """Is a line of text a command behind its prompt, or a line of a log?"""
    logged = line.isascii() and _LOG.match(line) is not None
    return logged or behind_prompt(line) is not None


def fenced(texts: Iterable[str], language: str, notes: list[Note], dropped: list[Dropped]) -> str:
    """A fenced block without prompts and typographic quotes; empty when nothing stands in it.

    Args:
        texts: the lines.
        language: as the page names it; found out when empty.
        notes: what a writer should know is added to them.
        dropped: and the prompts to these.
    """
    remarks: list[str] = []
    prompts: list[str] = []
    lines = [_typed(line, remarks, prompts) for line in texts]
    notes.extend(Note(0, text, 0.9) for text in dict.fromkeys(remarks))
    dropped.extend(Dropped(0, text, "コマンドのプロンプト") for text in prompts)
    while lines and not lines[0]:
        lines.pop(0)
    while lines and not lines[-1]:
        lines.pop()
    if not lines:
        return ""
    fence = "```"
    while any(line.lstrip().startswith(fence) for line in lines):
        fence += "`"
    name = language or ("sh" if any(map(is_command, lines)) else "text")
    return "\n".join([fence + ("sh" if name in ("bash", "shell", "console") else name), *lines, fence])


def _typed(line: str, remarks: list[str], prompts: list[str]) -> str:
    """A line of code as one types it; rows of a table that a program drew stay as they are."""
    indent = line[: len(line) - len(line.lstrip())]
    drawn = line.lstrip().startswith("|")
    return line if drawn else indent + clean(line, remarks, prompts) if line.strip() else ""


def dedented(text: str) -> list[str]:
    """The lines of a code block without the indent that all of them share."""
    lines = text.expandtabs(4).split("\n")
    indents = [len(line) - len(line.lstrip()) for line in lines if line.strip()]
    cut = min(indents, default=0)
    return [line[cut:].rstrip() for line in lines]
