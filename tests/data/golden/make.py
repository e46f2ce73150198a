"""Write the golden files that hold Python and JavaScript together.

    python tests/data/golden/make.py

``functions.json``: what the pure functions give, for chosen and for random texts. ``questions.json``: what the
small knowledge base of ``tests/retrieval/data/faq`` answers. ``site.json``: its index as a browser reads it, with
the spellings that those questions look up and no others. pytest checks that Python still gives all of them;
``node --test tests/js`` runs the first two with the scripts of the site.

Places are given in UTF-16 units, as JavaScript counts.
"""

from __future__ import annotations

import json
import random
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from samples import (
    ALPHABETS,
    CHOSEN,
    ENGLISH,
    ROMAJI,
    TOPIC_KEYS,
    TOPICS,
    random_lexicons,
    random_pairs,
    random_phrases,
    random_romaji,
    random_texts,
    random_topics,
)

from kb import config, pipeline
from kb.articles.applicability import Filters
from kb.articles.freshness import freshness
from kb.articles.mentions import reaches
from kb.config import KnowledgeBase, Vocabulary
from kb.model import FACETS
from kb.retrieval import corrections, identifiers, romaji, scope, segmentation
from kb.retrieval.lexicon import Choice, Entry, MemoryLexicon
from kb.retrieval.postings import Posting
from kb.retrieval.search import Searcher
from kb.site import search_codes, search_postings
from kb.site.search_data import search_files
from kb.site.search_sample import likely_questions
from kb.text import alias_key, fold, normalize

HERE = Path(__file__).parent
FAQ = HERE.parents[1] / "retrieval" / "data" / "faq"
TODAY = date(2026, 11, 24)


def utf16(text: str, place: int) -> int:
    """A place in code points as one in UTF-16 units."""
    return search_codes.length(text[:place])


# --------------------------------------------------------------- functions


def functions(vocabulary: Vocabulary) -> dict[str, list[Any]]:
    """Function to [input, output] pairs."""
    texts = [*CHOSEN, *random_texts(1, 300)]
    normalized = [normalize(text) for text in texts]
    runs = sorted({run.text for text in normalized for run in identifiers.runs(text)})
    words = sorted({part for run in [*runs, *ENGLISH] for part in identifiers.parts(run)})
    return {
        "normalize": [[text, normalize(text)] for text in texts],
        "fold": [[text, fold(text)] for text in texts],
        "aliasKey": [[text, alias_key(text)] for text in texts],
        "runs": [[t, [[r.text, utf16(t, r.start), utf16(t, r.end)] for r in identifiers.runs(t)]] for t in normalized],
        "parts": [[run, list(identifiers.parts(run))] for run in runs],
        "compounds": [[run, list(identifiers.compounds(run))] for run in runs],
        "stem": [[word, identifiers.stem(word)] for word in words],
        "readings": [[text, romaji.readings(text)] for text in [*ROMAJI, *random_romaji(2, 150)]],
        "script": [[char, segmentation.script(char)] for char in sorted(set("".join(ALPHABETS)))],
        "named": [[[text, TOPIC_KEYS], _topics_in(text)] for text in [*TOPICS, *random_topics(7, 100)]],
        "distance": [[[a, b, n], corrections.distance(a, b, n)] for a, b, n in random_pairs(3, 200)],
        "reaches": [[t, _reaches(t, vocabulary)] for t in [*map(normalize, random_phrases(4, 300)), *normalized]],
        "segment": [_segmented(*made) for made in random_lexicons(5, 80)],
        "numbers": [_numbers(6)],
        "bucketOf": [[[key, n], search_codes.bucket_of(key, n)] for key in texts if key for n in (1, 7, 4000)],
        "postings": [_postings(seed) for seed in range(20)],
    }  # fmt: skip


def _topics_in(text: str) -> list[list[int]]:
    """UTF-16 places of the topics that stand in a text."""
    normal = normalize(text)
    return [[utf16(normal, start), utf16(normal, end)] for start, end in scope.named(normal, TOPIC_KEYS)]


def _segmented(text: str, costs: dict[str, int]) -> list[Any]:
    lexicon = MemoryLexicon({k: Entry(c, ((Choice(k, 100, "word"),),)) for k, c in costs.items()}, 700)
    pieces = segmentation.segment(text, lexicon)
    found = [[p.text, utf16(text, p.start), p.entry.cost if p.entry else None] for p in pieces]
    return [[text, costs, lexicon.unknown_cost, lexicon.longest], found]


def _reaches(text: str, vocabulary: Vocabulary) -> list[Any]:
    return [
        [r.facet, list(r.names), utf16(text, r.start), utf16(text, r.end), r.ranged]
        for r in reaches(text, vocabulary)
    ]


def _numbers(seed: int) -> list[Any]:
    rng = random.Random(seed)
    edges = (0, 1, 79, 80, 81, 172, 173, 1195, 1196, 1197, search_codes.LARGEST)
    values = [*edges, *(rng.randrange(10**k) for k in range(1, 6) for _ in range(20))]
    return [search_codes.numbers(values), values]


def _postings(seed: int) -> list[Any]:
    rng = random.Random(seed)
    docs = sorted(rng.sample(range(2000), rng.randint(1, 30)))
    made = [
        Posting(
            doc,
            rng.randint(1, 1500),
            tuple(
                (q, rng.randint(1, 255)) for q in sorted(rng.sample(range(255), rng.choice((0, 1, 2, 12))))
            ),
            tuple(sorted(rng.sample(range(rng.choice((18, 19, 20, 255))), rng.choice((0, 1, 3, 8, 18))))),
        )
        for doc in docs
    ]
    unpacked = [
        {
            "doc": p.doc,
            "impact": p.impact,
            "questions": [list(q) for q in p.questions],
            "passages": list(p.passages),
        }
        for p in made
    ]
    return [search_postings.pack_postings(made), unpacked]


# --------------------------------------------------------------- questions


QUESTIONS: tuple[tuple[str, dict[str, Any]], ...] = tuple(
    (question, {})
    for question in (HERE / "asked.txt").read_text("utf-8").splitlines()
    if question and not question.startswith("#")
)


class RecordedSpellings:
    """The lexicon of an index, remembering what is looked up in it."""

    def __init__(self, searcher: Searcher) -> None:
        self._spellings = searcher.spellings
        self.unknown_cost, self.longest = self._spellings.unknown_cost, self._spellings.longest
        self.idf, self.correctable = self._spellings.idf, self._spellings.correctable
        self.kanji_words, self.every_kanji_word = (
            self._spellings.kanji_words,
            self._spellings.every_kanji_word,
        )
        self.every_correctable, self.every_idf = self._spellings.every_correctable, self._spellings.every_idf
        self._found: dict[str, Entry] = {}

    def look_up(self, keys: Iterable[str]) -> dict[str, Entry]:
        found = self._spellings.look_up(keys)
        self._found.update(found)
        return found

    def every(self) -> list[tuple[str, Entry]]:
        """Those that were looked up."""
        return sorted(self._found.items())

    def close(self) -> None:
        self._spellings.close()


def answers(searcher: Searcher, kb: KnowledgeBase) -> list[dict[str, Any]]:
    """What each question is answered with."""
    return [_answer(searcher, kb, question, options) for question, options in asked(kb)]


def asked(kb: KnowledgeBase) -> Iterator[tuple[str, dict[str, Any]]]:
    """The questions, the first of them also with each kind of filter."""
    yield from QUESTIONS
    question = QUESTIONS[0][0]
    for facet in FACETS:
        for name in kb.vocabulary.facet(facet)[:3]:
            yield question, {"filters": {facet: [name.name]}}
    for category in kb.vocabulary.categories[:2]:
        yield question, {"filters": {"categories": [category.id]}}
    yield question, {"n": 1}
    yield question, {"n": 20}


def _answer(searcher: Searcher, kb: KnowledgeBase, question: str, options: dict[str, Any]) -> dict[str, Any]:
    filters = Filters(**{facet: tuple(names) for facet, names in options.get("filters", {}).items()})
    answer = searcher.ask(question, options.get("n", 5), filters)
    return {
        "question": question,
        "options": options,
        "terms": list(answer.query.terms),
        "corrections": [[c.typed, c.meant] for c in answer.corrections],
        "outOfScope": list(answer.out_of_scope),
        "unlisted": list(answer.unlisted),
        "named": {facet: list(answer.query.names(facet)) for facet in ("versions", "plans", "os")},
        "filters": {facet: list(answer.filters.facet(facet)) for facet in FACETS},
        "answered": answer.answered,
        "confidence": answer.confidence,
        "results": [
            {
                "id": result.id,
                "score": result.score,
                "fit": result.fit.name.lower(),
                "passage": [result.passage.heading, result.passage.anchor, result.passage.text],
                "others": [other.id for other in result.others],
                "stale": freshness(result.record.as_article(), kb.vocabulary, TODAY).stale,
                "ended": list(freshness(result.record.as_article(), kb.vocabulary, TODAY).ended),
            }
            for result in answer.results
        ],
    }


def golden(root: Path) -> Iterator[tuple[str, Any]]:
    """Name and content of each golden file, from an indexed copy of the knowledge base."""
    kb = config.load(root)
    searcher = pipeline.open_searcher(kb)
    asked = likely_questions(pipeline.readable_articles(kb), searcher.spellings, kb.vocabulary)
    recorded = RecordedSpellings(searcher)
    searcher.spellings = recorded  # type: ignore[assignment]
    yield "functions.json", functions(kb.vocabulary)
    yield "questions.json", answers(searcher, kb)
    yield (
        "site.json",
        {path: content.decode() for path, content in search_files(searcher.index, recorded, kb, asked)},
    )
    searcher.close()


def main(report: Callable[[str], None] = print) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "faq"
        shutil.copytree(FAQ, root)
        for name, content in golden(root):
            lines = json.dumps(content, ensure_ascii=True, indent=0, sort_keys=False)
            (HERE / name).write_text(lines + "\n", encoding="utf-8")
            report(f"{name}: {len(lines)} characters")


if __name__ == "__main__":
    main()
