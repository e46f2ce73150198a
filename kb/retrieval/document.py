"""An article as retrieval sees it: terms by field, by stored question and by passage."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kb.articles.passages import is_pointer, passages
from kb.model import FACETS, Article, Passage
from kb.retrieval.analyzer import Analyzer
from kb.text import normalize

MAX_PLACES = 255
"""Questions and passages beyond this many share the last number: a posting keeps a place in one byte."""


@dataclass(frozen=True, slots=True)
class Document:
    """The terms of one article. All counts are of terms, not of characters."""

    id: str
    fields: Mapping[str, Mapping[str, int]]
    """Field name (of ``weights.FIELD_WEIGHTS``) to term to occurrences."""
    questions: tuple[frozenset[str], ...]
    """Terms of the title, then of each stored question."""
    passages: tuple[frozenset[str], ...]
    """Terms of each passage, in the order of ``kb.articles.passages``; its heading's terms included.
    None for a section that only points elsewhere."""
    words: Mapping[tuple[str, str], int]
    """Japanese words of all texts as (lexicon key, term or ""), with their occurrences."""
    notable: Mapping[str, int]
    """Words, as written (normalised), of the texts that say what the article is about; slips are mended to them."""


def analyze(article: Article, analyzer: Analyzer) -> Document:
    """Read one article with Sudachi."""
    sections = passages(article.body)
    telling = (article.title, *article.questions, article.summary, *article.tags)
    asked = (article.title, *article.questions)
    labels = (*article.tags, *(name for facet in FACETS for name in article.applies_to.facet(facet)))
    headings = tuple(dict.fromkeys(p.heading for p in sections if p.heading))
    questions = [Counter(analyzer.terms(text)) for text in asked]
    return Document(
        id=article.id,
        fields={
            "title": questions[0],
            "summary": Counter(analyzer.terms(article.summary)),
            "questions": sum(questions[1:], Counter()),
            "tags": Counter(term for tag in labels for term in analyzer.terms(tag)),
            "headings": Counter(term for heading in headings for term in analyzer.terms(heading)),
            "body": Counter(analyzer.terms(article.body)),
        },
        questions=tuple(frozenset(counted) for counted in questions[:MAX_PLACES]),
        passages=tuple(frozenset(_passage_terms(p, analyzer)) for p in sections[:MAX_PLACES]),
        words=Counter(
            word for text in (*asked, article.summary, article.body) for word in analyzer.words(text)
        ),
        notable=Counter(word for text in telling for word in notable_words(text)),
    )


def _passage_terms(passage: Passage, analyzer: Analyzer) -> list[str]:
    if is_pointer(passage.heading):
        return []
    return analyzer.terms(passage.heading) + analyzer.terms(passage.text)


# Runs of one script; a run of katakana or kanji is a word or a compound, whatever Sudachi makes of it.
_NOTABLE = re.compile(r"[a-z]{3,}|[ァ-ヺー]{3,}|[一-鿿々]{3,10}")


def notable_words(text: str) -> Iterator[str]:
    """The words of a text that are long enough to recognise when mistyped."""
    for match in _NOTABLE.finditer(normalize(text)):
        yield match[0]
