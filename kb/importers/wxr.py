"""WordPress exports (WXR) to raw entries: posts of the wanted types with dates, names, categories and tags."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import unquote
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from kb.errors import SourceError
from kb.importers.dates import parse_day
from kb.importers.html.metadata import Metadata, parts
from kb.importers.html.parse import parse, text_of
from kb.importers.html.reader import PageLinks, content_entry
from kb.importers.raw import Dropped, Kind, Note, RawEntry, Reading
from kb.importers.shortcodes import open_shortcodes
from kb.text import normalize

_ITEM = re.compile(r"<item[\s>]")
_ESCAPED = ("title", "category")
_UNPUBLISHED = frozenset(("draft", "pending", "private", "future"))
_BLOCK_EDGE = (
    r"(?:address|article|aside|blockquote|dd|div|dl|dt|figure|figcaption|h[1-6]|hr|li|ol|p|pre|section|"
    r"table|tbody|td|tfoot|th|thead|tr|ul)"
)
_AFTER_BLOCK = re.compile(rf"(?:</?{_BLOCK_EDGE}\b[^<>]*>|<br\s*/?>|-->)\s*\Z", re.IGNORECASE)
_BEFORE_BLOCK = re.compile(rf"\s*(?:</?{_BLOCK_EDGE}\b|<!--)", re.IGNORECASE)
_PRE = re.compile(r"(<pre\b.*?</pre>)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Post:
    """One item of an export."""

    line: int
    kind: str
    status: str
    title: str
    link: str
    guid: str
    number: str
    slug: str
    published: date | None
    modified: date | None
    content: str
    excerpt: str
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    protected: bool


def read_wxr(
    text: str,
    source: str,
    post_types: Sequence[str],
    unpublished: bool,
    progress: Callable[[float], None] = lambda share: None,
) -> Reading:
    """The FAQ posts of an export.

    Args:
        text: the decoded file.
        source: its name, for the report.
        post_types: the WordPress post types that hold FAQ articles.
        unpublished: take drafts, pending, scheduled, private and protected posts as well.

    Raises:
        SourceError: broken or hostile XML, no export, or no post of a wanted type.
    """
    root = _root(text, source)
    channel = root.find("channel") if root.tag != "channel" else root
    if channel is None:
        raise SourceError(
            source,
            1,
            "WordPress の書き出し（WXR）ではありません。",
            "WordPress の「ツール → エクスポート」で書き出した XML を指定してください。",
        )
    site = (channel.findtext("link") or "").strip()
    name = " ".join((channel.findtext("title") or "").split())
    posts = list(_posts(channel, text))
    entries: list[RawEntry] = []
    dropped: list[Dropped] = []
    for number, post in enumerate(posts):
        reason = _left_out(post, post_types, unpublished)
        if reason:
            dropped.append(Dropped(post.line, post.title or post.slug or post.number, reason))
            continue
        entries.append(_entry(_titled(post, name), source, site))
        if number % 50 == 0:
            progress(number / len(posts))
    if not entries:
        raise SourceError(source, None, *_nothing(posts, post_types))
    listed = [one for one in dropped if "種類" not in one.reason]
    others = len(dropped) - len(listed)
    notes = (Note(0, f"ほかの種類の投稿 {others} 件は取り込みませんでした。"),) if others else ()
    return Reading(
        source,
        Kind.WXR,
        "",
        tuple(entries),
        "\n".join(entry.text for entry in entries),
        notes,
        tuple(dropped),
    )


def _root(text: str, source: str) -> Element:
    try:
        root: Element = fromstring(
            text.lstrip(), forbid_dtd=False, forbid_entities=True, forbid_external=True
        )
    except DefusedXmlException as exc:
        line = text[: max(0, text.find("<!ENTITY"))].count("\n") + 1
        raise SourceError(
            source,
            line,
            "実体（ENTITY）の宣言がある XML は、安全のため読みません。",
            "WordPress が書き出したままのファイルを指定してください。",
        ) from exc
    except (ParseError, ValueError, RecursionError) as exc:
        place: int | None = getattr(exc, "position", (None, 0))[0]
        shift = text[: len(text) - len(text.lstrip())].count("\n")
        raise SourceError(
            source,
            place + shift if place else None,
            f"XML が壊れています（{exc}）。",
            "その行を直すか、WordPress からもう一度書き出してください。",
        ) from exc
    return root


def _posts(channel: Element, text: str) -> Iterator[Post]:
    lines = _item_lines(text)
    for item in channel.iter("item"):
        yield _post(item, next(lines, 0))


def _item_lines(text: str) -> Iterator[int]:
    line, position = 1, 0
    for match in _ITEM.finditer(text):
        line += text.count("\n", position, match.start())
        position = match.start()
        yield line


def _post(item: Element, line: int) -> Post:
    fields: dict[str, str] = {}
    categories: dict[str, None] = {}
    tags: dict[str, None] = {}
    for child in item:
        space, _, name = str(child.tag).rpartition("}")
        # WordPress keeps titles and names with their signs escaped.
        value = html.unescape((child.text or "").strip()) if name in _ESCAPED else (child.text or "").strip()
        if name == "category":
            domain = (child.get("domain") or "").lower()
            (tags if "tag" in domain else categories)[value] = None
        elif name == "encoded":
            fields["excerpt" if "excerpt" in space else "content"] = child.text or ""
        else:
            fields.setdefault(name, value)
    return Post(
        line=line,
        kind=fields.get("post_type", "post"),
        status=fields.get("status", "publish"),
        title=fields.get("title", ""),
        link=fields.get("link", ""),
        guid=fields.get("guid", ""),
        number=fields.get("post_id", ""),
        slug=unquote(fields.get("post_name", "")),
        published=parse_day(fields.get("post_date", "")) or parse_day(fields.get("pubDate", "")),
        modified=parse_day(fields.get("post_modified", "")),
        content=fields.get("content", ""),
        excerpt=fields.get("excerpt", "").strip(),
        categories=tuple(name for name in categories if name),
        tags=tuple(name for name in tags if name),
        protected=bool(fields.get("post_password")),
    )


def _titled(post: Post, site: str) -> Post:
    """The post with a title free of markup and of the site's name behind it."""
    title = text_of(parse(post.title)) if "<" in post.title else post.title
    pieces = parts(title)
    if site and len(pieces) > 1 and normalize(pieces[-1]) == normalize(site):
        title = re.sub(r"[\s|｜»›<＜：:\-–—]+\Z", "", title[: title.rindex(pieces[-1])])
    return replace(post, title=title)


def _left_out(post: Post, post_types: Sequence[str], unpublished: bool) -> str:
    """Why a post is not imported; empty when it is."""
    if post.kind not in post_types:
        return f"投稿の種類が違う（{post.kind}）"
    if post.status in ("trash", "auto-draft", "inherit"):
        return f"未公開（{post.status}）"
    if (post.status in _UNPUBLISHED or post.protected) and not unpublished:
        return f"未公開（{'パスワード付き' if post.protected else post.status}）"
    return ""


def _nothing(posts: Sequence[Post], post_types: Sequence[str]) -> tuple[str, str]:
    kinds = sorted({post.kind for post in posts})
    if any(post.kind in post_types for post in posts):
        return (
            "公開されている FAQ の投稿がありません。",
            "--include-unpublished で未公開の投稿も取り込めます。",
        )
    held = "、".join(kinds) if kinds else "なし"
    return (
        f"種類が {'、'.join(post_types)} の投稿がありません（含まれる種類: {held}）。",
        "--type で FAQ の投稿の種類を指定してください。",
    )


def _entry(post: Post, source: str, site: str) -> RawEntry:
    opened = open_shortcodes(post.content)
    soup = parse(with_breaks(opened.content))
    links = PageLinks(source, post.link or site)
    entry = content_entry([soup.body or soup], post.title, post.line, Metadata(), links, Kind.WXR)
    raw = parse(post.content)
    text = "\n".join(
        " ".join(piece.split()) for piece in (raw.body or raw).find_all(string=True) if piece.strip()
    )
    known = [
        post.link,
        post.guid,
        *([f"{site.rstrip('/')}/?p={post.number}"] if post.number and site else []),
    ]
    notes = list(entry.notes)
    if post.status != "publish":
        notes.append(Note(post.line, f"WordPress では未公開（{post.status}）の投稿です。", 0.7))
    return replace(
        entry,
        published=post.published,
        updated=post.modified if post.modified != post.published else None,
        slug=post.slug,
        address=post.link if re.match(r"https?://[^?\s]+\Z", post.link) else "",
        known_as=tuple(dict.fromkeys(one for one in known if one)),
        categories=post.categories,
        tags=post.tags,
        text=f"{post.title}\n{text}",
        notes=tuple(notes),
        dropped=(*entry.dropped, *(Dropped(post.line, code, "ショートコード") for code in opened.dropped)),
    )


def with_breaks(content: str) -> str:
    """Line breaks of the classic editor as ``<br>``, as WordPress does when it shows a post; blocks need none."""
    if "<!-- wp:" in content:
        return content
    parts = _PRE.split(content)
    return "".join(part if index % 2 else _broken(part) for index, part in enumerate(parts))


def _broken(part: str) -> str:
    lines = part.replace("\r", "").split("\n")
    result: list[str] = []
    for index, line in enumerate(lines):
        result.append(line)
        if index + 1 < len(lines):
            edge = _AFTER_BLOCK.search(line[-200:]) or _BEFORE_BLOCK.match(lines[index + 1][:200])
            result.append("\n" if edge else "<br>\n")
    return "".join(result)
