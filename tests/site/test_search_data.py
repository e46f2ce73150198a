"""The browser's index: compact numbers, whole shards, the same bytes each time."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb import config
from kb.config import KnowledgeBase
from kb.retrieval.lexicon import Choice, Entry
from kb.retrieval.search import Searcher
from kb.site import search_codes
from kb.site.search_data import search_files
from kb.site.search_postings import in_company, pack_terms
from kb.site.search_sample import comes_along, together
from kb.site.search_spellings import KANA, SpellingShards, pack_spellings

NUMBERS = st.integers(0, search_codes.LARGEST)


def read_number(packed: str, place: int) -> tuple[int, int]:
    """The number at a place, and the place after it."""
    first = search_codes.DIGITS.index(packed[place])
    if first < 80:
        return first, place + 1
    if first < 92:
        return 80 + (first - 80) * 93 + search_codes.DIGITS.index(packed[place + 1]), place + 2
    value = 0
    for char in packed[place + 1 : place + 4]:
        value = value * 93 + search_codes.DIGITS.index(char)
    return 80 + 12 * 93 + value, place + 4


@settings(deadline=None)
@given(st.lists(NUMBERS))
def test_numbers_come_back(values: list[int]) -> None:
    packed, place, found = search_codes.numbers(values), 0, []
    while place < len(packed):
        value, place = read_number(packed, place)
        found.append(value)
    assert found == values
    assert json.dumps(packed) == f'"{packed}"', "nothing in it has to be escaped"


@pytest.mark.parametrize("value", [-1, search_codes.LARGEST + 1])
def test_a_number_out_of_range_is_refused(value: int) -> None:
    with pytest.raises(ValueError, match="not from 0 to"):
        search_codes.number(value)


def test_a_reference_that_does_not_fit_is_refused() -> None:
    assert search_codes.reference(92, 1) == search_codes.DIGITS[-1]
    with pytest.raises(ValueError, match="more than 1 digits"):
        search_codes.reference(93, 1)


@pytest.mark.parametrize(("largest", "digits"), [(0, 1), (92, 1), (93, 2), (93**2 - 1, 2), (93**2, 3)])
def test_references_are_as_wide_as_the_largest(largest: int, digits: int) -> None:
    assert search_codes.digits_for(largest) == digits


def test_lengths_are_told_as_javascript_counts() -> None:
    assert search_codes.text("𠮷a") == search_codes.DIGITS[3] + "𠮷a"


def test_terms_that_are_searched_together_lie_together() -> None:
    companions = {"送る": ["送信", "他所"], "受信": ["送る"]}
    order = in_company(["メール", "受信", "送る", "送信"], lambda term: companions.get(term, ()))
    assert order == ["メール", "受信", "送る", "送信"]
    assert in_company(["a", "b", "c"], lambda term: {"a": ["c"]}.get(term, ())) == ["a", "c", "b"]


def test_a_terms_number_is_its_shard_and_place() -> None:
    packed = pack_terms("abcde", dict.fromkeys("abcde", 100), lambda _: (), 12)
    assert (packed.places, packed.numbers, len(packed.shards)) == (
        2,
        {"a": 0, "b": 1, "c": 2, "d": 3, "e": 4},
        3,
    )


def test_terms_that_most_questions_ask_for_lie_in_the_first_shards_which_the_manifest_brings() -> None:
    packed = pack_terms("abcde", dict.fromkeys("abcde", 100), lambda _: (), 12, [{"d"}] * 9 + [set()])
    assert packed.numbers["d"] == 0
    assert len(packed.core) == 1
    assert len(packed.shards) == 2, "the others, by two"
    assert packed.core[0].startswith(search_codes.text("d"))


def test_terms_that_questions_ask_together_lie_in_one_shard() -> None:
    needs = [{"a", "e"}, {"a", "e", "c"}, {"c", "d"}]
    assert together("abcde", needs, dict.fromkeys("abcde", 1), 2) == [["a", "e"], ["b"], ["c"], ["d"]], (
        "c and d were asked together once only"
    )
    packed = pack_terms("abcde", dict.fromkeys("abcde", 100), lambda _: (), 12, [*needs, *[set()] * 9997])
    assert packed.numbers["e"] == packed.numbers["a"] + 1


@given(
    st.lists(st.sets(st.sampled_from("abcdefgh")), max_size=12),
    st.lists(st.integers(1, 9), min_size=8, max_size=8),
    st.integers(1, 20),
)
def test_groups_hold_every_name_once_and_fit(needs: list[set[str]], sizes: list[int], most: int) -> None:
    size = dict(zip("abcdefgh", sizes, strict=True))
    groups = together("abcdefgh", needs, size, most)
    assert sorted(name for group in groups for name in group) == list("abcdefgh")
    assert all(len(group) == 1 or sum(size[name] for name in group) <= most for group in groups)
    assert groups == together("abcdefgh", needs, size, most)


@pytest.mark.parametrize(
    ("share", "size", "comes"),
    [(1, 10_000, True), (0.5, 30, True), (0.5, 5000, False), (0.01, 60, False), (0, 1, False)],
)
def test_the_manifest_brings_what_is_small_for_how_often_it_is_needed(
    share: float, size: int, comes: bool
) -> None:
    assert comes_along(share, size) is comes


# ---------------------------------------------------------------- spellings


def unpack(packed: str) -> Iterator[tuple[str, int, str]]:
    """Spelling, cost and packed grouping of a shard: what ``spellings.js`` reads, as plainly as can be."""
    place = 0

    def number() -> int:
        nonlocal place
        value, place = read_number(packed, place)
        return value

    def take(units: int) -> str:
        nonlocal place
        start, left = place, units
        while left > 0:
            left -= 2 if packed[place] > "\uffff" else 1
            place += 1
        return packed[start:place]

    groupings = ["", *(take(number()) for _ in range(number()))]
    while place < len(packed):
        head, end = take(number()), number()
        end += search_codes.length(packed[:place])
        for _ in range(number()):
            cost, grouping = number(), number()
            for _ in range(number()):
                kind, count = number(), number()
                for _ in range(count):
                    rest = take(kind >> 1)
                    if kind & 1:
                        rest = "".join(KANA[search_codes.DIGITS.index(char)] for char in rest)
                    yield head + rest, cost, groupings[grouping]
        assert search_codes.length(packed[:place]) == end, "a head can be passed over unread"


def shard_of(key: str, shards: SpellingShards) -> str:
    """Where a reader looks for a spelling."""
    split = {*KANA, *shards.split}
    mixed = {shards.mixed[n : n + 2] for n in range(0, len(shards.mixed), 2)}
    assert key[1:2] in {*KANA, ""} or key[0] not in KANA or key[:2] in mixed
    for size in range(1, len(key) + 1):
        if key[:size] not in split:
            if any(found.startswith(key[:size]) for found, _, _ in unpack(shards.core)):
                return shards.core
            return shards.shards[search_codes.bucket_of(key[:size], len(shards.shards))]
    return shards.core


KEYS = st.text(st.sampled_from("あいうぇかきゃんー迷惑届送々𠮷ab1-、"), min_size=1, max_size=6)
ENTRIES = st.builds(
    Entry,
    st.integers(0, 1500),
    st.sampled_from(
        [(), ((Choice("a", 100, "word"),),), ((Choice("a", 60, "synonym"), Choice("b", 60, "word")),)]
    ),
)


@settings(deadline=None)
@given(st.dictionaries(KEYS, ENTRIES), st.integers(1, 200), st.lists(KEYS, max_size=4))
def test_every_spelling_lies_where_a_reader_looks_for_it(
    entries: Mapping[str, Entry], shard_bytes: int, asked: list[str]
) -> None:
    shards = pack_spellings(sorted(entries.items()), {"a": 0, "b": 1}, shard_bytes, asked)
    for key, entry in entries.items():
        assert (key, entry.cost) in [(found, cost) for found, cost, _ in unpack(shard_of(key, shards))]
    every = [found for packed in (shards.core, *shards.shards) for found in unpack(packed)]
    assert sorted(key for key, _, _ in every) == sorted(entries)


# -------------------------------------------------------------------- files


@pytest.fixture(scope="module")
def knowledge_base(faq_root: Path) -> KnowledgeBase:
    return config.load(faq_root)


@pytest.fixture(scope="module")
def files(knowledge_base: KnowledgeBase) -> dict[str, bytes]:
    return written(knowledge_base)


def written(kb: KnowledgeBase) -> dict[str, bytes]:
    searcher = Searcher(kb.index_dir, kb.vocabulary)
    try:
        return dict(search_files(searcher.index, searcher.spellings, kb))
    finally:
        searcher.close()


def test_the_same_index_gives_the_same_bytes(knowledge_base: KnowledgeBase, files: dict[str, bytes]) -> None:
    assert written(knowledge_base) == files


def test_every_file_is_one_call_that_names_itself_and_its_kinds_stamp(files: dict[str, bytes]) -> None:
    stamps = {}
    for path, content in files.items():
        match = re.fullmatch(r'KB\.load\("([a-z]+(?:/\d+)?)","(\d+-[0-9a-f]{8})",(.+)\);\n', content.decode())
        assert match is not None, path
        json.loads(match[3])
        kind, _, number = match[1].partition("/")
        stamps.setdefault(kind, match[2])
        assert stamps[kind] == match[2]
        assert path == (f"data/{kind}-{match[2].split('-')[1]}/{number}.js" if number else "data/manifest.js")
    manifest = json.loads(files["data/manifest.js"].decode().split(",", 2)[2].removesuffix(");\n"))
    assert manifest["stamps"] == {kind: stamp for kind, stamp in stamps.items() if kind != "manifest"}


def test_a_shard_stays_small(files: dict[str, bytes]) -> None:
    """What a question costs is the number of its shards times their size."""
    sizes = {path: len(content) for path, content in files.items() if re.match(r"data/[sp]-", path)}
    assert max(sizes.values()) < 4000


def test_a_file_is_one_line_whatever_the_articles_hold(files: dict[str, bytes]) -> None:
    assert all(content.count(b"\n") == 1 for content in files.values())
