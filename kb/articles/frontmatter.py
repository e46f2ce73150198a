"""The YAML head of an article file, with the place of every value.

Only home of PyYAML. Composes the YAML tree instead of constructing objects: no tag can build a Python object,
anchors and merge keys cannot grow, and every node still knows its line and column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath

import yaml

from kb.articles.yaml_errors import Fault, told
from kb.errors import ArticleError

_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FENCE = re.compile(r"---[ \t]*\Z")
_INT = re.compile(r"[-+]?\d{1,18}\Z")
"""A longer run of digits is a name of something, not a number to count with."""
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")

_INVISIBLE_BREAK = re.compile("[\x85\u2028\u2029]")
_MAX_DEPTH = 50
"""Nesting from which a head is refused; composing one of many thousands would exhaust the C stack."""

Value = None | bool | int | float | date | str | list["Value"] | dict[str, "Value"]


@dataclass(frozen=True, slots=True)
class Place:
    """Line and column in the file, both from 1, in code points."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The parsed head: values, the place of each key and value, and where the body begins."""

    values: Mapping[str, Value]
    places: Mapping[tuple[str | int, ...], Place] = field(default_factory=dict)
    """Path of keys and list indexes to the value's place: ``("applies_to", "versions", 0)``."""
    key_places: Mapping[tuple[str | int, ...], Place] = field(default_factory=dict)
    """The same paths to the place of the key itself."""
    duplicates: tuple[tuple[str, Place], ...] = ()
    """Keys that stand a second time, with the place of the later one."""
    body: str = ""
    body_line: int = 1
    """Line of the file on which ``body`` begins."""

    def place(self, *path: str | int) -> Place:
        """The place of a value; of its nearest known parent when it has none of its own."""
        keys = tuple(path)
        while keys:
            if keys in self.places:
                return self.places[keys]
            keys = keys[:-1]
        return Place(1, 1)


def parse(text: str, path: PurePath) -> FrontMatter:
    """Split an article file into front matter and body, keeping places.

    Raises:
        ArticleError: no front matter, an unclosed one, one with line breaks that only YAML sees, or one that is
            not a YAML mapping.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    if not lines or not _FENCE.match(lines[0]):
        raise ArticleError(
            path,
            1,
            "先頭に --- で始まるフロントマターがありません。",
            "1 行目に --- を書き、id や title を並べ、--- で閉じてください。",
        )
    end = next((i for i, line in enumerate(lines[1:], 1) if _FENCE.match(line)), None)
    if end is None:
        raise ArticleError(
            path,
            1,
            "フロントマターが --- で閉じられていません。",
            "本文の前に --- だけの行を入れてください。",
        )
    _refuse_invisible_breaks(lines[1:end], path)
    head = "\n".join(lines[1:end]) + "\n"
    body = "\n".join(lines[end + 1 :])
    stripped = body.lstrip("\n")
    collector = _Collector(path)
    root = _compose(head, path)
    values = collector.mapping(root, ()) if root is not None else {}
    return FrontMatter(
        values=values,
        places=collector.places,
        key_places=collector.key_places,
        duplicates=tuple(collector.duplicates),
        body=stripped.rstrip("\n") + "\n" if stripped.strip() else "",
        body_line=end + 2 + (len(body) - len(stripped)),
    )


def _refuse_invisible_breaks(lines: list[str], path: PurePath) -> None:
    """YAML would end a line at them where neither an editor nor we do, and every later place would be wrong."""
    for number, line in enumerate(lines, 2):
        match = _INVISIBLE_BREAK.search(line)
        if match:
            raise ArticleError(
                path,
                number,
                f"フロントマターの {match.start() + 1} 文字目に、見えない改行文字 U+{ord(match[0]):04X} があります。",
                "その文字を消してください。",
            )


def _refuse_depth(head: str, path: PurePath) -> None:
    depth = 0
    for event in yaml.parse(head, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth >= _MAX_DEPTH:
            mark = event.start_mark
            raise ArticleError(
                path,
                mark.line + 2 if mark else 1,
                f"フロントマターの入れ子が深すぎます（{_MAX_DEPTH} 段以上）。",
                "かっこや字下げを減らしてください。",
            )


def _compose(head: str, path: PurePath) -> yaml.MappingNode | None:
    try:
        _refuse_depth(head, path)
        root = yaml.compose(head, Loader=_Loader)
    except yaml.MarkedYAMLError as exc:
        lines = (mark.line if mark else None for mark in (exc.problem_mark, exc.context_mark))
        fault = Fault(exc.problem, next(lines), exc.context, next(lines))
        what = told(fault, head)
        raise ArticleError(
            path, what.line + 2, f"フロントマターの YAML を読めません: {what.problem}", what.remedy
        ) from exc
    except yaml.YAMLError as exc:
        raise ArticleError(
            path,
            1,
            f"フロントマターの YAML を読めません（{exc}）。",
            "使えない文字がないか確かめてください。",
        ) from exc
    if root is not None and not isinstance(root, yaml.MappingNode):
        raise ArticleError(
            path,
            2,
            "フロントマターが「キー: 値」の並びになっていません。",
            "id: や title: の行を並べてください。",
        )
    return root


class _Collector:
    """Walks the YAML tree once, noting values and places. Aliases are refused: articles need none."""

    def __init__(self, path: PurePath) -> None:
        self.path = path
        self.places: dict[tuple[str | int, ...], Place] = {}
        self.key_places: dict[tuple[str | int, ...], Place] = {}
        self.duplicates: list[tuple[str, Place]] = []
        self._seen: set[int] = set()

    def mapping(self, node: yaml.MappingNode, path: tuple[str | int, ...]) -> dict[str, Value]:
        values: dict[str, Value] = {}
        for key_node, value_node in self._pairs(node):
            key = str(key_node.value)
            here = (*path, key)
            place = _place(key_node)
            if key in values:
                self.duplicates.append((key, place))
                continue
            self.key_places[here] = place
            values[key] = self.value(value_node, here)
        return values

    def _pairs(self, node: yaml.MappingNode) -> Iterator[tuple[yaml.Node, yaml.Node]]:
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise ArticleError(
                    self.path,
                    _place(key_node).line,
                    "キーが文字列ではありません。",
                    "キーは id のような英字で書いてください。",
                )
            yield key_node, value_node

    def value(self, node: yaml.Node, path: tuple[str | int, ...]) -> Value:
        if id(node) in self._seen and not isinstance(node, yaml.ScalarNode):
            raise ArticleError(
                self.path,
                _place(node).line,
                "YAML の別名（&, *）は使えません。",
                "値をそのまま書いてください。",
            )
        self._seen.add(id(node))
        self.places[path] = _place(node)
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, i)) for i, item in enumerate(node.value)]
        assert isinstance(node, yaml.ScalarNode), "YAML has no fourth kind of node"
        return _scalar(node)


def _place(node: yaml.Node) -> Place:
    return Place(node.start_mark.line + 2, node.start_mark.column + 1)


def _scalar(node: yaml.ScalarNode) -> Value:
    """YAML's own idea of a plain scalar, but only for the kinds an article uses."""
    text: str = node.value
    if node.style in ("'", '"', "|", ">"):
        return text
    kind = node.tag.rpartition(":")[2]
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() in ("true", "yes", "on")
    if kind == "int" and _INT.match(text):
        return int(text)
    if kind == "timestamp" and _ISO_DATE.match(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text  # 2023-02-30: the schema check names it as an impossible date
    return text


def dump_scalar(text: str) -> str:
    """One line of YAML for a text, quoted only where YAML would read it as something else."""
    return _dump(text).removesuffix("\n...\n").rstrip("\n")


def dump_flow_list(items: list[str] | tuple[str, ...]) -> str:
    """``[a, b]`` on one line."""
    return _dump(list(items)).rstrip("\n")


def _dump(value: str | list[str]) -> str:
    """YAML for a value; with escapes where it would else hold a line break, of whatever kind."""
    texts = [value] if isinstance(value, str) else value
    breaks = any("\n" in text or _INVISIBLE_BREAK.search(text) for text in texts)
    return yaml.safe_dump(
        value,
        allow_unicode=True,
        width=10**9,
        default_flow_style=True,
        default_style='"' if breaks else None,
    )
