"""The lexicon on disk: one SQLite file beside the Whoosh index, read a few spellings at a time.

Opening costs a millisecond however large the knowledge base is; a question looks up some hundred keys.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kb.errors import IndexUnusableError
from kb.retrieval import homophones
from kb.retrieval.corrections import Correctable
from kb.retrieval.lexicon import Choice, Entry, MemoryLexicon

FILE = "spellings.sqlite"
_VIA = {"w": "word", "r": "reading", "s": "synonym", "x": "writer"}
_VIA_CODE = {name: code for code, name in _VIA.items()}
_BATCH = 500
"""SQLite takes 999 parameters at least."""


def write(
    folder: Path,
    lexicon: MemoryLexicon,
    idf: Mapping[str, int],
    correctable: Iterable[Correctable],
    kanji_words: Iterable[homophones.Word],
) -> None:
    """Write the spellings, the idf of each term and the words that slips and wrong conversions are mended to."""
    connection = sqlite3.connect(folder / FILE)
    with connection:
        connection.executescript(
            "CREATE TABLE spelling (key TEXT PRIMARY KEY, entry TEXT NOT NULL) WITHOUT ROWID;"
            "CREATE TABLE term (term TEXT PRIMARY KEY, idf INTEGER NOT NULL) WITHOUT ROWID;"
            "CREATE TABLE correctable (head TEXT NOT NULL, word TEXT NOT NULL, count INTEGER NOT NULL,"
            " PRIMARY KEY (head, word)) WITHOUT ROWID;"
            "CREATE TABLE kanji_word (char TEXT NOT NULL, word TEXT NOT NULL, count INTEGER NOT NULL,"
            " PRIMARY KEY (char, word)) WITHOUT ROWID;"
            "CREATE TABLE meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;"
        )
        connection.executemany(
            "INSERT INTO spelling VALUES (?, ?)",
            sorted((k, entry_to_text(e)) for k, e in lexicon.entries.items()),
        )
        connection.executemany("INSERT INTO term VALUES (?, ?)", sorted(idf.items()))
        connection.executemany(
            "INSERT INTO correctable VALUES (?, ?, ?)",
            sorted({(c.head, c.word, c.count) for c in correctable}),
        )
        connection.executemany(
            "INSERT INTO kanji_word VALUES (?, ?, ?)",
            sorted({(char, word, count) for word, count in kanji_words for char in word}),
        )
        connection.executemany(
            "INSERT INTO meta VALUES (?, ?)",
            [("unknown_cost", lexicon.unknown_cost), ("longest", lexicon.longest)],
        )
    connection.close()


def entry_to_text(entry: Entry) -> str:
    """``[cost, [[[term, weight, via], …], …]]`` as compact JSON, ``[cost]`` for a word without content."""
    groups = [[[c.term, c.weight, _VIA_CODE[c.via]] for c in group] for group in entry.groups]
    value = [entry.cost, groups] if groups else [entry.cost]
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def entry_from_text(text: str) -> Entry:
    """The entry again."""
    data: list[Any] = json.loads(text)
    if len(data) == 1:
        return Entry(data[0])
    return Entry(data[0], tuple(tuple(Choice(t, w, _VIA[v]) for t, w, v in group) for group in data[1]))


@contextmanager
def _damage_told(folder: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, ValueError, TypeError, LookupError) as exc:
        raise IndexUnusableError(folder / FILE, "辞書が壊れています。") from exc


class Spellings:
    """The lexicon of an index folder; implements ``kb.retrieval.lexicon.Lexicon``.

    Raises:
        IndexUnusableError: the file is missing or damaged.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with _damage_told(folder):
            self._connection = sqlite3.connect(_address(folder / FILE), uri=True)
            meta = dict(self._connection.execute("SELECT key, value FROM meta"))
            self.unknown_cost: int = meta["unknown_cost"]
            self.longest: int = meta["longest"]
        self._idf: dict[str, int] = {}

    def look_up(self, keys: Iterable[str]) -> dict[str, Entry]:
        wanted = sorted(set(keys))
        found: dict[str, Entry] = {}
        for start in range(0, len(wanted), _BATCH):
            batch = wanted[start : start + _BATCH]
            marks = ",".join("?" * len(batch))
            rows = self._select(f"SELECT key, entry FROM spelling WHERE key IN ({marks})", batch)
            found.update(self._entries(rows))
        return found

    def idf(self, term: str) -> int:
        """Idf of a term in hundredths; 0 for a term that no article has."""
        if term not in self._idf:
            rows = self._select("SELECT idf FROM term WHERE term = ?", [term])
            self._idf[term] = rows[0][0] if rows else 0
        return self._idf[term]

    def correctable(self, head: str) -> list[Correctable]:
        """The words that begin with a character and that a slip may have meant."""
        rows = self._select("SELECT word, count FROM correctable WHERE head = ? ORDER BY word", [head])
        return [Correctable(word, count) for word, count in rows]

    def kanji_words(self, char: str) -> list[homophones.Word]:
        """The words that have a kanji and that a wrong conversion may have meant, with their counts."""
        return self._select("SELECT word, count FROM kanji_word WHERE char = ? ORDER BY word", [char])

    def every(self) -> Iterable[tuple[str, Entry]]:
        """All spellings in key order; what the site's build exports."""
        return self._entries(self._select("SELECT key, entry FROM spelling ORDER BY key", []))

    def every_correctable(self) -> list[Correctable]:
        """All words that slips are mended to."""
        return [
            Correctable(w, c)
            for w, c in self._select("SELECT word, count FROM correctable ORDER BY word", [])
        ]

    def every_kanji_word(self) -> list[homophones.Word]:
        """All words that wrong conversions are mended to."""
        return self._select("SELECT DISTINCT word, count FROM kanji_word ORDER BY word", [])

    def every_idf(self) -> dict[str, int]:
        """Idf of every term."""
        return dict(self._select("SELECT term, idf FROM term ORDER BY term", []))

    def _select(self, statement: str, values: list[str]) -> list[Any]:
        with _damage_told(self._folder):
            return self._connection.execute(statement, values).fetchall()

    def _entries(self, rows: Iterable[tuple[str, str]]) -> Iterator[tuple[str, Entry]]:
        with _damage_told(self._folder):
            for key, text in rows:
                yield key, entry_from_text(text)

    def close(self) -> None:
        self._connection.close()


def _address(path: Path) -> str:
    """SQLite's address of a file that nobody changes. Path.as_uri would load urllib first."""
    escaped = path.resolve().as_posix().replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    return f"file:{escaped}?mode=ro&immutable=1"
