"""From articles to a finished index folder.

Reading an article with Sudachi costs some milliseconds, so what was read is kept under the article's content and
reused; the numbers of the whole collection are made anew each time, because any change moves them all.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sudachipy.errors import SudachiError

from kb.articles.ordering import version_order
from kb.config import Vocabulary
from kb.model import Article
from kb.retrieval import homophones, index, postings, spellings
from kb.retrieval.analyzer import Analyzer, compile_user_dictionary
from kb.retrieval.compilation import compile_lexicon
from kb.retrieval.corrections import Correctable
from kb.retrieval.document import Document, analyze, notable_words
from kb.retrieval.lexicon import MemoryLexicon
from kb.retrieval.query import read
from kb.retrieval.ranking import Tables
from kb.retrieval.records import record
from kb.retrieval.resources import Resources
from kb.text import normalize, to_hiragana

_READER_VERSION = 5
"""Raised whenever the same article would be read differently."""


@dataclass(frozen=True, slots=True)
class Built:
    """What was made, for the report."""

    articles: int
    read: int
    """Articles that had to be read anew."""
    terms: int
    spellings: int


def build(
    folder: Path,
    articles: Sequence[Article],
    vocabulary: Vocabulary,
    resources: Resources,
    cache: Path,
    manifest: dict[str, Any],
    progress: Callable[[int, int], None] | None = None,
) -> Built:
    """Write the index of ``articles`` into the empty ``folder``.

    Args:
        folder: exists and is empty; swapped in by the caller when all is done.
        articles: those to be searched, in the order that ties fall to.
        vocabulary: names and aliases.
        resources: the writers' files of search/.
        cache: folder that outlives builds.
        manifest: what the index shall say of its sources.
        progress: called with (articles read, articles in all).
    """
    analyzer = open_analyzer(resources, cache)
    with _ReadArticles(cache, resources.fingerprint()) as store:
        documents = []
        for number, article in enumerate(articles):
            documents.append(store.document(article, analyzer))
            if progress is not None:
                progress(number + 1, len(articles))
        missed = store.misses
    terms = {term for document in documents for counts in document.fields.values() for term in counts}
    words: Counter[tuple[str, str]] = Counter()
    for document in documents:
        words.update(document.words)
    lexicon = compile_lexicon(analyzer, terms, words, resources.synonyms)
    documents = [read_again(d, a, lexicon, vocabulary) for d, a in zip(documents, articles, strict=True)]
    collection, found = postings.build(documents)
    tables = make_tables(articles, vocabulary, collection, resources.out_of_scope)
    index.write(folder, found, [record(a) for a in articles], tables, manifest)
    spellings.write(
        folder, lexicon, collection.idf, correctable_words(documents, vocabulary), kanji_words(words)
    )
    return Built(len(articles), missed, len(collection.idf), len(lexicon.entries))


def read_again(
    document: Document, article: Article, lexicon: MemoryLexicon, vocabulary: Vocabulary
) -> Document:
    """The document with its kana questions read as questions are.

    Sudachi cuts おなじめーるがにこずつくる otherwise than the lexicon does; only what the lexicon makes of it meets
    what it makes of the same words when somebody asks.
    """
    fields = dict(document.fields["questions"])
    stored = list(document.questions)
    for number, text in enumerate((article.title, *article.questions)[: len(stored)]):
        if not _mostly_kana(text):
            continue
        query = read(text, lexicon, vocabulary)
        terms = {group[0].term for unit in query.units for group in unit.groups}
        for term in sorted(terms - stored[number]):
            fields[term] = fields.get(term, 0) + 1
        stored[number] |= terms
    return replace(document, fields={**document.fields, "questions": fields}, questions=tuple(stored))


def _mostly_kana(text: str) -> bool:
    """Is a text written so that a reader of Japanese has to spell it out?"""
    letters = [char for char in to_hiragana(normalize(text)) if char.isalnum()]
    kana = sum("ぁ" <= char <= "ゖ" or char == "ー" for char in letters)
    return kana > _MOSTLY * len(letters)


_MOSTLY = 0.7


def open_analyzer(resources: Resources, cache: Path) -> Analyzer:
    """The analyzer with the writers' words; compiles their dictionary when the cache has none that can be opened."""
    if not resources.user_words:
        return Analyzer(None, resources.stopwords)
    compiled = cache / f"user-{resources.fingerprint()}.dic"
    if compiled.is_file():
        with suppress(SudachiError):
            return Analyzer(compiled, resources.stopwords)
    for old in cache.glob("user-*.dic"):
        old.unlink(missing_ok=True)
    compile_user_dictionary(resources.user_words, compiled)
    return Analyzer(compiled, resources.stopwords)


def correctable_words(documents: Sequence[Document], vocabulary: Vocabulary) -> Iterator[Correctable]:
    """The words that slips may be mended to, with how much they matter here."""
    counts: Counter[str] = Counter()
    for document in documents:
        counts.update(document.notable)
    for entry in vocabulary.names:
        for spelling in (entry.name, *entry.aliases):
            counts.update(notable_words(spelling))
    for word, count in counts.items():
        yield Correctable(word, count)


def kanji_words(words: Mapping[tuple[str, str], int]) -> Iterator[homophones.Word]:
    """The words that wrong conversions may be mended to, with how often the articles use them.

    Args:
        words: (key, term or "") to its occurrences, as ``Document.words``.
    """
    counts: Counter[str] = Counter()
    for (key, term), count in words.items():
        if term and homophones.is_kanji_word(key):
            counts[key] += count
    yield from counts.items()


def make_tables(
    articles: Sequence[Article],
    vocabulary: Vocabulary,
    collection: postings.Collection,
    out_of_scope: tuple[str, ...] = (),
) -> Tables:
    """What ranking needs to know of every article."""
    applies = list(dict.fromkeys(a.applies_to for a in articles))
    categories = list(dict.fromkeys(a.category for a in articles))
    applies_number = {value: n for n, value in enumerate(applies)}
    category_number = {value: n for n, value in enumerate(categories)}
    topics: dict[str, list[int]] = {}
    for number, article in enumerate(articles):
        if article.topic:
            topics.setdefault(article.topic, []).append(number)
    return Tables(
        size=len(articles),
        unknown_idf=collection.unknown_idf,
        applies=tuple(applies),
        applies_of=tuple(applies_number[a.applies_to] for a in articles),
        categories=tuple(categories),
        categories_of=tuple(category_number[a.category] for a in articles),
        topics=tuple(
            tuple(sorted(docs, key=lambda n: version_order(articles[n], vocabulary)))
            for docs in topics.values()
            if len(docs) > 1
        ),
        unasked=tuple(number for number, article in enumerate(articles) if not article.questions),
        out_of_scope=out_of_scope,
    )


class _ReadArticles:
    """Documents of articles read before, in one SQLite file, under a hash of what was read.

    Only a cache: what is damaged in it, one row or the file, is read anew. Each row carries the hash of its own
    text, because a flipped bit of a number is still JSON.
    """

    def __init__(self, folder: Path, fingerprint: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._salt = f"{_READER_VERSION}:{fingerprint}:".encode()
        self._path = folder / "read-articles.sqlite"
        self._connection = sqlite3.connect(self._path)
        self._connection.text_factory = bytes
        self._used: list[tuple[str, bytes]] = []
        self.misses = 0

    def document(self, article: Article, analyzer: Analyzer) -> Document:
        texts = (
            article.id,
            article.title,
            article.questions,
            article.summary,
            article.tags,
            article.applies_to,
            article.body,
        )
        key = hashlib.sha256(self._salt + repr(texts).encode()).hexdigest()
        stored = self._stored(key)
        if stored is not None:
            self._used.append((key, stored))
            return _from_json(stored)
        self.misses += 1
        document = analyze(article, analyzer)
        self._used.append((key, _to_json(document)))
        return document

    def _stored(self, key: str) -> bytes | None:
        """The JSON under a key; None where there is none or it cannot be trusted."""
        select = "SELECT value, digest FROM document WHERE key = ?"
        try:
            row = self._connection.execute(select, [key]).fetchone()
        except sqlite3.DatabaseError:
            return None
        if row is None or not isinstance(row[0], bytes) or hashlib.sha256(row[0]).digest() != row[1]:
            return None
        value: bytes = row[0]
        return value

    def __enter__(self) -> _ReadArticles:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self._connection.close()
        if kind is None and self.misses:
            self._write()

    def _write(self) -> None:
        """What was used, as a new file: the old one may be damaged where nobody has looked."""
        new = self._path.with_suffix(".new")
        new.unlink(missing_ok=True)
        connection = sqlite3.connect(new)
        try:
            with connection:
                connection.execute(
                    "CREATE TABLE document (key TEXT PRIMARY KEY, value BLOB NOT NULL, digest BLOB NOT NULL)"
                    " WITHOUT ROWID"
                )
                connection.executemany(
                    "INSERT OR REPLACE INTO document VALUES (?, ?, ?)",
                    ((key, value, hashlib.sha256(value).digest()) for key, value in self._used),
                )
        finally:
            connection.close()
        new.replace(self._path)


def _to_json(document: Document) -> bytes:
    text = json.dumps(
        [
            document.id,
            {name: dict(counts) for name, counts in document.fields.items()},
            [sorted(terms) for terms in document.questions],
            [sorted(terms) for terms in document.passages],
            [[key, term, count] for (key, term), count in document.words.items()],
            dict(document.notable),
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return text.encode()


def _from_json(text: bytes) -> Document:
    article_id, fields, questions, passages, words, notable = json.loads(text)
    return Document(
        id=article_id,
        fields=fields,
        questions=tuple(map(frozenset, questions)),
        passages=tuple(map(frozenset, passages)),
        words={(key, term): count for key, term, count in words},
        notable=notable,
    )
