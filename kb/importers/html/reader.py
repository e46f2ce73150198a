"""A saved page to raw entries: one for a page with an article, one a question for a page with many."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urljoin

from bs4 import BeautifulSoup
from bs4.element import Tag

from kb.errors import SourceError
from kb.importers import inline
from kb.importers.html import content, labels, metadata, questions
from kb.importers.html.convert import Converter
from kb.importers.html.parse import parse, short_text, text_of
from kb.importers.raw import Dropped, Kind, Note, RawEntry, Reading
from kb.importers.rescue import unaccounted
from kb.text import normalize

_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->")
_Q_PREFIX = re.compile(r"^\s*(?:【?Q\s*\d*】?|問\s*\d*|質問\s*\d*)\s*[.:．：、)）]\s*(?=\S)", re.IGNORECASE)
_KIND_PREFIX = re.compile(
    r"\s*[【\[［]\s*(?:FAQ|よくある(?:ご)?質問|Q&A|ヘルプ|解決済み?)\s*[】\]］]\s*(?=\S)", re.IGNORECASE
)
"""What kind of page it is, before its title: 「【FAQ】」."""
_Q_ICON = re.compile(r"^\s*[QＱ]\s+(?=\S*[^\x00-\x7f])")
"""The Q of an icon before the question."""
_A_PREFIX = re.compile(
    r"\s*(?:\*\*)?(?:[AＡ]|答え?|回答)\s*\d*\s*[.:．：、](?:\*\*)?\s*(?=\S)", re.IGNORECASE
)
_NO_TITLE = re.compile(
    r"(?:untitled(?: document| page)?|無題(?:のドキュメント|ドキュメント)?|新しいページ\s*\d*|"
    r"new page\s*\d*|index|document|名称未設定\S*|no title)?",
    re.IGNORECASE,
)
"""The title of a page that nobody gave one."""


@dataclass(slots=True)
class PageLinks:
    """Where the links of one page lead."""

    source: str
    base: str
    anchors: frozenset[str] = frozenset()
    """Ids of the page that are articles of their own."""
    fallbacks: dict[str, str] = field(default_factory=dict)

    def resolve(self, href: str) -> str:
        """The target for a link of the page; empty for what is no link to follow."""
        if href.startswith("#") and href[1:] in self.anchors:
            target = inline.target(f"{self.source}{href}")
            self.fallbacks[target] = ""
            return target
        if not href or href.startswith("#") or not inline.safe_address(href):
            return ""
        if re.match(r"[a-zA-Z][a-zA-Z0-9+.\-]*:", href):
            return inline.target(href)
        if href.startswith("//"):
            return inline.target("https:" + href)
        public = _joined(self.base, href) if self.base else ""
        if href.startswith("/") and public:
            return public
        target = inline.target(file_key(self.source, href))
        self.fallbacks[target] = public if re.match(r"https?://", public) else ""
        return target


def _joined(base: str, href: str) -> str:
    try:
        return inline.target(urljoin(base, href))
    except ValueError:
        return ""


def file_key(source: str, href: str) -> str:
    """The name of a saved page, with the place in it, as a link from another one means it."""
    page, _, place = href.partition("#")
    name = posixpath.normpath(posixpath.join(posixpath.dirname(source), page.partition("?")[0]))
    return f"{name}#{place}" if place else name


def read_html(markup: str, source: str) -> Reading:
    """The articles of a saved page.

    Raises:
        SourceError: the page has no text at all.
    """
    saved = _SAVED_FROM.search(markup[:2000])
    soup = parse(markup)
    about = metadata.read_metadata(soup)
    whole = _visible(soup)
    if not re.search(r"\w", whole):
        raise SourceError(
            source,
            None,
            "ページに文がありません。",
            "本文のあるページを保存し直してください（あとから読み込まれる内容は保存されません）。",
        )
    links = PageLinks(source, about.address or (saved[1] if saved else ""))
    notes = (Note(0, "構造化データ（JSON-LD）を読めませんでした。", 0.9),) if about.broken_json else ()
    place = _Places(markup)
    parts = questions.items(soup)
    if parts:
        entries, dropped = _many(soup, parts, about, links, place)
    elif len(about.questions) > 1:
        entries, dropped = _structured(about, links, whole)
    else:
        entries, dropped = _single(soup, about, links, place)
    told = [
        part for entry in entries for part in (entry.title, entry.body, *(one.text for one in entry.dropped))
    ]
    rest = unaccounted(whole.split("\n"), "\n".join((*told, *(one.text for one in dropped))))
    dropped += [Dropped(0, text, "壊れたマークアップの中の、記事と結び付けられない文") for text in rest]
    return Reading(source, Kind.HTML, "", tuple(entries), whole, notes, tuple(dropped))


class _Places:
    """Finds the line of the source that a text stands on, moving forward only."""

    def __init__(self, markup: str) -> None:
        self.markup = markup
        self.position = 0
        self.line = 1

    def of(self, text: str) -> int:
        """The line of the first words of a text; the last known line when they are not found."""
        needle = text.strip()[:24]
        found = self.markup.find(needle, self.position) if needle else -1
        if found < 0 and needle:
            found = self.markup.find(needle[:8], self.position)
        if found >= 0:
            self.line += self.markup.count("\n", self.position, found)
            self.position = found
        return self.line


def _visible(soup: BeautifulSoup) -> str:
    """All text that a reader of the page could see, a line for each piece; the head does not count."""
    root = soup.body or soup
    return "\n".join(
        text
        for piece in root.find_all(string=True)
        if (text := " ".join(piece.split())) and _shown(piece.parent)
    )


def _shown(tag: Tag | None) -> bool:
    return tag is None or tag.name not in ("title", "script", "style", "head")


def _dropped(removed: Sequence[content.Removed]) -> list[Dropped]:
    return [Dropped(0, one.text, one.reason) for one in removed if one.text]


def _single(
    soup: BeautifulSoup, about: metadata.Metadata, links: PageLinks, place: _Places
) -> tuple[list[RawEntry], list[Dropped]]:
    numbers = content.strip_numbers(soup)
    element = content.article(soup)
    heading = _title_tag(soup, element, about)
    if heading is None:
        heading = _named_part(element, about)
    title = _title(heading, about)
    line = place.of(title) if title else 1
    if heading is not None:
        heading.extract()
    content.open_tabs(element)
    fields, labelled = labels.field_blocks(element)
    frame = list(content.strip_frame(element))
    dates, taken = labels.date_blocks(element)
    dates, taken = fields.days | dates, [*labelled, *taken]
    question, label = labels.asked(element)
    taken += [Dropped(line, label, "質問の見出し")] if label else []
    entry = content_entry([element], title, line, about, links)
    entry = _without_answer_mark(entry) if question else entry
    related = tuple(links.resolve(href) for one in frame for href in one.links)
    outside = _outside(soup, element)
    entry = replace(
        entry,
        address=about.address,
        known_as=tuple(dict.fromkeys((links.source, about.address, links.base))),
        published=about.published or dates.get("published") or dates.get("bare") or entry.published,
        updated=about.updated or dates.get("updated") or entry.updated,
        categories=tuple(dict.fromkeys((*entry.categories, *fields.categories))),
        tags=tuple(dict.fromkeys((*entry.tags, *fields.tags))),
        questions=(question,) if question and normalize(question) != normalize(title) else (),
        related=related,
        text="\n".join([title, question, *(d.text for d in taken), entry.text]),
        dropped=(*entry.dropped, *taken),
    )
    return [entry], [*_dropped(numbers), *_dropped(frame), *outside]


def _outside(soup: BeautifulSoup, element: Tag) -> list[Dropped]:
    """The text of the page around its article."""
    inside = set(map(id, element.find_all(string=True)))
    root = soup.body or soup
    texts = [
        " ".join(piece.split())
        for piece in root.find_all(string=True)
        if id(piece) not in inside and piece.strip() and _shown(piece.parent)
    ]
    return [Dropped(0, text, "記事の外（ヘッダー・メニュー・フッターなど）") for text in texts]


def _title_tag(soup: BeautifulSoup, element: Tag, about: metadata.Metadata) -> Tag | None:
    """The heading that is the article's title."""
    wanted = {normalize(text) for text in (about.title, about.headline) if text}
    root = soup.body or soup
    headings = root.find_all(["h1", "h2", "h3"])
    exact = [h for h in headings if normalize(text_of(h)) in wanted and text_of(h)]
    if exact:
        found: Tag = exact[0]
        return found
    named = [
        h
        for h in root.find_all(
            True, class_=re.compile(r"(?:entry|post|article|faq|page)-?title|ufaq\S*title-text")
        )
        if text_of(h)
    ]
    named = [h for h in named if not h.find_parent(["nav", "aside", "footer"]) and h.name != "a"]
    ones = [
        h for h in headings if h.name == "h1" and text_of(h) and not h.find_parent(["nav", "aside", "footer"])
    ]
    inside = [h for h in ones if any(parent is element for parent in h.parents)]
    candidates: list[Tag] = [*named, *inside, *(h for h in ones if not _is_logo(h, about))]
    if not candidates and _NO_TITLE.fullmatch(about.title.strip()) and not about.headline:
        candidates = [h for h in element.find_all(["h2", "h3"]) if text_of(h)]
    return candidates[0] if candidates else None


def _named_part(element: Tag, about: metadata.Metadata) -> Tag | None:
    """The part of the article that says the page's title, or a part of it: its heading in all but the tag."""
    pieces = [_without_mark(piece) for piece in metadata.parts(about.whole_title)]
    wanted = [about.headline, about.title, *pieces] if len(pieces) > 1 else [about.headline, about.title]
    said: dict[str, Tag] = {}
    tag: Tag
    for tag in element.find_all(["b", "strong", "font", "p", "div", "span", "td", "h1", "h2", "h3"]):
        text = short_text(tag, 120)
        if text:
            said.setdefault(normalize(text.lstrip("■●◆▼□○【 ").rstrip("】 ")), tag)
    return next((said[key] for one in wanted if one and (key := normalize(one)) in said), None)


def _is_logo(heading: Tag, about: metadata.Metadata) -> bool:
    text = normalize(text_of(heading))
    in_header = heading.find_parent("header") is not None and heading.find_parent("article") is None
    return (in_header and heading.find("a") is not None) or (
        bool(about.site) and text == normalize(about.site)
    )


def _title(heading: Tag | None, about: metadata.Metadata) -> str:
    if len(about.questions) == 1:
        return _without_mark(about.questions[0].name)
    text = text_of(heading).strip("■●◆▼□ ") if heading is not None else ""
    stated = "" if _NO_TITLE.fullmatch(about.title.strip()) else about.title
    return _without_mark(text or about.headline or stated)


def _without_mark(title: str) -> str:
    return _Q_ICON.sub("", _Q_PREFIX.sub("", _KIND_PREFIX.sub("", title, count=1))).strip()


def content_entry(
    bodies: Sequence[Tag],
    title: str,
    line: int,
    about: metadata.Metadata,
    links: PageLinks,
    kind: Kind = Kind.HTML,
) -> RawEntry:
    """An entry from the elements that hold its text."""
    levels = [int(h.name[1]) for body in bodies for h in body.find_all(re.compile(r"^h[1-6]$")) if text_of(h)]
    mine = PageLinks(links.source, links.base, links.anchors)
    converter = Converter(mine.resolve, base_level=min(levels, default=2))
    text = "\n".join(_lines_of(body) for body in bodies)
    markdown = "\n\n".join(part for body in bodies if (part := converter.markdown(body).strip("\n")))
    gone = [one.text for one in converter.dropped]
    lost = unaccounted(text.split("\n"), "\n".join((markdown, *gone)), gone)
    if lost:
        markdown = "\n\n".join((markdown, *map(inline.text, lost))).strip("\n")
        converter.notes.append(
            Note(line, "マークアップが壊れているため、位置を決められない文を末尾に置きました。", 0.5)
        )
    return RawEntry(
        kind=kind,
        source=links.source,
        line=line,
        body=markdown + "\n" if markdown else "",
        title=title,
        text=text,
        published=converter.day("published") or converter.day("bare"),
        updated=converter.day("updated"),
        fallbacks=tuple(mine.fallbacks.items()),
        categories=about.categories,
        tags=about.tags,
        notes=tuple(replace(note, line=note.line or line) for note in converter.notes),
        dropped=tuple(converter.dropped),
    )


def _lines_of(body: Tag) -> str:
    return "\n".join(text for piece in body.find_all(string=True) if (text := " ".join(piece.split())))


def _many(
    soup: BeautifulSoup,
    parts: Sequence[questions.Part],
    about: metadata.Metadata,
    links: PageLinks,
    place: _Places,
) -> tuple[list[RawEntry], list[Dropped]]:
    entries: list[RawEntry] = []
    dropped: list[Dropped] = []
    links = replace(links, anchors=frozenset(filter(None, map(_anchor, parts))))
    for part in parts:
        said = metadata.read_item(part.box) if part.box is not None else metadata.Item()
        title_text = text_of(part.title) if part.title is not None else ""
        title = _without_mark(title_text)
        line = place.of(title_text)
        frame = [removed for body in part.body for removed in content.strip_frame(body)]
        dates: dict[str, date] = {}
        taken: list[Dropped] = []
        for body in part.body:
            found, gone = labels.date_blocks(body)
            dates |= found
            taken += gone
        alone = len(parts) == 1
        entry = content_entry(part.body, title, line, about, links)
        entry = _without_answer_mark(entry)
        anchor = _anchor(part)
        known = [f"{links.source}#{anchor}"] if anchor else []
        if alone:
            known += [links.source, about.address]
        published = dates.get("published") or dates.get("bare") or entry.published or said.published
        entry = replace(
            entry,
            known_as=tuple(dict.fromkeys(filter(None, (*known, said.address)))),
            address=about.address if alone else said.address,
            published=published or (about.published if alone else None),
            updated=dates.get("updated") or entry.updated or (about.updated if alone else None),
            categories=said.categories or entry.categories,
            tags=said.tags or (() if part.box is not None and not alone else entry.tags),
            text="\n".join([title_text, *(d.text for d in taken), entry.text]),
            dropped=(
                *entry.dropped,
                *taken,
                *([Dropped(line, title_text, "題名へ")] if title != title_text else []),
            ),
        )
        entries.append(entry)
        dropped += _dropped(frame)
        for tag in [part.title, *part.body]:
            if tag is not None:
                tag.extract()
    dropped += _outside(soup, BeautifulSoup("", "lxml"))
    return entries, dropped


def _without_answer_mark(entry: RawEntry) -> RawEntry:
    """The entry without the 「A.」 before its answer."""
    match = _A_PREFIX.match(entry.body)
    if match is None:
        return entry
    gone = Dropped(entry.line, match[0].strip(), "回答の見出し")
    return replace(entry, body=entry.body[match.end() :], dropped=(*entry.dropped, gone))


def _anchor(part: questions.Part) -> str:
    tag = part.title
    while tag is not None:
        if tag.get("id"):
            return str(tag.get("id"))
        tag = (
            tag.parent
            if tag.parent is not None and tag.parent.name not in ("body", "main", "article")
            else None
        )
    return ""


def _structured(
    about: metadata.Metadata, links: PageLinks, whole: str
) -> tuple[list[RawEntry], list[Dropped]]:
    """The questions of the page's structured data, when the page itself does not show them as a list."""
    entries: list[RawEntry] = []
    for question in about.questions:
        answer = parse(_answer_markup(question.answer))
        body = answer.body or answer
        entry = content_entry([body], _without_mark(question.name), 1, about, links)
        published, updated = entry.published or about.published, entry.updated or about.updated
        entries.append(replace(entry, published=published, updated=updated))
    return entries, [Dropped(0, whole, "構造化データ（JSON-LD）から取り込んだページの表示")]


_ESCAPED_TAG = re.compile(
    r"&(?:amp;)?lt;(?P<tag>/?(?:p|br|ul|ol|li|strong|b|em|a|div|span|h[1-6]|table|t[rdh]|tbody|pre|code)\b[^<>&]{0,200}/?)&(?:amp;)?gt;",
    re.IGNORECASE,
)


def _answer_markup(text: str) -> str:
    """An answer of structured data as HTML: tags that were escaped once too often, and lines of plain text."""
    if re.search(r"<[a-z/!]", text, re.IGNORECASE):
        return text
    return _ESCAPED_TAG.sub(r"<\g<tag>>", text).replace("\n", "<br>")
