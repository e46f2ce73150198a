"""What a page says about itself: title, dates, address, categories, tags, structured questions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import Tag

from kb.importers.dates import date_line, parse_day
from kb.importers.html.parse import attribute, marks, short_text, text_of
from kb.text import normalize

_SEPARATOR = re.compile(r"\s*[|｜»›«<＜‹：]\s*|\s+[-–—‐−ー:]\s+")
_GENERIC = re.compile(
    r"(?:faq|よくある(?:ご)?質問|ヘルプ|サポート|ホーム|home|トップ|お知らせ|q&a|検索)s?\Z", re.IGNORECASE
)
_DATED = re.compile(r"(?:^|[_-])(?:date|meta|posted(?:-on)?|published|pubdate)(?:$|[_-])")
_CATEGORY_LABEL = re.compile(r"categor|cat-(?:links|name|label)|cat_link|カテゴリ")
_TAG_LABEL = re.compile(r"(?:^|[\s_-])tags?(?:$|[\s_-])|tag-?(?:links|list)|keyword")
_TRAIL = re.compile(r"breadcrumbs?|topic-?path|pankuzu")
MAX_JSON_DEPTH = 30


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its answer, as structured data has it."""

    name: str
    answer: str
    """HTML or text."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """A page's own data; empty where it says nothing."""

    title: str = ""
    whole_title: str = ""
    """With the site's name."""
    headline: str = ""
    """Title by structured data or Open Graph."""
    site: str = ""
    address: str = ""
    published: date | None = None
    updated: date | None = None
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    broken_json: bool = False


def read_metadata(soup: BeautifulSoup) -> Metadata:
    """Read the head, the structured data and the labelled parts of a page."""
    data, broken = _structured(soup)
    headline = next((str(d["headline"]) for d in data if isinstance(d.get("headline"), str)), "")
    site = _meta(soup, "og:site_name")
    title = text_of(soup.title) if soup.title else ""
    headline = headline or _meta(soup, "og:title", "twitter:title")
    return Metadata(
        whole_title=title,
        title=without_site(title, site, _heading(soup)),
        headline=without_site(headline, site, _heading(soup)) if headline else "",
        site=site,
        address=_address(soup),
        published=_day(soup, data, "datePublished", "article:published_time"),
        updated=_day(soup, data, "dateModified", "article:modified_time"),
        categories=tuple(dict.fromkeys((*_labels(soup, _CATEGORY_LABEL, "category"), *_trail(soup)))),
        tags=tuple(_labels(soup, _TAG_LABEL, "tag")),
        questions=tuple(_questions(data)),
        broken_json=broken,
    )


@dataclass(frozen=True, slots=True)
class Item:
    """What a list of questions says about one of them."""

    address: str = ""
    published: date | None = None
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


def read_item(box: Tag) -> Item:
    """The labels that an FAQ plugin puts around one question of a list."""
    address, published = "", None
    for tag in box.find_all(True):
        named = marks(tag)
        if not address and re.search(r"(?:^|[\s_-])permalink(?:$|[\s_-])", named):
            link = tag if tag.name == "a" else tag.find("a", href=True)
            href = attribute(link if isinstance(link, Tag) else None, "href")
            address = href if re.match(r"https?://[^\s<>\"']+\Z", href) else ""
        if published is None and _DATED.search(named) and len(text_of(tag)) <= 80:
            published = parse_day(text_of(tag))
    return Item(
        address,
        published,
        tuple(_labels(box, _CATEGORY_LABEL, "category")),
        tuple(_labels(box, _TAG_LABEL, "tag")),
    )


def without_site(title: str, site: str, heading: str = "") -> str:
    """The title without the name of the site before or behind it.

    「SMTP認証とは | サポートサイト」 loses its second part; 「Plesk Onyx : …」 keeps its colon, because the part before
    is told from a site's name by the heading of the page or by its length.
    """
    title = " ".join(title.split())
    pieces = [piece for piece in _SEPARATOR.split(title) if piece.strip()]
    if len(pieces) < 2:
        return title
    wanted = normalize(heading)
    if wanted and wanted in normalize(title):
        start = normalize(title).index(wanted)
        if len(normalize(title)) == len(title):
            return title[start : start + len(wanted)]
        return " ".join(heading.split())
    separators = [m[0] for m in _SEPARATOR.finditer(title)]
    if _GENERIC.fullmatch(pieces[0].strip()) and len(pieces) == 2:
        return pieces[1].strip()
    while len(pieces) > 1:
        tail = pieces[-1].strip()
        known = bool(site) and normalize(tail) in normalize(site)
        if not (
            known or _GENERIC.search(tail) or any(c in separators[-1] for c in "|｜»›<＜") or len(tail) < 16
        ):
            break
        if ":" in separators[-1] or "：" in separators[-1]:
            break
        pieces.pop()
        separators.pop()
    kept = pieces[0]
    for separator, piece in zip(separators, pieces[1:], strict=False):
        kept += separator + piece
    return kept.strip() or title


def parts(title: str) -> list[str]:
    """The pieces of a page's title: its own name, its section, the site's name."""
    return [piece.strip() for piece in _SEPARATOR.split(title) if piece.strip()]


def _heading(soup: BeautifulSoup) -> str:
    headings = [text_of(tag) for tag in soup.find_all("h1")]
    return next((text for text in headings if len(text) > 5), "")


def _meta(soup: BeautifulSoup, *names: str) -> str:
    for name in names:
        for key in ("property", "name", "itemprop"):
            tag = soup.find("meta", attrs={key: name})
            if isinstance(tag, Tag) and attribute(tag, "content"):
                return attribute(tag, "content")
    return ""


def _address(soup: BeautifulSoup) -> str:
    link = soup.find("link", rel="canonical")
    found = attribute(link, "href") if isinstance(link, Tag) else ""
    found = found or _meta(soup, "og:url")
    return found if re.match(r"https?://[^\s<>\"']+\Z", found) else ""


def _day(soup: BeautifulSoup, data: list[dict[str, Any]], key: str, meta: str) -> date | None:
    for one in data:
        if isinstance(one.get(key), str) and (day := parse_day(one[key])):
            return day
    stated = _meta(soup, meta, key)
    if stated and (day := parse_day(stated)):
        return day
    wanted = "updated" if key == "dateModified" else "published"
    for tag in soup.find_all("time"):
        named = marks(tag) + " " + attribute(tag, "itemprop").lower()
        if (wanted in named or key.lower() in named) and (
            day := parse_day(attribute(tag, "datetime") or text_of(tag))
        ):
            return day
    for tag in soup.find_all(["p", "span", "div", "li", "dd", "time", "td"]):
        text = text_of(tag) if len(tag.find_all(True, limit=7)) <= 6 else ""
        for one_day in date_line(text) if text else ():
            if one_day.role == wanted:
                return one_day.day
    if wanted == "published":
        for tag in soup.find_all(True, class_=_DATED):
            text = text_of(tag)
            if len(text) <= 80 and (day := parse_day(text)):
                return day
        times = [
            parse_day(attribute(t, "datetime"))
            for t in soup.find_all("time")
            if not marks(t) or "date" in marks(t)
        ]
        return next((day for day in times if day), None)
    return None


def _labels(soup: Tag, named: re.Pattern[str], rel: str) -> Iterator[str]:
    """Names of categories or tags that the page's own labels give."""
    seen: dict[str, None] = {}
    for link in soup.find_all("a", rel=True):
        rels = link.get("rel") or []
        if (rel == "category" and "category" in rels) or (
            rel == "tag" and "tag" in rels and "category" not in rels
        ):
            seen[text_of(link)] = None
    for tag in soup.find_all(["div", "span", "p", "ul", "li"]):
        if (
            named.search(marks(tag))
            and short_text(tag, 200)
            and not tag.find_parent(["nav", "aside", "footer"])
        ):
            labels = tag.find_all("a") or tag.find_all(["li", "span"]) or [tag]
            for label in labels:
                seen[text_of(label)] = None
    yield from (name for name in seen if 0 < len(name) < 40 and not date_line(name))


def _trail(soup: BeautifulSoup) -> Iterator[str]:
    """The sections between the first page and this one that a breadcrumb trail names."""
    for tag in soup.find_all(["nav", "div", "ul", "ol", "p"]):
        if _TRAIL.search(marks(tag)):
            names = [text_of(link) for link in tag.find_all("a")]
            yield from (name for name in names[1:] if 0 < len(name) < 40 and not _GENERIC.fullmatch(name))
            return


def _structured(soup: BeautifulSoup) -> tuple[list[dict[str, Any]], bool]:
    """Every object of the page's JSON-LD, however nested; and whether some of it could not be read."""
    found: list[dict[str, Any]] = []
    broken = False
    for script in soup.find_all("script", type="application/ld+json"):
        try:
            _collect(json.loads(script.string or script.get_text() or "null", strict=False), found, 0)
        except (ValueError, RecursionError):
            broken = True
        script.decompose()
    return found, broken


def _collect(value: Any, found: list[dict[str, Any]], depth: int) -> None:
    if depth > MAX_JSON_DEPTH:
        return
    if isinstance(value, dict):
        found.append(value)
        for item in value.values():
            _collect(item, found, depth + 1)
    elif isinstance(value, list):
        for item in value:
            _collect(item, found, depth + 1)


def _questions(data: list[dict[str, Any]]) -> Iterator[Question]:
    for one in data:
        kind = one.get("@type")
        if kind == "Question" or (isinstance(kind, list) and "Question" in kind):
            answer = one.get("acceptedAnswer") or one.get("suggestedAnswer") or {}
            answer = answer[0] if isinstance(answer, list) and answer else answer
            text = answer.get("text") if isinstance(answer, dict) else None
            if isinstance(one.get("name"), str) and isinstance(text, str) and text.strip():
                yield Question(" ".join(one["name"].split()), text)
