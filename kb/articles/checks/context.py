"""What checks are given: the knowledge base, the day, the limits, all articles, and the views they share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import PurePosixPath
from typing import Protocol

from kb.articles.checks.settings import Settings
from kb.articles.reader import ArticleFile
from kb.config import KnowledgeBase, Vocabulary
from kb.model import Status


class Finder(Protocol):
    """The real retrieval, as far as the findability checks need it."""

    def find(self, text: str) -> Sequence[str]:
        """Ids of the articles that answer the question, the best first."""


@dataclass(frozen=True)
class Context:
    """The world a check looks at. Frozen; shared views are worked out once, when first asked for."""

    kb: KnowledgeBase
    today: date
    files: tuple[ArticleFile, ...]
    settings: Settings
    only: frozenset[PurePosixPath] | None = None
    """Files whose findings are wanted; None: all. Slow checks may leave out work that finds nothing there."""
    finder: Finder | None = None

    @property
    def vocabulary(self) -> Vocabulary:
        return self.kb.vocabulary

    @cached_property
    def by_id(self) -> Mapping[str, ArticleFile]:
        """The article of each id; the first in path order when an id stands twice."""
        found: dict[str, ArticleFile] = {}
        for file in self.files:
            found.setdefault(file.article.id, file)
        return found

    @cached_property
    def by_path(self) -> Mapping[PurePosixPath, ArticleFile]:
        return {file.path: file for file in self.files}

    @cached_property
    def current(self) -> tuple[ArticleFile, ...]:
        """The articles that readers see."""
        return tuple(file for file in self.files if file.article.status is Status.CURRENT)

    def wanted(self, file: ArticleFile) -> bool:
        """Are findings about this file asked for?"""
        return self.only is None or file.path in self.only
