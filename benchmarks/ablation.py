"""What each part of retrieval brings: the search without it, on judged queries.

    python benchmarks/ablation.py [-C DIR] [--bare] [JUDGMENTS ...]

Prints a Markdown table of S@1 by kind and S@1, S@3 and MRR@10 in all. The first two rows are what others do: BM25
(k1 = 1.2, b = 0.75, one bag of words for each article) over character bigrams and over Sudachi's normalised words.
``--bare`` takes the articles without their stored questions, as other people's are.
"""

from __future__ import annotations

import argparse
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from inputs import searched_articles

from kb import config
from kb.articles.applicability import Filters
from kb.evaluation.judgments import read_judgments
from kb.model import Article, Judgment
from kb.retrieval import building, corrections, homophones, postings, ranking, resources, weights
from kb.retrieval.analyzer import Analyzer
from kb.retrieval.compilation import compile_lexicon
from kb.retrieval.document import Document, analyze
from kb.retrieval.lexicon import Entry, MemoryLexicon
from kb.retrieval.query import Query, read
from kb.retrieval.search import joined_filters
from kb.text import normalize

Ranked = Callable[[str], list[str]]
"""A search: a question to article ids, best first."""

SHOWN_KINDS = ("keyword", "natural", "paraphrase", "orthography", "version", "typo", "english")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("-C", dest="directory", type=Path, default=Path())
    parser.add_argument("--bare", action="store_true")
    parser.add_argument("judgments", type=Path, nargs="*")
    args = parser.parse_args()
    kb = config.load(config.find_root(args.directory))
    judged = [j for f in args.judgments or [kb.search_dir / "judgments.jsonl"] for j in read_judgments(f)]
    answerable = [j for j in judged if j.answerable]
    bench = Bench.of(kb, bare=args.bare)
    kinds = [kind for kind in SHOWN_KINDS if any(j.kind == kind for j in answerable)]
    print(f"{len(answerable)} queries, {len(bench.articles)} articles\n")
    print(f"| search | S@1 | S@3 | MRR@10 | {' | '.join(kinds)} |")
    print("|---|" + "---|" * (3 + len(kinds)))
    for name, search in bench.variants():
        print(
            f"| {name} | {' | '.join(f'{v:.3f}' for v in measures(search, answerable, kinds))} |", flush=True
        )


def measures(search: Ranked, judged: Sequence[Judgment], kinds: Sequence[str]) -> list[float]:
    """S@1, S@3 and MRR@10 over all, then S@1 of each kind."""
    places: dict[str, list[int]] = defaultdict(list)
    for judgment in judged:
        ranked = search(judgment.text)[:10]
        hits = (n for n, article in enumerate(ranked, 1) if judgment.relevant.get(article, 0) >= 2)
        places[judgment.kind].append(next(hits, 99))
    everything = [p for found in places.values() for p in found]

    def share(found: Sequence[int], k: int) -> float:
        return sum(p <= k for p in found) / len(found)

    mrr = sum(1 / p for p in everything if p <= 10) / len(everything)
    return [share(everything, 1), share(everything, 3), mrr, *(share(places[kind], 1) for kind in kinds)]


@dataclass(frozen=True)
class Bench:
    """The knowledge base, read once."""

    kb: config.KnowledgeBase
    articles: Sequence[Article]
    analyzer: Analyzer
    resources: resources.Resources
    documents: Sequence[Document]

    @classmethod
    def of(cls, kb: config.KnowledgeBase, *, bare: bool) -> Bench:
        articles = searched_articles(kb, bare=bare)
        found = resources.load(kb.search_dir)
        analyzer = building.open_analyzer(found, kb.build_dir / "cache")
        return cls(kb, articles, analyzer, found, [analyze(a, analyzer) for a in articles])

    def variants(self) -> Iterator[tuple[str, Ranked]]:
        """Name and search of each row."""
        yield "BM25, character bigrams", bm25(self.articles, bigrams)
        yield "BM25, Sudachi words", bm25(self.articles, self._words)
        yield "**kb**", self.engine()
        yield "without stored questions", self.engine([_without_questions(d) for d in self.documents])
        with setting("WHOLE_QUESTION", 0.0):
            yield "without whole-question likeness", self.engine()
        flat = dict.fromkeys(weights.FIELD_WEIGHTS, 1.0)
        with setting("FIELD_WEIGHTS", flat):
            yield "without field weights", self.engine()
        with setting("JOINT", 0):
            yield "without words written together", self.engine()
        yield "without readings (kana, romaji)", self.engine(keep=lambda via: via != "reading")
        yield "without Sudachi's synonyms", self.engine(keep=lambda via: via != "synonym")
        yield "without the writers' synonyms", self.engine(keep=lambda via: via != "writer")
        yield "without parts of compounds", self.engine(parts=False)
        yield "without mended conversions", self.engine(conversions=False)
        yield "without mended slips and conversions", self.engine(mend=False)
        yield "without applicability", self.engine(applicability=False)
        yield "without one place a topic", self.engine(topics=False)

    def _words(self, text: str) -> list[str]:
        return [token.term for token in self.analyzer.tokens(text) if not token.part]

    def engine(
        self,
        documents: Sequence[Document] | None = None,
        keep: Callable[[str], bool] = lambda via: True,
        parts: bool = True,
        conversions: bool = True,
        mend: bool = True,
        applicability: bool = True,
        topics: bool = True,
    ) -> Ranked:
        """The search of ``kb.retrieval`` in memory, with parts left out."""
        documents = self.documents if documents is None else documents
        collection, found = postings.build(documents)
        held = dict(found)
        words: Counter[tuple[str, str]] = Counter()
        for document in documents:
            words.update(document.words)
        lexicon = compile_lexicon(self.analyzer, collection.idf.keys(), words, self.resources.synonyms)
        lexicon = reduced(lexicon, keep, parts)
        documents = [
            building.read_again(document, article, lexicon, self.kb.vocabulary)
            for document, article in zip(documents, self.articles, strict=True)
        ]
        collection, found = postings.build(documents)
        held = dict(found)
        tables = building.make_tables(self.articles, self.kb.vocabulary, collection)
        tables = tables if topics else replace(tables, topics=())
        known = Known(
            tuple(building.correctable_words(documents, self.kb.vocabulary)),
            tuple(building.kanji_words(words)) if conversions else (),
        )

        def understood(question: str) -> Query:
            query = read(question, lexicon, self.kb.vocabulary)
            made = corrections.corrections(query, known) if mend else []
            if made:
                query = read(corrections.apply(normalize(question), made), lexicon, self.kb.vocabulary)
            return query

        def search(question: str) -> list[str]:
            query = understood(question)
            wanted = joined_filters(Filters(), query, self.kb.vocabulary) if applicability else Filters()
            groups = ranking.weigh(query, lambda term: collection.idf.get(term, 0))
            candidates = ranking.shortlist(groups, lambda term: held.get(term, ()), tables, wanted)
            ranking.judge(candidates, groups, query, tables)
            places = ranking.arrange(candidates, tables, wanted, self.kb.vocabulary)
            return [self.articles[place.candidate.doc].id for place in places]

        return search


@dataclass(frozen=True)
class Known:
    """The words that slips and wrong conversions are mended to."""

    words: Sequence[corrections.Correctable]
    kanji: Sequence[homophones.Word]

    def correctable(self, head: str) -> list[corrections.Correctable]:
        return [word for word in self.words if word.head == head]

    def kanji_words(self, char: str) -> list[homophones.Word]:
        return [word for word in self.kanji if char in word[0]]


def reduced(lexicon: MemoryLexicon, keep: Callable[[str], bool], parts: bool) -> MemoryLexicon:
    """A lexicon with some ways to reach a term left out."""
    entries: dict[str, Entry] = {}
    for key, entry in lexicon.entries.items():
        groups = tuple(
            kept
            for group in (entry.groups if parts else entry.groups[:1])
            if (kept := tuple(choice for choice in group if keep(choice.via)))
        )
        if groups or not entry.groups:
            entries[key] = replace(entry, groups=groups)
    return MemoryLexicon(entries, lexicon.unknown_cost)


@contextmanager
def setting(name: str, value: object) -> Iterator[None]:
    """One number of ``kb.retrieval.weights`` replaced for a while."""
    before = getattr(weights, name)
    setattr(weights, name, value)
    try:
        yield
    finally:
        setattr(weights, name, before)


def _without_questions(document: Document) -> Document:
    return replace(document, fields={**document.fields, "questions": {}}, questions=document.questions[:1])


def bigrams(text: str) -> list[str]:
    """Overlapping pairs of the letters and digits of a text."""
    letters = "".join(char for char in normalize(text) if char.isalnum())
    return [letters[i : i + 2] for i in range(len(letters) - 1)] or [letters]


def bm25(
    articles: Sequence[Article], tokens: Callable[[str], list[str]], k1: float = 1.2, b: float = 0.75
) -> Ranked:
    """Plain BM25, as others do it."""
    bags = [Counter(tokens("\n".join((a.title, a.summary, *a.questions, *a.tags, a.body)))) for a in articles]
    lengths = [sum(bag.values()) for bag in bags]
    mean = sum(lengths) / max(1, len(lengths))
    df: Mapping[str, int] = Counter(term for bag in bags for term in bag)

    def search(question: str) -> list[str]:
        scores = [0.0] * len(bags)
        for term in set(tokens(question)):
            idf = math.log(1 + (len(bags) - df[term] + 0.5) / (df[term] + 0.5)) if term in df else 0.0
            for n, bag in enumerate(bags):
                if tf := bag.get(term, 0):
                    scores[n] += idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * lengths[n] / mean))
        order = sorted(range(len(bags)), key=lambda n: (-scores[n], n))
        return [articles[n].id for n in order if scores[n] > 0]

    return search


if __name__ == "__main__":
    main()
