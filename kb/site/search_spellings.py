"""The lexicon for the browser: spellings cut into shards by how they begin.

A question needs the spellings that begin at each of its characters, so spellings that begin alike lie together,
under their head: its first character, or as many as it takes until few enough share them. Within a shard,
spellings that mean the same at the same cost share one line, and kana takes one byte a character.
Read by ``kb/site/assets/search/spellings.js``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from kb.retrieval.segmentation import script
from kb.site.search_codes import DIGITS, bucket_of, digits_for, length, number, reference, text
from kb.site.search_sample import comes_along, shares

KANA = (*map(chr, range(0x3041, 0x3097)), "ー")
"""Folded keys have no katakana but the long vowel mark."""

_PLACE = {char: n for n, char in enumerate(KANA)}
_PACKED = str.maketrans(dict(zip(KANA, DIGITS, strict=False)))


class Choice(Protocol):
    """A term that a spelling may stand for; see ``kb.retrieval.lexicon``."""

    @property
    def term(self) -> str: ...
    @property
    def weight(self) -> int: ...
    @property
    def via(self) -> str: ...


class Entry(Protocol):
    """A spelling; see ``kb.retrieval.lexicon``."""

    @property
    def cost(self) -> int: ...
    @property
    def groups(self) -> Sequence[Sequence[Choice]]: ...


Spelling = tuple[str, Entry]

_FULL = 4
"""A head is split when what it holds is this many times the mean shard: fewer splits cost more at every question
that has the head, more of them cost more at every question."""


@dataclass(frozen=True, slots=True)
class SpellingShards:
    """All spellings, packed."""

    core: str
    """A shard that every question has: spellings that are themselves a head that was split, of one kana above all,
    and the heads that many questions have."""
    shards: tuple[str, ...]
    digits: int
    """Width of a term's number."""
    sureness: tuple[tuple[int, str], ...]
    """The distinct (weight, via) of choices, commonest first."""
    split: tuple[str, ...]
    """Heads under which nothing is filed, because too many spellings share them; they go on by a character."""
    kana: str
    """Which heads of two kana there are, split or not: a bit for each pair, six bits a character. A question has
    many pairs of kana that begin no spelling, and need no shard."""
    mixed: str
    """Heads of one kana and another character, one after the other; few, and most questions have such pairs."""
    others: str
    """First characters of spellings that are of no script but signs."""


def is_kana(char: str) -> bool:
    """Is it hiragana or the long vowel mark?"""
    return char in _PLACE


def pack_spellings(
    entries: Iterable[Spelling], numbers: Mapping[str, int], shard_bytes: int, asked: Sequence[str] = ()
) -> SpellingShards:
    """Pack all spellings into shards of ``shard_bytes`` bytes on average.

    Args:
        entries: spellings in key order.
        numbers: the number of each term.
        shard_bytes: mean size wanted; what one head holds is at most ``_FULL`` times as much.
        asked: questions as they are likely to be asked, folded; heads that many of them have come with the core.
    """
    found = list(entries)
    sureness = _sureness(found)
    digits = digits_for(max(numbers.values(), default=0))
    packer = _Packer(numbers, digits, {pair: n for n, pair in enumerate(sureness)})
    heads, split = _file(found, packer, shard_bytes * _FULL)
    common = {"": heads.pop("", [])}
    longer = frozenset(split)
    for name, share in sorted(shares([_heads_in(question, heads, longer) for question in asked]).items()):
        if comes_along(share, packer.size(name, heads[name])):
            common[name] = heads.pop(name)
    core = packer.shard(common)
    count = max(1, round(sum(packer.size(name, under) for name, under in heads.items()) / shard_bytes))
    shards: list[dict[str, list[Spelling]]] = [{} for _ in range(count)]
    for name in sorted(heads):
        shards[bucket_of(name, count)][name] = heads[name]
    begun = {key[:2] for key, _ in found}
    return SpellingShards(
        core=core,
        shards=tuple(map(packer.shard, shards)),
        digits=digits,
        sureness=sureness,
        split=tuple(sorted(name for name in split if not is_kana(name))),
        kana=_pairs(begun),
        mixed="".join(sorted(name for name in begun if is_kana(name[0]) and not is_kana(name[-1]))),
        others="".join(sorted({key[0] for key in begun if script(key[0]) == "sign"})),
    )


def _heads_in(question: str, heads: Container[str], split: Container[str]) -> set[str]:
    """The heads that the spellings of a question are looked up under."""
    found = set()
    for start, char in enumerate(question):
        if start and script(char) == script(question[start - 1]) == "ascii":
            continue  # Latin words are looked up from their beginning only.
        end = start + 1
        while end < len(question) and question[start:end] in split:
            end += 1
        if question[start:end] in heads:
            found.add(question[start:end])
    return found


def _sureness(found: Iterable[Spelling]) -> tuple[tuple[int, str], ...]:
    counts = Counter((c.weight, c.via) for _, entry in found for group in entry.groups for c in group)
    return tuple(sorted(counts, key=lambda pair: (-counts[pair], pair)))


def _file(
    found: Sequence[Spelling], packer: _Packer, most: int
) -> tuple[dict[str, list[Spelling]], list[str]]:
    """Spellings by head, those that are a split head under ""; and the heads that were split."""
    filed: dict[str, list[Spelling]] = {"": []}
    split: list[str] = []
    waiting = [(1, found)]
    while waiting:
        size, group = waiting.pop()
        by_head: dict[str, list[Spelling]] = defaultdict(list)
        for spelling in group:
            by_head[spelling[0][:size]].append(spelling)
        for name, under in by_head.items():
            if not is_kana(name) and (len(under) == 1 or packer.size(name, under) <= most):
                filed[name] = under
                continue
            split.append(name)
            filed[""].extend(spelling for spelling in under if spelling[0] == name)
            waiting.append((size + 1, [spelling for spelling in under if spelling[0] != name]))
    filed[""].sort(key=lambda spelling: spelling[0])
    return filed, split


def _pairs(heads: Iterable[str]) -> str:
    bits = [0] * (-(-(len(KANA) ** 2) // 6) * 6)
    for name in heads:
        if len(name) == 2 and is_kana(name[0]) and is_kana(name[1]):
            bits[_PLACE[name[0]] * len(KANA) + _PLACE[name[1]]] = 1
    sixes = zip(*(bits[n::6] for n in range(6)), strict=True)
    return "".join(DIGITS[sum(bit << n for n, bit in enumerate(six))] for six in sixes)


class _Packer:
    """Packs spellings; knows the numbers that stand for terms and sureness."""

    def __init__(
        self, numbers: Mapping[str, int], digits: int, sureness: Mapping[tuple[int, str], int]
    ) -> None:
        self.numbers, self.digits, self.sureness = numbers, digits, sureness

    def size(self, name: str, under: Sequence[Spelling]) -> int:
        """Bytes of a head with its spellings."""
        return len(self.shard({name: under}).encode("utf-8"))

    def shard(self, heads: Mapping[str, Sequence[Spelling]]) -> str:
        """The groupings of the shard, then each head with its spellings; each can be passed over unread."""
        groupings: dict[str, int] = {}
        lines = [
            text(name) + text(self._spellings(len(name), under, groupings)) for name, under in heads.items()
        ]
        return number(len(groupings)) + "".join(map(text, groupings)) + "".join(lines)

    def _spellings(self, skipped: int, under: Sequence[Spelling], groupings: dict[str, int]) -> str:
        """The number of meanings; of each its cost, the number of its grouping, and the rests of its spellings."""
        meanings: dict[tuple[int, int], list[str]] = defaultdict(list)
        for key, entry in under:
            meanings[entry.cost, self._grouping(entry, groupings)].append(key[skipped:])
        lines = (
            number(cost) + number(grouping) + lists(rests) for (cost, grouping), rests in meanings.items()
        )
        return number(len(meanings)) + "".join(lines)

    def _grouping(self, entry: Entry, groupings: dict[str, int]) -> int:
        """0: no content; from 1: what the shard's groupings say."""
        if not entry.groups:
            return 0
        packed = number(len(entry.groups))
        for group in entry.groups:
            packed += number(len(group)) + "".join(map(self._choice, group))
        return 1 + groupings.setdefault(packed, len(groupings))

    def _choice(self, choice: Choice) -> str:
        term = reference(self.numbers[choice.term], self.digits)
        return term + number(self.sureness[choice.weight, choice.via])


def lists(rests: Sequence[str]) -> str:
    """Texts (of spellings what follows their head), those of one kind and length together.

    Kind 1: all kana, one byte each; kind 0: anything. A list is its length * 2 + kind, its count, its characters.
    """
    lists: dict[int, list[str]] = defaultdict(list)
    for rest in rests:
        packed = bool(rest) and all(map(is_kana, rest))
        lists[length(rest) * 2 + packed].append(rest.translate(_PACKED) if packed else rest)
    return number(len(lists)) + "".join(
        number(kind) + number(len(found)) + "".join(found) for kind, found in sorted(lists.items())
    )
