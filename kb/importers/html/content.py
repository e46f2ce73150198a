"""Which part of a page is the article, which parts are several articles, and what is only the site's frame."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from kb.importers.html.parse import attribute, marks, short_text, text_of

_FRAME_TAGS = ("nav", "aside", "footer", "noscript", "form", "button", "select", "dialog")
_FRAME_ROLES = {"navigation", "complementary", "contentinfo", "search", "banner", "dialog", "menu"}
_FRAME_MARKS = re.compile(
    r"(?:^|[\s_-])(?:nav|navi|navbar|menu|gnav|breadcrumbs?|topicpath|pankuzu|sidebar|side|widget(?:s|-area)?|footer|related(?:-?\w+)?|yarpp|"
    r"share|sns|social|sharedaddy|addtoany|comments?|respond|pagination|pager|prev-?next|nav-links|navigation|ratings?|votes?|"
    r"helpful|feedback|enquete|toc|table-of-contents|ez-toc\S*|search|searchform|cookie|banner|advert\w*|ads?|popular|ranking|recommend\w*|"
    r"(?:entry|post|article)[-_]?meta|meta-group|byline|entry-footer|skip-link|screen-reader-text|page-?top|totop|back-?to-?top|copyright|language-switcher|permalink|ewd-ufaq-(?:permalink|search|ratings?|"
    r"social\S*|related\S*|view-count|expand-collapse\S*|author-date|post-margin-symbol)|ewd-ufaq-faq-(?:categories|tags)|"
    r"author[-_]?(?:box|info|bio|profile|description)|profile-?box|speech-(?:person|name|icon)|sns-\w+|"
    r"tag-?(?:list|links|cloud)|(?:entry|post|article|faq)[-_]+(?:tags|categor(?:y|ies))|cat-?(?:name|links|label)|category-?(?:name|label|links))(?:$|[\s_-])"
)
_KEEP_MARKS = re.compile(
    r"(?:^|[\s_-])(?:content|article|entry|post|answer|body|main|has-sidebar|no-sidebar|with-sidebar|faq-list|single)(?:$|[\s_-])"
)
_RELATED_HEADING = re.compile(
    r"(?:関連(?:する|した)?\s*(?:記事|FAQ|ページ|質問|項目|リンク|情報|コンテンツ)|こちらも(?:ご覧|おすすめ)|あわせて読|おすすめ(?:記事|FAQ)|"
    r"よく(?:見|読)られて|人気の?(?:記事|FAQ|質問)|最近の(?:投稿|記事)|新着|related\b|シェアする|"
    r"(?:この|こちらの)(?:記事|FAQ|回答|ページ|内容|情報|質問)(?:は|で|を)[^。]{0,12}(?:お?役に|参考に|問題|解決|評価|見た[人方]|読んだ[人方])|"
    r"(?:この(?:記事|FAQ|回答|ページ)を)?(?:見た|読んだ)[人方]は|こんな(?:記事|FAQ|質問)も|(?:お?役|参考)に立ちましたか|参考になりましたか|"
    r"解決しましたか|(?:FAQ|記事|回答)(?:の改善)?(?:に関する|についての)?(?:アンケート|ご意見)|カテゴリ一覧|タグ一覧)",
    re.IGNORECASE,
)
_BODY_MARKS = (
    re.compile(r"ewd-ufaq-post-content|ufaq-faq-(?:post|content)|ewd-ufaq-faq-body|ufaq-faq-body"),
    re.compile(
        r"(?:entry|post|article|faq|page|single)[-_]?(?:content|body|text|detail|answer)\b|articlebody|helpfaq|answer(?:[-_]?(?:body|text|content|area))?\b"
    ),
    re.compile(
        r"(?:^|[\s_-])(?:content|contents|main|primary|main-?content|maincol\w*|container-main)(?:$|[\s_-])"
    ),
)
_BACK = re.compile(
    r"[▲△↑<＜«\[\s]*(?:(?:この)?ページの?(?:先頭|トップ|上部|上|TOP)|先頭|目次|一覧|FAQ一覧|トップ|TOP)(?:へ|に)?"
    r"(?:戻る|もどる|移動)?[\]>＞\s]*\Z",
    re.IGNORECASE,
)


_ROOT_PAGE = r"(?:ホーム|HOME|トップ(?:ページ)?|TOP(?:\s?PAGE)?)"
_STEP_DOWN = r"\s*(?:[>＞»›→/／|｜]|&gt;)\s*"
_PATH = re.compile(
    rf"(?:現在(?:位置|地)\s*[:：]?\s*)?{_ROOT_PAGE}(?:{_STEP_DOWN}[^>＞»›→/／|｜。]{{1,60}}){{1,7}}\Z",
    re.IGNORECASE,
)
"""A breadcrumb trail by its words, where no class name tells it."""
_COPYRIGHT = re.compile(r"(?:©|\(c\)\s|copyright\b)|.{0,60}all rights reserved\.?\Z", re.IGNORECASE)
_SHORT_CHARS = 160
_PARTS = re.compile(r"[\s|｜/／・>＞»›\[\]]*")


@dataclass(slots=True)
class Removed:
    """A part of the frame that was taken out of the page."""

    text: str
    reason: str
    links: tuple[str, ...] = ()


def article(soup: BeautifulSoup) -> Tag:
    """The element that holds the page's one article."""
    root = soup.body or soup
    found = main_element(root)
    # A wrapper with a single long child is no more of an article than the child.
    while True:
        children = [child for child in found.find_all(True, recursive=False) if text_of(child)]
        loose = [s for s in found.children if isinstance(s, NavigableString) and s.strip()]
        if len(children) == 1 and not loose and children[0].name in ("div", "section", "article", "main"):
            found = children[0]
        else:
            return found


def strip_frame(element: Tag) -> Iterator[Removed]:
    """Take the site's frame out of an element, giving each removed part with its text and links."""
    for tag in element.find_all(True):
        if tag.decomposed:
            continue
        if _is_frame(tag):
            yield _removed(tag, "サイトの枠（メニューなど）")
    yield from _unnamed_frame(element)
    for tag in element.find_all(["p", "div", "li", "span", "a"]):
        if not tag.decomposed and (tag.name == "a" or tag.find("a")) and _BACK.match(text_of(tag)):
            yield _removed(tag, "サイトの枠（メニューなど）")
    for heading in element.find_all(re.compile(r"^h[1-6]$|^(?:p|div|strong|dt)$")):
        if (
            heading.decomposed
            or not _RELATED_HEADING.match(_stripped(heading))
            or len(_stripped(heading)) > 30
        ):
            continue
        yield from _related(heading)


def _unnamed_frame(element: Tag) -> Iterator[Removed]:
    """Parts of the frame that only their words or their place tell: the menu above, the trail, the copyright."""
    yield from _leading_links(element)
    for tag in element.find_all(["p", "div", "span", "font", "small", "center", "td", "ul", "ol"]):
        text = "" if tag.decomposed else short_text(tag, _SHORT_CHARS)
        if not 0 < len(text) <= _SHORT_CHARS:
            continue
        if (tag.find("a") is not None and _PATH.match(text)) or _COPYRIGHT.match(text):
            yield _removed(tag, "サイトの枠（メニューなど）")


def _leading_links(element: Tag) -> Iterator[Removed]:
    """Blocks of two links and more, and nothing else, before the first words of the article."""
    for child in element.find_all(True, recursive=False):
        text = text_of(child)
        if not text:
            continue
        links = child.find_all("a")
        loose = [s for s in child.find_all(string=True) if s.find_parent("a") is None]
        if len(links) >= 2 and all(_PARTS.fullmatch(s) for s in loose):
            yield _removed(child, "サイトの枠（メニューなど）")
            continue
        if child.name in ("div", "section", "header", "main", "article"):
            yield from _leading_links(child)
        return


def strip_numbers(element: Tag) -> list[Removed]:
    """Take the numbers of chapters out of an element: in an article that stands alone they say nothing."""
    number = re.compile(r"(?:^|[-_])(?:section|chapter|sec)[-_]?(?:number|no)\Z")
    return [_removed(tag, "章の番号") for tag in element.find_all("span", class_=number)]


def open_tabs(element: Tag) -> None:
    """Put the label of every tab above its panel as a heading."""
    for bar in element.find_all(["ul", "ol", "div", "nav"]):
        if bar.decomposed or not (
            "tablist" in attribute(bar, "role") or re.search(r"(?:^|[\s_-])tabs?(?:$|[\s_-])", marks(bar))
        ):
            continue
        labels = [one for one in bar.find_all(["a", "button", "li"]) if _panel_id(one) and text_of(one)]
        panels = [element.find(id=_panel_id(one)) for one in labels]
        # Panels inside the bar are no bar but the whole.
        if len(labels) < 2 or not all(
            isinstance(p, Tag) and p.name in ("div", "section", "article") for p in panels
        ):
            continue
        if any(parent is bar for panel in panels if panel is not None for parent in panel.parents):
            continue
        name = f"h{_level(bar, element)}"
        for label, panel in zip(labels, panels, strict=True):
            assert isinstance(panel, Tag)
            heading = _soup().new_tag(name)
            heading.string = text_of(label)
            panel.insert(0, heading)
        bar.decompose()


def _soup() -> BeautifulSoup:
    return BeautifulSoup("", "lxml")


def _panel_id(label: Tag) -> str:
    """The id of the panel that a tab opens."""
    href = attribute(label, "href") or attribute(label, "data-bs-target") or attribute(label, "data-target")
    return attribute(label, "aria-controls") or (href[1:] if re.match(r"#\S", href) else "")


def _level(bar: Tag, element: Tag) -> int:
    """The level for the headings of panels: below the heading they stand under, else that of the others."""
    headings = re.compile(r"^h[2-6]$")
    above = bar.find_previous(headings)
    if isinstance(above, Tag) and any(parent is element for parent in above.parents):
        return min(6, int(above.name[1]) + 1)
    return min((int(h.name[1]) for h in element.find_all(headings)), default=3)


def _stripped(tag: Tag) -> str:
    return re.sub(r"^[\s■◆●▼▽【\[]+", "", text_of(tag))


def _related(heading: Tag) -> Iterator[Removed]:
    """A heading such as 関連記事 with the list under it."""
    following: list[Tag] = []
    for sibling in heading.find_next_siblings():
        if not isinstance(sibling, Tag) or (
            re.fullmatch(r"h[1-6]", sibling.name) and sibling.name <= heading.name
        ):
            break
        links = sum(len(text_of(a)) for a in sibling.find_all("a")) + (
            len(text_of(sibling)) if sibling.name == "a" else 0
        )
        if text_of(sibling) and links < 0.6 * len(text_of(sibling)):
            break
        following.append(sibling)
    if following:
        for tag in [heading, *following]:
            yield _removed(tag, "関連ページの一覧")
    elif re.match(r"この|こちらの|お?役|シェア|参考|解決", _stripped(heading)):
        yield _removed(heading, "ページへの評価など")


def _removed(tag: Tag, reason: str) -> Removed:
    links = (
        tuple(attribute(a, "href") for a in tag.find_all("a", href=True))
        if "関連" in reason or _lists_related(tag)
        else ()
    )
    removed = Removed(text_of(tag), reason if not links else "関連ページの一覧", links)
    tag.extract()
    # ``find_all`` runs on a list made before; the parts of a removed tag must not be taken for the page's.
    for part in tag.find_all(True):
        part.decompose()
    tag.decompose()
    return removed


def _lists_related(tag: Tag) -> bool:
    return bool(re.search(r"related|yarpp", marks(tag))) or bool(_RELATED_HEADING.match(_stripped(tag)))


def _is_frame(tag: Tag) -> bool:
    if tag.name in _FRAME_TAGS:
        return True
    if attribute(tag, "role").lower() in _FRAME_ROLES:
        return True
    if tag.name == "header":
        return (
            not tag.find_parent("article")
            and tag.find(["p", "ul", "ol", "table"]) is not None
            and tag.find("nav") is not None
        )
    if tag.name in ("body", "html", "main", "article", "table", "tr", "td", "th", "tbody", "pre", "code"):
        return False
    kinds = [_kind(token) for token in marks(tag).split()]
    return "frame" in kinds and "keep" not in kinds


@lru_cache(maxsize=4096)
def _kind(token: str) -> str:
    """What a class name says: in ``entry-meta`` and ``sidebar-content`` the last word is what the element is."""
    frame = max((match.end() for match in _FRAME_MARKS.finditer(token)), default=-1)
    keep = max((match.end() for match in _KEEP_MARKS.finditer(token)), default=-1)
    if re.match(r"(?:has|no|with)[-_]", token):
        return "keep" if keep >= 0 else ""
    return "" if frame < 0 and keep < 0 else "frame" if frame >= keep else "keep"


# ------------------------------------------------------- the one article


def main_element(root: Tag) -> Tag:
    """The element with most text that is not links."""
    stated = root.find(attrs={"itemprop": "articleBody"})
    if isinstance(stated, Tag) and len(text_of(stated)) > 40:
        return stated
    weights = _Weights(root)
    candidates = [tag for tag in root.find_all(["article", "main"]) if not weights.framed(tag)]
    boxes = [tag for tag in root.find_all(["div", "section", "td"]) if not weights.framed(tag) and marks(tag)]
    # Old pages are laid out with tables: the article is one of their cells.
    candidates += [
        tag for tag in root.find_all("td") if tag.find(["p", "br", "table"]) and not weights.framed(tag)
    ]
    for pattern in _BODY_MARKS:
        candidates += [tag for tag in boxes if pattern.search(marks(tag))]
    best, best_score = root, weights.score(root) * 0.9
    for tag in candidates:
        score = weights.score(tag)
        inner = _inside(tag, best) and weights.link_share(tag) < weights.link_share(best)
        if score > best_score * 1.02 or (score > best_score * 0.85 and inner):
            best, best_score = tag, score
    return best


def _inside(inner: Tag, outer: Tag) -> bool:
    """Is one element in another? By identity: comparing elements compares all they contain."""
    return any(parent is outer for parent in inner.parents)


class _Weights:
    """How much text and how much link text every element of a page has, frames not counted; one pass."""

    def __init__(self, root: Tag) -> None:
        self.text: dict[int, int] = {}
        self.linked: dict[int, int] = {}
        self.frames: set[int] = set()
        links: set[int] = set()
        tags: list[Tag] = []
        for node in root.descendants:
            if isinstance(node, Tag):
                tags.append(node)
                if id(node.parent) in self.frames or _is_frame(node):
                    self.frames.add(id(node))
                if id(node.parent) in links or node.name == "a":
                    links.add(id(node))
            elif isinstance(node, NavigableString) and id(node.parent) not in self.frames:
                size = len(" ".join(node.split()))
                self._add(id(node.parent), size, size if id(node.parent) in links else 0)
        # From the leaves up: each element's sizes are complete before they are added to its parent's.
        for tag in reversed(tags):
            self._add(id(tag.parent), self.text.get(id(tag), 0), self.linked.get(id(tag), 0))

    def _add(self, element: int, text: int, linked: int) -> None:
        self.text[element] = self.text.get(element, 0) + text
        self.linked[element] = self.linked.get(element, 0) + linked

    def framed(self, tag: Tag) -> bool:
        """Is the element part of the site's frame?"""
        return id(tag) in self.frames

    def score(self, tag: Tag) -> float:
        """What a reader would call the article has most text that is not links."""
        return max(0.0, self.text.get(id(tag), 0) - 1.6 * self.linked.get(id(tag), 0))

    def link_share(self, tag: Tag) -> float:
        """Share of the text that is links, 0 to 1."""
        return self.linked.get(id(tag), 0) / max(1, self.text.get(id(tag), 0))


def in_frame(tag: Tag | None, root: Tag) -> bool:
    """Is an element inside a part of the site's frame?"""
    while tag is not None and tag is not root:
        if _is_frame(tag):
            return True
        tag = tag.parent
    return False
