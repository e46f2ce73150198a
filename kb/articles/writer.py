"""``Article`` values to canonical article files.

The canonical form: keys in the order of design.md, short lists on one line, questions one a line, dates bare,
one blank line around blocks, one line feed at the end. ``reader.parse(dump(a)).article == a`` for every article
whose texts have no line breaks.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kb.articles.frontmatter import dump_flow_list, dump_scalar
from kb.model import FACETS, Article

KEYS = (
    "id",
    "title",
    "summary",
    "questions",
    "category",
    "tags",
    "applies_to",
    "topic",
    "support",
    "published",
    "updated",
    "review_by",
    "status",
    "source",
    "related",
)
"""The keys of the front matter, in canonical order."""


def dump(article: Article) -> str:
    """The whole file of an article."""
    head = "\n".join(_head_lines(article))
    body = article.body.strip("\n")
    return f"---\n{head}\n---\n" + (f"\n{body}\n" if body else "")


def _head_lines(article: Article) -> Iterator[str]:
    for key in KEYS:
        if key == "questions":
            yield from _block_list(key, article.questions)
        elif key == "applies_to":
            yield "applies_to:"
            for facet in FACETS:
                yield f"  {facet}: {dump_flow_list(article.applies_to.facet(facet))}"
        else:
            yield f"{key}: {_inline(getattr(article, key))}".rstrip()


def _block_list(key: str, items: tuple[str, ...]) -> Iterator[str]:
    if not items:
        yield f"{key}: []"
        return
    yield f"{key}:"
    for item in items:
        yield f"  - {dump_scalar(item)}"


def _inline(value: object) -> str:
    if isinstance(value, tuple):
        return dump_flow_list(value)
    if isinstance(value, date):
        return value.isoformat()
    text = "" if value is None else str(value)
    return dump_scalar(text) if text else ""
