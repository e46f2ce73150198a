"""Building: only what changed is made anew, nothing broken is swapped in, and no crash costs the old build."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest
from filelock import FileLock

from kb import atomic, config, pipeline
from kb.config import KnowledgeBase, Vocabulary
from kb.errors import ArticlesError
from kb.pipeline import BuildReport
from kb.retrieval.search import Searcher

TODAY = date(2024, 6, 1)
pytestmark = pytest.mark.usefixtures("quick_index")


def build(kb: KnowledgeBase, **options: bool) -> tuple[int, int, bool, bool]:
    """Articles, read anew, was the index fresh, was the site fresh."""
    report: BuildReport = pipeline.build(kb, TODAY, **options)
    assert (report.pages == 0) == report.site_fresh
    return report.articles, report.read, report.index_fresh, report.site_fresh


def change(kb: KnowledgeBase, name: str, old: str, new: str) -> None:
    path = kb.articles_dir / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def state(folder: Path) -> dict[str, tuple[int, int]]:
    """Which files stand in a folder, and whether each is still the same one."""
    return {
        p.relative_to(folder).as_posix(): (p.stat().st_ino, p.stat().st_mtime_ns)
        for p in folder.rglob("*")
        if p.is_file()
    }


def first(kb: KnowledgeBase, question: str) -> str | None:
    """The first answer of the index as it stands; nothing is brought up to date."""
    searcher = Searcher(kb.index_dir, kb.vocabulary)
    try:
        return next(iter(searcher.find(question)), None)
    finally:
        searcher.close()


def leftovers(kb: KnowledgeBase) -> set[str]:
    return {p.name for p in kb.build_dir.iterdir()} - {"index", "site", "cache", ".lock"}


# -------------------------------------------------------------------- incremental


def test_nothing_is_rewritten_when_nothing_changed(kb: KnowledgeBase) -> None:
    assert build(kb) == (3, 3, False, False)
    before = state(kb.build_dir)
    assert build(kb) == (3, 0, True, True)
    assert state(kb.build_dir) == before


def test_only_the_changed_article_is_read_anew(kb: KnowledgeBase) -> None:
    build(kb)
    change(kb, "spam/spam-received.md", "変なメール", "見知らぬ広告")
    assert build(kb) == (3, 1, False, False)
    assert first(kb, "見知らぬ広告") == "spam-received"


def test_a_change_of_what_is_only_shown_reads_no_article(kb: KnowledgeBase) -> None:
    """The support scope is in the record, not among the words."""
    build(kb)
    change(kb, "spam/spam-received.md", "support: none", "support: partial")
    assert build(kb) == (3, 0, False, False)
    pipeline.open_searcher(kb).close()


def test_a_change_of_the_writers_words_reads_all_articles(kb: KnowledgeBase) -> None:
    build(kb)
    (kb.search_dir / "stopwords.txt").write_text("変\n", encoding="utf-8")
    assert build(kb) == (3, 3, False, False)


def test_judged_queries_are_no_part_of_the_index(kb: KnowledgeBase) -> None:
    build(kb)
    (kb.search_dir / "judgments.jsonl").write_text("", encoding="utf-8")
    (kb.search_dir / "heldout.jsonl").write_text("", encoding="utf-8")
    (kb.search_dir / ".synonyms.txt.swp").write_text("", encoding="utf-8")
    assert build(kb) == (3, 0, True, True)


def test_a_disk_that_is_full_for_sqlite_is_a_refusal_of_the_system(
    kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(kb)
    change(kb, "spam/spam-received.md", "## 回答\n", "## 回答\n\n追記。\n")

    def full(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("kb.retrieval.spellings.write", full)
    refusals: list[Exception] = []
    pipeline.open_searcher(kb, older=refusals.append).close()
    assert "索引を書けません（database or disk is full）" in str(refusals[0])
    with pytest.raises(OSError, match="disk is full"):
        build(kb)


def test_an_index_that_is_exchanged_while_it_is_opened_is_opened_anew(
    kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(kb)
    opened: list[Searcher] = []

    class Exchanged(Searcher):
        def __init__(self, folder: Path, vocabulary: Vocabulary) -> None:
            if not opened:
                with atomic.new_folder(folder) as new:
                    shutil.copytree(folder, new, dirs_exist_ok=True)
            opened.append(self)
            super().__init__(folder, vocabulary)

    monkeypatch.setattr("kb.retrieval.search.Searcher", Exchanged)
    pipeline._opened(kb).close()
    assert len(opened) == 2


def test_the_site_is_made_anew_on_another_day_and_the_index_is_not(kb: KnowledgeBase) -> None:
    """Pages say which articles are stale as of that day."""
    build(kb)
    report = pipeline.build(kb, date(2024, 6, 2))
    assert (report.index_fresh, report.site_fresh) == (True, False)


def test_a_changed_image_reaches_the_site(kb: KnowledgeBase) -> None:
    image = kb.articles_dir / "spam" / "warning.png"
    image.write_bytes(b"one")
    change(kb, "spam/spam-received.md", "## 回答\n", "## 回答\n\n![警告の画面](warning.png)\n")
    build(kb)
    image.write_bytes(b"other")
    assert build(kb) == (3, 0, True, False)
    assert (kb.site_dir / "articles" / "spam" / "warning.png").read_bytes() == b"other"


def test_force_makes_everything_anew(kb: KnowledgeBase) -> None:
    build(kb)
    assert build(kb, force=True) == (3, 0, False, False)


def test_an_article_that_goes_is_gone(kb: KnowledgeBase) -> None:
    build(kb)
    change(kb, "sender-authentication/plesk-obsidian-dkim.md", "related: [spam-received]", "related: []")
    (kb.articles_dir / "spam" / "spam-received.md").unlink()
    assert build(kb)[0] == 2
    assert first(kb, "迷惑メール") != "spam-received"
    assert not list(kb.site_dir.rglob("spam-received.html"))


def test_drafts_are_searched_only_when_asked_for(kb: KnowledgeBase) -> None:
    change(kb, "spam/spam-received.md", "status: current", "status: draft")
    assert build(kb)[0] == 2
    assert build(kb, drafts=True)[0] == 3
    assert first(kb, "変なメール") == "spam-received"
    pipeline.open_searcher(kb).close()
    assert first(kb, "変なメール") == "spam-received", "kb ask keeps an index with drafts as it is"
    assert build(kb)[0] == 2
    assert first(kb, "変なメール") != "spam-received"


def test_an_article_saved_while_the_build_reads_is_built_next_time(
    kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = pipeline.readable_articles

    def slowly(kb: KnowledgeBase) -> list:  # type: ignore[type-arg]
        articles = read(kb)
        change(kb, "spam/spam-received.md", "変なメール", "見知らぬ広告")
        return articles

    with monkeypatch.context() as patched:
        patched.setattr(pipeline, "readable_articles", slowly)
        build(kb)
    assert build(kb) == (3, 1, False, False)
    assert first(kb, "見知らぬ広告") == "spam-received"


def test_a_damaged_cache_is_made_anew(kb: KnowledgeBase) -> None:
    build(kb)
    (kb.build_dir / "cache" / "read-articles.sqlite").write_bytes(b"no database at all" * 500)
    (kb.build_dir / "cache" / "site.json").write_text("[", encoding="utf-8")
    change(kb, "spam/spam-received.md", "変なメール", "見知らぬ広告")
    assert build(kb) == (3, 3, False, False)


def test_a_damaged_index_is_mended_by_the_remedy_its_error_tells(kb: KnowledgeBase) -> None:
    build(kb)
    (kb.index_dir / "spellings.sqlite").write_bytes(b"")
    build(kb, force=True)
    assert first(kb, "変なメール") == "spam-received"


def test_links_and_hidden_files_are_no_articles(kb: KnowledgeBase) -> None:
    (kb.articles_dir / "spam" / "gone.md").symlink_to("nowhere.md")
    (kb.articles_dir / "spam" / ".#spam-received.md").symlink_to("me@host.1234")
    (kb.articles_dir / ".hidden").mkdir()
    (kb.articles_dir / ".hidden" / "a.md").write_text("x", encoding="utf-8")
    assert build(kb)[0] == 3


def test_a_knowledge_base_without_articles_builds(tmp_path: Path) -> None:
    (tmp_path / "kb.toml").touch()
    empty = config.load(tmp_path)
    assert build(empty)[0] == 0
    assert first(empty, "メール") is None


def test_progress_counts_up_to_the_end(kb: KnowledgeBase) -> None:
    told: list[tuple[str, int, int]] = []
    pipeline.build(kb, TODAY, progress=lambda *step: told.append(step))
    assert told == [(stage, done, 3) for stage in ("記事を読む", "ページを書く") for done in (1, 2, 3)]


# ----------------------------------------------------------------------- nothing broken


def test_a_broken_article_changes_nothing_and_the_old_index_still_answers(kb: KnowledgeBase) -> None:
    build(kb)
    before = state(kb.build_dir)
    change(kb, "spam/spam-received.md", "title: ", "titel: ")
    (kb.articles_dir / "spam" / "no-head.md").write_text("# 題\n", encoding="utf-8")
    with pytest.raises(ArticlesError) as caught:
        build(kb)
    assert {f.file for f in caught.value.findings} == {
        "articles/spam/no-head.md",
        "articles/spam/spam-received.md",
    }
    with pytest.raises(ArticlesError):
        pipeline.open_searcher(kb)
    with pytest.raises(ArticlesError):
        pipeline.open_searcher(kb, older=print)
    assert state(kb.build_dir) == before
    assert first(kb, "変なメール") == "spam-received"


def test_a_search_opened_before_a_build_answers_as_before(kb: KnowledgeBase) -> None:
    build(kb)
    opened = Searcher(kb.index_dir, kb.vocabulary)
    change(kb, "spam/spam-received.md", "変なメール", "見知らぬ広告")
    build(kb)
    assert opened.find("変な") == ["spam-received"]
    assert opened.find("広告") == []
    opened.close()


def test_asking_brings_the_index_up_to_date_and_says_so(kb: KnowledgeBase) -> None:
    told: list[str] = []
    for _ in range(2):
        pipeline.open_searcher(kb, told.append).close()
    assert len(told) == 1
    change(kb, "spam/spam-received.md", "変なメール", "見知らぬ広告")
    searcher = pipeline.open_searcher(kb, told.append)
    assert searcher.find("広告") == ["spam-received"]
    assert len(told) == 2
    assert told[0] != told[1]
    searcher.close()


# ---------------------------------------------------------------------- crashes

DRIVER = """
import os, signal, sys
from importlib import import_module
from kb.retrieval import compilation
compilation._Compiler._walk_dictionary = lambda self: None
module, name, call, when = sys.argv[1:5]
owner = import_module(module)
real, calls = getattr(owner, name), 0
def die(*args, **kwargs):
    global calls
    calls += 1
    if calls == int(call) and when == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    result = real(*args, **kwargs)
    if calls == int(call) and when == "after":
        os.kill(os.getpid(), signal.SIGKILL)
    return result
setattr(owner, name, die)
from kb.cli import main
sys.exit(main(sys.argv[5:]))
"""
"""Runs kb and kills it, as kill -9 does, at one call of one function."""

POINTS = [
    ("kb.retrieval.index", "write", 1, "before"),
    ("kb.retrieval.spellings", "write", 1, "after"),
    ("kb.atomic", "_put_in_place", 1, "before"),
    ("kb.atomic", "_put_in_place", 1, "after"),
    ("kb.atomic", "_put_in_place", 2, "before"),
    ("kb.atomic", "write_file", 1, "before"),
]


@pytest.mark.parametrize(("module", "name", "call", "when"), POINTS, ids=lambda v: str(v))
def test_a_killed_build_leaves_an_index_that_answers(
    kb: KnowledgeBase, module: str, name: str, call: int, when: str
) -> None:
    build(kb)
    change(kb, "spam/spam-received.md", "変なメール", "見知らぬ広告")
    killed = subprocess.run(
        [sys.executable, "-c", DRIVER, module, name, str(call), when, "build", "-C", str(kb.root)],
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    assert "spam-received" in (first(kb, "変なメール"), first(kb, "広告"))
    assert (kb.site_dir / "index.html").is_file()
    build(kb)
    assert first(kb, "広告") == "spam-received"
    assert leftovers(kb) == set()


def test_a_crash_between_the_two_renames_is_put_right_by_the_next_question(kb: KnowledgeBase) -> None:
    """Where two names cannot be exchanged in one step, there is a moment without an index."""
    build(kb)
    kb.index_dir.rename(kb.index_dir.with_name(".index.old"))
    kb.index_dir.with_name(".index.new").mkdir()
    before = state(kb.index_dir.with_name(".index.old"))
    pipeline.open_searcher(kb).close()
    assert state(kb.index_dir) == before, "the old index, put back and not made anew"
    assert leftovers(kb) == set()


def test_a_second_build_waits_for_the_first_and_says_so(kb: KnowledgeBase) -> None:
    kb.build_dir.mkdir()
    told = threading.Event()
    reports: list[BuildReport] = []

    def second() -> None:
        reports.append(pipeline.build(kb, TODAY, notify=lambda text: told.set()))

    with FileLock(kb.build_dir / ".lock"):
        thread = threading.Thread(target=second)
        thread.start()
        assert told.wait(30)
        assert reports == []
        assert not kb.index_dir.exists()
    thread.join(60)
    assert [r.articles for r in reports] == [3]


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_the_index_is_readable_for_others(kb: KnowledgeBase) -> None:
    """Staff ask in a knowledge base that somebody else built."""
    build(kb)
    for path in (kb.index_dir, *kb.index_dir.iterdir(), kb.site_dir / "index.html"):
        if path.name != "MAIN_WRITELOCK":
            assert path.stat().st_mode & 0o044 == 0o044, path
