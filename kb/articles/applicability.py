"""Does an article apply to what was asked for: version, OS, software, plan, category?

One definition for `kb list`, `kb ask` and everything that filters. Pure: names in, a verdict out. What an
option says is read as in a question; whoever finds names in a text builds ``Filters`` with ``filters_of``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from kb.articles.labels import FACET_LABELS
from kb.articles.mentions import mentions
from kb.config import Name, Vocabulary
from kb.errors import UsageError
from kb.model import FACETS, AppliesTo, Article
from kb.text import alias_key

_RELEASE = re.compile(r" ?\d+(?:\.\d+)+")
"""What vendors write behind the name of a version."""

TARGET_FACETS = ("versions", "os", "software")
"""The facets that ``--for`` names; plans have an option of their own."""


class Fit(IntEnum):
    """How well an article fits; greater is better, so ``max`` is "or" and ``min`` is "and"."""

    OTHER = 0
    """Tied to something else: it does not answer for what was asked."""
    GENERAL = 1
    """Not tied to one, or tied to something wider or narrower (the product, the plan's family)."""
    EXACT = 2
    """Tied to exactly what was asked, or nothing was asked."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What was asked for, in the vocabulary's names. Within a facet: any of them; across facets: all."""

    versions: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    os: tuple[str, ...] = ()
    software: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    """Category ids."""

    def facet(self, name: str) -> tuple[str, ...]:
        """The names asked for in one facet, by its name in ``FACETS``."""
        value: tuple[str, ...] = getattr(self, name)
        return value

    def __bool__(self) -> bool:
        """Was anything asked for?"""
        return bool(self.categories) or any(self.facet(facet) for facet in FACETS)


def filters_of(names: Iterable[Name], categories: Iterable[str] = ()) -> Filters:
    """Sort vocabulary entries into their facets, keeping their order; a name counts once."""
    held: dict[str, dict[str, None]] = {facet: {} for facet in FACETS}
    for name in names:
        held[name.facet][name.name] = None
    return Filters(
        **{facet: tuple(found) for facet, found in held.items()}, categories=tuple(dict.fromkeys(categories))
    )


def parse_filters(
    vocabulary: Vocabulary,
    targets: Sequence[str] = (),
    plans: Sequence[str] = (),
    categories: Sequence[str] = (),
) -> Filters:
    """What ``--for``, ``--plan`` and ``--category`` mean.

    Args:
        vocabulary: the knowledge base's names; aliases, width and case do not matter.
        targets: versions, OS or software as typed.
        plans: plans or plan families as typed.
        categories: category ids or names as typed.

    Raises:
        UsageError: a name is not in the vocabulary; the nearest one is offered.
    """
    names = [_resolve(vocabulary, "--for", text, TARGET_FACETS) for text in targets]
    names += [_resolve(vocabulary, "--plan", text, ("plans",)) for text in plans]
    return filters_of(names, [_category(vocabulary, text) for text in categories])


def _resolve(vocabulary: Vocabulary, option: str, text: str, facets: tuple[str, ...]) -> Name:
    found = vocabulary.resolve(text, facets) or _said(vocabulary, text, facets)
    if found is not None:
        return found
    raise UsageError(
        f"{option} {text!r}: そういう{_label(facets)}は kb.toml にありません。",
        _remedy(vocabulary, option, text, facets),
    )


def _said(vocabulary: Vocabulary, text: str, facets: tuple[str, ...]) -> Name | None:
    """The one name that a question of these words would name: Plesk 12.5.30, CentOS 7.9, Plesk Obsidian 18.0.60."""
    text = text.strip()
    found = [m for m in mentions(text, vocabulary) if m.facet in facets]
    if len(found) != 1 or found[0].start:
        return None
    entry, rest = vocabulary.get(found[0].facet, found[0].name), text[found[0].end :]
    if entry is None or (rest and (entry.general or not _RELEASE.fullmatch(rest))):
        return None
    return entry


def _label(facets: Sequence[str]) -> str:
    return "・".join(FACET_LABELS[facet] for facet in facets)


def _remedy(vocabulary: Vocabulary, option: str, text: str, facets: tuple[str, ...]) -> str:
    elsewhere = vocabulary.resolve(text, tuple(facet for facet in FACETS if facet not in facets))
    if elsewhere is not None:
        other = "--plan" if elsewhere.facet == "plans" else "--for"
        label = FACET_LABELS[elsewhere.facet]
        return f'{elsewhere.name} は{label}です。{other} "{elsewhere.name}" と指定してください。'
    siblings = _of_its_product(vocabulary, text, facets)
    if siblings:
        return f"kb.toml にある {siblings[0].product}: {'、'.join(name.name for name in siblings)}"
    near = vocabulary.suggest(text, facets)
    if near is not None:
        return f'もしかして: {option} "{near}"'
    known = "、".join(name.name for facet in facets for name in vocabulary.facet(facet))
    return f"kb.toml にある名前: {known}" if known else f"kb.toml に{_label(facets)}を書いてください。"


def _of_its_product(vocabulary: Vocabulary, text: str, facets: tuple[str, ...]) -> list[Name]:
    """The versions that there are of a product of which a text names another number: those of Plesk for Plesk 7."""
    product = alias_key(text).rstrip("0123456789.")
    names = [name for facet in facets for name in vocabulary.facet(facet)]
    return [
        name for name in names if product not in ("", alias_key(text)) and alias_key(name.product) == product
    ]


def _category(vocabulary: Vocabulary, text: str) -> str:
    wanted = text.strip()
    for category in vocabulary.categories:
        if wanted in (category.id, category.name):
            return category.id
    near = vocabulary.suggest_category(wanted)
    known = "、".join(f"{category.id}（{category.name}）" for category in vocabulary.categories)
    remedy = f"もしかして: --category {near}" if near else f"使えるカテゴリ: {known}"
    raise UsageError(f"--category {text!r}: そういうカテゴリは kb.toml にありません。", remedy)


def fit(applies_to: AppliesTo, filters: Filters, vocabulary: Vocabulary) -> Fit:
    """How well an article bound to ``applies_to`` fits; the worst of the facets that were asked for."""
    asked = [facet for facet in FACETS if filters.facet(facet)]
    return min(
        (fit_facet(f, applies_to.facet(f), filters.facet(f), vocabulary) for f in asked), default=Fit.EXACT
    )


def missed(applies_to: AppliesTo, filters: Filters, vocabulary: Vocabulary) -> tuple[str, ...]:
    """What was asked for and the article is not for: the names of the facets that do not fit."""
    return tuple(
        name
        for facet in FACETS
        if fit_facet(facet, applies_to.facet(facet), filters.facet(facet), vocabulary) is Fit.OTHER
        for name in filters.facet(facet)
    )


def fit_facet(facet: str, bound: Sequence[str], asked: Sequence[str], vocabulary: Vocabulary) -> Fit:
    """How well one facet fits; the best over the names asked for.

    A general version that is asked for ("Plesk") means each version of its product alike, so that the newest
    article, not the vaguest, can lead. A name that the article is bound to through its product or family, or
    that is a family of the article's plan, fits as GENERAL.
    """
    if not asked:
        return Fit.EXACT
    if not bound:
        return Fit.GENERAL
    return max(_fit_name(facet, bound, name, vocabulary) for name in asked)


def _fit_name(facet: str, bound: Sequence[str], asked: str, vocabulary: Vocabulary) -> Fit:
    if asked in bound:
        return Fit.EXACT
    entry = vocabulary.get(facet, asked)
    if not vocabulary.expand(facet, asked).isdisjoint(bound):
        return Fit.EXACT if entry is not None and entry.general else Fit.GENERAL
    if any(asked in vocabulary.expand(facet, name) for name in bound):
        return Fit.GENERAL
    return Fit.OTHER


def admits(article: Article, filters: Filters, vocabulary: Vocabulary) -> bool:
    """Is the article in a category asked for and not tied to something else?"""
    if filters.categories and article.category not in filters.categories:
        return False
    return fit(article.applies_to, filters, vocabulary) is not Fit.OTHER
