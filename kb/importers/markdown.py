"""Markdown files, with or without front matter of another shape, to raw entries."""

from __future__ import annotations

import posixpath
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import PurePath
from typing import Any

from kb.articles import frontmatter
from kb.articles.passages import outside_fences
from kb.errors import ArticleError, SourceError
from kb.importers import inline
from kb.importers.dates import parse_day
from kb.importers.html.convert import Converter
from kb.importers.html.parse import parse
from kb.importers.raw import Dropped, Kind, Note, RawEntry, Reading
from kb.importers.rescue import unaccounted
from kb.model import FACETS, AppliesTo

_KEYS: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "タイトル", "題名", "question", "質問"),
    "published": (
        "published",
        "date",
        "publishdate",
        "published_at",
        "publish_date",
        "created",
        "created_at",
        "公開日",
        "pubdate",
    ),
    "updated": (
        "updated",
        "lastmod",
        "modified",
        "updated_at",
        "last_modified_at",
        "last_updated",
        "modified_at",
        "更新日",
    ),
    "categories": ("category", "categories", "section", "カテゴリ", "カテゴリー"),
    "tags": ("tags", "tag", "keywords", "labels", "タグ"),
    "slug": ("id", "slug", "name"),
    "address": ("source", "url", "permalink", "link", "canonical", "canonical_url"),
    "summary": ("summary", "description", "excerpt", "概要"),
    "questions": ("questions", "faq"),
    "support": ("support",),
    "versions": ("versions", "version", "product", "products", "applies", "バージョン"),
    "plans": ("plans", "plan", "プラン"),
    "os": ("os",),
    "software": ("software",),
    "aliases": ("aliases", "redirect_from", "related"),
    "draft": ("draft",),
    "status": ("status",),
    "applies_to": ("applies_to",),
}
_HEADING = re.compile(r"(?P<marks>#{1,6})[ \t]+(?P<text>.*?)[ \t]*#*[ \t]*\Z")
_SETEXT = re.compile(r"(?:=+|-+)[ \t]*\Z")
_LINK = re.compile(
    r"(?P<image>!?)\[(?P<label>(?:[^\[\]\\]|\\.|\[[^\[\]]{0,200}\]){0,400})\]\(\s*(?P<target><[^<>\n]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)(?:\s+(?P<title>\"[^\"]*\"|'[^']*'))?\s*\)"
)
_REFERENCE = re.compile(
    r" {0,3}\[(?P<name>[^\]]+)\]:\s*<?(?P<target>\S+?)>?(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^)]*\)))?\s*\Z"
)
_USE = re.compile(r"(?P<image>!?)\[(?P<label>[^\[\]]{1,400})\]\[(?P<name>[^\[\]]{0,200})\]")
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9-]*(?:\s[^<>]*)?/?>|<!--.*?-->|<!\[CDATA\[.*?\]\]>", re.DOTALL)
_RAW = re.compile(
    r"<(?P<name>script|style|iframe|object)\b[^<>]*>.*?</(?P=name)\s*>", re.IGNORECASE | re.DOTALL
)
_BLOCK_TAG = re.compile(
    r"\s*<(?:/?(?:address|article|aside|blockquote|center|details|dd|div|dl|dt|figure|footer|form|h[1-6]|header|hr|iframe|main|nav|object|ol|p|pre|script|section|style|summary|svg|table|ul)\b|!--)",
    re.IGNORECASE,
)
_RUN = re.compile(r"[^\W_]+")
_ALERT = re.compile(r"> ?\[!(?P<kind>NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*\Z", re.IGNORECASE)
_FENCED_DIV = re.compile(
    r":::+\s*\{?\.?(?P<kind>note|tip|info|warning|caution|danger|important)\b.*\Z", re.IGNORECASE
)
_WARNINGS = {"warning", "caution", "important", "danger"}
_ASKS = re.compile(
    r"^\s*(?:Q|問)\s*\d*\s*[.:．：、)]|[?？]\s*\Z|(?:たい|か|のですが|できない)\s*[。．]?\s*\Z"
)
_Q_PREFIX = re.compile(r"^\s*(?:Q|問)\s*\d*\s*[.:．：、)]\s*(?=\S)", re.IGNORECASE)
_A_LINE = re.compile(r"(?:\*\*)?(?:A|答|回答)\s*\d*\s*[.:．：]\s*(?:\*\*)?\s*(?=\S)")
_MIN_QUESTIONS = 2


@dataclass(slots=True)
class _Reader:
    """One file."""

    source: str
    fallbacks: dict[str, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)

    # ------------------------------------------------------------- links

    def links(self, line: str, references: Mapping[str, str]) -> str:
        """A line with its links made safe and its images told."""

        def use(match: re.Match[str]) -> str:
            target = references.get((match["name"] or match["label"]).lower())
            return match[0] if target is None else f"{match['image']}[{match['label']}]({target})"

        def swap(match: re.Match[str]) -> str:
            target = match["target"].strip("<>")
            if match["image"]:
                return self._image(match["label"], target)
            address = self._target(target)
            if not address:
                self.dropped.append(Dropped(0, target, "安全でない、または行き先のないリンク"))
            label = _LINK.sub(lambda m: self._image(m["label"], m["target"].strip("<>")), match["label"])
            title = f" {match['title']}" if match["title"] else ""
            return f"[{label}]({address}{title})" if address else label + title

        return _LINK.sub(swap, _USE.sub(use, line))

    def _target(self, target: str) -> str:
        if not target or not inline.safe_address(target):
            return ""
        if re.match(r"[a-zA-Z][a-zA-Z0-9+.\-]*:|//", target):
            return inline.target(target)
        if target.startswith("#"):
            return ""
        key = inline.target(
            posixpath.normpath(posixpath.join(posixpath.dirname(self.source), target.partition("#")[0]))
        )
        self.fallbacks[key] = ""
        return key

    def _image(self, alt: str, target: str) -> str:
        alt = " ".join(alt.split())
        self.dropped.append(Dropped(0, target, "画像のファイル名"))
        if not alt:
            self.notes.append(Note(0, f"説明のない画像を外しました（{target[:120]}）。", 0.7))
            return ""
        if re.match(r"https?://", target) and inline.safe_address(target):
            return f"[画像: {alt}]({inline.target(target)})"
        self.notes.append(
            Note(0, f"画像は取り込まれません。説明の文だけを残しました（{target[:120]}）。", 0.8)
        )
        return f"（画像: {alt}）"

    # -------------------------------------------------------------- HTML

    def html(self, lines: Sequence[str]) -> str:
        """A block of HTML in the Markdown as Markdown."""
        converter = Converter(self._target)
        markup = "\n".join(lines)
        gone = [m[0] for m in _RAW.finditer(markup)] + _TAG.findall(_RAW.sub("", markup))
        self.dropped.extend(Dropped(0, tag, "HTML のタグ") for tag in gone)
        soup = parse(markup)
        text = converter.markdown(soup.body or soup).strip("\n")
        pieces = [" ".join(piece.split()) for piece in (soup.body or soup).find_all(string=True)]
        lost = unaccounted(pieces, "\n".join((text, *(one.text for one in converter.dropped))))
        text = "\n\n".join((text, *map(inline.text, lost))).strip("\n")
        self.notes.extend(converter.notes)
        self.dropped.extend(converter.dropped)
        return text

    def without_tags(self, line: str) -> str:
        """Inline tags go, their text stays; addresses in angle brackets and code are no tags."""

        def drop(match: re.Match[str]) -> str:
            self.dropped.append(Dropped(0, match[0], "HTML のタグ"))
            return " " if re.match(r"<br", match[0], re.IGNORECASE) else ""

        parts = re.split(r"(`+[^`]*`+)", line)
        for index in range(0, len(parts), 2):
            parts[index] = _TAG.sub(drop, _RAW.sub(drop, parts[index]))
        return "".join(parts)


def read_markdown(text: str, source: str, unpublished: bool) -> Reading:
    """The article of a Markdown file, or its articles when it is a list of questions.

    Raises:
        SourceError: the front matter cannot be read, or the file is marked as a draft and drafts are not wanted.
    """
    values, body, body_line = _split(text, source)
    head = _Values(values)
    if not unpublished and head.unpublished:
        raise SourceError(
            source,
            1,
            "下書き（未公開）と記されています。",
            "取り込むには --include-unpublished を付けてください。",
        )
    lines = _atx(body.split("\n"))
    title, lines, title_line = _title(lines, head.text("title"))
    front = "" if body_line == 1 else "\n".join(text.split("\n")[: body_line - 1])
    dropped = (Dropped(1, front, "フロントマター（項目へ）"),) if front.strip() else ()
    sections = _questions(lines)
    if sections:
        entries = [
            _entry(
                source,
                _Q_PREFIX.sub("", asked),
                part,
                body_line + start,
                _Values({}),
                "\n".join([lines[start], *part]),
                (Dropped(body_line + start, lines[start], "題名へ"),),
                asked=True,
            )
            for asked, start, part in sections
        ]
        lead = "\n".join(lines[: sections[0][1]]).strip()
        rest = (Dropped(body_line, "\n".join((title, lead)), "質問の一覧の前書き"),)
        return _reading(source, tuple(entries), text, (*dropped, *rest))
    name = title or PurePath(source).stem
    entry = _entry(source, name, lines, body_line + max(0, title_line), head, body, front_dropped=dropped)
    return _reading(source, (entry,), text, ())


def _reading(source: str, entries: tuple[RawEntry, ...], text: str, dropped: tuple[Dropped, ...]) -> Reading:
    """The reading; lines that no entry accounts for are listed, not forgotten."""
    told = [part for e in entries for part in (e.title, e.body, *(one.text for one in e.dropped))]
    rest = unaccounted(text.split("\n"), "\n".join((*told, *(one.text for one in dropped))))
    gone = tuple(Dropped(0, line, "読み解けなかった行") for line in rest)
    return Reading(source, Kind.MARKDOWN, "", entries, text, (), (*dropped, *gone))


@dataclass(frozen=True, slots=True)
class _Values:
    """Front matter of whatever shape, by our own names."""

    values: Mapping[str, Any]

    def get(self, ours: str) -> Any:
        for key in _KEYS[ours]:
            for name, value in self.values.items():
                if name.lower() == key and value not in (None, "", []):
                    return value
        return None

    def text(self, ours: str) -> str:
        value = self.get(ours)
        if isinstance(value, list):
            value = value[0] if value else None
        return "" if value is None or isinstance(value, dict | bool) else str(value).strip()

    def texts(self, ours: str) -> tuple[str, ...]:
        value = self.get(ours)
        if isinstance(value, str):
            value = re.split(r"\s*[,、]\s*", value)
        items = value if isinstance(value, list) else [value]
        return tuple(
            str(item).strip()
            for item in items
            if item not in (None, "") and not isinstance(item, dict | bool)
        )

    def day(self, ours: str) -> date | None:
        value = self.get(ours)
        if isinstance(value, datetime):
            return value.date()
        return value if isinstance(value, date) else parse_day(value) if isinstance(value, str) else None

    @property
    def unpublished(self) -> bool:
        draft = self.get("draft")
        hidden = self.get("published") is False or str(self.get("published")).lower() == "false"
        return (
            draft is True
            or str(draft).lower() == "true"
            or self.text("status").lower() in ("draft", "private")
            or hidden
        )

    @property
    def applies(self) -> AppliesTo | None:
        nested = self.get("applies_to")
        inner = _Values(nested) if isinstance(nested, dict) else self
        found = {facet: inner.texts(facet) for facet in FACETS}
        if isinstance(nested, str | list):
            found["versions"] = found["versions"] or self.texts("applies_to")
        return AppliesTo(**found) if any(found.values()) else None

    @property
    def unknown(self) -> list[str]:
        known = {key for keys in _KEYS.values() for key in keys}
        return [
            name
            for name, value in self.values.items()
            if name.lower() not in known and value not in (None, "", [])
        ]


def _split(text: str, source: str) -> tuple[Mapping[str, Any], str, int]:
    """Front matter, body and the line the body begins on."""
    if re.match(r"---[ \t]*\n", text):
        closing = re.search(r"^(?:---|\.\.\.)[ \t]*$", text[4:], re.MULTILINE)
        if closing is None:
            return {}, text, 1
        head, body = text[: 4 + closing.start()], text[4 + closing.end() :]
        if not re.search(r"^\s*[\w\"'-]+\s*:", head, re.MULTILINE):
            return {}, text, 1
        try:
            parsed = frontmatter.parse(head + "---\n", PurePath(source))
        except ArticleError as exc:
            raise SourceError(source, exc.line, exc.problem, exc.remedy) from exc
        return parsed.values, body.lstrip("\n"), _line_of(text, body)
    if re.match(r"\+\+\+[ \t]*\n", text):
        closing = re.search(r"^\+\+\+[ \t]*$", text[4:], re.MULTILINE)
        if closing is None:
            return {}, text, 1
        body = text[4 + closing.end() :]
        try:
            return tomllib.loads(text[4 : 4 + closing.start()]), body.lstrip("\n"), _line_of(text, body)
        except (tomllib.TOMLDecodeError, RecursionError) as exc:
            line = re.search(r"at line (\d+)", str(exc))
            raise SourceError(
                source,
                int(line[1]) + 1 if line else 1,
                f"フロントマターの TOML を読めません（{exc}）。",
                "引用符とかっこを確かめてください。",
            ) from exc
    return {}, text, 1


def _line_of(text: str, body: str) -> int:
    stripped = body.lstrip("\n")
    return text[: len(text) - len(stripped)].count("\n") + 1


def _atx(lines: Sequence[str]) -> list[str]:
    """Underlined headings as ``#`` headings."""
    result: list[str] = []
    for line, fenced in outside_fences(lines):
        above = result[-1] if result else ""
        if (
            not fenced
            and _SETEXT.match(line)
            and above.strip()
            and not re.match(r"\s*(?:[#>|\-*+]|\d+[.)]|```)", above)
            and "|" not in above
        ):
            result[-1] = ("# " if line.startswith("=") else "## ") + above.strip()
            result.append("")
        else:
            result.append(line)
    return result


def _title(lines: Sequence[str], stated: str) -> tuple[str, list[str], int]:
    """The title, the lines without the heading that is it, and that heading's index (-1: none)."""
    for index, (line, fenced) in enumerate(outside_fences(lines)):
        if fenced or not line.strip():
            continue
        match = _HEADING.match(line)
        if match and len(match["marks"]) == 1:
            text = _plain(match["text"])
            if not stated or text == stated:
                return text, [*lines[:index], "", *lines[index + 1 :]], index
        break
    return stated, list(lines), -1


def _plain(markdown: str) -> str:
    text = _LINK.sub(lambda m: m["label"], markdown)
    return re.sub(r"\\(?=[^\w\s])", "", re.sub(r"\*\*|__|`|<[^<>]*>", "", text)).strip()


def _questions(lines: Sequence[str]) -> list[tuple[str, int, list[str]]]:
    """The sections of a file whose headings of one level are questions: question, index, lines."""
    headings: dict[int, list[tuple[int, str]]] = {}
    for index, (line, fenced) in enumerate(outside_fences(lines)):
        match = None if fenced else _HEADING.match(line)
        if match:
            headings.setdefault(len(match["marks"]), []).append((index, _plain(match["text"])))
    for level in (1, 2, 3):
        found = headings.get(level, [])
        asking = [one for one in found if _ASKS.search(one[1])]
        if len(found) >= _MIN_QUESTIONS and len(asking) >= 0.8 * len(found):
            ends = [index for index, _ in found[1:]] + [len(lines)]
            return [
                (text, index, list(lines[index + 1 : end]))
                for (index, text), end in zip(found, ends, strict=True)
            ]
        if len(found) > 1:
            return []
    return []


def _entry(
    source: str,
    title: str,
    lines: Sequence[str],
    line: int,
    head: _Values,
    text: str,
    front_dropped: tuple[Dropped, ...] = (),
    *,
    asked: bool = False,
) -> RawEntry:
    reader = _Reader(source)
    body = "\n".join(_with_gaps(_body(lines, reader), reader))
    notes = [Note(line, note.text, note.confidence) for note in reader.notes]
    if head.unknown:
        notes.append(Note(1, "使い道のないフロントマターの項目: " + "、".join(head.unknown[:20]), 0.8))
    said = "\n".join((body, *(one.text for one in (*front_dropped, *reader.dropped))))
    lost = unaccounted(_RUN.findall(text), said)
    if lost:
        reader.dropped.append(Dropped(line, " ".join(lost), "壊れた HTML など、読み解けなかった部分"))
        notes.append(Note(line, f"読み解けなかった部分があります:「{' '.join(lost)[:120]}」", 0.3))
    address = head.text("address")
    public = address if re.match(r"https?://", address) else ""
    summary = head.text("summary")
    published = head.day("published")
    return RawEntry(
        kind=Kind.MARKDOWN,
        source=source,
        line=line,
        body=body.strip("\n") + "\n" if body.strip() else "",
        title=title,
        published=published,
        updated=head.day("updated"),
        slug=head.text("slug") or ("" if asked else PurePath(source).stem),
        address=public,
        known_as=tuple(dict.fromkeys((source, address, *head.texts("aliases")))),
        categories=head.texts("categories"),
        tags=head.texts("tags"),
        questions=head.texts("questions"),
        summary=" ".join(summary.split()),
        applies=head.applies,
        support=head.text("support"),
        fallbacks=tuple(reader.fallbacks.items()),
        text=text,
        notes=tuple(notes),
        dropped=(*front_dropped, *(Dropped(line, one.text, one.reason) for one in reader.dropped)),
    )


def _body(lines: Sequence[str], reader: _Reader) -> Iterator[str]:
    """Our Markdown: headings from ``##``, no HTML, safe links, our notes."""
    references: dict[str, str] = {}
    kept: list[tuple[str, bool]] = []
    for line, fenced in outside_fences(lines):
        match = None if fenced else _REFERENCE.match(line)
        if match:
            references[match["name"].lower()] = match["target"]
            reader.dropped.append(Dropped(0, line, "リンクの定義（リンクへ）"))
        else:
            kept.append((line, fenced))
    levels = [len(m["marks"]) for line, fenced in kept if not fenced and (m := _HEADING.match(line))]
    shift = 2 - min(levels, default=2)
    index = 0
    while index < len(kept):
        line, fenced = kept[index]
        if fenced or (line.startswith("    ") and not _BLOCK_TAG.match(line)):
            yield line if fenced else reader.links(line, references)
            index += 1
            continue
        if _BLOCK_TAG.match(line):
            end = _html_end(kept, index)
            yield from ("", reader.html([text for text, _ in kept[index:end]]), "")
            index = end
            continue
        index, converted = _admonition(kept, index, reader, references)
        if converted is not None:
            yield converted
            continue
        yield _line(line, shift, reader, references)
        index += 1


def _with_gaps(lines: Iterator[str], reader: _Reader) -> Iterator[str]:
    """Numbered steps with numbers missing: without a word between them a list would close the gap."""
    last = 0
    for line, fenced in outside_fences("\n".join(lines).split("\n")):
        step = None if fenced else re.match(r"(?P<number>\d{1,3})[.)]\s", line)
        number = int(step["number"]) if step else 0
        if step and last and number > last + 1:
            missing = f"{last + 1}" if number == last + 2 else f"{last + 1}〜{number - 1}"
            yield from ("", f"（手順 {missing} は元の資料にありません）", "")
            reader.notes.append(Note(0, f"手順の番号が飛んでいます（{missing} がありません）。", 0.7))
        if step:
            last = number
        elif line.strip() and not line.startswith(" "):
            last = 0
        yield line


def _html_end(kept: Sequence[tuple[str, bool]], index: int) -> int:
    """The end of a block of HTML: a blank line once its tags are closed, or the end of a script."""
    opening = re.match(r"\s*<(script|style|pre|table|details|ul|ol|dl|div)\b", kept[index][0], re.IGNORECASE)
    if opening:
        name = opening[1].lower()
        depth = 0
        for end in range(index, min(len(kept), index + 5000)):
            text = kept[end][0].lower()
            depth += len(re.findall(rf"<{name}\b", text)) - len(re.findall(rf"</{name}\s*>", text))
            if depth <= 0:
                return end + 1
    end = index
    while end < len(kept) and kept[end][0].strip():
        end += 1
    return max(end, index + 1)


def _admonition(
    kept: Sequence[tuple[str, bool]], index: int, reader: _Reader, references: Mapping[str, str]
) -> tuple[int, str | None]:
    """``> [!NOTE]`` and ``:::note`` as our ``!!! note``."""
    line = kept[index][0]
    alert, fenced = _ALERT.match(line), _FENCED_DIV.match(line)
    if not alert and not fenced:
        return index, None
    kind = "warning" if (alert or fenced)["kind"].lower() in _WARNINGS else "note"  # type: ignore[index]
    inner: list[str] = []
    end = index + 1
    while end < len(kept):
        text = kept[end][0]
        if alert and not text.startswith(">"):
            break
        if fenced and re.match(r":::+\s*\Z", text):
            end += 1
            break
        inner.append(re.sub(r"^> ?", "", text) if alert else text)
        end += 1
    body = "\n".join(f"    {reader.links(reader.without_tags(text), references)}".rstrip() for text in inner)
    return end, f"!!! {kind}\n{body}"


def _line(line: str, shift: int, reader: _Reader, references: Mapping[str, str]) -> str:
    heading = _HEADING.match(line)
    if heading:
        marks = "#" * max(2, min(6, len(heading["marks"]) + shift))
        return f"{marks} {reader.links(reader.without_tags(heading['text']), references)}"
    if re.fullmatch(r"\s*(?:[-*_]\s*){3,}", line):
        return ""
    answer = _A_LINE.match(line)
    if answer:
        reader.dropped.append(Dropped(0, answer[0], "回答の見出し"))
        line = line[answer.end() :]
    return reader.links(reader.without_tags(line), references)
