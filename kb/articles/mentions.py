"""Where running text names something of the vocabulary, and how far a phrase around the name reaches.

Pure. Shared by the importers (what is a draft for?) and the checks (does the text name what the front matter
omits?). A name is found as people write it: any width and case, with or without blanks, dashes and dots.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from kb.config import Name, Vocabulary
from kb.text import fold

_JOINERS = frozenset(" -_'\"・\t")
_MAX_JOINERS = 2
_MARKS = "\uff9e\uff9f\u3099\u309a"
# A name inside an address or a path is part of that address: support.plesk.com, /etc/postfix/main.cf.
_ADDRESS = re.compile(
    r"https?://[^\s、。「」（）()<>＜＞]+|[\w.+\-]+@[\w.\-]+|(?<![A-Za-z0-9])/[A-Za-z0-9_.\-]+(?:/[A-Za-z0-9_.*\-]*)+"
    r"|\b(?:[A-Za-z0-9\-]+\.)+(?:com|net|org|jp|info|php|conf|cf|log|html?|service|rpm)\b",
    re.ASCII,
)
_MINOR = re.compile(r"(?:\.(?:\d+|x))+系?")
_NUMBER = re.compile(r" ?\d")
_MEMO_SIZE = 20_000
_PARTICLES = "のをにはがでともへや"


@dataclass(frozen=True, slots=True)
class Mention:
    """A vocabulary name in a text."""

    facet: str
    """One of ``kb.model.FACETS``."""
    name: str
    """The vocabulary's spelling."""
    start: int
    """In code points of the text as it stands."""
    end: int


@dataclass(frozen=True, slots=True)
class Reach:
    """A mention and everything the phrase around it covers, oldest first."""

    facet: str
    names: tuple[str, ...]
    start: int
    end: int
    ranged: bool = False
    """Was more than the bare name said: 以降, 以前, 8〜10, 8・9?"""


@dataclass(slots=True)
class _Node:
    """A trie over alias keys."""

    children: dict[str, _Node] = field(default_factory=dict)
    entries: list[tuple[str, Name]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Folded:
    """A text folded, and for each folded character the span of the text it came from."""

    chars: str
    starts: Sequence[int]
    ends: Sequence[int]


def mentions(text: str, vocabulary: Vocabulary) -> tuple[Mention, ...]:
    """Every name in the text, in order, longest spelling first, never overlapping within a facet."""
    memo = _memo(vocabulary)
    known = memo.get(text)
    if known is None:
        known = memo[text] = _scan(text, _trie(vocabulary))
    return known


def _scan(text: str, trie: _Node) -> tuple[Mention, ...]:
    folded = _fold_text(text)
    roots = trie.children
    blocked: list[tuple[int, int]] | None = None
    found: list[Mention] = []
    skip_to = 0
    for position, char in enumerate(folded.chars):
        if position < skip_to or char not in roots:
            continue
        hit = _longest(text, folded, position, trie)
        if hit is None:
            continue
        if blocked is None:
            blocked = [m.span() for m in _ADDRESS.finditer(text)]
        if _inside(folded.starts[position], blocked):
            continue
        skip_to, entries = hit
        start, end = folded.starts[position], folded.ends[skip_to - 1]
        found.extend(Mention(entry.facet, entry.name, start, end) for entry in entries)
    return tuple(found)


def reaches(text: str, vocabulary: Vocabulary) -> tuple[Reach, ...]:
    """Mentions with their range phrases worked out by the vocabulary's order.

    「Plesk 9 以降」 is every Plesk from 9 on, 「CentOS5以下」 CentOS 5 and older, 「Plesk 8〜10」 and
    「Plesk 9からPlesk 12まで」 all between, 「Plesk 8・9・10」 the three.
    """
    found = mentions(text, vocabulary)
    result: list[Reach] = []
    skip = -1
    for number, mention in enumerate(found):
        if number <= skip:
            continue
        entry = vocabulary.get(mention.facet, mention.name)
        if entry is None or not entry.product or not entry.order:
            result.append(Reach(mention.facet, (mention.name,), mention.start, mention.end))
            continue
        following = found[number + 1] if number + 1 < len(found) else None
        reach, used = _reach(text, mention, entry, following, vocabulary)
        skip = number + 1 if used else skip
        result.append(reach)
    return tuple(result)


# ------------------------------------------------------------------ scanning


def _trie(vocabulary: Vocabulary) -> _Node:
    cached = vocabulary._cache.get("mentions")
    if isinstance(cached, _Node):
        return cached
    root = _Node()
    for key, entry in vocabulary.spellings():
        node = root
        for char in key:
            node = node.children.setdefault(char, _Node())
        if key:
            node.entries.append((key, entry))
    vocabulary._cache["mentions"] = root
    return root


def _memo(vocabulary: Vocabulary) -> dict[str, tuple[Mention, ...]]:
    """Texts that were scanned lately: drafting looks at every sentence several times."""
    memo: dict[str, tuple[Mention, ...]] = vocabulary._cache.setdefault("mentions of", {})
    if len(memo) > _MEMO_SIZE:
        memo.clear()
    return memo


class _Folds(dict[int, str]):
    """Code point to its folded character, worked out once; an unusual length is made to show."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = fold(char)
        if len(folded) != 1 or char in _MARKS or unicodedata.combining(char):
            folded = "\0\0\0"
        self[code] = folded
        return folded


_FOLDS = _Folds()


def _fold_text(text: str) -> _Folded:
    chars = text.translate(_FOLDS)
    if len(chars) == len(text):
        return _Folded(chars, range(len(text)), range(1, len(text) + 1))
    return _fold_clusters(text)


def _fold_clusters(text: str) -> _Folded:
    """The same for texts with half-width voiced kana, ligatures and characters that vanish."""
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    while position < len(text):
        end = position + 1
        while end < len(text) and (text[end] in _MARKS or unicodedata.combining(text[end])):
            end += 1
        for char in fold(text[position:end]):
            chars.append(char)
            starts.append(position)
            ends.append(end)
        position = end
    return _Folded("".join(chars), starts, ends)


def _longest(text: str, folded: _Folded, start: int, root: _Node) -> tuple[int, list[Name]] | None:
    """The longest acceptable name that begins at a character: where it stops, and its entries."""
    chars = folded.chars
    node, position, joiners = root, start, 0
    best: tuple[int, list[Name]] | None = None
    while position < len(chars):
        child = node.children.get(chars[position])
        if child is None:
            joiners += 1
            if position == start or not _joins(chars, position) or joiners > _MAX_JOINERS:
                break
            position += 1
            continue
        joiners = 0
        node = child
        position += 1
        if node.entries and _bounded(text, folded, start, position):
            entries = [entry for _, entry in node.entries]
            if not _numbered_sibling(chars, position, node, entries):
                best = _with_minor(chars, position, node), entries
    return best


def _joins(chars: str, position: int) -> bool:
    char, following = chars[position], chars[position + 1 : position + 2]
    if char == ".":
        return not following.isdigit()
    return char in _JOINERS and not (chars[position - 1].isdigit() and following.isdigit())


def _with_minor(chars: str, stop: int, node: _Node) -> int:
    """Past the minor number of a version: Plesk 8.7, Plesk10.x, Plesk9.5系."""
    if not chars[stop - 1].isdigit() or not any(entry.order for _, entry in node.entries):
        return stop
    match = _MINOR.match(chars, stop)
    return match.end() if match else stop


def _bounded(text: str, folded: _Folded, start: int, stop: int) -> bool:
    """Does the name stand alone, by the habits of its script?"""
    chars = folded.chars
    first, last = chars[start], chars[stop - 1]
    before, after = chars[start - 1 : start] if start else "", chars[stop : stop + 1]
    if _latin(first) and (_latin(before) or (before == "." and chars[start - 2 : start - 1].isalpha())):
        return False
    if last.isdigit() and after.isdigit():
        return False
    if last.isalpha() and last.isascii() and after.isalpha() and after.isascii():
        return False
    return _kana_bounded(text, folded.starts[start], folded.ends[stop - 1])


def _kana_bounded(text: str, start: int, end: int) -> bool:
    surface, before, after = text[start:end], text[start - 1 : start] if start else "", text[end : end + 1]
    if _katakana(surface[0]) and _katakana(before):
        return False
    if _katakana(surface[-1]) and _katakana(after) and not surface.endswith("ー"):
        return False
    if all(_hiragana(char) for char in surface):
        return len(surface) >= 4 and not _hiragana(before) and (not _hiragana(after) or after in _PARTICLES)
    return True


def _numbered_sibling(chars: str, stop: int, node: _Node, entries: list[Name]) -> bool:
    """Is this the bare stem of numbered names with some unknown number behind it: AlmaLinux 9?"""
    if any(entry.general for entry in entries) or not any(key.isdigit() for key in node.children):
        return False
    return bool(_NUMBER.match(chars, stop))


def _latin(char: str) -> bool:
    return bool(char) and char.isascii() and char.isalnum()


def _katakana(char: str) -> bool:
    return bool(char) and (0x30A1 <= ord(char) <= 0x30FA or char == "ー" or 0xFF66 <= ord(char) <= 0xFF9F)


def _hiragana(char: str) -> bool:
    return bool(char) and 0x3041 <= ord(char) <= 0x3096


def _inside(position: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= position < end for start, end in spans)


# -------------------------------------------------------------------- ranges

_BLANK = r"[ \u3000\t]*"
_TAIL = rf"(?:{_BLANK}(?:系|のバージョン|バージョン|サーバ))?{_BLANK}"


class _Pattern:
    """A regular expression that is compiled when first used: most texts name no version with a range."""

    def __init__(self, text: str, flags: int = 0) -> None:
        self._text, self._flags = text, flags

    def match(self, text: str) -> re.Match[str] | None:
        return re.match(self._text, text, self._flags)


_FROM = _Pattern(rf"{_TAIL}(?:以降|以上|以後|より後|or later|\+)")
_UNTIL = _Pattern(rf"{_TAIL}(?:以前|以下|まで(?!に)|or earlier)")
_BEFORE = _Pattern(rf"{_TAIL}(?:未満|より前|より古い)")
_AFTER = _Pattern(rf"{_TAIL}より新しい")
_DASH = _Pattern(rf"{_BLANK}[~〜～\-–—]{_BLANK}\Z")
_KARA = _Pattern(rf"{_BLANK}から{_BLANK}[、,]?{_BLANK}\Z")
_MADE = _Pattern(rf"{_BLANK}まで(?!に)")
_NUMBER_RANGE = _Pattern(rf"{_BLANK}(?:[~〜～\-–—]|から){_BLANK}(\d+(?:\.\d+)*)(まで)?")
_COUNTER = r"(?![\d番つ個台月年日回人名件通分時秒桁文字%％]|[ \u3000]*(?:MB|GB|KB|文字))"
_MORE = _Pattern(
    rf"{_BLANK}(?:[・、,/／]|と|および|及び|または|もしくは){_BLANK}(\d+(?:\.(?:\d+|x))*){_COUNTER}", re.I
)


def _reach(
    text: str, mention: Mention, entry: Name, following: Mention | None, vocabulary: Vocabulary
) -> tuple[Reach, bool]:
    """The reach of one ordered name, and whether it took in the mention after it."""
    spanned = _between_mentions(text, mention, following, vocabulary)
    if spanned is not None:
        return spanned, True
    tail = text[mention.end :]
    number = _NUMBER_RANGE.match(tail)
    if number and ("から" not in number[0] or number[2]):
        other = vocabulary.resolve(f"{entry.product} {number[1]}", (mention.facet,))
        if other is not None and other.product == entry.product:
            names = _select(vocabulary, entry, entry.order, other.order)
            return Reach(mention.facet, names, mention.start, mention.end + number.end(), True), False
    listed, end = _listed(text, mention, entry, vocabulary)
    newest = listed[-1]
    for pattern, low, high in (
        (_FROM, newest.order, float("inf")),
        (_UNTIL, float("-inf"), newest.order),
        (_BEFORE, float("-inf"), newest.order - 1e-6),
        (_AFTER, newest.order + 1e-6, float("inf")),
    ):
        match = pattern.match(text[end:])
        if match:
            names = _ordered(
                vocabulary, entry, {n.name for n in listed} | set(_select(vocabulary, entry, low, high))
            )
            if pattern is _BEFORE or pattern is _AFTER:
                names = _select(vocabulary, entry, low, high)
            return Reach(mention.facet, names, mention.start, end + match.end(), True), False
    names = _ordered(vocabulary, entry, {n.name for n in listed})
    return Reach(mention.facet, names, mention.start, end, len(listed) > 1), False


def _between_mentions(
    text: str, mention: Mention, following: Mention | None, vocabulary: Vocabulary
) -> Reach | None:
    if following is None or following.facet != mention.facet:
        return None
    one, other = vocabulary.get(mention.facet, mention.name), vocabulary.get(following.facet, following.name)
    if one is None or other is None or one.product != other.product or not other.order:
        return None
    gap = text[mention.end : following.start]
    # から alone is a move (OnyxからObsidianへ更新); only から…まで is a range.
    until = _MADE.match(text[following.end :])
    if not _DASH.match(gap) and not (_KARA.match(gap) and until):
        return None
    low, high = sorted((one.order, other.order))
    end = following.end + (until.end() if until else 0)
    return Reach(mention.facet, _select(vocabulary, one, low, high), mention.start, end, True)


def _listed(text: str, mention: Mention, entry: Name, vocabulary: Vocabulary) -> tuple[list[Name], int]:
    """The name and the bare numbers listed after it: Plesk 8・9・10."""
    listed, end = [entry], mention.end
    while match := _MORE.match(text[end:]):
        other = vocabulary.resolve(f"{entry.product} {match[1]}", (mention.facet,))
        if other is None or other.product != entry.product:
            break
        listed.append(other)
        end += match.end()
    return listed, end


def _select(vocabulary: Vocabulary, entry: Name, low: float, high: float) -> tuple[str, ...]:
    low, high = min(low, high), max(low, high)
    wanted = {n.name for n in vocabulary.facet(entry.facet) if low <= n.order <= high and not n.general}
    return _ordered(vocabulary, entry, wanted)


def _ordered(vocabulary: Vocabulary, entry: Name, names: set[str]) -> tuple[str, ...]:
    """Of the entry's product, oldest first."""
    siblings = [n for n in vocabulary.facet(entry.facet) if n.product == entry.product and n.name in names]
    return tuple(n.name for n in sorted(siblings, key=lambda n: n.order))
