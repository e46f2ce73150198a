"""What kb.toml says, as values: settings, and the vocabulary that resolves what people call things."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from kb.errors import ConfigError
from kb.model import FACETS
from kb.text import alias_key

CONFIG_NAME = "kb.toml"


@dataclass(frozen=True, slots=True)
class Category:
    """A shelf of articles; its id is the folder's name under articles/."""

    id: str
    name: str
    stale_after_days: int = 0
    """Days after the last change from which an article counts as stale; 0: never."""


@dataclass(frozen=True, slots=True)
class Name:
    """One entry of a facet: a version, plan, OS or software."""

    facet: str
    """One of ``FACETS``."""
    name: str
    aliases: tuple[str, ...] = ()
    product: str = ""
    """Versions and OS: what it is a version of; nearness is only defined within a product."""
    order: float = 0
    """Versions and OS: age within the product; higher is newer."""
    successor: str = ""
    eol: date | None = None
    """The day vendor support ended or ends."""
    family: str = ""
    """Plans: the name of the plan family it belongs to."""
    general: bool = False
    """Versions: stands for the product without saying which version."""

    def ended(self, today: date) -> bool:
        """Is vendor support over on that day?"""
        return self.eol is not None and self.eol < today


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All controlled words of a knowledge base."""

    categories: tuple[Category, ...] = ()
    names: tuple[Name, ...] = ()
    _cache: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def facet(self, facet: str) -> tuple[Name, ...]:
        """The names of one facet, in the file's order."""
        return tuple(n for n in self.names if n.facet == facet)

    def _by_name(self) -> dict[tuple[str, str], Name]:
        if "names" not in self._cache:
            self._cache["names"] = {(n.facet, n.name): n for n in self.names}
        cached: dict[tuple[str, str], Name] = self._cache["names"]
        return cached

    def get(self, facet: str, name: str) -> Name | None:
        """The entry of exactly that name."""
        return self._by_name().get((facet, name))

    def category(self, category_id: str) -> Category | None:
        """The category with that id."""
        return next((c for c in self.categories if c.id == category_id), None)

    def spellings(self) -> Iterator[tuple[str, Name]]:
        """Every (alias key, entry), names before aliases; a key is given once per facet."""
        seen: set[tuple[str, str]] = set()
        for pick in (lambda n: (n.name,), lambda n: n.aliases):
            for entry in self.names:
                for text in pick(entry):
                    key = alias_key(text)
                    if (entry.facet, key) not in seen:
                        seen.add((entry.facet, key))
                        yield key, entry

    def _by_key(self) -> dict[str, list[Name]]:
        if "keys" not in self._cache:
            keys: dict[str, list[Name]] = {}
            for key, entry in self.spellings():
                keys.setdefault(key, []).append(entry)
            self._cache["keys"] = keys
        cached: dict[str, list[Name]] = self._cache["keys"]
        return cached

    def resolve(self, text: str, facets: Iterable[str] = FACETS) -> Name | None:
        """What a person means by ``text`` (any width, case, alias), or None."""
        wanted = tuple(facets)
        found = [n for n in self._by_key().get(alias_key(text), []) if n.facet in wanted]
        return min(found, key=lambda n: wanted.index(n.facet)) if found else None

    def suggest(self, text: str, facets: Iterable[str] = FACETS) -> str | None:
        """The vocabulary's name nearest to ``text``, or None when nothing is near."""
        wanted = set(facets)
        keys = {key: e.name for key, e in self.spellings() if e.facet in wanted}
        import difflib  # only for a name that nobody knows

        near = difflib.get_close_matches(alias_key(text), keys, n=1, cutoff=0.6)
        return keys[near[0]] if near else None

    def suggest_category(self, text: str) -> str | None:
        """The category id nearest to ``text`` (an id or a name), or None."""
        keys = {c.id: c.id for c in self.categories} | {c.name: c.id for c in self.categories}
        import difflib  # only for a name that nobody knows

        near = difflib.get_close_matches(text, keys, n=1, cutoff=0.5)
        return keys[near[0]] if near else None

    def expand(self, facet: str, name: str) -> frozenset[str]:
        """All names that an article bound to ``name`` is for.

        A general version is for every version of its product; a plan family for its plans.
        """
        entry = self.get(facet, name)
        if entry is None:
            return frozenset((name,))
        members = {name}
        if entry.general:
            members |= {n.name for n in self.facet(facet) if n.product == entry.product}
        members |= {n.name for n in self.facet(facet) if n.family == name}
        return frozenset(members)

    def distance(self, facet: str, one: str, other: str) -> float | None:
        """How far two versions of one product lie apart in the vocabulary's order, or None."""
        a, b = self.get(facet, one), self.get(facet, other)
        if a is None or b is None or not a.product or a.product != b.product:
            return None
        return abs(self.rank(facet, one) - self.rank(facet, other))

    def rank(self, facet: str, name: str) -> float:
        """Newness of a name within its product; a general name lies just under the newest."""
        entry = self.get(facet, name)
        if entry is None:
            return 0
        if entry.general:
            orders = [n.order for n in self.facet(facet) if n.product == entry.product and not n.general]
            return max(orders, default=0) - 0.5
        return entry.order


@dataclass(frozen=True, slots=True)
class EvalBar:
    """Values under which ``kb eval`` fails; None: not asked for."""

    success_at_1: float | None = None
    success_at_3: float | None = None
    mrr_at_10: float | None = None
    ndcg_at_10: float | None = None
    abstention_recall: float | None = None
    answered_share: float | None = None


@dataclass(frozen=True)
class KnowledgeBase:
    """A folder with kb.toml, articles/ and search/, and what its kb.toml says."""

    root: Path
    name: str
    description: str = ""
    publisher: str = ""
    base_url: str = ""
    """Address the site is published under, with a final slash; empty when not known."""
    vocabulary: Vocabulary = Vocabulary()
    bar: EvalBar = EvalBar()
    checks: Mapping[str, Any] = field(default_factory=dict)
    """The [checks] table as it stands; read by ``kb.articles.checks``."""
    log_questions: bool = False
    """[log] questions: does ``kb ask`` keep what is asked? See ``kb.gaps.log``."""
    offer_log: bool = False
    """[log] site: does the site offer its readers to keep what they ask, each in their own browser?"""
    unread: tuple[ConfigError, ...] = ()
    """Keys of kb.toml that nothing reads: for ``kb check`` to tell, not for who waits for an answer."""

    @property
    def articles_dir(self) -> Path:
        return self.root / "articles"

    @property
    def search_dir(self) -> Path:
        return self.root / "search"

    @property
    def build_dir(self) -> Path:
        return self.root / "build"

    @property
    def index_dir(self) -> Path:
        return self.build_dir / "index"

    @property
    def site_dir(self) -> Path:
        return self.build_dir / "site"

    @property
    def reports_dir(self) -> Path:
        return self.build_dir / "reports"

    @property
    def questions_log(self) -> Path:
        """Where questions are kept, if ``log_questions``."""
        return self.build_dir / "questions.jsonl"

    @cached_property
    def config_path(self) -> Path:
        return self.root / CONFIG_NAME
