"""What facets, support and status are called in Japanese, wherever a person reads them."""

from __future__ import annotations

from kb.model import Status, Support

FACET_LABELS = {"versions": "バージョン", "plans": "プラン", "os": "OS", "software": "ソフトウェア"}

SUPPORT_LABELS = {
    Support.FULL: "サポート対象",
    Support.PARTIAL: "一部サポート対象",
    Support.NONE: "サポート対象外",
}

STATUS_LABELS = {Status.DRAFT: "下書き", Status.CURRENT: "公開中", Status.ARCHIVED: "保管"}
