"""kb.toml: settings and the controlled vocabulary (names, aliases, order, end of life).

Owns finding the knowledge base and resolving what people call things to the one name the articles use. Knows
nothing of articles themselves.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from kb.errors import ConfigError, NoKnowledgeBaseError
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


def find_root(start: Path) -> Path:
    """The nearest folder with a kb.toml, from ``start`` upward.

    Raises:
        NoKnowledgeBaseError: there is none.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / CONFIG_NAME).is_file():
            return folder
    raise NoKnowledgeBaseError(start)


def load(root: Path) -> KnowledgeBase:
    """Read ``root/kb.toml``.

    Raises:
        ConfigError: the file is no TOML, lacks a table, or a name stands twice.
    """
    path = root / CONFIG_NAME
    try:
        text = path.read_text(encoding="utf-8-sig")
        data = tomllib.loads(text)
    except UnicodeDecodeError as exc:
        raise ConfigError(path, None, "UTF-8 として読めません。", "UTF-8 で保存し直してください。") from exc
    except tomllib.TOMLDecodeError as exc:
        line = _toml_error_line(str(exc))
        raise ConfigError(
            path,
            line,
            f"TOML の書式が正しくありません（{exc}）。",
            "その行の引用符・かっこを確かめてください。",
        ) from exc
    except (ValueError, RecursionError) as exc:
        raise ConfigError(
            path,
            None,
            "TOML として読めない値があります（長すぎる数か、深すぎる入れ子）。",
            "数の桁とかっこの入れ子を減らしてください。",
        ) from exc
    except OSError as exc:
        raise ConfigError(
            path, None, f"読めません（{exc.strerror}）。", "ファイルの権限を確かめてください。"
        ) from exc
    return _Reader(path, text, data).knowledge_base(root)


def _toml_error_line(message: str) -> int | None:
    head, _, tail = message.rpartition("at line ")
    digits = tail.split(",")[0].strip()
    return int(digits) if head and digits.isdigit() else None


class _Reader:
    """Turns the parsed TOML into values, naming the line of what is wrong."""

    def __init__(self, path: Path, text: str, data: dict[str, Any]) -> None:
        self.path, self.lines, self.data = path, text.splitlines(), data

    def knowledge_base(self, root: Path) -> KnowledgeBase:
        head = self._table("kb")
        base_url = self._string(head, "base_url")
        log = self._log()
        return KnowledgeBase(
            root=root,
            name=self._string(head, "name") or root.name,
            description=self._string(head, "description"),
            publisher=self._string(head, "publisher"),
            base_url=base_url if not base_url or base_url.endswith("/") else base_url + "/",
            vocabulary=Vocabulary(tuple(self._categories()), tuple(self._names())),
            bar=self._bar(),
            checks=self._table("checks"),
            log_questions=log.get("questions", False),
            offer_log=log.get("site", False),
        )

    def fail(self, needle: str, problem: str, remedy: str) -> ConfigError:
        line = next((i for i, text in enumerate(self.lines, 1) if needle and needle in text), None)
        return ConfigError(self.path, line, problem, remedy)

    def _table(self, key: str) -> dict[str, Any]:
        value = self.data.get(key, {})
        if not isinstance(value, dict):
            raise self.fail(key, f"{key} は表 [{key}] で書きます。", f"[{key}] の下に項目を並べてください。")
        return value

    def _rows(self, key: str) -> list[dict[str, Any]]:
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            raise self.fail(
                key, f"{key} は表の並び [[{key}]] で書きます。", f"[[{key}]] を項目ごとに書いてください。"
            )
        return value

    def _string(self, row: Mapping[str, Any], key: str) -> str:
        value = row.get(key, "")
        if not isinstance(value, str):
            raise self.fail(key, f"{key} は文字列です（いまの値: {value!r}）。", '"…" で囲んでください。')
        return value.strip()

    def _categories(self) -> Iterator[Category]:
        seen: set[str] = set()
        for row in self._rows("categories"):
            category_id = self._string(row, "id")
            if not category_id or category_id in seen:
                raise self.fail(
                    f'"{category_id}"',
                    f"categories の id {category_id!r} が空か、重複しています。",
                    "一つずつ別の id を付けてください。",
                )
            seen.add(category_id)
            days = row.get("stale_after_days", 0)
            if not isinstance(days, int) or isinstance(days, bool) or days < 0:
                raise self.fail(
                    str(days),
                    f"stale_after_days は 0 以上の整数です（いまの値: {days!r}）。",
                    "日数を書いてください。",
                )
            yield Category(category_id, self._string(row, "name") or category_id, days)

    def _names(self) -> Iterator[Name]:
        for facet in FACETS:
            seen: set[str] = set()
            for row in self._rows(facet):
                entry = self._name(facet, row)
                if entry.name in seen:
                    raise self.fail(
                        f'"{entry.name}"',
                        f"{facet} に {entry.name!r} が二度あります。",
                        "片方を消してください。",
                    )
                seen.add(entry.name)
                yield entry

    def _name(self, facet: str, row: Mapping[str, Any]) -> Name:
        name = self._string(row, "name")
        if not name:
            raise self.fail(
                f"[[{facet}]]", f"{facet} に name のない項目があります。", 'name = "…" を書いてください。'
            )
        aliases = row.get("aliases", [])
        if not isinstance(aliases, list) or not all(isinstance(a, str) for a in aliases):
            raise self.fail(
                f'"{name}"',
                f"{name} の aliases は文字列の並びです。",
                'aliases = ["…", "…"] と書いてください。',
            )
        eol, order = row.get("eol"), row.get("order", 0)
        if eol is not None and type(eol) is not date:
            raise self.fail(
                f'"{name}"',
                f"{name} の eol は日付です（いまの値: {eol!r}）。",
                "eol = 2024-06-30 のように、引用符なしで書いてください。",
            )
        if not isinstance(order, int | float) or isinstance(order, bool):
            raise self.fail(
                f'"{name}"',
                f"{name} の order は数です（いまの値: {order!r}）。",
                "order = 12 のように書いてください。",
            )
        return Name(
            facet=facet,
            name=name,
            aliases=tuple(aliases),
            product=self._string(row, "product"),
            order=order,
            successor=self._string(row, "successor"),
            eol=eol,
            family=self._string(row, "family"),
            general=bool(row.get("general", False)),
        )

    def _bar(self) -> EvalBar:
        table = self._table("eval")
        known = EvalBar.__dataclass_fields__
        for key, value in table.items():
            if key not in known:
                raise self.fail(
                    key, f"[eval] の {key} という指標はありません。", "使える指標: " + "、".join(known)
                )
            if not isinstance(value, int | float) or not 0 <= value <= 1:
                raise self.fail(
                    key,
                    f"[eval] の {key} は 0 から 1 の数です（いまの値: {value!r}）。",
                    "0.9 のように書いてください。",
                )
        return EvalBar(**table)

    def _log(self) -> Mapping[str, bool]:
        table = self._table("log")
        for key, value in table.items():
            if key not in ("questions", "site"):
                raise self.fail(
                    key, f"[log] の {key} という項目はありません。", "使える項目: questions、site"
                )
            if not isinstance(value, bool):
                raise self.fail(
                    key,
                    f"[log] の {key} は true か false です（いまの値: {value!r}）。",
                    "引用符なしで書いてください。",
                )
        return table
