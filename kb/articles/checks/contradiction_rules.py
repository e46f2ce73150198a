"""KB705: the same setting with different values in articles for the same version. For a person to look at."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from kb.articles.checks.body import Line
from kb.articles.checks.context import Context
from kb.articles.checks.places import body_place
from kb.articles.checks.rule import Problem, library_check
from kb.articles.frontmatter import Place
from kb.articles.passages import plain
from kb.articles.reader import ArticleFile
from kb.config import Vocabulary
from kb.model import FACETS, AppliesTo, Severity
from kb.text import alias_key, normalize

MAX_LINE_CHARS = 200
"""Longer lines are prose, not a setting with its value."""

MAX_HOLDERS = 20
"""A name that more articles give a value for (手順の番号, 所要時間) is no setting of one system."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A value that an article gives for something it names."""

    label: str
    """As written."""
    value: str
    """Normalised."""
    place: Place


@library_check(
    "KB705",
    Severity.NOTE,
    title="同じ設定の値が記事によって違う",
    why=(
        "同じバージョンの記事でポート・上限・パスが食い違うなら、どちらかが古いか誤りです。"
        "値が一つも重ならないときだけ知らせます。"
    ),
    bad="""
    === a
    ---
    ---
    - メールの上限: `10MB`
    === b
    ---
    ---
    - メールの上限: `20MB`
    """,
    good="""
    === a
    ---
    ---
    - メールの上限: `10MB`
    === b
    ---
    ---
    - メールの上限: `10MB`
    """,
)
def contradiction(context: Context) -> Iterator[Problem]:
    holders: dict[str, dict[int, list[Setting]]] = defaultdict(lambda: defaultdict(list))
    for number, file in enumerate(context.current):
        for setting in settings_of(file, context.lines(file)):
            holders[alias_key(setting.label)][number].append(setting)
    for by_file in holders.values():
        if len(by_file) > MAX_HOLDERS:
            continue
        numbers = sorted(by_file)
        for position, number in enumerate(numbers):
            file = context.current[number]
            if not context.wanted(file):
                continue
            for earlier in numbers[:position] if context.only is None else numbers:
                other = context.current[earlier]
                mine, theirs = by_file[number], by_file[earlier]
                if other is file or {s.value for s in mine} & {s.value for s in theirs}:
                    continue
                if overlap(file.article.applies_to, other.article.applies_to, context.vocabulary):
                    yield _problem(file, other, mine[0], theirs[0])
                    break


def _problem(file: ArticleFile, other: ArticleFile, mine: Setting, theirs: Setting) -> Problem:
    message = (
        f"「{mine.label}」の値は {mine.value} ですが、{other.path}:{theirs.place.line} では "
        f"{theirs.value} です。"
        "どちらが正しいか確かめてください（バージョンが違うなら applies_to に書いてください）。"
    )
    return Problem(mine.place, message, path=file.path)


def overlap(one: AppliesTo, other: AppliesTo, vocabulary: Vocabulary) -> bool:
    """Can the same reader be shown both? An empty facet is for everybody."""
    for facet in FACETS:
        mine = {member for name in one.facet(facet) for member in vocabulary.expand(facet, name)}
        theirs = {member for name in other.facet(facet) for member in vocabulary.expand(facet, name)}
        if mine and theirs and not mine & theirs:
            return False
    return True


_ASSIGNMENT = re.compile(
    r"(?<![A-Za-z0-9_.-])(?P<label>[A-Za-z_][A-Za-z0-9_.-]{3,})\s*=\s*(?P<value>[^\s#;`'\"<>$]+)"
)
_LISTED = re.compile(
    r"\s*(?:[-*]|\d+[.)])?\s*(?P<label>[^:：`|\s][^:：`|]{1,29}?)\s*[:：]\s*`(?P<value>[^`]+)`\s*[。]?\Z"
)
_NUMBER = re.compile(r"\d[\d,.]*\s*(?:[kKmMgG]?[bB]|[%％]|通|件|分|時間|日|秒|文字|個|番)?\Z")
_PATH = re.compile(r"(?:/[\w.@*-]+){2,}/?\Z")
# 例) example values differ from article to article, and so they should.
_SAMPLE = re.compile(
    r"例|サンプル|example|<|＜|xxx|\*\*\*|123\.|192\.0\.2|ドメイン|アドレス|ユーザ|パスワード|名前|件名", re.I
)


def settings_of(file: ArticleFile, lines: list[Line]) -> Iterator[Setting]:
    """The settings an article gives: ``key = value``, ``名前: `値` `` and rows of two-column tables."""
    for line in lines:
        for match in _matches(line):
            label, value = plain(match["label"]), normalize(match["value"]).strip()
            if _SAMPLE.search(f"{label} {value}") or not (_NUMBER.match(value) or _PATH.match(value)):
                continue
            yield Setting(label, value, body_place(file, line.number, match.start("label") + 1))


def _matches(line: Line) -> Iterator[re.Match[str]]:
    if len(line.text) > MAX_LINE_CHARS:
        return
    if line.fenced or "`" in line.text:
        yield from _ASSIGNMENT.finditer(line.text)
    if not line.fenced:
        listed = _LISTED.match(line.text) or _TWO_CELLS.match(line.text)
        if listed:
            yield listed


_TWO_CELLS = re.compile(
    r"[ ]*\|[ ]*(?P<label>[^|`\s][^|`]{1,29}?)\s*\|\s*`?(?P<value>[^|`\s][^|`]*?)`?\s*\|\s*\Z"
)
