"""Finding kb.toml and reading it, naming the line of what is wrong."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from kb.config.values import CONFIG_NAME, Category, EvalBar, KnowledgeBase, Name, Vocabulary
from kb.errors import ConfigError, NoKnowledgeBaseError
from kb.model import FACETS


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


_FOLDER = re.compile(r"[^\s./\\][^\s/\\]*")
_LARGEST_ORDER = 1_000_000

_HEAD_KEYS = ("name", "description", "publisher", "base_url")
_CATEGORY_KEYS = ("id", "name", "stale_after_days")
_NAME_KEYS = ("name", "aliases", "product", "order", "successor", "eol", "family", "general")
_LOG_KEYS = ("questions", "site")
_BAR_KEYS = tuple(EvalBar.__dataclass_fields__)
_TABLES = ("kb", "eval", "log", "checks", "categories", *FACETS)


class _Reader:
    """Turns the parsed TOML into values, naming the line of what is wrong."""

    def __init__(self, path: Path, text: str, data: dict[str, Any]) -> None:
        self.path, self.lines, self.data = path, text.split("\n"), data
        self.unread: list[ConfigError] = []

    def knowledge_base(self, root: Path) -> KnowledgeBase:
        self._note_unread("", self.data, _TABLES)
        head = self._table("kb")
        self._note_unread("kb", head, _HEAD_KEYS)
        base_url = self._string(head, "base_url")
        log = self._log()
        vocabulary = Vocabulary(tuple(self._categories()), tuple(self._names()))
        return KnowledgeBase(
            root=root,
            name=self._string(head, "name") or root.name,
            description=self._string(head, "description"),
            publisher=self._string(head, "publisher"),
            base_url=base_url if not base_url or base_url.endswith("/") else base_url + "/",
            vocabulary=vocabulary,
            bar=self._bar(),
            checks=self._table("checks"),
            log_questions=log.get("questions", False),
            offer_log=log.get("site", False),
            unread=tuple(self.unread),
        )

    def fail(self, needle: str, problem: str, remedy: str) -> ConfigError:
        told = (
            i for i, text in enumerate(self.lines, 1) if needle in text and not text.lstrip().startswith("#")
        )
        return ConfigError(self.path, next(told, None) if needle else None, problem, remedy)

    def _refuse_unknown(self, table: str, row: Mapping[str, Any], known: Sequence[str]) -> None:
        for unread in self._unread(table, row, known):
            raise unread

    def _note_unread(
        self, table: str, row: Mapping[str, Any], known: Sequence[str], *, number: int = 0, rows: bool = False
    ) -> None:
        self.unread.extend(self._unread(table, row, known, number=number, rows=rows))

    def _unread(
        self, table: str, row: Mapping[str, Any], known: Sequence[str], *, number: int = 0, rows: bool = False
    ) -> Iterator[ConfigError]:
        """The keys that nothing reads: what was meant by them would be missing without a word.

        Args:
            table: name of the table; empty for the whole file.
            row: the table, or one of its rows.
            known: the keys it may have.
            number: which of the rows it is, from 0.
            rows: is it a row of ``[[table]]``?
        """
        for key in row:
            if key in known:
                continue
            import difflib  # only for a key that nobody knows

            near = difflib.get_close_matches(key, known, n=1, cutoff=0.6)
            place = f"[[{table}]] に " if rows else f"[{table}] に " if table else ""
            yield ConfigError(
                self.path,
                self._line_of(table, number, key),
                f"{place}{key} という項目はありません。",
                (f"もしかして: {near[0]}。" if near else "") + f"使える項目: {'、'.join(known)}",
            )

    def _line_of(self, table: str, number: int, key: str) -> int | None:
        """The line of a key in a table, or in the row of that number; in the whole file, of a table or a key."""
        start = 0
        if table:
            heads = [i for i, line in enumerate(self.lines) if _names(line, table)]
            start = heads[number] if number < len(heads) else 0
        return next((i + 1 for i, line in enumerate(self.lines) if i >= start and _names(line, key)), None)

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
        for number, row in enumerate(self._rows("categories")):
            self._note_unread("categories", row, _CATEGORY_KEYS, number=number, rows=True)
            category_id = self._string(row, "id")
            if not category_id or category_id in seen:
                raise self.fail(
                    f'"{category_id}"',
                    f"categories の id {category_id!r} が空か、重複しています。",
                    "一つずつ別の id を付けてください。",
                )
            if not _FOLDER.fullmatch(category_id):
                raise self.fail(
                    f'"{category_id}"',
                    f"categories の id {category_id!r} はフォルダの名前にできません。",
                    "articles/ の下のフォルダの名前（/ も空白もないもの）にしてください。",
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
            for number, row in enumerate(self._rows(facet)):
                self._note_unread(facet, row, _NAME_KEYS, number=number, rows=True)
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
        return Name(
            facet=facet,
            name=name,
            aliases=self._aliases(name, row),
            product=self._string(row, "product"),
            order=self._order(name, row),
            successor=self._string(row, "successor"),
            eol=self._eol(name, row),
            family=self._string(row, "family"),
            general=self._general(name, row),
        )

    def _aliases(self, name: str, row: Mapping[str, Any]) -> tuple[str, ...]:
        aliases = row.get("aliases", [])
        if not isinstance(aliases, list) or not all(isinstance(a, str) for a in aliases):
            raise self.fail(
                f'"{name}"',
                f"{name} の aliases は文字列の並びです。",
                'aliases = ["…", "…"] と書いてください。',
            )
        return tuple(aliases)

    def _eol(self, name: str, row: Mapping[str, Any]) -> date | None:
        eol = row.get("eol")
        if eol is not None and type(eol) is not date:
            raise self.fail(
                f'"{name}"',
                f"{name} の eol は日付です（いまの値: {eol!r}）。",
                "eol = 2024-06-30 のように、引用符なしで書いてください。",
            )
        return eol

    def _order(self, name: str, row: Mapping[str, Any]) -> float:
        order = row.get("order", 0)
        if not isinstance(order, int | float) or isinstance(order, bool) or not abs(order) < _LARGEST_ORDER:
            raise self.fail(
                f'"{name}"',
                f"{name} の order は 100 万より小さい数です（いまの値: {str(order)[:20]}）。",
                "order = 12 のように書いてください。",
            )
        return order

    def _general(self, name: str, row: Mapping[str, Any]) -> bool:
        general = row.get("general", False)
        if not isinstance(general, bool):
            raise self.fail(
                f'"{name}"',
                f"{name} の general は true か false です（いまの値: {general!r}）。",
                "general = true のように、引用符なしで書いてください。",
            )
        return general

    def _bar(self) -> EvalBar:
        table = self._table("eval")
        self._refuse_unknown("eval", table, _BAR_KEYS)
        for key, value in table.items():
            if not isinstance(value, int | float) or not 0 <= value <= 1:
                raise self.fail(
                    key,
                    f"[eval] の {key} は 0 から 1 の数です（いまの値: {value!r}）。",
                    "0.9 のように書いてください。",
                )
        return EvalBar(**table)

    def _log(self) -> Mapping[str, bool]:
        table = self._table("log")
        self._refuse_unknown("log", table, _LOG_KEYS)
        for key, value in table.items():
            if not isinstance(value, bool):
                raise self.fail(
                    key,
                    f"[log] の {key} は true か false です（いまの値: {value!r}）。",
                    "引用符なしで書いてください。",
                )
        return table


def _names(line: str, key: str) -> bool:
    """Does a line of TOML begin with that table's head or that key?"""
    return re.match(rf"\s*\[*\s*[\"']?{re.escape(key)}[\"']?\s*[\].=]", line) is not None
