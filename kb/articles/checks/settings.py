"""The [checks] table of kb.toml: rules turned off, severities and limits.

[checks]
off = ["KB505"]                  # rules that are not run
summary_max_chars = 140          # any of the limits below

[checks.severity]
KB206 = "warning"                # error | warning | note

[checks.spelling]
"サーバー" = "サーバ"             # write the right-hand form
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any

from kb.model import Severity

_OTHER_KEYS = ("off", "severity", "spelling")


@dataclass(frozen=True, slots=True)
class Limits:
    """Numbers and lists that a knowledge base may set otherwise; the names are the keys of [checks]."""

    summary_max_chars: int = 140
    title_max_chars: int = 80
    min_questions: int = 3
    """Questions that a current article should have at least; 0: none asked for."""
    sentence_max_chars: int = 130
    line_max_chars: int = 4000
    as_of_max_days: int = 730
    """Age from which a fact marked as of a date is to be looked at again."""
    eol_notice_days: int = 90
    """How long before the end of vendor support it is announced."""
    duplicate_similarity: float = 0.85
    """Share of common text, 0 to 1, from which two articles count as near-duplicates."""
    found_within: int = 3
    """Rank within which an article is to be found by its own words."""
    html_allowed: tuple[str, ...] = ()
    """HTML elements that may stand in a body, where they are shown as they are written."""
    https_hosts: tuple[str, ...] = ()
    """Hosts known to answer under https, besides those that any article links to so."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The [checks] table, read; what is wrong in it is in ``problems``."""

    off: frozenset[str] = frozenset()
    severities: Mapping[str, Severity] = field(default_factory=lambda: MappingProxyType({}))
    spelling: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Spelling to avoid, to the one to write."""
    limits: Limits = Limits()
    problems: tuple[tuple[str, str], ...] = ()
    """(text to look for in kb.toml, message) of each mistake; the mistaken entry is passed over."""

    def severity(self, code: str, default: Severity) -> Severity:
        """How much a finding of this code matters here."""
        return self.severities.get(code, default)


def read_settings(table: Mapping[str, Any]) -> Settings:
    """Read a [checks] table; never raises: mistakes become findings of ``kb check`` (KB010)."""
    reader = _Reader(table)
    return Settings(
        off=frozenset(reader.texts("off")),
        severities=reader.severities(),
        spelling=reader.spelling(),
        limits=reader.limits(),
        problems=tuple(reader.problems),
    )


class _Reader:
    def __init__(self, table: Mapping[str, Any]) -> None:
        self.table = table
        self.problems: list[tuple[str, str]] = []

    def texts(self, key: str) -> list[str]:
        value = self.table.get(key, [])
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return value
        self.problems.append(
            (key, f'[checks] の {key} は文字列の並びです。{key} = ["KB505"] のように書いてください。')
        )
        return []

    def severities(self) -> dict[str, Severity]:
        found: dict[str, Severity] = {}
        for code, value in self._table("severity").items():
            if value in list(Severity):
                found[code] = Severity(value)
            else:
                self.problems.append(
                    (
                        code,
                        (
                            f"[checks.severity] の {code} は error・warning・note "
                            f"のどれかです（いまの値: {value!r}）。"
                        ),
                    )
                )
        return found

    def spelling(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for avoid, write in self._table("spelling").items():
            if isinstance(write, str) and avoid and write and avoid != write:
                found[avoid] = write
            else:
                self.problems.append(
                    (
                        avoid,
                        f'[checks.spelling] の {avoid!r} は "避ける表記" = "使う表記" の形で書いてください。',
                    )
                )
        return found

    def _table(self, key: str) -> Mapping[str, Any]:
        value = self.table.get(key, {})
        if isinstance(value, dict):
            return value
        self.problems.append((key, f"[checks] の {key} は表 [checks.{key}] で書いてください。"))
        return {}

    def limits(self) -> Limits:
        known = {item.name: item.default for item in fields(Limits)}
        given: dict[str, Any] = {}
        for key, value in self.table.items():
            if key in _OTHER_KEYS:
                continue
            if key not in known:
                self.problems.append(
                    (
                        key,
                        (
                            f"[checks] に {key} という項目はありません。"
                            f"使える項目: {'、'.join((*_OTHER_KEYS, *known))}。"
                        ),
                    )
                )
                continue
            fitting = _fitting(value, known[key])
            if fitting is None:
                self.problems.append(
                    (
                        key,
                        (
                            f"[checks] の {key} の値が正しくありません（いまの値: {value!r}、"
                            f"既定: {known[key]!r}）。"
                        ),
                    )
                )
            else:
                given[key] = fitting
        return Limits(**given)


def _fitting(value: Any, default: Any) -> Any:
    """The value in the default's type, or None when it does not fit."""
    if isinstance(default, tuple):
        fits = isinstance(value, list) and all(isinstance(item, str) for item in value)
        return tuple(value) if fits else None
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        return None
    if isinstance(default, float):
        return float(value) if value <= 1 else None
    return value if isinstance(value, int) else None
