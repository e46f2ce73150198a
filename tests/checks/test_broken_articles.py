"""A list of broken articles, each with everything that is said about it: place, fix, and the mended line.

``broken/<name>.md`` stands as articles/webmail/<name>.md beside two neighbours; ``broken/expected.json`` has,
for each, the findings in order as [code, line, column, fix, line after --fix or null].
The marks of a merge conflict stand in the files as @ours, @middle and @theirs, so that no tool takes them for
real ones.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path, PurePosixPath

import pytest

from kb.articles.checks import Result, examine
from kb.articles.checks.edits import apply
from kb.articles.checks.rule import all_rules
from kb.articles.library import read_library

BROKEN = Path(__file__).parent / "broken"
TODAY = date(2024, 6, 1)
NEIGHBOUR = "---\nsource: https://example.jp/faq/neighbour/\nrelated: [{first}]\n---"
SOURCES = sorted(BROKEN.glob("*.md"))
EXPECTED = json.loads((BROKEN / "expected.json").read_text("utf-8"))


MARKS = {b"@ours": b"<" * 7, b"@middle": b"=" * 7, b"@theirs": b">" * 7}


def content(source: Path) -> bytes:
    """The broken article, its conflict marks put in."""
    data = source.read_bytes()
    for stand_in, mark in MARKS.items():
        data = data.replace(stand_in, mark)
    return data


def told(result: Result, text: str) -> list[object]:
    """A result as the table has it."""
    finding = result.finding
    mended = apply(text, [result.edits])[0].split("\n")[finding.line - 1] if result.edits else None
    return [finding.code, finding.line, finding.column, finding.fix, mended]


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_a_broken_article_is_told_what_is_wrong_where_and_how_to_mend_it(source: Path, knowledge_base):
    kb, _ = knowledge_base("=== articles/webmail/neighbour.md\n" + NEIGHBOUR.format(first=source.stem))
    path = PurePosixPath("articles/webmail") / source.name
    (kb.root / path).write_bytes(content(source))
    results = examine(read_library(kb), kb, TODAY, only={path})
    text = content(source).decode("utf-8", "replace")
    assert [told(result, text) for result in results] == EXPECTED[source.stem]


def test_every_broken_article_is_in_the_table():
    assert sorted(EXPECTED) == [source.stem for source in SOURCES]
    assert len(SOURCES) >= 60


def test_nearly_every_rule_has_a_broken_article():
    """The rest needs more than one article, kb.toml, files or retrieval: see test_library_rules.py."""
    broken = {row[0] for rows in EXPECTED.values() for row in rows}
    missing = {rule.code for rule in all_rules() if rule.article is not None} - broken
    assert missing <= {"KB605"}
