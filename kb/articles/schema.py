"""The JSON Schema of the front matter, with a knowledge base's own vocabulary, for editors and validators."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kb.articles.checks.schema_ids import ID, MAX_ID_CHARS
from kb.articles.checks.schema_keys import REQUIRED
from kb.articles.checks.settings import read_settings
from kb.articles.writer import KEYS
from kb.config import KnowledgeBase, Name
from kb.model import FACETS, Status, Support

DIALECT = "http://json-schema.org/draft-07/schema#"
"""Draft 7: what editors and their extensions read most widely; nothing here needs a later one."""

_DATE = r"^\d{4}-\d{2}-\d{2}$"
_KEBAB = "^" + ID.pattern.removesuffix(r"\Z") + "$"

_DESCRIPTIONS = {
    "id": "ファイル名と同じ。英小文字・数字・ハイフン。公開したら変えません。",
    "title": "題名。検索結果の見出しになります。",
    "summary": "答えそのものを 1〜2 文で。検索結果にそのまま出ます。",
    "questions": "利用者が聞く言い方。題名と同じように検索されます。",
    "category": "kb.toml の [[categories]] の id。",
    "tags": "検索と一覧のための語。",
    "applies_to": "何についての記事か。空の並びは「限らない」という意味です。",
    "topic": "同じ質問に答える、バージョンの違う記事を束ねる名前。",
    "support": "スタッフが手助けを約束してよいか。",
    "published": "公開日（2023-02-28 の形）。",
    "updated": "更新日。なければ空。",
    "review_by": "この日を過ぎたら古いと見なす日。なければ空。",
    "status": "draft と archived は検索に出ません。",
    "source": "公開ページの URL。なければ空。",
    "related": "関連記事の id。",
}
_SUPPORT = {
    Support.FULL: "手助けを約束してよい",
    Support.PARTIAL: "一部だけ（本文に範囲を書く）",
    Support.NONE: "サポート対象外（案内だけ）",
}
_STATUS = {
    Status.DRAFT: "下書き。検査はするが、索引にもサイトにも出ない",
    Status.CURRENT: "公開中",
    Status.ARCHIVED: "保管。検索に出ないが、ページは残る",
}
_FACET_TITLES = {"versions": "バージョン", "plans": "プラン", "os": "OS", "software": "ソフトウェア"}


def front_matter_schema(kb: KnowledgeBase) -> dict[str, Any]:
    """The schema of an article's front matter, dates and empty values as YAML readers give them."""
    limits = read_settings(kb.checks).limits
    properties: dict[str, Any] = {
        "id": {"type": "string", "pattern": _KEBAB, "maxLength": MAX_ID_CHARS},
        "title": {"type": ["string", "number"], "minLength": 1},
        "summary": {"type": "string", "minLength": 1, "maxLength": limits.summary_max_chars},
        "questions": _list({"type": ["string", "number"], "minLength": 1}),
        "category": _choices((c.id, c.name) for c in kb.vocabulary.categories),
        "tags": _list({"type": ["string", "number"], "minLength": 1}),
        "applies_to": _applies_to(kb),
        "topic": _optional({"type": "string", "pattern": _KEBAB}),
        "support": _choices((str(value), text) for value, text in _SUPPORT.items()),
        "published": _optional(_date()),
        "updated": _optional(_date()),
        "review_by": _optional(_date()),
        "status": _choices((str(value), text) for value, text in _STATUS.items()),
        "source": _optional({"type": "string", "format": "uri", "pattern": "^https?://"}),
        "related": _list({"type": "string", "pattern": _KEBAB}),
    }
    return {
        "$schema": DIALECT,
        "title": f"{kb.name}: 記事のフロントマター",
        "description": "kb schema が kb.toml から作りました。kb.toml を直したら作り直してください。",
        "type": "object",
        "required": list(REQUIRED),
        "additionalProperties": False,
        "properties": {key: {"description": _DESCRIPTIONS[key], **properties[key]} for key in KEYS},
    }


def _applies_to(kb: KnowledgeBase) -> dict[str, Any]:
    facets = {facet: _facet(facet, kb.vocabulary.facet(facet)) for facet in FACETS}
    return {"type": ["object", "null"], "additionalProperties": False, "properties": facets}


def _facet(facet: str, names: Iterable[Name]) -> dict[str, Any]:
    schema = _list(_choices((name.name, _about(name)) for name in names))
    return {"title": _FACET_TITLES[facet], **schema}


def _about(name: Name) -> str:
    """What a writer wants to know of a name when choosing it."""
    parts = []
    if name.general:
        parts.append(f"{name.product} のすべてのバージョン")
    if name.family:
        parts.append(f"{name.family} の一つ")
    if name.eol:
        parts.append(f"サポート終了 {name.eol}")
    if name.aliases:
        parts.append("別名: " + "、".join(name.aliases[:4]))
    return "。".join(parts)


def _choices(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """One of some values, each with its description; editors offer them."""
    branches = [{"const": value, "description": text} if text else {"const": value} for value, text in pairs]
    return {"oneOf": branches} if branches else {"not": {}}


def _list(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": ["array", "null"], "uniqueItems": True, "items": item}


def _date() -> dict[str, Any]:
    return {"type": "string", "format": "date", "pattern": _DATE}


def _optional(schema: dict[str, Any]) -> dict[str, Any]:
    return {**schema, "type": [schema["type"], "null"]}
