"""What site generators and note tools add to Markdown: Hugo, Jekyll and kramdown, Notion. Pure.

The additions become Markdown, or go on the list of what was dropped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from kb.articles.passages import outside_fences

_HUGO = re.compile(r"\{\{(?P<open>[<%])\s*(?P<close>/?)\s*(?P<name>[\w/.-]+)(?P<rest>[^{}]*?)\s*/?[>%]\}\}")
_LIQUID = re.compile(r"\{%-?\s*(?P<name>\w+)(?P<rest>[^%{}]*?)\s*-?%\}")
_VARIABLE = re.compile(r"\{\{-?\s*[\w.]+(?:\s*\|[^{}]*)?\s*-?\}\}")
_ATTRIBUTES = re.compile(r"\{:?\s*(?:[.#][\w-]+|[\w-]+=(?:\"[^\"]*\"|'[^']*'|[^\s{}]+))(?:\s+[^{}]*)?\}")
_MODULE = re.compile(
    r"(?:import\s[^'\"]{0,300}\sfrom\s+['\"][^'\"]+['\"]|import\s+['\"][^'\"]+['\"]|export\s+(?:const|let|default|function)\s.*);?\s*\Z"
)
_COMPONENT = re.compile(r"\s*<(?P<close>/?)(?P<name>[A-Z][A-Za-z]{1,30})(?P<rest>(?:\s[^<>]*)?)/?>\s*\Z")
_LABELLED = {
    "tab",
    "tabitem",
    "expand",
    "details",
    "accordion",
    "accordion-item",
    "collapse",
    "spoiler",
    "step",
}
"""Boxes with a label that the reader sees: it stays as a line of its own."""
_ARGUMENT = re.compile(
    r"(?:(?P<key>[\w-]+)\s*=\s*)?(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'=]+))"
)
_NOTICES = {"notice", "alert", "callout", "hint", "admonition", "box", "message"}
_KINDS = {
    "note": "note", "info": "note", "tip": "note", "hint": "note", "success": "note", "primary": "note",
    "warning": "warning", "warn": "warning", "caution": "warning", "danger": "warning", "error": "warning",
    "important": "warning", "alert": "warning",
}  # fmt: skip
_FOOTNOTE = re.compile(r"\[\^(?P<name>[^\]\s]{1,40})\](?P<definition>:[ \t]*)?")
_QUOTED_NOTE = re.compile(
    r"> ?\*\*(?P<word>注意(?:事項|点)?|警告|重要|補足|メモ|ヒント|参考|Note|Warning|Tip|Important|Caution)\*\*"
    r"\s*[:：]?\s*(?P<rest>.*)\Z",
    re.IGNORECASE,
)
_CAUTIONS = re.compile(r"注意|警告|重要|warning|important|caution", re.IGNORECASE)
_ASIDE = re.compile(r"\s*<(?P<close>/?)aside>\s*\Z", re.IGNORECASE)
_SIGN = re.compile(r"\s*(?P<sign>[\U0001F300-\U0001FAFF\u2600-\u27BF\u2139\u2757]\uFE0F?)\s*")
_CAUTION_SIGNS = "⚠❗🚨🔥⛔🛑❌"


@dataclass(slots=True)
class Opened:
    """Lines without the additions of a dialect, and what was taken out."""

    lines: list[str]
    dropped: list[str] = field(default_factory=list)


def open_dialects(lines: Sequence[str]) -> Opened:
    """Turn the additions of other tools into Markdown; code is left alone."""
    opened = Opened([])
    for line, fenced in outside_fences(_fences(lines, opened)):
        opened.lines += [line] if fenced else _opened(_component(line, opened), opened).split("\n")
    opened.lines = list(_quoted_notes(_asides(opened.lines, opened), opened))
    return opened


def _fences(lines: Sequence[str], opened: Opened) -> Iterator[str]:
    """``{% highlight sh %}`` and ``{{< highlight sh >}}`` as fences, before anything looks for fences."""
    for line in lines:
        match = _HUGO.fullmatch(line.strip()) or _LIQUID.fullmatch(line.strip())
        if match and match["name"] in ("highlight", "endhighlight"):
            opened.dropped.append(match[0])
            words = match["rest"].split()
            yield "```" + (words[0] if words and re.fullmatch(r"[\w+#-]+", words[0]) else "")
        else:
            yield line


def _opened(line: str, opened: Opened) -> str:
    def hugo(match: re.Match[str]) -> str:
        opened.dropped.append(match[0])
        return _shortcode(match["name"].lower(), match["rest"], closing=bool(match["close"]))

    def liquid(match: re.Match[str]) -> str:
        opened.dropped.append(match[0])
        name = match["name"].lower()
        if name.removeprefix("end") in _NOTICES | _LABELLED:
            return _shortcode(name.removeprefix("end"), match["rest"], closing=name.startswith("end"))
        # Jekyll names its files from the top of the site.
        return "/" + match["rest"].strip().split(" ")[0] if match["name"] in ("link", "post_url") else ""

    def gone(match: re.Match[str]) -> str:
        opened.dropped.append(match[0])
        return ""

    swaps: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
        (_HUGO, hugo), (_LIQUID, liquid), (_VARIABLE, gone), (_ATTRIBUTES, gone),
    )  # fmt: skip
    whole = line
    parts = re.split(r"(`+[^`]*`+)", line)
    for index in range(0, len(parts), 2):
        for pattern, swap in swaps:
            parts[index] = pattern.sub(swap, parts[index])
        parts[index] = _FOOTNOTE.sub(
            lambda m: f"※{m['name']} " if m["definition"] else f"（※{m['name']}）", parts[index]
        )
    text = "".join(parts)
    return text if whole[:1].isspace() else text.lstrip(" ")


def _component(line: str, opened: Opened) -> str:
    """MDX: its modules and components go; the label of a tab or box stays."""
    if _MODULE.match(line):
        opened.dropped.append(line)
        return ""
    match = _COMPONENT.match(line)
    if match is None:
        return line
    opened.dropped.append(line)
    name = match["name"].lower()
    return (
        _shortcode(name, match["rest"], closing=bool(match["close"]))
        if name in _LABELLED or name in _NOTICES
        else ""
    )


def _shortcode(name: str, rest: str, *, closing: bool) -> str:
    """The Markdown that a Hugo shortcode stands for; nothing when it only shapes the page."""
    named: dict[str, str] = {}
    plain: list[str] = []
    for match in _ARGUMENT.finditer(rest):
        value = match["double"] or match["single"] or match["bare"] or ""
        if match["key"]:
            named[match["key"]] = value
        else:
            plain.append(value)
    if name in ("ref", "relref"):
        return plain[0] if plain else ""
    if name in ("figure", "img", "image"):
        told = named.get("alt") or named.get("caption") or named.get("title") or ""
        return f"![{told}]({named.get('src', plain[0] if plain else '')})"
    if name in _LABELLED:
        label = next(
            (named[key] for key in ("title", "name", "label", "header", "summary") if named.get(key)), ""
        )
        label = label or ("" if named else " ".join(plain))
        return f"\n**{label}**\n" if label and not closing else "\n"
    if name in _NOTICES or name in _KINDS:
        if closing:
            return ":::"
        stated = (
            named.get("style") or named.get("type") or named.get("color") or (plain[0] if plain else name)
        )
        return ":::" + _KINDS.get(stated.lower(), _KINDS.get(name, "note"))
    return ""


def _closing(lines: Sequence[str]) -> list[int | None]:
    """For each line, the first line from it on that closes an aside."""
    found: list[int | None] = []
    last: int | None = None
    for index in range(len(lines) - 1, -1, -1):
        match = _ASIDE.match(lines[index])
        last = index if match and match["close"] else last
        found.append(last)
    return found[::-1]


def _asides(lines: Sequence[str], opened: Opened) -> Iterator[str]:
    """Notion's callouts: an aside that begins with a sign."""
    closed = _closing(lines)
    index = 0
    while index < len(lines):
        match = _ASIDE.match(lines[index])
        first = next((i for i in range(index + 1, min(index + 4, len(lines))) if lines[i].strip()), None)
        sign = _SIGN.match(lines[first]) if match and first is not None else None
        end = closed[index]
        if not match or match["close"] or sign is None or first is None or end is None:
            yield lines[index]
            index += 1
            continue
        opened.dropped += [lines[index], lines[end]]
        inner = [lines[first][sign.end() :], *lines[first + 1 : end]]
        while inner and not inner[-1].strip():
            inner.pop()
        yield ":::warning" if sign["sign"][0] in _CAUTION_SIGNS else ":::note"
        yield from inner
        yield ":::"
        index = end + 1


def _quoted_notes(lines: Iterator[str], opened: Opened) -> Iterator[str]:
    """``> **注意**`` as the alert it is meant to be."""
    for line in lines:
        match = _QUOTED_NOTE.match(line)
        if match is None:
            yield line
            continue
        opened.dropped.append(match["word"])
        yield "> [!WARNING]" if _CAUTIONS.match(match["word"]) else "> [!NOTE]"
        if match["rest"]:
            yield f"> {match['rest']}"


_PROPERTY = re.compile(r"(?P<key>[^\s:：|#>`*][^:：|`]{0,30}?)\s*[:：]\s*(?P<value>\S.*)\Z")


def properties(lines: Sequence[str], known: frozenset[str]) -> tuple[dict[str, str], list[int]]:
    """The lines 「タグ: FTP」 that a note tool puts under the title, and where they stand.

    Args:
        lines: the body without its title.
        known: keys that mean something to us, lower case; at least one line must have one.
    """
    values: dict[str, str] = {}
    places: list[int] = []
    for index, line in enumerate(lines):
        if not line.strip():
            if places:
                break
            continue
        match = _PROPERTY.match(line)
        if match is None:
            return {}, []
        values[match["key"].strip()] = match["value"].strip()
        places.append(index)
    hits = [key for key in values if key.lower() in known]
    return (values, places) if hits and 2 * len(hits) >= len(values) else ({}, [])
