"""From a title to a draft: id, category, topic, applicability, related articles, proposed from what exists.

Pure. Nearness is the share of common letter pairs, without the names of versions: "Plesk Onyx で転送する"
and "Plesk Obsidian で転送する" ask the same question.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kb.articles.checks.block_rules import PLACEHOLDER
from kb.articles.checks.schema_ids import ID, MAX_ID_CHARS
from kb.articles.mentions import reaches
from kb.config import Vocabulary
from kb.model import FACETS, AppliesTo, Article, Status
from kb.text import fold

SAME_QUESTION = 0.6
"""Nearness from which an article very likely answers the same question."""
RELATED = 0.25
MAX_RELATED = 4
MAX_ID_WORDS = 6

_WORDS = {
    "メールアドレス": "mail-address",
    "迷惑メール": "spam",
    "ウイルス": "virus",
    "パスワード": "password",
    "アカウント": "account",
    "ログイン": "login",
    "サーバ": "server",
    "ドメイン": "domain",
    "ポート": "port",
    "エラー": "error",
    "設定": "settings",
    "転送": "forwarding",
    "送信": "sending",
    "受信": "receiving",
    "作成": "create",
    "追加": "add",
    "変更": "change",
    "削除": "delete",
    "確認": "check",
    "解除": "release",
    "移行": "migration",
    "切り替え": "switch",
    "更新": "update",
    "証明書": "certificate",
    "署名": "signature",
    "認証": "auth",
    "自動返信": "auto-reply",
    "容量": "quota",
    "上限": "limit",
    "添付": "attachment",
    "文字化け": "garbled-text",
    "届かない": "not-delivered",
    "送れない": "cannot-send",
    "受信できない": "cannot-receive",
    "つながらない": "cannot-connect",
    "接続": "connection",
    "初期化": "reset",
    "再起動": "restart",
    "バックアップ": "backup",
    "復元": "restore",
    "電話": "phone",
    "印刷": "print",
    "プリンタ": "printer",
    "メール": "mail",
}
"""Words of titles and what they are called in ids, the longer before those they contain."""


@dataclass(frozen=True, slots=True)
class Near:
    """An existing article and how near its questions lie to a title, 0 to 1."""

    article: Article
    nearness: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the title and the existing articles suggest."""

    id: str
    category: str
    """Empty when nothing points to one."""
    topic: str
    applies_to: AppliesTo
    related: tuple[str, ...]
    existing: tuple[Near, ...]
    """Articles that very likely answer the same question, the nearest first."""


def propose(title: str, articles: Sequence[Article], vocabulary: Vocabulary) -> Proposal:
    """Everything that a title says about a new article."""
    applies_to = named_in(title, vocabulary)
    near = nearest(title, articles, vocabulary)
    existing = tuple(n for n in near if n.nearness >= SAME_QUESTION)
    related = [n for n in near if n.nearness >= RELATED][:MAX_RELATED]
    article_id = propose_id(title, applies_to, {a.id for a in articles}, vocabulary)
    same = next((n.article.topic for n in existing if ID.match(n.article.topic)), "")
    return Proposal(
        id=article_id,
        category=_category(title, related, vocabulary),
        topic=same or propose_id(title, AppliesTo(), set(), vocabulary),
        applies_to=applies_to,
        related=tuple(n.article.id for n in related),
        existing=existing,
    )


def named_in(title: str, vocabulary: Vocabulary) -> AppliesTo:
    """What a title names: versions, plans, OS, software."""
    found: dict[str, dict[str, None]] = {facet: {} for facet in FACETS}
    for reach in reaches(title, vocabulary):
        found[reach.facet].update(dict.fromkeys(reach.names))
    return AppliesTo(**{facet: tuple(names) for facet, names in found.items()})


def nearest(title: str, articles: Sequence[Article], vocabulary: Vocabulary) -> list[Near]:
    """All articles that are not archived, the nearest to a title first."""
    asked = _pairs(title, vocabulary)
    live = [article for article in articles if article.status is not Status.ARCHIVED]
    near = [Near(a, max(_dice(asked, _pairs(t, vocabulary)) for t in (a.title, *a.questions))) for a in live]
    return sorted(near, key=lambda n: (-n.nearness, n.article.id))


def _pairs(text: str, vocabulary: Vocabulary) -> Counter[str]:
    versions = [r for r in reaches(text, vocabulary) if r.facet in ("versions", "os")]
    for reach in reversed(versions):
        text = text[: reach.start] + " " + text[reach.end :]
    dense = re.sub(r"\W+|するには|する方法|の方法|したい|には|方法", "", fold(text))
    return Counter(map("".join, pairwise(dense)))


def _dice(one: Counter[str], other: Counter[str]) -> float:
    total = sum(one.values()) + sum(other.values())
    return 2 * sum((one & other).values()) / total if total else 0.0


def _category(title: str, related: Sequence[Near], vocabulary: Vocabulary) -> str:
    """The category of the nearest articles, weighed by nearness; else one whose name the title speaks of."""
    weights: Counter[str] = Counter()
    for near in related:
        # An article still to be mended must not hand on its mistake.
        if vocabulary.category(near.article.category) is not None:
            weights[near.article.category] += int(1000 * near.nearness)
    if weights:
        return weights.most_common(1)[0][0]
    pairs = _pairs(title, vocabulary)
    named = [
        (_dice(pairs, _pairs(category.name, vocabulary)), category.id) for category in vocabulary.categories
    ]
    best = max(named, default=(0.0, ""))
    return best[1] if best[0] > 0 else ""


def propose_id(title: str, applies_to: AppliesTo, taken: set[str], vocabulary: Vocabulary) -> str:
    """An id in the house's manner: the version, then the title's words in English."""
    prefix = slug(applies_to.versions[0]) if len(applies_to.versions) == 1 else ""
    spans = [r for r in reaches(title, vocabulary) if r.facet == "versions"]
    for reach in reversed(spans):
        title = title[: reach.start] + " " + title[reach.end :]
    words = _english(title)[:MAX_ID_WORDS]
    base = "-".join(filter(None, (prefix, *words)))[:MAX_ID_CHARS].strip("-") or "article"
    candidate, number = base, 2
    while candidate in taken:
        candidate, number = f"{base}-{number}", number + 1
    return candidate


def _english(title: str) -> list[str]:
    """The words of a title that ids have a word for, in order, each once."""
    words = sorted(_WORDS, key=len, reverse=True)
    found = re.findall(r"[A-Za-z0-9]+|" + "|".join(map(re.escape, words)), title)
    return list(
        dict.fromkeys(part for word in found for part in (_WORDS.get(word) or slug(word)).split("-") if part)
    )


def slug(text: str) -> str:
    """Lower-case ASCII letters and digits, everything else a hyphen."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def draft_summary() -> str:
    """The summary of a new article, marked as to be written."""
    return f"{PLACEHOLDER} 答えそのものを 1〜2 文で）"


def draft_body() -> str:
    """The body of a new article, with the places to fill in marked."""
    return (
        f"## 回答\n\n{PLACEHOLDER} 結論を 1〜3 文で。電話で読み上げられるように）\n\n"
        f"## 前提\n\n{PLACEHOLDER} 必要な権限、対象の範囲。なければ節を消す）\n\n"
        f"## 手順\n\n1. {PLACEHOLDER} 画面の名前は **[…]**、値とコマンドは `…` で）\n\n"
        f"## 注意\n\n{PLACEHOLDER} 戻せない操作、サポートの範囲。なければ節を消す）\n"
    )
