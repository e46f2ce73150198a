"""Make a knowledge base of any size from a seed, for benchmarks.

    python benchmarks/synthetic.py 1000 build/synthetic-1000

Nouns and verbs are drawn from Sudachi's dictionary with the frequencies of a Zipf-Mandelbrot law, so that the
vocabulary goes on growing with the number of articles and a few words stand in most of them, as in real text.
The sentences mean nothing. The same numbers give the same files.
"""

from __future__ import annotations

import argparse
import random
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate
from pathlib import Path

NOUNS, VERBS, CATEGORIES = 45_000, 3_000, 24
_SHIFT, _EXPONENT = 20, 1.3
"""Of Zipf and Mandelbrot's law: weight = 1 / (rank + shift) ** exponent."""

VERSIONS = tuple(f"Panel {n}" for n in range(1, 9))
OS = ("Linux 7", "Linux 8", "Linux 9", "Windows")
PLANS = ("Small", "Medium", "Large", "Dedicated")
SOFTWARE = ("Postfix", "Dovecot", "Apache", "nginx", "MySQL", "PHP", "BIND", "Roundcube")

_SENTENCES = (
    "{a}の{b}を{c}に設定すると、{d}で{e}が使えます。",
    "{a}が{b}できないときは、{c}の{d}を確認してください。",
    "{software}の{a}では、{b}を{v}ことができます。",
    "{b}を{v}前に、{a}の{c}を控えておきます。",
    "{a}と{b}は、{c}の{d}によって{v}ことがあります。",
    "なお、{a}を{v}と{b}が失われますので、{c}を{d}してください。",
    "[{a}]の画面で[{b}]を選び、{c}に`{name}={number}`と入力します。",
    "{a}から{b}までの{c}は、{d}に記録されます。",
)
_TITLES = (
    "{a}の{b}を{v}には",
    "{software}で{a}が{b}できないとき",
    "{a}と{b}の{c}について",
    "{a}の{b}エラー{number}",
)
_QUESTIONS = (
    "{a}の{b}を{v}方法を教えてください",
    "{a}が{b}できません。{c}が原因でしょうか",
    "{software}の{a}で{b}を{v}には",
    "{b}の{a}はどこで{c}しますか",
)


@dataclass(frozen=True, slots=True)
class Words:
    """Words with their cumulated frequencies."""

    words: Sequence[str]
    cumulated: Sequence[float]

    def draw(self, rng: random.Random) -> str:
        return self.words[bisect(self.cumulated, rng.random() * self.cumulated[-1])]


@lru_cache(maxsize=1)
def vocabulary() -> tuple[Words, Words]:
    """Nouns and verbs (dictionary form), commonest first; the order is shuffled once and for all."""
    from sudachipy import Dictionary

    nouns: dict[str, None] = {}
    verbs: dict[str, None] = {}
    for morpheme in Dictionary(dict="core").entries():
        surface, position = morpheme.surface(), morpheme.part_of_speech()
        if position[:3] == ("名詞", "普通名詞", "一般") and _is_plain(surface):
            nouns[surface] = None
        elif position[:2] == ("動詞", "一般") and position[5] == "終止形-一般" and _is_kanji(surface[0]):
            verbs[surface] = None
    rng = random.Random(0)
    return _ranked(sorted(nouns), NOUNS, rng), _ranked(sorted(verbs), VERBS, rng)


def _is_kanji(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def _is_plain(word: str) -> bool:
    kanji, katakana = all(map(_is_kanji, word)), all("ァ" <= c <= "ー" for c in word)
    return (kanji and 2 <= len(word) <= 4) or (katakana and 3 <= len(word) <= 8)


def _ranked(words: list[str], count: int, rng: random.Random) -> Words:
    rng.shuffle(words)
    kept = words[:count]
    return Words(kept, list(accumulate((n + _SHIFT) ** -_EXPONENT for n in range(1, len(kept) + 1))))


class Writer:
    """Makes texts; one random number generator runs through all of them."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.nouns, self.verbs = vocabulary()

    def sentence(self, patterns: Sequence[str] = _SENTENCES) -> str:
        """A sentence after one of the patterns."""
        slots = {slot: self.nouns.draw(self.rng) for slot in "abcde"}
        return self.rng.choice(patterns).format(
            **slots,
            v=self.verbs.draw(self.rng),
            software=self.rng.choice(SOFTWARE),
            name=f"{self.rng.choice('abcdefgh')}_{self.rng.choice(('size', 'limit', 'host', 'mode'))}",
            number=self.rng.randrange(10, 9999),
        )

    def paragraph(self) -> str:
        return "".join(self.sentence() for _ in range(self.rng.randint(2, 4)))

    def article(self, number: int) -> str:
        """The file of an article; every third one shares its topic with its neighbours."""
        published = date(2015, 1, 1) + timedelta(days=self.rng.randrange(3600))
        topic = f"topic-{number // 3}" if number % 9 < 3 else ""
        version = VERSIONS[number % 3 + number // 3 % 6] if topic else self.rng.choice(("", *VERSIONS))
        steps = "\n".join(f"{n}. {self.sentence()}" for n in range(1, self.rng.randint(3, 7)))
        return f"""---
id: article-{number}
title: "{self.sentence(_TITLES)}"
summary: "{self.sentence()}"
questions:
{chr(10).join(f'  - "{self.sentence(_QUESTIONS)}"' for _ in range(4))}
category: category-{number % CATEGORIES}
tags: [{self.nouns.draw(self.rng)}, {self.nouns.draw(self.rng)}]
applies_to:
  versions: [{version}]
  plans: [{self.rng.choice(("", "", *PLANS))}]
  os: [{self.rng.choice(("", "", *OS))}]
  software: []
topic: {topic}
support: full
published: {published}
updated:
review_by:
status: current
source:
related: []
---

## 回答

{self.paragraph()}

## 手順

{steps}

## 注意

{self.paragraph()}

{self.paragraph()}
"""


def write_knowledge_base(folder: Path, articles: int, seed: int = 1) -> None:
    """Write kb.toml, articles/ and search/ into ``folder``."""
    writer = Writer(seed)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "kb.toml").write_text("\n".join(_settings()), encoding="utf-8")
    (folder / "search").mkdir(exist_ok=True)
    for number in range(CATEGORIES):
        (folder / "articles" / f"category-{number}").mkdir(parents=True, exist_ok=True)
    for number in range(articles):
        path = folder / "articles" / f"category-{number % CATEGORIES}" / f"article-{number}.md"
        path.write_text(writer.article(number), encoding="utf-8")


def _settings() -> Iterator[str]:
    yield '[kb]\nname = "Synthetic"\n'
    for number in range(CATEGORIES):
        yield f'[[categories]]\nid = "category-{number}"\nname = "分類{number}"\nstale_after_days = 1825\n'
    for order, name in enumerate(VERSIONS, 1):
        yield f'[[versions]]\nname = "{name}"\nproduct = "Panel"\norder = {order}\naliases = ["パネル{order}"]\n'
    for facet, names in (("plans", PLANS), ("os", OS), ("software", SOFTWARE)):
        for name in names:
            yield f'[[{facet}]]\nname = "{name}"\n'


def questions(count: int, seed: int = 2) -> list[str]:
    """Questions in whole sentences, drawn like the articles."""
    writer = Writer(seed)
    return [writer.sentence(_QUESTIONS) for _ in range(count)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", type=int)
    parser.add_argument("folder", type=Path)
    args = parser.parse_args()
    write_knowledge_base(args.folder, args.articles)


if __name__ == "__main__":
    main()
