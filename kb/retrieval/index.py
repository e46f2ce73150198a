"""The index on disk: postings and records in Whoosh, spellings beside them.

Only home of Whoosh. What Whoosh stores is finished (see ``kb.retrieval.postings``): a posting's weight is the
term's BM25F impact, its value says which stored questions and passages have the term. Whoosh pickles inside its
files, so an index is only ever opened in the knowledge base that built it.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from whoosh import fields, formats
from whoosh import index as whoosh_index

from kb.errors import IndexUnusableError
from kb.model import AppliesTo
from kb.retrieval.ranking import Tables
from kb.retrieval.records import Record

if TYPE_CHECKING:
    from kb.retrieval.postings import Posting

FORMAT = 19
"""Raised whenever what is stored, or what it means, changes."""

MANIFEST = "manifest.json"
_TERMS, _RECORD = "terms", "record"


class PlacesFormat(formats.Format):
    """Values of any length; nothing is decoded by Whoosh itself."""

    posting_size = -1

    def __init__(self) -> None:
        self.field_boost = 1.0
        self.options: dict[str, Any] = {}

    def supports(self, name: str) -> bool:
        return name == "weight"


class ImpactField(fields.FieldType):
    """A field whose postings are given, not made from text: a list of (term, posting)."""

    indexed = True
    stored = False
    unique = False
    analyzer = None
    scorable = False

    def __init__(self) -> None:
        self.format = PlacesFormat()
        self.vector = None
        self.sortable = False
        self.column_type = None

    def index(self, value: Any, **_: Any) -> Generator[tuple[bytes, int, float, bytes], Any, None]:
        """Whoosh's protocol: (term, frequency, weight, value) of each posting of one document."""
        for term, posting in value:
            yield term.encode("utf-8"), 1, float(posting.impact), encode(posting)


def encode(posting: Posting) -> bytes:
    """A posting's places as bytes: how many questions, (number, likeness) of each, then the passages."""
    flat = [byte for pair in posting.questions for byte in pair]
    return bytes([len(posting.questions), *flat, *posting.passages])


class StoredPosting:
    """A posting as it is read: its places are only taken apart for the few articles that are looked at closely."""

    __slots__ = ("doc", "impact", "places")

    def __init__(self, doc: int, impact: int, places: bytes) -> None:
        self.doc, self.impact, self.places = doc, impact, places

    @property
    def questions(self) -> tuple[tuple[int, int], ...]:
        """As in ``Posting``."""
        end = 1 + 2 * self.places[0]
        return tuple(zip(self.places[1:end:2], self.places[2:end:2], strict=True))

    @property
    def passages(self) -> tuple[int, ...]:
        """As in ``Posting``."""
        return tuple(self.places[1 + 2 * self.places[0] :])


def write(
    folder: Path,
    postings: Iterable[tuple[str, Sequence[Posting]]],
    records: Sequence[Record],
    tables: Tables,
    manifest: Mapping[str, Any],
) -> None:
    """Write a new index into an empty folder. Record number n is article number n."""
    by_doc: list[list[tuple[str, Posting]]] = [[] for _ in records]
    for term, found in postings:
        for posting in found:
            by_doc[posting.doc].append((term, posting))
    schema = fields.Schema(**{_TERMS: ImpactField(), _RECORD: fields.STORED()})
    index: Any = whoosh_index.create_in(str(folder), schema)
    writer = index.writer(limitmb=512)
    for record, terms in zip(records, by_doc, strict=True):
        writer.add_document(**{_TERMS: terms, _RECORD: record.to_json()})
    writer.commit(optimize=True)
    index.close()
    content = {"format": FORMAT, "tables": _tables_out(tables), **manifest}
    (folder / MANIFEST).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """What the index says of itself; None when there is no index or it cannot be read."""
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) and content.get("format") == FORMAT else None


@contextmanager
def _damage_told(folder: Path) -> Iterator[None]:
    try:
        yield
    except Exception as exc:  # Whoosh has no common base for what damaged files raise
        raise IndexUnusableError(folder, f"索引が壊れています（{type(exc).__name__}）。") from exc


class Index:
    """An open index, for reading.

    Raises:
        IndexUnusableError: the folder holds no index of this format, or a damaged one.
    """

    def __init__(self, folder: Path) -> None:
        manifest = read_manifest(folder)
        if manifest is None:
            raise IndexUnusableError(folder, "索引がないか、この版の kb では読めません。")
        self._folder = folder
        self.manifest = manifest
        with _damage_told(folder):
            self.tables = _tables_in(manifest["tables"])
            self._index: Any = whoosh_index.open_dir(str(folder))
            self._reader: Any = self._index.reader()  # type: ignore[no-untyped-call]
        self._held: dict[str, tuple[StoredPosting, ...]] = {}

    def postings(self, term: str) -> tuple[StoredPosting, ...]:
        """The postings of a term, in article order; none for a term that no article has."""
        if term not in self._held:
            with _damage_told(self._folder):
                self._held[term] = tuple(self._read(term))
        return self._held[term]

    def _read(self, term: str) -> Iterator[StoredPosting]:
        key = term.encode("utf-8")
        if (_TERMS, key) not in self._reader:
            return
        matcher = self._reader.postings(_TERMS, key)
        while matcher.is_active():
            yield StoredPosting(matcher.id(), int(matcher.weight()), matcher.value())
            matcher.next()

    def terms(self) -> Iterator[str]:
        """Every term, in code point order."""
        for text in self._reader.lexicon(_TERMS):
            yield text.decode("utf-8")

    def record(self, doc: int) -> Record:
        """The record of article number ``doc``."""
        with _damage_told(self._folder):
            return Record.from_json(self._reader.stored_fields(doc)[_RECORD])

    def close(self) -> None:
        self._reader.close()
        self._index.close()


def _tables_out(tables: Tables) -> dict[str, Any]:
    return asdict(tables)


def _tables_in(data: Mapping[str, Any]) -> Tables:
    return Tables(
        size=data["size"],
        unknown_idf=data["unknown_idf"],
        applies=tuple(AppliesTo(**{k: tuple(v) for k, v in a.items()}) for a in data["applies"]),
        applies_of=tuple(data["applies_of"]),
        categories=tuple(data["categories"]),
        categories_of=tuple(data["categories_of"]),
        topics=tuple(map(tuple, data["topics"])),
        unasked=tuple(data["unasked"]),
        out_of_scope=tuple(data["out_of_scope"]),
    )
