"""The text a support agent pastes into a customer mail: an article without its Markdown.

Line by line, because a mail is lines: numbers and bullets are kept, tables become one line a row, notes begin
with ※, commands stand at the left margin (a line of a configuration file must not gain a blank in front of it
when it is copied out again). What only staff can use is left out: links between articles, related articles,
freshness.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from kb.articles.labels import FACET_LABELS as FACET_LABELS
from kb.articles.labels import SUPPORT_LABELS as SUPPORT_LABELS
from kb.articles.labels import note_title
from kb.articles.passages import sections, split_row
from kb.config import KnowledgeBase
from kb.model import FACETS, Article, Support

_ANSWER = "回答"
_STAFF_ONLY = ("関連",)
"""Headings whose sections point to pages that customers cannot open."""

_ADMONITION = re.compile(r"!!!\s*(?P<kind>[\w-]*)[^\"\n]*(?:\"(?P<title>[^\"]*)\")?\s*\Z")
_ITEM = re.compile(r"(?P<indent>\s*)(?:(?P<number>\d{1,9})[.)]|[-*+])\s+(?P<text>.*)\Z")
_TABLE_RULE = re.compile(r"\s*(?=[^|]*\|)\|?(\s*:?-+:?\s*\|)*(\s*:?-+:?\s*)?\Z")
_FENCE = re.compile(r"\s*(```+|~~~+)")

# Repetitions are bounded, and a run of ticks is taken whole, so that a hostile line costs time in proportion to its
# length.
_CODE = re.compile(r"(?<!(?<!\\)`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_IMAGE = re.compile(r"!\[([^\]]{0,600})\]\([^)]{0,2000}+\)")
_LINK = re.compile(
    r"\[((?:[^\[\]\\]|\\.|\[[^\[\]]{0,300}\]){0,600})\]"
    r"\(\s{0,9}<?([^\s)>]{0,2000}+)>?(?:\s{1,9}\"[^\"]{0,300}\")?\s{0,9}\)"
)
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^\s<>]+)>")
_STRONG = re.compile(r"(\*\*\*|\*\*|(?<!\w)__)(?=\S)(.+?)(?<=\S)\1(?!(?<=__)\w)")
_EMPHASIS = re.compile(r"(?<![\w*\\])\*(?=[^\s*])([^*]+?)(?<=[^\s*])\*(?![\w*])")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>])")
# Articles set blanks around **[label]**, which Markdown needs and plain Japanese text does not.
_LABEL_BLANKS = re.compile(r"(?<=[ぁ-んァ-ヶー一-龠々、。）]) (?=\[)|(?<=\]) (?=[ぁ-んァ-ヶー一-龠々（])")
_HELD = re.compile("\ue000(\\d+)\ue001")


def reply_text(article: Article, kb: KnowledgeBase) -> str:
    """An article as plain text for a mail; ends with one line feed.

    Args:
        article: any article; a body without headings is given whole, after the summary.
        kb: for the names of what the article applies to, in the vocabulary's order.
    """
    blocks = [f"■ {article.title}", *_applicability(article, kb), *_sections(article)]
    if article.source.startswith(("https://", "http://")):
        blocks.append(f"参考: {article.source}")
    return "\n\n".join(block for block in blocks if block) + "\n"


def _applicability(article: Article, kb: KnowledgeBase) -> Iterator[str]:
    lines = []
    for facet in FACETS:
        names = article.applies_to.facet(facet)
        known = [entry.name for entry in kb.vocabulary.facet(facet) if entry.name in names]
        if names:
            lines.append(
                f"{FACET_LABELS[facet]}: {'、'.join((*known, *(n for n in names if n not in known)))}"
            )
    if article.support is not Support.FULL:
        lines.append(f"サポート: {SUPPORT_LABELS[article.support]}")
    yield "\n".join(lines)


def plain_text(markdown: str) -> str:
    """A section as plain text: numbered steps, one line a table row, no Markdown marks."""
    text = "\n".join(_lines(markdown)).strip("\n")
    return _LABEL_BLANKS.sub("", text)


def _sections(article: Article) -> Iterator[str]:
    found = [s for s in sections(article.body) if not s.heading.startswith(_STAFF_ONLY)]
    if not any(s.heading.startswith(_ANSWER) for s in found):
        yield article.summary
    for section in found:
        text = plain_text(section.text)
        if section.heading and text:
            yield f"【{section.heading}】\n{text}"
        elif text:
            yield text


def _lines(markdown: str) -> Iterator[str]:
    """The section's lines as plain text, single blank lines between blocks."""
    blank = True
    for line in _Converter(markdown).lines():
        if line or not blank:
            yield line
        blank = not line


class _Converter:
    """One pass over a section's lines; remembers the table and the list numbers it is inside of."""

    def __init__(self, markdown: str) -> None:
        self.source = markdown.rstrip().split("\n")
        self.header: list[str] = []
        self.numbers: dict[int, int] = {}
        self.last_end = max((n for n, line in enumerate(self.source) if _ends_fence(line)), default=-1)

    def lines(self) -> Iterator[str]:
        margin: int | None = None
        for number, line in enumerate(self.source):
            fence = _FENCE.match(line)
            if margin is not None:
                if _ends_fence(line):
                    margin = None
                    yield ""
                else:
                    yield line[min(margin, len(line) - len(line.lstrip())) :].rstrip()
            # An unclosed fence is only text.
            elif fence and number < self.last_end:
                margin = len(line) - len(line.lstrip())
                yield ""
            else:
                yield from self._line(number, line)

    def _line(self, number: int, line: str) -> Iterator[str]:
        admonition = _ADMONITION.match(line.strip())
        item = _ITEM.match(line)
        if "|" in line and self._in_table(number, line):
            yield from self._table_line(number, line)
        elif admonition:
            title = inline(_title(admonition))
            yield ""
            yield f"※ {title}" if title else "※"
        elif item:
            yield self._item(len(item["indent"].expandtabs(4)), item["number"], item["text"])
        else:
            if line.strip() and not line.startswith((" ", "\t")):
                self.numbers.clear()
            yield inline(line.strip().removeprefix(">").strip())

    def _item(self, indent: int, number: str | None, text: str) -> str:
        self.numbers = {depth: n for depth, n in self.numbers.items() if depth <= indent}
        margin = "  " * sum(depth < indent for depth in self.numbers)
        if number is None:
            self.numbers.setdefault(indent, 0)
            return f"{margin}・{inline(text)}"
        count = self.numbers.get(indent, 0)
        self.numbers[indent] = count + 1 if count else int(number)
        return f"{margin}{self.numbers[indent]}. {inline(text)}"

    def _in_table(self, number: int, line: str) -> bool:
        following = self.source[number + 1] if number + 1 < len(self.source) else ""
        if _TABLE_RULE.match(following) and "|" in following:
            self.header = [inline(cell) for cell in split_row(line)]
            return True
        if number and "|" not in self.source[number - 1]:
            self.header = []
        return bool(self.header)

    def _table_line(self, number: int, line: str) -> Iterator[str]:
        following = self.source[number + 1] if number + 1 < len(self.source) else ""
        if _TABLE_RULE.match(line) or _TABLE_RULE.match(following):
            return
        cells = [inline(cell) for cell in split_row(line)]
        pairs = list(zip_longest(self.header, cells, fillvalue=""))
        first = pairs[0][1] if pairs else ""
        rest = [f"{name}: {cell}" if name else cell for name, cell in pairs[1:] if cell]
        yield f"・{first}" + (f" ― {' ／ '.join(rest)}" if rest else "")


def _ends_fence(line: str) -> bool:
    return bool(_FENCE.match(line)) and not line.strip(" `~")


def _title(admonition: re.Match[str]) -> str:
    given: str | None = admonition["title"]
    return note_title(admonition["kind"]) if given is None else given


def inline(markdown: str) -> str:
    """One line of Markdown as plain text; what stands in code is left exactly as it is."""
    held: list[str] = []

    def hold(text: str) -> str:
        held.append(text)
        return f"\ue000{len(held) - 1}\ue001"

    text = markdown.replace("\ue000", "").replace("\ue001", "")
    text = _CODE.sub(lambda m: hold(m[2].strip() if m[2].strip() else m[2]), text)
    text = _ESCAPED.sub(lambda m: hold(m[1]), text)
    text = _IMAGE.sub(lambda m: f"（図: {m[1]}）" if m[1] else "", text)
    text = _LINK.sub(lambda m: _link(m[1], m[2]), text)
    text = _AUTOLINK.sub(lambda m: m[1].removeprefix("mailto:"), text)
    text = _EMPHASIS.sub(r"\1", _STRONG.sub(r"\2", text))
    while _HELD.search(text):
        text = _HELD.sub(lambda m: held[int(m[1])], text)
    return text


def _link(label: str, target: str) -> str:
    """An outside link keeps its address; a link to another article keeps its words only."""
    if not target.startswith(("https://", "http://")) or label == target:
        return label
    return f"{label}（{target}）"
