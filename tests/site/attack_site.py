"""A site made of attacks: every line of data/attacks.jsonl in the field it names. Used by two test rooms."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from kb.config import Category, KnowledgeBase, Name, Vocabulary
from kb.model import AppliesTo, Article
from kb.site.render import SiteInput

DATA = Path(__file__).with_name("data")
TODAY = date(2026, 11, 24)


@dataclass(frozen=True, slots=True)
class Attack:
    """What a hostile writer puts where; every script in it sets ``window.pwned``."""

    id: str
    where: str
    text: str


def attacks() -> tuple[Attack, ...]:
    """All attacks, in the file's order."""
    lines = (DATA / "attacks.jsonl").read_text("utf-8").splitlines()
    return tuple(Attack(**json.loads(line)) for line in lines)


def page_of(attack: Attack) -> str:
    """The page on which an attack on an article stands."""
    return f"articles/attacks/{attack.id}.html"


def attack_input() -> SiteInput:
    """One article for each attack on an article; attacks on kb.toml all in one knowledge base."""
    found = attacks()
    kb = KnowledgeBase(
        root=Path("attacked"),
        base_url="https://faq.example.jp/",
        vocabulary=_vocabulary(found),
        **{field: _all(found, f"kb.{field}") for field in ("name", "description", "publisher")},
    )
    articles = [_article(attack) for attack in found if not attack.where.startswith("kb.")]
    return SiteInput(kb, articles, TODAY, media={"articles/attacks/a.png": b"\x89PNG"})


def _all(found: tuple[Attack, ...], where: str) -> str:
    return " ".join(attack.text for attack in found if attack.where == where)


def _vocabulary(found: tuple[Attack, ...]) -> Vocabulary:
    facets = {"version": "versions", "plan": "plans", "software": "software"}
    names = [
        Name(facets[a.where], a.text, aliases=(a.text,), product=a.text, eol=date(2020, 1, 1))
        for a in found
        if a.where in facets
    ]
    categories = [Category("attacks", "攻撃")] + [
        Category(a.text, a.text) for a in found if a.where == "category"
    ]
    return Vocabulary(tuple(categories), tuple(names))


def _article(attack: Attack) -> Article:
    text = attack.text
    path = PurePosixPath("articles/attacks", f"{attack.id}.md")
    plain = Article(
        attack.id,
        f"攻撃 {attack.id}",
        summary="攻撃です。",
        category="attacks",
        topic=attack.id,
        body="## 回答\n\nx\n",
        published=date(2026, 1, 1),
        path=path,
    )
    changes: dict[str, dict[str, object]] = {
        "body": {"body": f"{text}\n"},
        "title": {"title": text},
        "summary": {"summary": text},
        "question": {"questions": (text,)},
        "tag": {"tags": (text, "攻撃")},
        "version": {"applies_to": AppliesTo(versions=(text,))},
        "plan": {"applies_to": AppliesTo(plans=(text,))},
        "software": {"applies_to": AppliesTo(software=(text,))},
        "topic": {"topic": text},
        "category": {"category": text},
        "source": {"source": text},
        "related": {"related": (text,)},
    }
    return dataclasses.replace(plain, **changes[attack.where])
