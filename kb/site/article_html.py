"""An article's Markdown to safe HTML. Only home of Python-Markdown and nh3.

Safe three times over: raw HTML in Markdown is text, links and images are decided one by one, and what comes
out is sanitised against a strict allow list. Anchors are those of ``kb.articles.passages``: the body is cut
into sections there, and each section is converted by itself.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element

import markdown
import nh3
from markdown.extensions.admonition import AdmonitionProcessor
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.treeprocessors import Treeprocessor
from pymdownx.highlight import HighlightExtension
from pymdownx.superfences import SuperFencesCodeExtension

from kb.articles.labels import GRAVE_NOTES, note_title
from kb.articles.passages import Section, sections, unique_slugs

_STEP_HEADINGS = ("手順", "設定方法", "作業")
"""Ordered lists below these headings are steps that can be ticked off."""

_TEXT_TAGS = {
    "p", "br", "hr", "strong", "em", "code", "pre", "blockquote", "ul", "ol", "li", "a", "img", "div", "span",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip

# Clean content tags is empty on purpose: raw HTML never reaches the sanitiser as markup, and text must not
# vanish from an article because it looks like a tag.
_SANITISER = nh3.Cleaner(
    tags=_TEXT_TAGS,
    clean_content_tags=set(),
    attributes={"a": {"href", "rel", "download"}, "img": {"src", "alt", "loading"}, "ol": {"start"}},
    allowed_classes={
        "a": {"outside"},
        "div": {"admonition", "caution"},
        "p": {"admonition-title"},
        "li": {"step"},
        "ol": {"steps"},
        "th": {"left", "center", "right"},
        "td": {"left", "center", "right"},
    },
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
    strip_comments=True,
)

_WIDE = r"\u2010-\u2027\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef"
_INLINE_TAGS = r"(?:</?(?:strong|em|code|a|span)\b[^>]*>)*"
# Browsers show a line break between two Japanese characters as a blank; after full-width punctuation none is
# wanted before anything.
_SOFT_BREAK = re.compile(
    rf"(?<=[{_WIDE}])({_INLINE_TAGS})\n({_INLINE_TAGS})(?=[{_WIDE}])|(?<=[、。，．）」』])\n(?=\S)"
)
_STEP = '<li class="step">'
# No browser counts further than nine digits go.
_STEPS = re.compile(r'<ol class="steps"(?: start="(\d{1,9})")?[^>]*>.*?(?=<ol class="steps"|\Z)', re.S)
_PRE = re.compile(r"(<pre\b.*?</pre>)", re.S)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link or image of an article may lead, decided by the site."""

    href: str
    outside: bool = False
    download: bool = False


Resolver = Callable[[str, PurePosixPath, bool], Target | None]
"""(target as written, path of the article, is it an image?) to where it may lead; None: nowhere."""


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of a page's table of contents."""

    text: str
    anchor: str
    level: int
    """2 to 6; never more than one below the heading before it."""


@dataclass(frozen=True, slots=True)
class ArticleHtml:
    """A body as HTML, and its headings in page order."""

    html: str
    headings: tuple[Heading, ...]


class MarkdownRenderer:
    """Converts bodies; one instance serves a whole site, because setting up the parser costs milliseconds."""

    def __init__(self, resolver: Resolver) -> None:
        self._markdown = markdown.Markdown(
            extensions=[
                TableExtension(use_align_attribute=True),
                SaneListExtension(),
                HighlightExtension(use_pygments=False),
                SuperFencesCodeExtension(),  # Markdown's own fences cannot stand inside a step of a list
            ],
            output_format="html",
        )
        self._markdown.preprocessors.deregister("html_block")
        self._markdown.inlinePatterns.deregister("html")
        # The place that Markdown's own extension gives it.
        self._markdown.parser.blockprocessors.register(_Notes(self._markdown.parser), "admonition", 105)
        self._tree = _ArticleTree(self._markdown, resolver)
        # After "unescape" (0): only then do attributes hold what the writer meant.
        self._markdown.treeprocessors.register(self._tree, "kb-article", -10)

    def render(self, body: str, path: PurePosixPath) -> ArticleHtml:
        """One body; ``path`` is its article's, against which relative links are read."""
        found = [section for section in sections(body) if section.heading or section.text]
        headings = tuple(_headings(found))
        self._tree.path = path
        self._markdown.reset()
        if "]:" in body:
            self._markdown.convert(body)  # collects link definitions, which may stand in another section
        named = iter(headings)
        parts = [self._section(section, next(named) if section.heading else None) for section in found]
        return ArticleHtml("\n".join(parts), headings)

    def _section(self, section: Section, heading: Heading | None) -> str:
        self._tree.in_steps = section.heading.startswith(_STEP_HEADINGS)
        self._markdown.htmlStash.reset()
        content = _furnish(_SANITISER.clean(self._markdown.convert(section.text)))
        content = _STEPS.sub(_tickable, content)
        if heading is None:
            return content
        text, anchor, level = html.escape(heading.text), html.escape(heading.anchor), heading.level
        link = f'<a class="anchor" href="#{anchor}" aria-label="「{text}」への固定リンク">#</a>'
        return f'<h{level} id="{anchor}">{text} {link}</h{level}>\n{content}'


def _headings(found: list[Section]) -> Iterator[Heading]:
    named = [section for section in found if section.heading]
    level = 1
    for section, anchor in zip(named, unique_slugs(s.heading for s in named), strict=True):
        level = min(max(section.level, 2), level + 1)
        yield Heading(section.heading, anchor, level)


class _Notes(AdmonitionProcessor):
    """``!!!`` notes whose title, when they have none of their own, is Japanese."""

    def get_class_and_title(self, match: re.Match[str]) -> tuple[str, str | None]:
        kind, title = super().get_class_and_title(match)
        return kind, note_title(kind.split()[0]) if match[2] is None else title


class _ArticleTree(Treeprocessor):
    """Decides every link and image, and marks steps, table alignment and notes with our few classes."""

    def __init__(self, md: markdown.Markdown, resolver: Resolver) -> None:
        super().__init__(md)
        self.resolver = resolver
        self.path = PurePosixPath()
        self.in_steps = False

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.tag == "a":
                self._link(element)
            elif element.tag == "img":
                self._image(element)
            elif element.tag in ("th", "td"):
                self._cell(element)
            elif element.tag == "div":
                self._admonition(element)
        if self.in_steps:
            for ordered in root.findall("ol"):
                ordered.set("class", "steps")
                for item in ordered.findall("li"):
                    item.set("class", "step")

    def _link(self, element: Element) -> None:
        target = self.resolver(html.unescape(element.get("href", "")), self.path, False)
        element.attrib.clear()
        if target is None:
            element.tag = "span"
            return
        element.set("href", target.href)
        if target.outside:
            element.set("class", "outside")
            element.set("rel", "noopener noreferrer")
        if target.download:
            element.set("download", "")

    def _image(self, element: Element) -> None:
        target = self.resolver(html.unescape(element.get("src", "")), self.path, True)
        alt = element.get("alt", "")
        element.attrib.clear()
        if target is None:
            element.tag = "span"
            element.text = alt
            return
        element.set("src", target.href)
        element.set("alt", alt)
        element.set("loading", "lazy")

    def _cell(self, element: Element) -> None:
        align = element.attrib.pop("align", None)
        if align:
            element.set("class", align)

    def _admonition(self, element: Element) -> None:
        kinds = set(element.get("class", "").split())
        if "admonition" in kinds:
            element.set("class", "admonition caution" if kinds & GRAVE_NOTES else "admonition")


def _furnish(clean: str) -> str:
    """Add what makes a page usable to sanitised HTML: tick boxes, copy buttons, scrolling for wide tables.

    Only markup can contain ``<``: text is escaped, so these literal tags cannot be forged by an article.
    """
    parts = _PRE.split(clean)
    for i, part in enumerate(parts):
        if i % 2:
            parts[i] = _copyable(part)
        else:
            parts[i] = _SOFT_BREAK.sub(lambda m: (m[1] or "") + (m[2] or ""), part)
    table = '<div class="table" role="group" aria-label="表" tabindex="0"><table>'
    joined = "".join(parts).replace("<table>", table)
    joined = joined.replace("</table>", "</table></div>").replace("<th></th>", "<td></td>")
    joined = re.sub(r"<th\b", '<th scope="col"', joined)
    return joined.replace('<div class="admonition', '<div role="note" class="admonition')


def _tickable(steps: re.Match[str]) -> str:
    """A list of steps with a tick box in each, named by the number that the list shows."""
    first, *items = steps[0].split(_STEP)
    numbered = enumerate(items, int(steps[1] or 1))
    return first + "".join(f"{_STEP}{_tick_box(number)}{item}" for number, item in numbered)


def _tick_box(number: int) -> str:
    return f'<input type="checkbox" class="tick" autocomplete="off" aria-label="手順 {number} は済み">'


def _copyable(pre: str) -> str:
    button = '<button type="button" class="copy" data-copy="code">コピー</button>'
    return '<div class="code">' + button + pre.replace("<pre", '<pre tabindex="0"', 1) + "</div>"
