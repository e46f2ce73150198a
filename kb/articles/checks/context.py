"""What checks are given: the knowledge base, the day, the limits, all articles, and the views they share."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Protocol
from urllib.parse import urlsplit

from kb.articles.checks.body import Line, body_lines
from kb.articles.checks.settings import Settings
from kb.articles.mentions import Reach, reaches
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
    codes: frozenset[str] = frozenset()
    """All registered codes."""
    only: frozenset[PurePosixPath] | None = None
    """Files whose findings are wanted; None: all. Slow checks may leave out work that finds nothing there."""
    finder: Finder | None = None
    _lines: dict[PurePosixPath, list[Line]] = field(default_factory=dict, repr=False, compare=False)
    _found: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)

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

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """All ids, sorted."""
        return tuple(sorted(self.by_id))

    @cached_property
    def by_source(self) -> Mapping[str, ArticleFile]:
        """The article of each public page, by the page's address without a final slash."""
        found: dict[str, ArticleFile] = {}
        for file in self.files:
            if file.article.source:
                found.setdefault(file.article.source.rstrip("/"), file)
        return found

    @cached_property
    def https_hosts(self) -> frozenset[str]:
        """Hosts that answer under https: some article links to them so, or kb.toml says it."""
        found = {host.lower() for host in self.settings.limits.https_hosts}
        for file in self.files:
            addresses = re.findall(r"https://[^\s)>\"'」]+", file.text)
            found |= {urlsplit(address).netloc.lower() for address in addresses if "[" not in address}
        return frozenset(found)

    @cached_property
    def disk_files(self) -> frozenset[str]:
        """Every file below articles/, relative to the knowledge base; hidden ones and links left out."""
        found = set()
        for folder, folders, names in os.walk(self.kb.articles_dir):
            folders[:] = [name for name in folders if not name.startswith(".")]
            base = Path(folder).relative_to(self.kb.root).as_posix()
            found |= {f"{base}/{name}" for name in names if not name.startswith(".")}
        return frozenset(found)

    @cached_property
    def topics(self) -> Mapping[str, tuple[ArticleFile, ...]]:
        """The current articles of each topic."""
        found: dict[str, list[ArticleFile]] = {}
        for file in self.current:
            if file.article.topic:
                found.setdefault(file.article.topic, []).append(file)
        return {topic: tuple(files) for topic, files in found.items()}

    @cached_property
    def config_lines(self) -> tuple[str, ...]:
        """The lines of kb.toml, to say where something stands; empty when it cannot be read."""
        try:
            return tuple(self.kb.config_path.read_text(encoding="utf-8-sig", errors="replace").splitlines())
        except OSError:
            return ()

    def reaches(self, text: str) -> tuple[Reach, ...]:
        """The vocabulary's names in a text with the versions the phrase around them covers."""
        return reaches(text, self.vocabulary)

    def found(self, text: str) -> tuple[str, ...]:
        """What the retrieval finds for a text, the best first; asked once. Nothing without a finder."""
        if text not in self._found:
            self._found[text] = tuple(self.finder.find(text)) if self.finder is not None else ()
        return self._found[text]

    def lines(self, file: ArticleFile) -> list[Line]:
        """The lines of an article's body; worked out once."""
        if file.path not in self._lines:
            self._lines[file.path] = body_lines(file.head.body)
        return self._lines[file.path]

    def wanted(self, file: ArticleFile) -> bool:
        """Are findings about this file asked for?"""
        return self.only is None or file.path in self.only

    def report(self, earlier: ArticleFile, later: ArticleFile) -> tuple[ArticleFile, ArticleFile]:
        """Of two articles at odds, the one to report on and the one to name: the later, unless only the
        other's findings are wanted."""
        return (earlier, later) if self.wanted(earlier) and not self.wanted(later) else (later, earlier)
