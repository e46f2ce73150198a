"""``kb ask``: the answer to a question on one screen, or as JSON."""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING, Any

from kb.cli import COMMANDS, EXIT_NEGATIVE, EXIT_OK, print_error
from kb.cli.common import add_filters, add_json, knowledge_base, positive, print_json, say, wants_color
from kb.cli.printing import put, warn

if TYPE_CHECKING:
    from kb.articles.applicability import Filters
    from kb.config import KnowledgeBase
    from kb.retrieval.search import Answer, Result, Searcher

HELP = COMMANDS["ask"]
EXAMPLES = (
    'kb ask "DKIM 外部DNS"',
    'kb ask "DKIM 外部DNS" --for "Plesk Onyx"   Plesk Onyx の答えを探す',
    "kb ask 自分から自分に迷惑メールが届いた -n 3",
    'kb ask "CentOS7 リレー" --explain           なぜその順になったかを見る',
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("query", metavar="QUERY", nargs="+", help="質問（言葉を並べても、文でもよい）")
    parser.add_argument("-n", dest="n", metavar="N", type=positive, default=5, help="候補の数（既定: 5）")
    parser.add_argument("--explain", action="store_true", help="質問の読み方と、順位の理由を表示する")
    parser.add_argument(
        "--no-log", action="store_true", help="この質問を記録しない（kb.toml で記録している場合）"
    )
    add_filters(parser)
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    from kb.articles.applicability import parse_filters
    from kb.errors import UsageError
    from kb.pipeline import open_searcher

    kb = knowledge_base(args)
    question = " ".join(args.query).strip()
    if not question:
        raise UsageError("質問が空です。", '探したいことを書いてください。例: kb ask "DKIM 外部DNS"')
    filters = parse_filters(kb.vocabulary, args.targets, args.plans, args.categories)
    searcher = open_searcher(kb, lambda text: say(args, f"kb: {text}"), _answer_from_older)
    trace = searcher.trace(question, args.n, filters)
    answer = trace.answer
    if args.json:
        print_json(document(answer, kb, date.today()))
    elif args.explain:
        from kb.cli.explanation import explain

        for line in explain(trace, searcher):
            put(line)
    else:
        from kb.cli.answer import print_answer

        print_answer(answer, kb, date.today(), color=wants_color(args))
    if kb.log_questions and not args.no_log:
        _log(answer, kb, filters, searcher)
    searcher.close()
    return EXIT_OK if answer.answered else EXIT_NEGATIVE


def _answer_from_older(reason: Exception) -> None:
    """A folder that only others may write, or a full disk, must not leave a customer waiting."""
    print_error(reason)
    warn("kb: 索引を新しくできないので、前に作った索引で答えます。")


def _log(answer: Answer, kb: KnowledgeBase, filters: Filters, searcher: Searcher) -> None:
    """Keep the question as ``kb.gaps.log`` says. Whatever goes wrong, the answer has been given: one line tells it."""
    from kb.errors import KbError
    from kb.gaps import log
    from kb.gaps.masking import known_words

    try:
        entry = log.asked(
            answer.question,
            known_words(searcher.spellings, kb.vocabulary),
            date.today(),
            answered=answer.answered,
            confidence=answer.confidence,
            article=answer.results[0].id if answer.results else None,
            filters=filters,
        )
        if entry is not None:
            log.append(kb.questions_log, entry)
    except (OSError, KbError) as exc:
        reason = exc.strerror if isinstance(exc, OSError) else str(exc).splitlines()[0]
        warn(f"kb: 質問を記録できませんでした（{kb.questions_log}: {reason}）。")


def document(answer: Answer, kb: KnowledgeBase, today: date) -> dict[str, Any]:
    """The answer as JSON values; stable, additions only (see design of the format in README.md)."""
    first = answer.results[0] if answer.results else None
    return {
        "query": answer.question,
        "understood": {
            "terms": list(answer.query.terms),
            "versions": list(answer.query.names("versions")),
            "plans": list(answer.query.names("plans")),
            "os": list(answer.query.names("os")),
            "corrections": [{"from": c.typed, "to": c.meant} for c in answer.corrections],
            "out_of_scope": list(answer.out_of_scope),
            "unlisted": list(answer.unlisted),
        },
        "answered": answer.answered,
        "confidence": round(answer.confidence, 4),
        "results": [_result(result, kb, today) for result in answer.results],
        "variants": [
            {"id": other.id, "versions": list(other.applies_to.versions)}
            for other in (first.others if first else ())
        ],
        "suggestions": list(answer.suggestions),
    }


def _result(result: Result, kb: KnowledgeBase, today: date) -> dict[str, Any]:
    from kb.articles.freshness import freshness
    from kb.model import FACETS

    record = result.record
    return {
        "rank": result.rank,
        "id": record.id,
        "score": round(result.score, 4),
        "title": record.title,
        "summary": record.summary,
        "passage": {
            "heading": result.passage.heading,
            "anchor": result.passage.anchor,
            "text": result.passage.text,
        },
        "applies_to": {facet: list(record.applies_to.facet(facet)) for facet in FACETS},
        "fit": result.fit.name.lower(),
        "support": record.support,
        "published": record.published,
        "updated": record.updated,
        "status": record.status,
        "stale": freshness(record.as_article(), kb.vocabulary, today).stale,
        "topic": record.topic,
        "category": record.category,
        "path": record.path,
        "url": record.url,
        "source": record.source or None,
        "variants": [
            {"id": other.id, "versions": list(other.applies_to.versions)} for other in result.others
        ],
    }
