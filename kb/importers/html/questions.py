"""The question-and-answer pairs of a page that is a list of them, in all the dresses that themes give them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup
from bs4.element import PageElement, Tag

from kb.importers.html.content import in_frame, main_element
from kb.importers.html.parse import marks, short_text, text_of

_UFAQ_ITEM = re.compile(r"(?:^|\s)(?:ewd-)?ufaq-faq-div(?:$|\s)")
_UFAQ_TITLE_TEXT = re.compile(r"ufaq-(?:faq-)?title-text")
_UFAQ_TITLE = re.compile(r"ufaq-(?:faq-)?(?:title-text|title\b|faq-title)")
_UFAQ_BODY = re.compile(r"(?:^|\s|-)ufaq-(?:faq-)?(?:body|post-content|post|answer)(?:$|\s)")
_ITEM = re.compile(
    r"(?:^|[\s_-])(?:faq|qa|q-a|accordion|question|toggle|collapsible|spoiler)[-_]?(?:item|box|block|set|list-item|entry|section)?(?:$|[\s_\d-])"
)
_Q_MARK = re.compile(
    r"(?:^|[\s_-])(?:question|q|faq-?q|title|ttl|head(?:er|ing)?|trigger|toggle)(?:$|[\s_-])"
)
_ASKS = re.compile(
    r"^\s*(?:Q|問)\s*\d*\s*[.:．：、)]|[?？]\s*\Z|(?:たい|か|のですが|ない|方法|について|とは|には)\s*[。．]?\s*\Z"
)
_ASKS_PLAINLY = re.compile(
    r"^\s*(?:Q|問)\s*\d*\s*[.:．：、)]|[?？]\s*\Z|(?:たい|ですか|ますか|でしょうか|のですが|ません|できない)\s*[。．]?\s*\Z"
)
"""A heading that cannot be a section of an article."""
_QUESTION = re.compile(r"schema\.org/Question\Z")
_ROW_MARK = re.compile(r"(?P<kind>[QAＱＡ問答]|質問|回答)\s*[\d０-９]*\s*[.．:：]?\Z", re.IGNORECASE)
_Q_TEXT = re.compile(r"(?:【?[QＱ]\s*[\d０-９]*】?|問\s*[\d０-９]*|質問\s*[\d０-９]*)\s*[.．:：、)）】]\s*\S")
_A_TEXT = re.compile(r"(?:【?[AＡ]\s*[\d０-９]*】?|答え?|回答)\s*[.．:：、)）】]\s*\S")
_HEADED_SHARE = 0.8
"""Share of the headings of a level that must ask."""
_LIST_SHARE = 0.55
"""Share of the page's text that question-and-answer pairs must make up for the page to be a list of them."""


@dataclass(slots=True)
class Part:
    """One article of a page."""

    body: list[Tag]
    title: Tag | None = None
    box: Tag | None = None
    """The element that holds both and what the site says about them: date, categories, address."""


def items(soup: BeautifulSoup) -> list[Part]:
    """The question-and-answer pairs of a page that is a list of them; empty for a page with one article."""
    root = soup.body or soup
    total = max(1, len(text_of(main_element(root))))
    for find in (_ufaq, _microdata, _mixed, _headed):
        parts = list(_apart(find(root)))
        covered = sum(
            len(text_of(t)) for part in parts for t in [*part.body, *([part.title] if part.title else [])]
        )
        enough = 1 if find is _ufaq else 2
        if len(parts) >= enough and (find is _ufaq or covered >= _LIST_SHARE * total):
            return parts
    return []


def _ufaq(root: Tag) -> Iterator[Part]:
    for tag in root.find_all(True, class_=_UFAQ_ITEM):
        if tag.find_parent(True, class_=_UFAQ_ITEM):
            continue
        title = tag.find(True, class_=_UFAQ_TITLE_TEXT) or tag.find(True, class_=_UFAQ_TITLE)
        body = tag.find(True, class_=_UFAQ_BODY)
        if isinstance(title, Tag) and isinstance(body, Tag) and text_of(body):
            yield Part([body], title, tag)


def _apart(parts: Iterable[Part]) -> Iterator[Part]:
    """The parts that share no element with one before: broken markup nests questions in answers."""
    taken: set[int] = set()
    for part in parts:
        tags = [*part.body, *([part.title] if part.title is not None else [])]
        own = [id(inner) for tag in tags for inner in (tag, *tag.find_all(True))]
        if len(set(own)) == len(own) and taken.isdisjoint(own):
            taken.update(own)
            yield part


def _mixed(root: Tag) -> Iterator[Part]:
    """Questions in whatever dress, each once, in the order of the page."""
    order = {id(tag): number for number, tag in enumerate(root.find_all(True))}
    found = _apart(
        part for find in (_details, _definition_list, _marked_items, _rows, _runs) for part in find(root)
    )
    yield from sorted(found, key=lambda part: min(order.get(id(tag), 0) for tag in part.body))


def _details(root: Tag) -> Iterator[Part]:
    for tag in root.find_all("details"):
        summary = tag.find("summary")
        if isinstance(summary, Tag) and not tag.find_parent("details") and not in_frame(tag, root):
            body = [t for t in tag.find_all(True, recursive=False) if t is not summary]
            if body:
                yield Part(body, summary)


def _definition_list(root: Tag) -> Iterator[Part]:
    for term in root.find_all("dt"):
        answers: list[Tag] = []
        for sibling in term.find_next_siblings():
            if not isinstance(sibling, Tag) or sibling.name == "dt":
                break
            if sibling.name == "dd":
                answers.append(sibling)
        if answers and _ASKS.search(text_of(term)) and not in_frame(term, root) and len(text_of(term)) <= 160:
            yield Part(answers, term)


def _marked_items(root: Tag) -> Iterator[Part]:
    """Boxes called faq-item, qa-box, accordion-item… with a question and an answer inside."""
    for tag in root.find_all(["div", "li", "section", "article"]):
        if not _ITEM.search(marks(tag)) or in_frame(tag, root):
            continue
        children = tag.find_all(True, recursive=False)
        if len(children) < 2 or any(
            _ITEM.search(marks(child)) and child.find(True) and len(children) > 3 for child in children
        ):
            continue
        question = children[0]
        answers = children[1:]
        named = _Q_MARK.search(marks(question)) or re.fullmatch(r"h[2-6]|button|dt", question.name)
        if named and text_of(question) and any(text_of(a) for a in answers) and len(text_of(question)) <= 160:
            yield Part(list(answers), question)


def _microdata(root: Tag) -> Iterator[Part]:
    """Questions marked up with schema.org attributes."""
    for tag in root.find_all(attrs={"itemtype": _QUESTION}):
        title = tag.find(attrs={"itemprop": "name"})
        answer = tag.find(attrs={"itemprop": re.compile(r"(?:accepted|suggested)Answer")})
        body = answer.find(attrs={"itemprop": "text"}) if isinstance(answer, Tag) else None
        found = body if isinstance(body, Tag) and text_of(body) else answer
        if isinstance(title, Tag) and text_of(title) and isinstance(found, Tag) and text_of(found):
            yield Part([found], title, tag)


def _rows(root: Tag) -> Iterator[Part]:
    """A table whose rows are a question and its answer in turn, each marked in the first cell."""
    asked: Tag | None = None
    for row in root.find_all("tr"):
        cells = row.find_all(["th", "td"], recursive=False)
        mark = _ROW_MARK.match(text_of(cells[0])) if len(cells) == 2 else None
        if mark is None or in_frame(row, root):
            asked = None
        elif mark["kind"].upper() in ("Q", "Ｑ", "問", "質問"):
            asked = cells[1]
        elif asked is not None:
            yield Part([cells[1]], asked)
            asked = None


def _runs(root: Tag) -> Iterator[Part]:
    """Paragraphs 「Q. …」, each with 「A. …」 and all that follows before the next question."""
    for tag in root.find_all(["p", "div", "li"]):
        if not _Q_TEXT.match(short_text(tag, 160)) or in_frame(tag, root):
            continue
        answers: list[Tag] = []
        for sibling in tag.find_next_siblings():
            if not isinstance(sibling, Tag) or _Q_TEXT.match(text_of(sibling)) or in_frame(sibling, root):
                break
            if text_of(sibling):
                answers.append(sibling)
        if answers and _A_TEXT.match(text_of(answers[0])):
            yield Part(answers, tag)


def _headed(root: Tag) -> Iterator[Part]:
    """Questions as headings of one level, each with its answer under it."""
    main = main_element(root)
    headings = [h for h in main.find_all(re.compile(r"^h[2-6]$")) if text_of(h) and not in_frame(h, root)]
    for level in dict.fromkeys(h.name for h in headings):
        found = [h for h in headings if h.name == level]
        asking = [h for h in found if _ASKS_PLAINLY.search(text_of(h))]
        if len(found) < 2 or len(asking) < _HEADED_SHARE * len(found):
            continue
        answers = [_under(heading) for heading in found]
        told = sum(len(text_of(node)) for nodes in answers for node in nodes)
        if not all(any(text_of(n) for n in nodes) for nodes in answers) or told < 0.3 * len(text_of(main)):
            continue
        for heading, nodes in zip(found, answers, strict=True):
            box = BeautifulSoup("", "lxml").new_tag("div")
            heading.insert_after(box)
            for node in nodes:
                box.append(node)
            yield Part([box], heading)
        return


def _under(heading: Tag) -> list[PageElement]:
    """What stands between a heading and the next one of its level or a higher one."""
    nodes: list[PageElement] = []
    for sibling in heading.next_siblings:
        if isinstance(sibling, Tag) and (
            (re.fullmatch(r"h[1-6]", sibling.name) and sibling.name <= heading.name)
            or sibling.find(re.compile(rf"^h[1-{heading.name[1]}]$"))
        ):
            break
        nodes.append(sibling)
    return nodes
