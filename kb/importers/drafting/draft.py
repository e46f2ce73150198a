"""Raw entries to article drafts. Pure: the knowledge base is given, nothing is read or written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from kb.articles.passages import outside_fences
from kb.config import Vocabulary
from kb.importers.drafting import ids, titles
from kb.importers.drafting.applies import Judged, applies_to, judge
from kb.importers.drafting.category import Shelves
from kb.importers.drafting.crosslinks import Target, Targets, linked
from kb.importers.drafting.operated import operated
from kb.importers.drafting.outline import Piece, Place, outline, plain
from kb.importers.drafting.support import support
from kb.importers.raw import Dropped, Note, RawEntry
from kb.model import FACETS, AppliesTo, Article, Status, Support
from kb.text import collapse, normalize

SUMMARY_CHARS = 140
MAX_TAGS = 6
_WORDS_FOR_SUPPORT = {"full": Support.FULL, "partial": Support.PARTIAL, "none": Support.NONE}
_VERBATIM_LINK = re.compile(r"(?<!!)\[((?:[^\[\]\\]|\\.){0,400})\]\(([^)\s]{0,2000}+)\)")


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as it would be written, with how it came about."""

    article: Article
    entry: RawEntry
    title_from: str
    """``source``, ``reference`` or ``derived``."""
    title_confidence: float
    category_confidence: float
    judged: tuple[Judged, ...] = ()
    notes: tuple[Note, ...] = ()
    dropped: tuple[Dropped, ...] = ()


def draft_all(
    entries: Sequence[RawEntry], vocabulary: Vocabulary, present: Iterable[Article] = (), category: str = ""
) -> tuple[Draft, ...]:
    """Drafts for the entries, in order, linked with one another and with the articles already there.

    Args:
        entries: what the readers found.
        vocabulary: the knowledge base's names and categories.
        present: its articles; examples for choosing a category, and targets of links.
        category: put every draft here instead of choosing.
    """
    present = tuple(present)
    outlines = [outline(entry.body, entry.references) for entry in entries]
    named = _titles(entries, outlines, vocabulary)
    # Drafts are no examples: an import must not learn from its own last run.
    shelves = Shelves(vocabulary, (a for a in present if a.status is not Status.DRAFT))
    settled = {a.id: a.category for a in present}
    drafts: list[Draft] = []
    taken: dict[str, str] = {}
    for entry, pieces, title in zip(entries, outlines, named, strict=True):
        one = _draft(entry, pieces, title, vocabulary, shelves, category, taken)
        drafts.append(_moved(one, settled.get(one.article.id, one.article.category)))
    return tuple(_linked(drafts, present))


@dataclass(frozen=True, slots=True)
class _Title:
    text: str
    origin: str
    confidence: float
    address: str = ""


def _titles(
    entries: Sequence[RawEntry], outlines: Sequence[Sequence[Piece]], vocabulary: Vocabulary
) -> list[_Title]:
    untitled = [i for i, entry in enumerate(entries) if not entry.title]
    versions = {i: applies_to(judge("", outlines[i], vocabulary)).versions for i in untitled}
    references = [
        titles.Reference(text, address, untitled.index(i) if i in versions else -1)
        for i, entry in enumerate(entries)
        for text, address in _references(entry)
    ] if untitled else []  # fmt: skip
    revealed = titles.reveal(
        references, [outlines[i] for i in untitled], [frozenset(versions[i]) for i in untitled], vocabulary
    )
    result: list[_Title] = []
    for i, entry in enumerate(entries):
        if entry.title:
            result.append(_Title(collapse(entry.title), "source", 1.0))
        elif (hit := revealed.get(untitled.index(i))) is not None:
            result.append(_Title(collapse(hit.title), "reference", hit.confidence, hit.address))
        else:
            text = titles.derive(outlines[i], versions[i]) or PurePosixPath(entry.source).stem
            result.append(_Title(collapse(text), "derived", 0.4))
    return result


def _references(entry: RawEntry) -> Iterator[tuple[str, str]]:
    for text in entry.references:
        yield text, ""
    for match in _VERBATIM_LINK.finditer(entry.body):
        yield plain(match[1]), match[2]


def _draft(
    entry: RawEntry,
    pieces: Sequence[Piece],
    title: _Title,
    vocabulary: Vocabulary,
    shelves: Shelves,
    category: str,
    taken: dict[str, str],
) -> Draft:
    told = title.text if title.origin != "derived" else ""
    judged = judge(told, pieces, vocabulary, operated(entry.body, vocabulary))
    applies = _stated(entry.applies, vocabulary) if entry.applies is not None else applies_to(judged)
    headings = " ".join(piece.text for piece in pieces if piece.place in (Place.HEADING, Place.LEAD))
    text = " ".join(piece.text for piece in pieces)
    shelf = shelves.choose(title.text, headings[:600], text, (*entry.categories, *entry.tags))
    chosen = category or shelf.id
    scope, why = support(pieces)
    scope = _WORDS_FOR_SUPPORT.get(entry.support.strip().lower(), scope)
    notes = [*entry.notes, *_doubts(entry, title, shelf.confidence if not category else 1.0, judged)]
    if why:
        notes.append(Note(entry.line, f"サポート範囲を「{scope}」と読み取りました:「{why[:80]}」", 0.8))
    article_id = _identify(entry, title.text, vocabulary, taken)
    article = Article(
        id=article_id,
        title=title.text,
        summary=entry.summary[:SUMMARY_CHARS] or summarise(pieces),
        category=chosen,
        questions=tuple(collapse(question) for question in entry.questions),
        tags=_tags(entry, applies, title.text, text),
        applies_to=applies,
        support=scope,
        published=entry.published,
        updated=entry.updated if entry.updated != entry.published else None,
        status=Status.DRAFT,
        source=entry.address or title.address,
        body=_body(entry.body),
        path=PurePosixPath("articles") / chosen / f"{article_id}.md",
    )
    confidence = 1.0 if category else shelf.confidence
    return Draft(article, entry, title.origin, title.confidence, confidence, judged, tuple(notes))


def _moved(draft: Draft, category: str) -> Draft:
    """The same draft on the shelf where a writer has put the article."""
    if category == draft.article.category:
        return draft
    path = PurePosixPath("articles") / category / f"{draft.article.id}.md"
    return replace(
        draft, article=replace(draft.article, category=category, path=path), category_confidence=1.0
    )


def _stated(applies: AppliesTo, vocabulary: Vocabulary) -> AppliesTo:
    """The source's own names, in the vocabulary's spelling; unknown ones are left out (the readers note them)."""
    found: dict[str, tuple[str, ...]] = {}
    for facet in FACETS:
        entries = [vocabulary.resolve(name, (facet,)) for name in applies.facet(facet)]
        found[facet] = tuple(dict.fromkeys(entry.name for entry in entries if entry is not None))
    return AppliesTo(**found)


def _doubts(entry: RawEntry, title: _Title, shelf: float, judged: Sequence[Judged]) -> Iterator[Note]:
    if title.origin == "derived":
        yield Note(entry.line, "題名が元の資料にないため、本文から付けました。", title.confidence)
    elif title.origin == "reference":
        yield Note(entry.line, f"題名はほかの記事からの参照で分かりました:「{title.text}」", title.confidence)
    if entry.boundary_confidence < 0.9:
        yield Note(
            entry.line,
            "ここから記事が始まるという判断に確信がありません。",
            round(entry.boundary_confidence, 2),
        )
    if shelf < 0.5:
        yield Note(entry.line, "カテゴリを決める手掛かりが足りません。", shelf)
    for one in judged:
        if one.facet in ("versions", "plans") and one.confidence < 0.65:
            said = "対象としました" if one.applies else "触れているだけと判断しました"
            yield Note(entry.line, f"{one.name} を{said}。", one.confidence)


def _identify(entry: RawEntry, title: str, vocabulary: Vocabulary, taken: dict[str, str]) -> str:
    """An id no other draft of this import has; the same entry gets the same one every time."""
    proposed = ids.from_slug(entry.slug) or ids.propose(title, vocabulary)
    if proposed in taken:
        proposed = ids.distinct(proposed, title)
    if proposed in taken:
        proposed = ids.distinct(proposed, title + entry.body[:400])
    number = 2
    unique = proposed
    while unique in taken:
        unique = f"{proposed}-{number}"
        number += 1
    taken[unique] = title
    return unique


def summarise(pieces: Sequence[Piece]) -> str:
    """The opening sentences, as many as fit; else the first thing the article says."""
    lead = [piece.said or piece.text for piece in pieces if piece.place is Place.LEAD]
    others = [
        piece.said or piece.text for piece in pieces if piece.place in (Place.STEP, Place.TEXT, Place.NOTE)
    ]
    text = ""
    for sentence in lead or others[:3]:
        glue = " " if text and not text.endswith(("。", "」", "！", "？", "!", "?")) else ""
        longer = collapse(text + glue + sentence)
        if len(longer) > SUMMARY_CHARS:
            break
        text = longer
    if not text and (lead or others):
        text = collapse((lead or others)[0])[: SUMMARY_CHARS - 1] + "…"
    return text


def _tags(entry: RawEntry, applies: AppliesTo, title: str, text: str) -> tuple[str, ...]:
    """The source's own tags, the software it is for, and the abbreviations it is about."""
    own = [collapse(tag) for tag in entry.tags if tag.strip()]
    terms = re.findall(
        r"(?<![A-Za-z0-9])(?:[A-Z]{2,}[0-9.]*[0-9]?|CVE-\d{4}-\d+)(?![A-Za-z])",
        title + " " + title + " " + text,
    )
    counts: dict[str, int] = {}
    for term in terms:
        counts[term] = counts.get(term, 0) + 1
    frequent = [
        t
        for t, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        if n >= 3 and t not in _DULL
    ]
    chosen: dict[str, str] = {}
    for tag in (*own, *applies.software, *frequent[:3]):
        chosen.setdefault(normalize(tag), tag)
    return tuple(chosen.values())[: max(MAX_TAGS, len(own))]


_DULL = {"OK", "FAQ", "URL", "ID", "OS", "PC", "IP"}


def _body(markdown: str) -> str:
    """The body under a first heading, single blank lines between blocks, ending in one line feed."""
    lines: list[str] = []
    for line, fenced in outside_fences(markdown.strip("\n").split("\n")):
        if fenced or line.strip() or (lines and lines[-1]):
            lines.append(line if fenced else line.rstrip())
    text = "\n".join(lines)
    if text and not text.startswith("## "):
        text = "## 回答\n\n" + text
    return text + "\n" if text else ""


def _linked(drafts: Sequence[Draft], present: Sequence[Article]) -> Iterator[Draft]:
    targets = Targets(
        [
            Target(d.article.id, d.article.title, d.article.path, (*d.entry.known_as, d.article.source))
            for d in drafts
        ]
        + [Target(a.id, a.title, a.path, (a.source,)) for a in present]
    )
    for one in drafts:
        body, related, replaced = linked(one.article, one.entry, targets)
        gone = tuple(Dropped(one.entry.line, text, "記事へのリンクに置き換え") for text in replaced)
        article = replace(one.article, body=body, related=related)
        yield replace(one, article=article, dropped=(*one.entry.dropped, *gone))
