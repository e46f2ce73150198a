"""Article files to ``Article`` values.

Reads leniently: a missing or odd value becomes the empty one, and the schema checks
(``kb.articles.checks.schema``) say what is wrong. Only what is no article at all raises.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TypeVar

from kb.articles import frontmatter
from kb.articles.fences import without_comments
from kb.articles.frontmatter import FrontMatter, Value
from kb.articles.references import inlined
from kb.errors import ArticleError
from kb.model import FACETS, AppliesTo, Article, Status, Support

_Choice = TypeVar("_Choice", Support, Status)

MAX_BYTES = 4 * 1024 * 1024
"""An article file larger than this is refused: the largest real ones are 20 kB."""


@dataclass(frozen=True, slots=True)
class ArticleFile:
    """An article as it stands in its file: the value, and the head with its places."""

    article: Article
    head: FrontMatter
    text: str

    @property
    def path(self) -> PurePosixPath:
        return self.article.path


def article_paths(articles_dir: Path) -> Iterator[Path]:
    """Every article file below a folder, sorted; links and hidden files are not followed."""
    if not articles_dir.is_dir():
        return
    for path in sorted(articles_dir.rglob("*.md")):
        relative = path.relative_to(articles_dir)
        if path.is_file() and not path.is_symlink() and not any(p.startswith(".") for p in relative.parts):
            yield path


def read(path: Path, root: Path) -> ArticleFile:
    """Read one article file.

    Args:
        path: the file.
        root: the knowledge base; the article's path is relative to it.

    Raises:
        ArticleError: unreadable, too large, not UTF-8, or without front matter.
    """
    relative = _name(path, root)
    try:
        data = path.read_bytes()
    except OSError as exc:
        raise ArticleError(
            relative, None, f"読めません（{exc.strerror}）。", "ファイルの権限を確かめてください。"
        ) from exc
    if len(data) > MAX_BYTES:
        raise ArticleError(
            relative,
            None,
            f"大きすぎます（{len(data):,} バイト）。",
            f"{MAX_BYTES:,} バイト以下に分けてください。",
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        line = data[: exc.start].count(b"\n") + 1
        raise ArticleError(
            relative, line, "UTF-8 として読めません。", "UTF-8 で保存し直してください。"
        ) from exc
    return parse(text, relative)


def _name(path: Path, root: Path) -> PurePosixPath:
    """The file as the knowledge base names it, also where articles/ is a link to another place."""
    if not path.is_relative_to(root):
        path, root = path.resolve(), root.resolve()
    return PurePosixPath(path.relative_to(root).as_posix())


def parse(text: str, path: PurePosixPath) -> ArticleFile:
    """Turn a file's text into an article.

    Raises:
        ArticleError: no front matter, or one that is not a YAML mapping.
    """
    head = frontmatter.parse(text, path)
    values = head.values
    applies = values.get("applies_to")
    applies = applies if isinstance(applies, dict) else {}
    article = Article(
        id=_text(values.get("id")) or path.stem,
        title=_text(values.get("title")),
        summary=_text(values.get("summary")),
        category=_text(values.get("category")),
        questions=_texts(values.get("questions")),
        tags=_texts(values.get("tags")),
        applies_to=AppliesTo(**{facet: _texts(applies.get(facet)) for facet in FACETS}),
        topic=_text(values.get("topic")),
        support=_choice(Support, values.get("support"), Support.FULL),
        published=_date(values.get("published")),
        updated=_date(values.get("updated")),
        review_by=_date(values.get("review_by")),
        status=_choice(Status, values.get("status"), Status.CURRENT),
        source=_text(values.get("source")),
        related=_texts(values.get("related")),
        body=inlined(without_comments(head.body)),
        path=path,
    )
    return ArticleFile(article, head, text)


def _text(value: Value) -> str:
    if value is None or isinstance(value, list | dict):
        return ""
    return value.isoformat() if isinstance(value, date) else str(value).strip()


def _texts(value: Value) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    return tuple(text for text in map(_text, items) if text)


def _date(value: Value) -> date | None:
    return value if isinstance(value, date) else None


def _choice(kind: type[_Choice], value: Value, default: _Choice) -> _Choice:
    try:
        return kind(str(value))
    except ValueError:
        return default
