"""Which files ``kb check`` reports on: paths given, and what a git change touches."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath

from kb.articles.checks.link_rules import targets
from kb.articles.library import Library
from kb.articles.reader import ArticleFile
from kb.config import CONFIG_NAME, KnowledgeBase
from kb.errors import UsageError

_TIMEOUT_S = 60


def files_of(paths: Sequence[str], kb: KnowledgeBase) -> frozenset[PurePosixPath]:
    """The files that paths name; a folder stands for everything below it.

    Raises:
        UsageError: a path does not exist, or lies outside the knowledge base.
    """
    found: set[PurePosixPath] = set()
    root = kb.root.resolve()
    articles = root / kb.articles_dir.name
    for text in paths:
        path = _inside(text, root, articles)
        found.update(PurePosixPath(p.relative_to(root).as_posix()) for p in _members(path, articles))
    return frozenset(found)


def _members(path: Path, articles: Path) -> Iterator[Path]:
    """The file, or every file below the folder; of links, only articles/ itself is followed."""
    if not path.is_dir():
        yield path
        return
    for folder in {path, articles} if articles.is_relative_to(path) else {path}:
        yield from (p for p in folder.rglob("*") if p.is_file())


def _inside(text: str, root: Path, articles: Path) -> Path:
    """The file a person means: seen from where they are, or else from the knowledge base."""
    present = [_named(path.resolve(), articles) for path in (Path(text), root / text) if path.exists()]
    if not present:
        remedy = "記事のパスを確かめてください（kb list で一覧できます）。"
        raise UsageError(f"{text} というファイルやフォルダはありません。", remedy)
    inside = next((path for path in present if path.is_relative_to(root)), None)
    if inside is None:
        remedy = "ナレッジベースの中のファイルを指定してください。"
        raise UsageError(f"{text} はナレッジベース（{root}）の外です。", remedy)
    return inside


def _named(path: Path, articles: Path) -> Path:
    """The name that a file has in the knowledge base, where articles/ may be a link."""
    home = articles.resolve()
    return articles / path.relative_to(home) if path.is_relative_to(home) else path


def touched(revision: str, kb: KnowledgeBase, library: Library) -> frozenset[PurePosixPath]:
    """The files that differ from a revision, and those that refer to them.

    A changed kb.toml touches every article.

    Raises:
        UsageError: git is missing, this is no repository, or it does not know the revision.
    """
    changed = frozenset(PurePosixPath(name) for name in _changed_names(revision, kb.root))
    if PurePosixPath(CONFIG_NAME) in changed:
        return (
            changed
            | {file.path for file in library.files}
            | {PurePosixPath(f.file) for f in library.unreadable}
        )
    return changed | {file.path for file in library.files if _refers(file, changed)}


def _refers(file: ArticleFile, changed: Iterable[PurePosixPath]) -> bool:
    paths = set(changed)
    ids = {path.stem for path in paths}
    return any(other in ids for other in file.article.related) or any(t.path in paths for t in targets(file))


def _changed_names(revision: str, root: Path) -> Iterator[str]:
    if revision.startswith("-"):
        raise UsageError(
            f"{revision} は Git のリビジョンではありません。",
            "origin/main や HEAD~1 のように書いてください。",
        )
    base = _git(root, "merge-base", revision, "HEAD", fallback=revision).strip() or revision
    yield from filter(
        None, _git(root, "diff", "--name-only", "-z", "--relative", "--no-renames", base, "--").split("\0")
    )
    yield from filter(None, _git(root, "ls-files", "--others", "--exclude-standard", "-z").split("\0"))


def _git(root: Path, *arguments: str, fallback: str | None = None) -> str:
    """The output of a git command in a folder; ``fallback`` when it fails and one is given."""
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments], capture_output=True, timeout=_TIMEOUT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as exc:
        raise UsageError(
            f"git を実行できません（{exc}）。", "git を入れるか、--changed-since を付けずに実行してください。"
        ) from exc
    if done.returncode:
        if fallback is not None:
            return fallback
        reason = done.stderr.decode("utf-8", "replace").strip().splitlines()[:1]
        raise UsageError(
            f"変更したファイルを Git で調べられません（{''.join(reason)}）。",
            "リビジョンの名前を確かめてください。"
            "CI では履歴を全部取得してください（actions/checkout なら fetch-depth: 0）。",
        )
    return done.stdout.decode("utf-8", "surrogateescape")


def selection(
    paths: Sequence[str], revision: str | None, kb: KnowledgeBase, library: Library
) -> frozenset[PurePosixPath] | None:
    """The files to report on, relative to the knowledge base; None: all of them.

    Raises:
        UsageError: see ``files_of`` and ``touched``.
    """
    chosen = files_of(paths, kb) if paths else None
    if revision is not None:
        changed = touched(revision, kb, library)
        chosen = changed if chosen is None else chosen & changed
    return chosen
