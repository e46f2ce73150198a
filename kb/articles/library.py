"""All articles of a knowledge base, read together."""

from __future__ import annotations

from dataclasses import dataclass

from kb.articles.reader import ArticleFile, article_paths, read
from kb.config import KnowledgeBase
from kb.errors import ArticleError
from kb.model import Finding, Severity

UNREADABLE = "KB001"
"""Code of the finding for a file that is no article at all."""


@dataclass(frozen=True, slots=True)
class Library:
    """The articles that could be read, in path order, and a finding for each that could not."""

    files: tuple[ArticleFile, ...]
    unreadable: tuple[Finding, ...]


def read_library(kb: KnowledgeBase) -> Library:
    """Read every article file below articles/."""
    files: list[ArticleFile] = []
    unreadable: list[Finding] = []
    for path in article_paths(kb.articles_dir):
        try:
            files.append(read(path, kb.root))
        except ArticleError as exc:
            unreadable.append(
                Finding(
                    UNREADABLE, Severity.ERROR, str(exc.path), exc.line or 1, 1, f"{exc.problem}{exc.remedy}"
                )
            )
    return Library(tuple(files), tuple(unreadable))
