"""Joins the stages: what ``kb build`` does, and what ``kb ask`` does first when something changed.

Incremental: an index or a site whose sources have not changed is left alone; of a changed knowledge base only
the changed articles are read anew. Atomic: readers see the old build or the new one, and a crash loses nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kb import __version__, atomic
from kb.config import CONFIG_NAME, KnowledgeBase

if TYPE_CHECKING:
    from kb.model import Article
    from kb.retrieval.search import Searcher

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did."""

    articles: int
    """Articles that are searched."""
    read: int
    """Articles that had to be read anew."""
    pages: int
    """Files of the site."""
    index_fresh: bool
    """Was the index already up to date?"""
    site_fresh: bool
    seconds: float


def build(
    kb: KnowledgeBase,
    today: date,
    *,
    drafts: bool = False,
    force: bool = False,
    notify: Callable[[str], None] | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Check, index and render.

    Args:
        kb: the knowledge base.
        today: the day as of which pages call articles fresh or stale.
        drafts: search and publish drafts too.
        force: make everything anew.
        notify: told when another build has to be waited for.
        progress: told how far the build is.

    Raises:
        ArticlesError: articles break the schema; nothing was changed.
    """
    started = time.monotonic()
    with _locked(kb, notify):
        # Taken before the articles are read: one that is saved meanwhile is built next time, not missed.
        fingerprint = fingerprint_of(kb, drafts)
        media = _media_fingerprint(kb)
        articles = readable_articles(kb)
        searched = [a for a in articles if _is_searched(a, drafts)]
        index_fresh = not force and _index_fingerprint(kb) == fingerprint
        read = 0 if index_fresh else _write_index(kb, searched, fingerprint, drafts, progress)
        stamp = f"{fingerprint}:{media}:{_program()}:{today.isoformat()}"
        site_fresh = not force and _site_stamp(kb) == stamp and (kb.site_dir / "index.html").is_file()
        pages = 0 if site_fresh else _write_site(kb, articles, today, drafts, stamp, progress)
    return BuildReport(len(searched), read, pages, index_fresh, site_fresh, time.monotonic() - started)


def open_searcher(
    kb: KnowledgeBase,
    notify: Callable[[str], None] | None = None,
    older: Callable[[Exception], None] | None = None,
) -> Searcher:
    """The searcher of an index that is up to date; brings it up to date first when it is not.

    Args:
        kb: the knowledge base.
        notify: told what is being done.
        older: for who would rather have yesterday's answer than none. Told why the system refused to let the
            index be brought up to date when there is an older one, which is then searched. A broken article is
            no such reason: its writer has to mend it.

    Raises:
        ArticlesError: the index is out of date and the articles break the schema.
        KbError: or something else of the knowledge base is broken.
        OSError: or the system refuses, as in a folder that only others may write, and ``older`` is not given.
        IndexUnusableError: the index is damaged.
    """
    try:
        _bring_up_to_date(kb, notify)
    except OSError as exc:
        if older is None or _index_fingerprint(kb) is None:
            raise
        older(exc)
    return _opened(kb)


def _opened(kb: KnowledgeBase) -> Searcher:
    """The index as it stands; opened anew when a build exchanged it meanwhile, so that no parts of two are joined."""
    from kb.errors import IndexUnusableError
    from kb.retrieval.search import Searcher

    before = _inode(kb.index_dir)
    try:
        searcher = Searcher(kb.index_dir, kb.vocabulary)
    except IndexUnusableError:
        if _inode(kb.index_dir) == before:
            raise
    else:
        if _inode(kb.index_dir) == before:
            return searcher
        searcher.close()
    return Searcher(kb.index_dir, kb.vocabulary)


def _inode(folder: Path) -> int | None:
    """Another one for each folder that takes its place."""
    try:
        return folder.stat().st_ino
    except OSError:
        return None


def _bring_up_to_date(kb: KnowledgeBase, notify: Callable[[str], None] | None) -> None:
    drafts = _index_has_drafts(kb)
    if _index_fingerprint(kb) == fingerprint_of(kb, drafts):
        return
    if notify is not None:
        notify(
            "記事が変わったので、索引を作り直します。"
            if kb.index_dir.exists()
            else "索引がないので作ります。"
        )
    with _locked(kb, notify):
        fingerprint = fingerprint_of(kb, drafts)
        if _index_fingerprint(kb) != fingerprint:
            searched = [a for a in readable_articles(kb) if _is_searched(a, drafts)]
            _write_index(kb, searched, fingerprint, drafts, None)


def readable_articles(kb: KnowledgeBase) -> list[Article]:
    """All articles, in path order.

    Raises:
        ArticlesError: one cannot be read or breaks the schema; says all of them.
    """
    from kb.articles.checks import blocking
    from kb.articles.library import read_library
    from kb.errors import ArticlesError

    library = read_library(kb)
    findings = [*library.unreadable, *blocking(library.files, kb)]
    if findings:
        raise ArticlesError(findings)
    return [file.article for file in library.files]


def fingerprint_of(kb: KnowledgeBase, drafts: bool) -> str:
    """Changes whenever an index made now would differ: sources (by size and time), settings, program."""
    from kb.retrieval.index import FORMAT
    from kb.retrieval.resources import FILES

    digest = hashlib.sha256(f"{FORMAT}:{__version__}:{drafts}".encode())
    for path in (kb.root / CONFIG_NAME, *(kb.search_dir / name for name in FILES)):
        if path.is_file():
            digest.update(_identity(path.name, path.stat()))
    for name, entry in sorted(_files(kb.articles_dir, "")):
        if name.endswith(".md"):
            digest.update(_identity(name, entry.stat()))
    return digest.hexdigest()


def _media_fingerprint(kb: KnowledgeBase) -> str:
    """Changes whenever an image or attachment beside the articles does; only the site shows them."""
    digest = hashlib.sha256()
    for name, entry in sorted(_files(kb.articles_dir, "")):
        if not name.endswith(".md"):
            digest.update(_identity(name, entry.stat()))
    return digest.hexdigest()


def _identity(name: str, status: os.stat_result) -> bytes:
    return f"{name}\0{status.st_size}\0{status.st_mtime_ns}\n".encode()


def _files(folder: Path | str, prefix: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Files below a folder by relative name; links and hidden ones left out, as readers of articles do."""
    # os.scandir, not Path.rglob: a fifth of the time at 10,000 articles, and `kb ask` waits for it.
    try:
        entries = list(os.scandir(folder))
    except FileNotFoundError:
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _files(entry.path, f"{prefix}{entry.name}/")
        elif entry.is_file(follow_symlinks=False):
            yield prefix + entry.name, entry


def _is_searched(article: Article, drafts: bool) -> bool:
    from kb.model import Status

    return article.status is Status.CURRENT or (drafts and article.status is Status.DRAFT)


# -------------------------------------------------------------------- index


def _index_fingerprint(kb: KnowledgeBase) -> str | None:
    from kb.retrieval.index import read_manifest

    manifest = read_manifest(kb.index_dir)
    return manifest.get("fingerprint") if manifest else None


def _index_has_drafts(kb: KnowledgeBase) -> bool:
    from kb.retrieval.index import read_manifest

    manifest = read_manifest(kb.index_dir)
    return bool(manifest and manifest.get("drafts"))


def _write_index(
    kb: KnowledgeBase, articles: Sequence[Article], fingerprint: str, drafts: bool, progress: Progress | None
) -> int:
    import sqlite3

    from kb.retrieval import building, resources

    try:
        with atomic.new_folder(kb.index_dir) as folder:
            built = building.build(
                folder,
                articles,
                kb.vocabulary,
                resources.load(kb.search_dir),
                _cache(kb),
                {"fingerprint": fingerprint, "drafts": drafts},
                (lambda done, total: progress("記事を読む", done, total)) if progress else None,
            )
    except sqlite3.OperationalError as exc:
        # A full disk or a folder of others, as SQLite tells it.
        raise OSError(None, f"索引を書けません（{exc}）", str(kb.build_dir)) from exc
    return built.read


# --------------------------------------------------------------------- site


def _program() -> int:
    """Changes with an upgrade of kb, whose templates and scripts make the pages."""
    package = Path(__file__).parent
    return max(
        p.stat().st_mtime_ns for p in package.rglob("*") if p.suffix in (".py", ".html", ".css", ".js")
    )


def _site_stamp(kb: KnowledgeBase) -> str | None:
    try:
        return json.loads((_cache(kb) / "site.json").read_text(encoding="utf-8"))["stamp"]  # type: ignore[no-any-return]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write_site(
    kb: KnowledgeBase,
    articles: Sequence[Article],
    today: date,
    drafts: bool,
    stamp: str,
    progress: Progress | None,
) -> int:
    from kb.model import Status
    from kb.retrieval.search import Searcher
    from kb.site.media import read_media
    from kb.site.render import SiteInput, render
    from kb.site.search_data import search_files
    from kb.site.search_sample import likely_questions

    shown = [a for a in articles if drafts or a.status is not Status.DRAFT]
    searcher = Searcher(kb.index_dir, kb.vocabulary)
    try:
        asked = likely_questions(shown, searcher.spellings, kb.vocabulary)
        extra = dict(search_files(searcher.index, searcher.spellings, kb, asked))
    finally:
        searcher.close()
    site = SiteInput(kb=kb, articles=shown, today=today, media=read_media(kb, shown), extra=extra)
    count, articles_done = 0, 0
    with atomic.new_folder(kb.site_dir) as folder:
        for path, content in render(site):
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            count += 1
            if progress is not None and path.startswith("articles/") and path.endswith(".html"):
                articles_done += 1
                progress("ページを書く", articles_done, len(shown))
    atomic.write_file(_cache(kb) / "site.json", json.dumps({"stamp": stamp}).encode())
    return count


def _cache(kb: KnowledgeBase) -> Path:
    return kb.build_dir / "cache"


@contextmanager
def _locked(kb: KnowledgeBase, notify: Callable[[str], None] | None) -> Iterator[None]:
    """One build at a time; what an interrupted one left is put right first."""
    from filelock import FileLock, Timeout

    kb.build_dir.mkdir(parents=True, exist_ok=True)
    lock = FileLock(kb.build_dir / ".lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        if notify is not None:
            notify("別の kb が作業中なので、終わるのを待っています。")
        lock.acquire()
    try:
        atomic.recover(kb.index_dir)
        atomic.recover(kb.site_dir)
        yield
    finally:
        lock.release()
