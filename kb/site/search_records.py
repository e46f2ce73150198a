"""What the browser shows of each article, and what it knows of all of them before.

Read by ``kb/site/assets/search/records.js`` and ``tables.js``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, Protocol

from kb.config import KnowledgeBase, Name, Vocabulary
from kb.model import FACETS, AppliesTo
from kb.site.search_codes import digits_for, number, numbers, reference
from kb.site.search_spellings import lists
from kb.text import alias_key


class Section(Protocol):
    """A section as it is shown; see ``kb.retrieval.records``."""

    @property
    def heading(self) -> str: ...
    @property
    def anchor(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def pointer(self) -> bool: ...


class Record(Protocol):
    """An article as it is shown; see ``kb.retrieval.records``."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def summary(self) -> str: ...
    @property
    def category(self) -> str: ...
    @property
    def topic(self) -> str: ...
    @property
    def support(self) -> str: ...
    @property
    def published(self) -> str | None: ...
    @property
    def updated(self) -> str | None: ...
    @property
    def review_by(self) -> str | None: ...
    @property
    def status(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def sections(self) -> Sequence[Section]: ...
    @property
    def passages(self) -> Sequence[tuple[int, str]]: ...


class Tables(Protocol):
    """What is known of all articles; see ``kb.retrieval.ranking``."""

    @property
    def size(self) -> int: ...
    @property
    def unknown_idf(self) -> int: ...
    @property
    def applies(self) -> Sequence[AppliesTo]: ...
    @property
    def applies_of(self) -> Sequence[int]: ...
    @property
    def categories(self) -> Sequence[str]: ...
    @property
    def categories_of(self) -> Sequence[int]: ...
    @property
    def topics(self) -> Sequence[Sequence[int]]: ...
    @property
    def unasked(self) -> Sequence[int]: ...
    @property
    def out_of_scope(self) -> Sequence[str]: ...


def pack_record(record: Record, others: Mapping[int, Record]) -> list[Any]:
    """One article as a list; ``others``: the articles of its topic, by number."""
    return [
        record.id, record.title, record.summary, record.category, record.topic, record.support, record.published,
        record.updated, record.review_by, record.status, record.source, record.path,
        [_pack_section(section) for section in record.sections],
        [_pack_passage(record.sections, section, row) for section, row in record.passages],
        [[doc, other.id, other.title, other.path] for doc, other in sorted(others.items())],
    ]  # fmt: skip


def _pack_passage(sections: Sequence[Section], number: int, row: str) -> list[Any] | int:
    """The number of the section; of a row of its table also which line of the section's text says the same.

    A row stands in the text as one line and in its own passage as a list with the name of the first column. Where
    the list cannot be told from the line, it is given as it is.
    """
    if not row:
        return number
    opening = row.split("\n", 1)[0]
    for place, line in enumerate(sections[number].text.split("\n")):
        first = line.removeprefix("・").partition(" ― ")[0]
        label = opening.removeprefix("・").removesuffix(first)
        if first and opening.endswith(first) and row_of(line, label) == row:
            return [number, place, label]
    return [number, row]


def row_of(line: str, label: str) -> str:
    """The list that a line of a table's text stands for; mirrored in ``records.js``.

    Args:
        line: "・Plesk 12 ― SNI: × ／ IMAP: 〇".
        label: what stands before the first cell: "バージョン: ".
    """
    first, _, rest = line.removeprefix("・").partition(" ― ")
    return "\n".join(f"・{item}" for item in (label + first, *(rest.split(" ／ ") if rest else ())))


def _pack_section(section: Section) -> list[Any]:
    packed = [section.heading, section.anchor, section.text]
    return [*packed, 1] if section.pointer else packed


def pack_tables(tables: Tables, vocabulary: Vocabulary) -> dict[str, Any]:
    """The tables; commonest bindings first, because small numbers are short.

    A binding is a list of names, each as its number in the vocabulary; one that is not there as (facet, name).
    """
    places = {(entry.facet, entry.name): n for n, entry in enumerate(vocabulary.names)}
    commonest = [n for n, _ in Counter(tables.applies_of).most_common()]
    renumbered = {old: new for new, old in enumerate(commonest)}
    digits = digits_for(tables.size)
    unasked = set(tables.unasked)
    return {
        "size": tables.size,
        "unknownIdf": tables.unknown_idf,
        "applies": [
            [
                places.get((facet, name), (FACETS.index(facet), name))
                for facet in FACETS
                for name in tables.applies[n].facet(facet)
            ]
            for n in commonest
        ],
        "appliesOf": numbers(renumbered[n] for n in tables.applies_of),
        "categories": list(tables.categories),
        "categoriesOf": _runs(tables.categories_of),
        "unasked": _runs(int(doc in unasked) for doc in range(tables.size)),
        "outOfScope": lists(tables.out_of_scope),
        "digits": digits,
        "topics": "".join(
            number(len(topic)) + "".join(reference(doc, digits) for doc in topic) for topic in tables.topics
        ),
    }


def _runs(values: Iterable[int]) -> str:
    """Each value and how often it stands there one after the other."""
    return "".join(numbers((value, len(list(run)))) for value, run in groupby(values))


def pack_vocabulary(kb: KnowledgeBase) -> dict[str, Any]:
    """Categories and names; of each name its alias keys, first that of the name itself ("" when it has none)."""
    keys = _keys(kb.vocabulary)
    return {
        "categories": [[c.id, c.name, c.stale_after_days] for c in kb.vocabulary.categories],
        "names": [_pack_name(entry, keys.get(id(entry), [""])) for entry in kb.vocabulary.names],
    }


def _keys(vocabulary: Vocabulary) -> dict[int, list[str]]:
    """Alias keys by ``id`` of the entry; a key that an entry before it has in the facet is that entry's."""
    keys: dict[int, list[str]] = {}
    for key, entry in vocabulary.spellings():
        own = key == alias_key(entry.name)
        keys.setdefault(id(entry), [] if own else [""]).append(key)
    return keys


def _pack_name(entry: Name, keys: Sequence[str]) -> list[Any]:
    packed = [
        FACETS.index(entry.facet), entry.name, list(keys), entry.product, entry.order, entry.family,
        int(entry.general), entry.eol.isoformat() if entry.eol else "",
    ]  # fmt: skip
    while packed[-1] in ("", 0):
        packed.pop()
    return packed
