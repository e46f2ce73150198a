"""Links, images and HTML inside Markdown: made safe, told, or turned into Markdown."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kb.articles.elements import is_element
from kb.importers import inline
from kb.importers.html.convert import Converter
from kb.importers.html.parse import parse
from kb.importers.raw import Dropped, Note
from kb.importers.rescue import unaccounted

LINK = re.compile(
    r"(?P<image>!?)\[(?P<label>(?:[^\[\]\\]|\\.|\[[^\[\]]{0,200}\]){0,400})\]\(\s*(?P<target><[^<>\n]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)(?:\s+(?P<title>\"[^\"]*\"|'[^']*'))?\s*\)"
)
_USE = re.compile(r"(?P<image>!?)\[(?P<label>[^\[\]]{1,400})\]\[(?P<name>[^\[\]]{0,200})\]")
_NO_WORDS = re.compile(
    r"(?:untitled|image|img|photo|screen ?shot|スクリーンショット|画像|無題)?[\s\d_.:\-()]*"
    r"(?:\.?(?:png|jpe?g|gif|webp))?",
    re.IGNORECASE,
)
"""Names that tools give to pictures; they describe nothing."""
_PAIR = re.compile(
    r"<(?P<name>kbd|code|samp|tt|b|strong)(?:\s[^<>]*)?>(?P<text>[^<>`\n]{1,300})</(?P=name)\s*>",
    re.IGNORECASE,
)
_ANCHOR = re.compile(
    r"<a\s[^<>]*?href\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)')[^<>]*>(?P<text>[^<>\[\]\n]{1,300})</a\s*>",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9-]*(?:\s[^<>]*)?/?>|<!--.*?-->|<!\[CDATA\[.*?\]\]>", re.DOTALL)
_PLACEHOLDER = re.compile(r"<(?P<name>[a-zA-Z][a-zA-Z0-9-]*)>")
_RAW = re.compile(
    r"<(?P<name>script|style|iframe|object)\b[^<>]*>.*?</(?P=name)\s*>", re.IGNORECASE | re.DOTALL
)


@dataclass(slots=True)
class Inliner:
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
            label = LINK.sub(lambda m: self._image(m["label"], m["target"].strip("<>")), match["label"])
            title = f" {match['title']}" if match["title"] else ""
            return f"[{label}]({address}{title})" if address else label + title

        return LINK.sub(swap, _USE.sub(use, line))

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
        if _NO_WORDS.fullmatch(alt):
            self.dropped.append(Dropped(0, alt, "画像のファイル名"))
            alt = ""
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
        left = [one.text for one in converter.dropped]
        lost = unaccounted(pieces, "\n".join((text, *left)), left)
        text = "\n\n".join((text, *map(inline.text, lost))).strip("\n")
        self.notes.extend(converter.notes)
        self.dropped.extend(converter.dropped)
        return text

    def without_tags(self, line: str) -> str:
        """Inline tags go, their text stays; addresses in angle brackets and code are no tags."""

        def drop(match: re.Match[str]) -> str:
            if _is_placeholder(match[0], line):
                return inline.code(match[0])
            self.dropped.append(Dropped(0, match[0], "HTML のタグ"))
            return " " if re.match(r"<br", match[0], re.IGNORECASE) else ""

        def pair(match: re.Match[str]) -> str:
            self.dropped.append(Dropped(0, match["name"] * 2, "HTML のタグ"))
            if match["name"].lower() in ("b", "strong"):
                return f"**{match['text'].strip()}**"
            return inline.code(match["text"].strip())

        def anchor(match: re.Match[str]) -> str:
            self.dropped.append(Dropped(0, match[0], "HTML のタグ"))
            return f"[{match['text']}]({match['double'] or match['single'] or ''})"

        line = "".join(
            part if part.startswith("`") else _ANCHOR.sub(anchor, _PAIR.sub(pair, part))
            for part in re.split(r"(`+[^`]*`+)", line)
        )
        parts = re.split(r"(`+[^`]*`+)", line)
        for index in range(0, len(parts), 2):
            parts[index] = _TAG.sub(drop, _RAW.sub(drop, parts[index]))
        return "".join(parts)


def _is_placeholder(tag: str, line: str) -> bool:
    """Does a tag stand for a word to put in, as in ``ssh <user>@<host>``? A component has a closing tag."""
    match = _PLACEHOLDER.fullmatch(tag)
    return match is not None and not is_element(match["name"]) and f"</{match['name']}>" not in line
