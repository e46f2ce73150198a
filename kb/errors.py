"""Everything kb raises on purpose.

Each error keeps its parts as attributes and writes its own message, in Japanese, so that all messages of a
kind read alike: where, what is wrong, what mends it. Only ``kb.cli`` catches ``KbError``; anything else is a
bug and keeps its traceback.

    KbError
    ├── UsageError                the command line asks for something that does not exist
    │   └── NoKnowledgeBaseError  no kb.toml here or above
    ├── PlacedError               anything with a file and a line
    │   ├── ConfigError           kb.toml or a file of search/ breaks a rule
    │   ├── ArticleError          one article cannot be read
    │   ├── SourceError           a source given to ``kb import`` cannot be read
    │   └── JudgmentError         a file of judged queries, or a baseline, breaks its format
    ├── ArticlesError             several articles cannot be used; carries the findings
    └── IndexUnusableError        the index is missing, foreign or damaged
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from kb.model import Finding


class KbError(Exception):
    """Base of all errors that are shown to a user without a traceback."""


class UsageError(KbError):
    """The command line names something that does not exist."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem}\n  対処: {remedy}")
        self.problem, self.remedy = problem, remedy


class NoKnowledgeBaseError(UsageError):
    """No kb.toml in the folder or above it."""

    def __init__(self, start: PurePath) -> None:
        super().__init__(
            f"{start} とその上のフォルダに kb.toml がありません。",
            "ナレッジベースのフォルダで実行するか、-C DIR で指定してください。"
            "新しく作るには kb init DIR です。",
        )


class PlacedError(KbError):
    """An error with a place: file, line (from 1, or None for the whole file), problem, remedy."""

    def __init__(self, path: PurePath | str, line: int | None, problem: str, remedy: str) -> None:
        place = f"{path}:{line}" if line else f"{path}"
        super().__init__(f"{place}: {problem}\n  対処: {remedy}")
        self.path, self.line, self.problem, self.remedy = path, line, problem, remedy


class ConfigError(PlacedError):
    """kb.toml or a file of search/ breaks a rule."""


class ArticleError(PlacedError):
    """One article cannot be read."""


class SourceError(PlacedError):
    """A source given to ``kb import`` cannot be read."""


class JudgmentError(PlacedError):
    """A file of judged queries breaks its format."""


class ArticlesError(KbError):
    """Articles that cannot be used; ``findings`` says each problem with its place."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        lines = [f"{f.file}:{f.line}:{f.column}: {f.code} {f.message}" for f in findings]
        lines.append(f"記事に誤りが {len(findings)} 件あります。")
        lines.append("  対処: 直してから、もう一度実行してください（kb check で一覧できます）。")
        super().__init__("\n".join(lines))
        self.findings = tuple(findings)


class IndexUnusableError(KbError):
    """The index is missing, of another format, or damaged."""

    def __init__(self, path: PurePath, problem: str) -> None:
        # A damaged index is no older than the articles: without --force nothing would be made anew.
        super().__init__(f"{path}: {problem}\n  対処: kb build --force で作り直してください。")
        self.path, self.problem = path, problem
