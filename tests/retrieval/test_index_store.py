"""The index on disk: what goes in comes out, and what is damaged is refused with what mends it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb import config, pipeline
from kb.config import KnowledgeBase
from kb.errors import IndexUnusableError
from kb.retrieval import spellings
from kb.retrieval.corrections import Correctable
from kb.retrieval.index import FORMAT, MANIFEST, Index, StoredPosting, encode, read_manifest
from kb.retrieval.lexicon import Choice, Entry, MemoryLexicon
from kb.retrieval.postings import Posting
from kb.retrieval.search import Searcher
from kb.retrieval.spellings import Spellings, entry_from_text, entry_to_text

BYTE = st.integers(0, 255)
POSTINGS = st.builds(
    Posting,
    doc=st.integers(0, 20_000),
    impact=st.integers(1, 10_000),
    questions=st.lists(st.tuples(BYTE, st.integers(1, 255)), max_size=255).map(tuple),
    passages=st.lists(BYTE, max_size=255).map(tuple),
)


@given(POSTINGS)
def test_a_posting_comes_back_as_it_went_in(posting: Posting) -> None:
    stored = StoredPosting(posting.doc, posting.impact, encode(posting))
    assert Posting(stored.doc, stored.impact, stored.questions, stored.passages) == posting


CHOICES = st.builds(
    Choice,
    term=st.text(min_size=1, max_size=8),
    weight=st.integers(1, 100),
    via=st.sampled_from(["word", "reading", "synonym", "writer"]),
)
GROUPS = st.lists(st.lists(CHOICES, min_size=1, max_size=3).map(tuple), max_size=3).map(tuple)
ENTRIES = st.builds(Entry, cost=st.integers(0, 3000), groups=GROUPS)


@given(ENTRIES)
def test_an_entry_of_the_lexicon_comes_back_as_it_went_in(entry: Entry) -> None:
    assert entry_from_text(entry_to_text(entry)) == entry


def test_spellings_are_looked_up_a_few_or_many_at_a_time(tmp_path: Path) -> None:
    lexicon = MemoryLexicon(
        {f"語{n}": Entry(n) for n in range(2_000)} | {"'; --": Entry(7)}, unknown_cost=900
    )
    words = [Correctable("パスワード", 3), Correctable("plesk", 5), Correctable("Plesk", 1)]
    spellings.write(tmp_path, lexicon, {"メール": 120, "'": 5}, words, [("転送", 4), ("送信", 2)])
    opened = Spellings(tmp_path)
    assert (opened.unknown_cost, opened.longest) == (900, 5)
    assert opened.look_up(f"語{n}" for n in range(3_000)) == {f"語{n}": Entry(n) for n in range(2_000)}
    assert opened.look_up(["'; --", "無い"]) == {"'; --": Entry(7)}
    assert [opened.idf(term) for term in ("メール", "'", "無い")] == [120, 5, 0]
    assert opened.correctable("ぱ") == [Correctable("パスワード", 3)]
    assert opened.correctable("p") == [Correctable("Plesk", 1), Correctable("plesk", 5)]
    assert dict(opened.every()) == dict(lexicon.entries)
    assert opened.every_idf() == {"'": 5, "メール": 120}
    assert opened.kanji_words("送") == [("転送", 4), ("送信", 2)]
    assert opened.kanji_words("転") == [("転送", 4)]
    assert sorted(opened.every_kanji_word()) == sorted([("転送", 4), ("送信", 2)])
    assert opened.every_correctable() == sorted(words, key=lambda w: w.word)
    opened.close()


# ------------------------------------------------------------------- a whole index


def test_what_ranking_needs_is_kept_for_every_article(searcher: Searcher) -> None:
    tables = searcher.index.tables
    records = [searcher.index.record(n) for n in range(tables.size)]
    assert [r.path for r in records] == sorted(r.path for r in records), "articles are numbered by path"
    assert [tables.applies_to(n) for n in range(tables.size)] == [r.applies_to for r in records]
    assert [tables.categories[tables.categories_of[n]] for n in range(tables.size)] == [
        r.category for r in records
    ]
    assert [[records[n].id for n in topic] for topic in tables.topics] == [
        ["forward-obsidian", "forward-onyx", "forward-plesk9"]
    ]


def test_every_term_has_postings_in_order_and_an_idf(searcher: Searcher) -> None:
    terms = list(searcher.index.terms())
    assert terms == sorted(set(terms)) != []
    for term in terms:
        docs = [p.doc for p in searcher.index.postings(term)]
        assert docs == sorted(set(docs)) != []
        assert searcher.spellings.idf(term) > 0


def test_an_unknown_term_has_no_postings(searcher: Searcher) -> None:
    assert searcher.index.postings("冷蔵庫") == ()
    assert searcher.index.postings("") == ()


# ------------------------------------------------------------------------ damage


@pytest.fixture
def copy(faq_root: Path, tmp_path: Path) -> KnowledgeBase:
    """A knowledge base with a sound index, to be damaged."""
    shutil.copytree(faq_root, tmp_path / "faq")
    return config.load(tmp_path / "faq")


def ask(kb: KnowledgeBase) -> None:
    searcher = Searcher(kb.index_dir, kb.vocabulary)
    searcher.ask("迷惑メール Plesk 9 サーバー")
    searcher.close()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def cut_short(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 3])


def overwrite(path: Path) -> None:
    path.write_bytes(bytes(255 for _ in path.read_bytes()))


# Whoosh leaves a damaged file open behind it.
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("damage", [Path.unlink, empty, cut_short, overwrite], ids=lambda f: f.__name__)
@pytest.mark.parametrize("pattern", [MANIFEST, "spellings.sqlite", "*.seg", "_*.toc"])
def test_a_damaged_index_is_refused_and_the_remedy_told(
    copy: KnowledgeBase, pattern: str, damage: Callable[[Path], None]
) -> None:
    (path,) = copy.index_dir.glob(pattern)
    damage(path)
    with pytest.raises(IndexUnusableError, match=r"対処: kb build"):
        ask(copy)


@pytest.mark.parametrize("byte", [b"\xff", b"]", b"\x00"], ids=["no UTF-8", "no JSON", "zero"])
def test_a_flipped_byte_of_a_spelling_is_refused_and_the_remedy_told(
    copy: KnowledgeBase, byte: bytes
) -> None:
    path = copy.index_dir / spellings.FILE
    path.write_bytes(path.read_bytes().replace(b"[[[", b"[[" + byte))
    with pytest.raises(IndexUnusableError, match=r"対処: kb build"):
        ask(copy)


def test_no_index_at_all_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IndexUnusableError, match=r"対処: kb build"):
        Index(tmp_path / "nowhere")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "null",
        "{}",
        '{"format": 0}',
        "\x00",
        f'{{"format": {FORMAT}}}',
        f'{{"format": {FORMAT}, "tables": 3}}',
        "[" * 100_000,
    ],
)
def test_a_manifest_that_says_nothing_sound_is_refused(copy: KnowledgeBase, content: str) -> None:
    (copy.index_dir / MANIFEST).write_text(content, encoding="utf-8")
    with pytest.raises(IndexUnusableError):
        ask(copy)


@pytest.mark.usefixtures("quick_index")
def test_an_index_of_another_format_is_made_anew(copy: KnowledgeBase) -> None:
    path = copy.index_dir / MANIFEST
    content = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**content, "format": FORMAT - 1}), encoding="utf-8")
    assert read_manifest(copy.index_dir) is None
    told: list[str] = []
    pipeline.open_searcher(copy, told.append).close()
    assert len(told) == 1
    assert read_manifest(copy.index_dir) == content
