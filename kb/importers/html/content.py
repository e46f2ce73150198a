"""Which part of a page is the article, which parts are several articles, and what is only the site's frame."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from kb.importers.html.parse import attribute, marks, text_of

_FRAME_TAGS = ("nav", "aside", "footer", "noscript", "form", "button", "select", "dialog")
_FRAME_ROLES = {"navigation", "complementary", "contentinfo", "search", "banner", "dialog", "menu"}
_FRAME_MARKS = re.compile(
    r"(?:^|[\s_-])(?:nav|navi|navbar|menu|gnav|breadcrumbs?|topicpath|pankuzu|sidebar|side|widget(?:s|-area)?|footer|related(?:-?\w+)?|yarpp|"
    r"share|sns|social|sharedaddy|addtoany|comments?|respond|pagination|pager|prev-?next|nav-links|navigation|ratings?|votes?|"
    r"helpful|feedback|enquete|toc|table-of-contents|ez-toc\S*|search|searchform|cookie|banner|advert\w*|ads?|popular|ranking|recommend\w*|"
    r"(?:entry|post|article)[-_]?meta|meta-group|byline|entry-footer|skip-link|screen-reader-text|page-?top|totop|back-?to-?top|copyright|language-switcher|permalink|ewd-ufaq-(?:permalink|search|ratings?|"
    r"social\S*|related\S*|view-count|expand-collapse\S*|author-date|post-margin-symbol)|ewd-ufaq-faq-(?:categories|tags)|"
    r"tag-?(?:list|links|cloud)|(?:entry|post|article|faq)[-_]+(?:tags|categor(?:y|ies))|cat-?(?:name|links|label)|category-?(?:name|label|links))(?:$|[\s_-])"
)
_KEEP_MARKS = re.compile(
    r"(?:^|[\s_-])(?:content|article|entry|post|answer|body|main|has-sidebar|no-sidebar|with-sidebar|faq-list|single)(?:$|[\s_-])"
)
_RELATED_HEADING = re.compile(
    r"(?:関連(?:する|した)?\s*(?:記事|FAQ|ページ|質問|項目|リンク|情報|コンテンツ)|こちらも(?:ご覧|おすすめ)|あわせて読|おすすめ(?:記事|FAQ)|"
    r"よく(?:見|読)られて|人気の?(?:記事|FAQ|質問)|最近の(?:投稿|記事)|新着|related\b|シェアする|この(?:記事|FAQ|回答|ページ)は(?:お?役に|参考に|問題)|"
    r"お役に立ちましたか|カテゴリ一覧|タグ一覧)",
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
    elif re.match(r"この|お役|シェア", _stripped(heading)):
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
        for node in root.descendants:
            if isinstance(node, Tag):
                if id(node.parent) in self.frames or _is_frame(node):
                    self.frames.add(id(node))
            elif isinstance(node, NavigableString) and id(node.parent) not in self.frames:
                self._count(node, root)

    def _count(self, node: NavigableString, root: Tag) -> None:
        size = len(" ".join(node.split()))
        if not size:
            return
        parents = list(node.parents)
        linked = size if any(parent.name == "a" for parent in parents) else 0
        for parent in parents:
            self.text[id(parent)] = self.text.get(id(parent), 0) + size
            self.linked[id(parent)] = self.linked.get(id(parent), 0) + linked
            if parent is root:
                break

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
