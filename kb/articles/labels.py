"""What facets, support, status and notes are called in Japanese, wherever a person reads them."""

from __future__ import annotations

from kb.model import Status, Support

FACET_LABELS = {"versions": "バージョン", "plans": "プラン", "os": "OS", "software": "ソフトウェア"}

SUPPORT_LABELS = {
    Support.FULL: "サポート対象",
    Support.PARTIAL: "一部サポート対象",
    Support.NONE: "サポート対象外",
}

STATUS_LABELS = {Status.DRAFT: "下書き", Status.CURRENT: "公開中", Status.ARCHIVED: "保管"}

GRAVE_NOTES = frozenset({"warning", "caution", "danger", "important"})
"""Kinds of !!! notes that warn."""

_NOTE_TITLES = {"warning": "注意", "danger": "危険", "caution": "注意", "important": "重要", "tip": "ヒント"}


def note_title(kind: str) -> str:
    """The title of a !!! note that has none of its own."""
    return _NOTE_TITLES.get(kind, "補足")
