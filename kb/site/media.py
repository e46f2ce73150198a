"""Images and attachments of articles: which kinds are published, and reading them from the knowledge base."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from pathlib import PurePosixPath

from kb.articles.links import links, resolve
from kb.config import KnowledgeBase
from kb.model import Article

IMAGES = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif"}
"""SVG is left out: opened by itself it is a document that can run scripts."""

ATTACHMENTS = {".pdf", ".txt", ".csv", ".zip", ".xlsx", ".docx", ".pptx"}
"""Offered for download only."""

MAX_BYTES = 20 * 1024 * 1024


class Kind(StrEnum):
    """What a published file is: shown in the page, or offered for download."""

    IMAGE = "image"
    ATTACHMENT = "attachment"


def kind_of(path: PurePosixPath) -> Kind | None:
    """What a file would be published as, or None for one that the site does not publish."""
    suffix = path.suffix.lower()
    if len(path.parts) < 2 or path.parts[0] != "articles" or any(part.startswith(".") for part in path.parts):
        return None
    if suffix in IMAGES:
        return Kind.IMAGE
    return Kind.ATTACHMENT if suffix in ATTACHMENTS else None


def wanted(articles: Iterable[Article]) -> tuple[PurePosixPath, ...]:
    """The files that articles point to and that the site would publish, by path in the knowledge base."""
    found = set()
    for article in articles:
        for link in links(article.body):
            inside = resolve(link.target, article.path)
            if inside is not None and kind_of(inside[0]) is not None:
                found.add(inside[0])
    return tuple(sorted(found))


def read_media(kb: KnowledgeBase, articles: Iterable[Article]) -> dict[str, bytes]:
    """Read what articles point to; what is missing, too large or reached through a link is left out.

    The check of links (``kb check``) tells writers about it; the page shows the text in its place.
    """
    media = {}
    home = kb.articles_dir.resolve()
    for path in wanted(articles):
        file = kb.root / path
        if file.is_file() and file.resolve().is_relative_to(home) and file.stat().st_size <= MAX_BYTES:
            media[path.as_posix()] = file.read_bytes()
    return media
