"""Front matter of whatever shape, by our own names."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath
from typing import Any

from kb.articles import frontmatter
from kb.errors import ArticleError, SourceError
from kb.importers.dates import parse_day
from kb.model import FACETS, AppliesTo

_KEYS: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "タイトル", "題名", "question", "質問"),
    "published": (
        "published",
        "date",
        "publishdate",
        "published_at",
        "publish_date",
        "created",
        "created_at",
        "公開日",
        "作成日",
        "作成日時",
        "created time",
        "pubdate",
    ),
    "updated": (
        "updated",
        "lastmod",
        "modified",
        "updated_at",
        "last_modified_at",
        "last_updated",
        "last_update",
        "modified_at",
        "更新日",
        "更新日時",
        "最終更新",
        "最終更新日",
        "最終更新日時",
        "last edited time",
        "last updated",
    ),
    "categories": ("category", "categories", "section", "カテゴリ", "カテゴリー"),
    "tags": ("tags", "tag", "keywords", "labels", "タグ"),
    "slug": ("id", "slug", "name"),
    "address": ("source", "url", "permalink", "link", "canonical", "canonical_url"),
    "summary": ("summary", "description", "excerpt", "概要"),
    "questions": ("questions", "faq"),
    "support": ("support",),
    "versions": ("versions", "version", "product", "products", "applies", "バージョン"),
    "plans": ("plans", "plan", "プラン"),
    "os": ("os",),
    "software": ("software",),
    "aliases": ("aliases", "redirect_from", "related"),
    "draft": ("draft",),
    "status": ("status", "ステータス", "公開状態", "状態"),
    "applies_to": ("applies_to",),
}


_SHARED = (
    "published",
    "updated",
    "categories",
    "tags",
    "support",
    "versions",
    "plans",
    "os",
    "software",
    "applies_to",
)
_UNPUBLISHED = {"draft", "private", "下書き", "非公開", "未公開", "作成中"}
KNOWN_KEYS = frozenset(key for keys in _KEYS.values() for key in keys)


@dataclass(frozen=True, slots=True)
class Values:
    """Front matter of whatever shape, by our own names."""

    values: Mapping[str, Any]

    def get(self, ours: str) -> Any:
        for key in _KEYS[ours]:
            for name, value in self.values.items():
                if name.lower() == key and value not in (None, "", []):
                    return value
        return None

    def text(self, ours: str) -> str:
        value = self.get(ours)
        if isinstance(value, list):
            value = value[0] if value else None
        return "" if value is None or isinstance(value, dict | bool) else str(value).strip()

    def texts(self, ours: str) -> tuple[str, ...]:
        value = self.get(ours)
        if isinstance(value, str):
            # Jekyll parts the names of categories by blanks.
            blanks = ours == "categories" and value.isascii() and "," not in value
            value = value.split() if blanks else re.split(r"\s*[,、]\s*", value)
        items = value if isinstance(value, list) else [value]
        return tuple(
            str(item).strip()
            for item in items
            if item not in (None, "") and not isinstance(item, dict | bool)
        )

    def day(self, ours: str) -> date | None:
        days = (
            _day(value) for key in _KEYS[ours] for name, value in self.values.items() if name.lower() == key
        )
        return next((day for day in days if day), None)

    @property
    def shared(self) -> Values:
        """What holds for every article of the file alike."""
        kept = {key for ours in _SHARED for key in _KEYS[ours]}
        return Values({name: value for name, value in self.values.items() if name.lower() in kept})

    @property
    def unpublished(self) -> bool:
        draft = self.get("draft")
        hidden = self.get("published") is False or str(self.get("published")).lower() == "false"
        return (
            draft is True
            or str(draft).lower() == "true"
            or self.text("status").lower() in _UNPUBLISHED
            or hidden
        )

    @property
    def applies(self) -> AppliesTo | None:
        nested = self.get("applies_to")
        inner = Values(nested) if isinstance(nested, dict) else self
        found = {facet: inner.texts(facet) for facet in FACETS}
        if isinstance(nested, str | list):
            found["versions"] = found["versions"] or self.texts("applies_to")
        return AppliesTo(**found) if any(found.values()) else None

    @property
    def unknown(self) -> list[str]:
        return [
            name
            for name, value in self.values.items()
            if name.lower() not in KNOWN_KEYS and value not in (None, "", [])
        ]


def _day(value: Any) -> date | None:
    """A day in whatever form; Docusaurus nests it under its author, and Jekyll's ``published: true`` is none."""
    if isinstance(value, dict):
        return _day(value.get("date"))
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else parse_day(value) if isinstance(value, str) else None


def split_front(text: str, source: str) -> tuple[Mapping[str, Any], str, int]:
    """Front matter, body and the line the body begins on."""
    if re.match(r"---[ \t]*\n", text):
        closing = re.search(r"^(?:---|\.\.\.)[ \t]*$", text[4:], re.MULTILINE)
        if closing is None:
            return {}, text, 1
        head, body = text[: 4 + closing.start()], text[4 + closing.end() :]
        if not re.search(r"^\s*[\w\"'-]+\s*:", head, re.MULTILINE):
            return {}, text, 1
        try:
            parsed = frontmatter.parse(head + "---\n", PurePath(source))
        except ArticleError as exc:
            raise SourceError(source, exc.line, exc.problem, exc.remedy) from exc
        return parsed.values, body.lstrip("\n"), _line_of(text, body)
    if re.match(r"\+\+\+[ \t]*\n", text):
        closing = re.search(r"^\+\+\+[ \t]*$", text[4:], re.MULTILINE)
        if closing is None:
            return {}, text, 1
        body = text[4 + closing.end() :]
        try:
            return tomllib.loads(text[4 : 4 + closing.start()]), body.lstrip("\n"), _line_of(text, body)
        except (ValueError, RecursionError) as exc:
            line = re.search(r"at line (\d+)", str(exc))
            raise SourceError(
                source,
                int(line[1]) + 1 if line else 1,
                f"フロントマターの TOML を読めません（{exc}）。",
                "引用符、かっこの入れ子、数の桁を確かめてください。",
            ) from exc
    return {}, text, 1


def _line_of(text: str, body: str) -> int:
    stripped = body.lstrip("\n")
    return text[: len(text) - len(stripped)].count("\n") + 1
