"""The index as a browser reads it: small scripts below ``data/`` that a page loads as a question needs them.

Each file is one call, ``KB.load(name, stamp, payload)``, because a page opened from a folder may run scripts of
its folder but may not read files. Kinds: the manifest (settings, vocabulary, tables, what every question needs),
``s`` spellings, ``p`` terms with their postings, ``j`` terms of two words, ``w`` words that slips are mended to,
``r`` records. A stamp is the format number and the hash of all files of the kind, which their folder is named by
too: files of two builds cannot be mixed unnoticed. Sizes follow from measurement (``benchmarks/browser_cost.py``).
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

from kb.config import KnowledgeBase
from kb.retrieval import homophones, ranking, records, weights
from kb.retrieval.query import Query
from kb.site.search_codes import bucket_of, number, numbers, text
from kb.site.search_postings import Posting, TermShards, in_company, made_of_two, pack_joints, pack_terms
from kb.site.search_records import Record, Tables, pack_record, pack_tables, pack_vocabulary
from kb.site.search_spellings import Entry, SpellingShards, pack_spellings
from kb.text import fold

FORMAT = 7
"""Raised with FORMAT of ``kb/site/assets/search/shards.js`` whenever a file is read otherwise than before."""

FEWEST_BYTES = 180
"""Mean size of a shard of a small index. A question needs one shard for every few characters, so small ones cost
least; the limit is what else a request costs."""

_FEWEST_TERM_BYTES = 400
"""The same for terms, which lie beside those that are asked with them: of a larger shard more is used."""

MOST_FILES = 6000
"""Shards of one kind in a large index: more files make a folder slow to copy."""


class Word(Protocol):
    """A word that slips are mended to; see ``kb.retrieval.corrections``."""

    @property
    def word(self) -> str: ...
    @property
    def count(self) -> int: ...
    @property
    def head(self) -> str: ...


class Index(Protocol):
    """An open index; see ``kb.retrieval.index``."""

    @property
    def tables(self) -> Tables: ...
    def terms(self) -> Iterator[str]: ...
    def postings(self, term: str) -> Sequence[Posting]: ...
    def record(self, doc: int) -> Record: ...


class Spellings(Protocol):
    """Its lexicon; see ``kb.retrieval.spellings``."""

    unknown_cost: int
    longest: int

    def every(self) -> Iterable[tuple[str, Entry]]: ...
    def every_correctable(self) -> Sequence[Word]: ...
    def every_kanji_word(self) -> Sequence[homophones.Word]: ...
    def every_idf(self) -> dict[str, int]: ...


def search_files(
    index: Index, spellings: Spellings, kb: KnowledgeBase, asked: Sequence[Query] = ()
) -> Iterator[tuple[str, bytes]]:
    """The files of the browser's index: path in the site, content. The manifest comes last.

    Args:
        index: what is searched.
        spellings: its lexicon.
        kb: settings and vocabulary.
        asked: questions as they are likely to be asked; the manifest brings what many of them need.
    """
    entries = dict(spellings.every())
    terms = _pack_terms(index, spellings, entries, asked)
    lexicon = _pack_spellings(entries, terms, asked)
    joints = _pack_joints(index, spellings, terms, lexicon.digits)
    words = _pack_words(spellings.every_correctable(), spellings.every_kanji_word())
    stamps: dict[str, str] = {}
    for kind, payloads in (
        ("s", lexicon.shards),
        ("p", terms.shards),
        ("j", joints),
        ("w", words),
        ("r", list(_records(index))),
    ):
        stamps[kind] = _stamp(payloads)
        for n, payload in enumerate(payloads):
            yield (
                f"data/{kind}-{stamps[kind].split('-')[1]}/{n}.js",
                _file(f"{kind}/{n}", stamps[kind], payload),
            )
    manifest = {
        "stamps": stamps,
        "weights": _weights(),
        "tables": pack_tables(index.tables, kb.vocabulary),
        "vocabulary": pack_vocabulary(kb),
        "terms": {
            "places": terms.places,
            "joints": len(joints),
            "digits": lexicon.digits,
            "core": terms.core,
        },
        "lexicon": {
            "unknownCost": spellings.unknown_cost,
            "longest": spellings.longest,
            "digits": lexicon.digits,
            "shards": len(lexicon.shards),
            "words": len(words),
            "sureness": lexicon.sureness,
            "core": lexicon.core,
            "split": lexicon.split,
            "kana": lexicon.kana,
            "mixed": lexicon.mixed,
            "others": lexicon.others,
        },
    }
    yield "data/manifest.js", _file("manifest", _stamp([manifest]), manifest)


def _weights() -> dict[str, Any]:
    """What the browser ranks with beside what the index holds already; names as in the scripts."""
    return {
        "wholeQuestion": weights.WHOLE_QUESTION,
        "questionLength": weights.QUESTION_LENGTH,
        "named": weights.NAMED,
        "joint": weights.JOINT,
        "fit": [weights.FIT[n] for n in sorted(weights.FIT)],
        "olderLeads": weights.OLDER_LEADS,
        "confidence": weights.CONFIDENCE,
        "answerFrom": weights.ANSWER_FROM,
        "shortlist": ranking.SHORTLIST,
        "shownChars": records.SHOWN_CHARS,
    }


def _pack_terms(
    index: Index, spellings: Spellings, entries: dict[str, Entry], asked: Sequence[Query]
) -> TermShards:
    idf = spellings.every_idf()

    def companions(term: str) -> Iterator[str]:
        entry = entries.get(fold(term))
        return (choice.term for group in (entry.groups if entry else ()) for choice in group)

    searched = {choice.term for entry in entries.values() for group in entry.groups for choice in group}
    terms = in_company(sorted(searched), companions)
    size = sum(len(index.postings(term)) for term in terms) * _POSTING_BYTES
    # A term is needed as a synonym too.
    needs = [[c.term for unit in query.units for group in unit.groups for c in group] for query in asked]
    return pack_terms(terms, idf, index.postings, max(_FEWEST_TERM_BYTES, _shard_bytes(size)), needs)


def _pack_joints(index: Index, spellings: Spellings, terms: TermShards, digits: int) -> list[str]:
    idf = spellings.every_idf()
    joints = made_of_two(sorted(idf), terms.numbers)
    size = sum(len(term) * 3 + _POSTING_BYTES for term in joints)
    count = max(1, size // _shard_bytes(size))
    return pack_joints(joints, terms.numbers, digits, idf, index.postings, count)


_POSTING_BYTES, _SPELLING_BYTES = 6, 12
"""Mean sizes, to choose the number of shards before packing."""


def _pack_spellings(entries: dict[str, Entry], terms: TermShards, asked: Sequence[Query]) -> SpellingShards:
    folded = [fold(query.text) for query in asked]
    return pack_spellings(
        entries.items(), terms.numbers, _shard_bytes(len(entries) * _SPELLING_BYTES), folded
    )


def _shard_bytes(whole: int) -> int:
    return max(FEWEST_BYTES, whole // MOST_FILES)


def _pack_words(words: Sequence[Word], kanji_words: Sequence[homophones.Word]) -> list[str]:
    """What slips are mended to, by a character, those of one bucket in one shard.

    Of each character: its sounds, the words that begin with it, and the kanji words that have it anywhere, each of
    these with the sounds of its kanji.
    """
    by_head: dict[str, list[Word]] = defaultdict(list)
    by_kanji: dict[str, list[homophones.Word]] = defaultdict(list)
    for word in words:
        by_head[word.head].append(word)
    for kanji_word in kanji_words:
        for char in dict.fromkeys(kanji_word[0]):
            by_kanji[char].append(kanji_word)
    sounds = homophones.every_sound() if kanji_words else {}
    packed = {
        char: text(char)
        + _pack_sounds(char)
        + number(len(by_head[char]))
        + "".join(text(word.word) + number(word.count) for word in by_head[char])
        + number(len(by_kanji[char]))
        + "".join(
            text(word) + number(count) + "".join(map(_pack_sounds, word)) for word, count in by_kanji[char]
        )
        for char in sorted({*by_head, *by_kanji, *sounds})
    }
    count = max(1, sum(map(len, packed.values())) // _WORDS_CHARS)
    shards = [""] * count
    for char, entry in packed.items():
        shards[bucket_of(char, count)] += entry
    return shards


def _pack_sounds(char: str) -> str:
    found = homophones.sounds(char)
    return number(len(found)) + numbers(sorted(found))


_WORDS_CHARS = 500
"""Mean size of a shard of words: a question with a slip loads one to four."""


def _records(index: Index) -> Iterator[list[Any]]:
    topic_of = {doc: topic for topic in index.tables.topics for doc in topic}
    for doc in range(index.tables.size):
        others = {other: index.record(other) for other in topic_of.get(doc, ()) if other != doc}
        yield pack_record(index.record(doc), others)


def _stamp(payloads: Iterable[Any]) -> str:
    digest = hashlib.sha256()
    for payload in payloads:
        digest.update(_json(payload).encode("utf-8") + b"\n")
    return f"{FORMAT}-{digest.hexdigest()[:8]}"


def _file(name: str, stamp: str, payload: Any) -> bytes:
    return f"KB.load({_json(name)},{_json(stamp)},{_json(payload)});\n".encode()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
