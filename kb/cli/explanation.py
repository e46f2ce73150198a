"""Why an answer is what it is: how the question was read, and what each result scored for what."""

from __future__ import annotations

from collections.abc import Iterator

from kb.articles.applicability import Fit
from kb.retrieval.ranking import Candidate, Coverage
from kb.retrieval.search import Searcher, Trace

_VIA = {
    "word": "そのまま",
    "reading": "読み",
    "synonym": "同義語（Sudachi）",
    "writer": "同義語（search/synonyms.txt）",
}
_FIT = {Fit.EXACT: "条件に合う", Fit.GENERAL: "共通の記事", Fit.OTHER: "ほかのバージョン・OS・プラン用"}


def explain(trace: Trace, searcher: Searcher) -> Iterator[str]:
    """The lines of an explanation."""
    answer = trace.answer
    yield f"質問: {answer.question}"
    for correction in answer.corrections:
        yield f"  打ち間違いとみなした語: {correction.typed} → {correction.meant}"
    yield "読み方:"
    for unit in answer.query.units:
        if not unit.known:
            yield f"  {unit.text}: どの記事にもない語"
        for number, group in enumerate(unit.groups):
            told = "、".join(f"{c.term}（{_VIA[c.via]} {c.weight / 100:g}）" for c in group)
            yield f"  {unit.text if number == 0 else '    その部分'}: {told}"
    for joint in answer.query.joints:
        if searcher.spellings.idf(joint.groups[0][0].term):
            yield f"  {joint.text}: 続けて書かれた語 {joint.groups[0][0].term}（{joint.groups[0][0].weight / 100:g}）"
    for label, names in (
        ("バージョン", answer.filters.versions),
        ("プラン", answer.filters.plans),
        ("OS", answer.filters.os),
        ("ソフトウェア", answer.filters.software),
    ):
        if names:
            yield f"  {label}で絞る: {'、'.join(names)}"
    verdict = "答えた" if answer.answered else "答えなし"
    yield f"確信度: {answer.confidence:.3f}（{verdict}）"
    yield "順位:"
    for place, coverage in zip(trace.places, trace.coverages, strict=False):
        yield from _place(place.candidate, coverage, trace, searcher)


def _place(candidate: Candidate, coverage: Coverage, trace: Trace, searcher: Searcher) -> Iterator[str]:
    record = searcher.index.record(candidate.doc)
    yield f"  {candidate.score / 100:7.2f}  {record.id}  {_FIT[candidate.fit]}"
    yield (
        f"           BM25F {candidate.relevance / 100:.2f}、最も近い質問文 {candidate.likeness / 100:.2f}、"
        f"質問の語の占める割合 記事 {coverage.article:.2f} / 質問文 {coverage.question:.2f} / 節 {coverage.passage:.2f}"
    )
    parts = []
    for number in sorted(candidate.matched):
        weighed = trace.groups[number]
        best = max(
            (
                (choice.weight * posting.impact, choice.term)
                for choice in weighed.group
                for posting in searcher.index.postings(choice.term)
                if posting.doc == candidate.doc
            ),
            default=(0, ""),
        )
        parts.append(f"{best[1]} {weighed.factor * best[0] / 10000:.2f}")
    yield f"           {'、'.join(parts)}"
