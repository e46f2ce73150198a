"""The terms of an index for the browser: numbered, and cut into shards with their idf and postings.

A term's number says where it lies (shard, place in the shard), so no table of terms has to be loaded. Terms that
are searched together lie together: those of one question, a word and its synonyms. A question also asks for terms
that no spelling leads to, two words written together; those are found by their text.
Read by ``kb/site/assets/search/postings.js``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from kb.site.search_codes import bucket_of, number, reference, text
from kb.site.search_sample import comes_along, shares, together


class Posting(Protocol):
    """One article under one term; see ``kb.retrieval.postings``."""

    @property
    def doc(self) -> int: ...
    @property
    def impact(self) -> int: ...
    @property
    def questions(self) -> Sequence[tuple[int, int]]: ...
    @property
    def passages(self) -> Sequence[int]: ...


@dataclass(frozen=True, slots=True)
class TermShards:
    """All terms, packed."""

    numbers: Mapping[str, int]
    """Term to its number: shard * ``places`` + place in the shard."""
    places: int
    """Terms in the fullest shard."""
    core: tuple[str, ...]
    """The first shards, of the terms that many questions have: every question has them."""
    shards: tuple[str, ...]
    """The others."""


def pack_terms(
    terms: Iterable[str],
    idf: Mapping[str, int],
    postings_of: Callable[[str], Sequence[Posting]],
    shard_chars: int,
    needs: Sequence[Collection[str]] = (),
) -> TermShards:
    """Pack the terms into shards of about ``shard_chars`` characters: what is asked together lies together.

    Args:
        terms: in the order in which they shall lie as far as questions do not tell.
        idf: of each.
        postings_of: the articles of a term.
        shard_chars: size wanted.
        needs: the terms of questions as they are likely to be asked.
    """
    packed = {term: text(term) + number(idf[term]) + text(pack_postings(postings_of(term))) for term in terms}
    share = shares(needs)
    common = {term for term, line in packed.items() if comes_along(share.get(term, 0), len(line))}
    core = _in_shards(packed, [[term] for term in packed if term in common], shard_chars)
    sizes = {term: len(line) for term, line in packed.items()}
    others = together([term for term in packed if term not in common], needs, sizes, shard_chars)
    shards = core + _in_shards(packed, others, shard_chars)
    places = max(map(len, shards), default=1)
    numbers = {term: n * places + place for n, shard in enumerate(shards) for place, term in enumerate(shard)}
    joined = tuple("".join(shard.values()) for shard in shards)
    return TermShards(numbers, places, joined[: len(core)], joined[len(core) :])


def _in_shards(
    packed: Mapping[str, str], groups: Iterable[Sequence[str]], shard_chars: int
) -> list[dict[str, str]]:
    """Groups one after the other; none is divided."""
    shards: list[dict[str, str]] = []
    size = 0
    for group in groups:
        lines = {term: packed[term] for term in group}
        more = sum(map(len, lines.values()))
        if not shards or size + more > shard_chars:
            shards.append({})
            size = 0
        shards[-1].update(lines)
        size += more
    return shards


LISTED = 19
"""Passages below this number are bits of one number; an article with a later one lists them."""


def pack_postings(postings: Sequence[Posting]) -> str:
    """The least impact, then each posting: step from the article before, what its impact has more, its places.

    The places: twice the number of questions, and one more when the passages are listed; the passages, as bits or
    as their number and steps; of each question its step and what the term adds to its likeness.
    """
    least = min((posting.impact for posting in postings), default=0)
    return number(least) + "".join(_pack(postings, least))


def _pack(postings: Sequence[Posting], least: int) -> Iterator[str]:
    before = -1
    for posting in postings:
        passages, questions = posting.passages, posting.questions
        listed = any(passage >= LISTED for passage in passages)
        yield number(posting.doc - before - 1) + number(posting.impact - least)
        yield number(len(questions) * 2 + listed)
        if listed:
            yield number(len(passages))
            yield from _steps(passages)
        else:
            yield number(sum(1 << passage for passage in passages))
        for step, (_, likeness) in zip(_steps([q for q, _ in questions]), questions, strict=True):
            yield step + number(likeness)
        before = posting.doc


def _steps(places: Sequence[int]) -> Iterator[str]:
    before = 0
    for place in places:
        yield number(place - before)
        before = place


def pack_joints(
    joints: Iterable[str],
    numbers: Mapping[str, int],
    digits: int,
    idf: Mapping[str, int],
    postings_of: Callable[[str], Sequence[Posting]],
    count: int,
) -> list[str]:
    """Terms that are looked up by their text, in ``count`` shards by hash.

    A term that has a number as well is only that number, after an idf of 0.
    """
    shards = [""] * count
    for term in joints:
        rest = (
            number(0) + reference(numbers[term], digits)
            if term in numbers
            else number(idf[term]) + text(pack_postings(postings_of(term)))
        )
        shards[bucket_of(term, count)] += text(term) + rest
    return shards


def made_of_two(terms: Iterable[str], words: Container[str]) -> list[str]:
    """The terms that are two words of ``words`` written together."""
    return [
        term for term in terms if any(term[:n] in words and term[n:] in words for n in range(1, len(term)))
    ]


def in_company(terms: Iterable[str], companions_of: Callable[[str], Iterable[str]]) -> list[str]:
    """The terms in an order that keeps each beside those that are searched with it."""
    known = list(terms)
    wanted = set(known)
    ordered: dict[str, None] = {}
    for term in known:
        ordered.setdefault(term)
        for other in companions_of(term):
            if other in wanted:
                ordered.setdefault(other)
    return list(ordered)
