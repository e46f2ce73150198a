"""``kb gaps``: what was asked and not found, and what may mend it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kb.cli import COMMANDS, EXIT_OK
from kb.cli.common import add_json, day, knowledge_base, positive, print_json, say
from kb.cli.printing import put, warn

if TYPE_CHECKING:
    from kb.config import KnowledgeBase
    from kb.gaps.log import Asked, Broken
    from kb.gaps.reading import Reading
    from kb.retrieval.query import Query
    from kb.retrieval.search import Searcher

HELP = COMMANDS["gaps"]
EXAMPLES = (
    "kb gaps                         見つからなかった質問と、直し方の案",
    "kb gaps --since 2026-07-01      この日からの質問だけ",
    "kb gaps --min 3                 3 件以上聞かれた質問だけ",
    "kb gaps questions-*.jsonl       サイトの「質問の記録」から保存したファイルを読む",
    'kb gaps intranet-2026-07.jsonl  ほかで集めた記録を読む（1 行に 1 つ {"day": …, "question": …}）',
    "kb gaps --clear                 記録を空にする",
)

_TOLD = 5
"""Broken lines that are named one by one."""

_RESULTS = 2
"""Results a survey needs: the nearest article, and how far the next one is."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files",
        metavar="FILE",
        nargs="*",
        type=Path,
        help="質問の記録（JSONL。既定: kb.toml で始めた記録 build/questions.jsonl）",
    )
    parser.add_argument("--since", metavar="DATE", type=day, help="この日からの質問だけ（例: 2026-07-01）")
    parser.add_argument(
        "--min", dest="least", metavar="N", type=positive, help="N 件以上聞かれた質問だけ（既定: 1）"
    )
    parser.add_argument("--clear", action="store_true", help="build/questions.jsonl を空にする")
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    kb = knowledge_base(args)
    if args.clear:
        return _clear(args, kb)
    paths = args.files or [kb.questions_log]
    if not args.files and not kb.questions_log.exists():
        return _nothing_kept(args, kb)
    return _survey(args, kb, paths)


def _clear(args: argparse.Namespace, kb: KnowledgeBase) -> int:
    from kb.errors import UsageError
    from kb.gaps.log import clear

    if args.files or args.since or args.least or args.json:
        raise UsageError(
            "--clear は、ほかの引数と一緒には使えません。", "kb gaps --clear とだけ書いてください。"
        )
    count = clear(kb.questions_log)
    say(args, f"記録を空にしました（{count} 件）。" if count else "記録はありません。")
    return EXIT_OK


def _nothing_kept(args: argparse.Namespace, kb: KnowledgeBase) -> int:
    from kb.gaps.document import to_document
    from kb.gaps.survey import Survey

    if args.json:
        print_json(to_document(Survey((), (), (), ()), recording=kb.log_questions, broken=0))
    elif kb.log_questions:
        print("記録された質問はまだありません。kb ask で聞かれた質問がここにまとまります。")
    else:
        print(
            "質問は記録していません。記録するには、kb.toml に次の 2 行を書いてください。\n\n"
            "[log]\nquestions = true\n\n"
            "kb ask の質問が build/questions.jsonl にたまります。書くのは日付・質問・最初の記事などで、利用者と\n"
            "時刻は書かず、メールアドレスや電話番号などは伏せます。\n\n"
            "[log] に site = true と書くと、サイトを読む人も、望むときだけ、同じ記録を自分のブラウザの中に残せます。\n"
            "そこから保存したファイルは kb gaps FILE… で読めます。"
        )
    return EXIT_OK


def _survey(args: argparse.Namespace, kb: KnowledgeBase, paths: Sequence[Path]) -> int:
    from kb.gaps.document import to_document
    from kb.gaps.log import Asked, Broken, read
    from kb.gaps.masking import known_words
    from kb.gaps.survey import survey
    from kb.gaps.text import survey_lines
    from kb.pipeline import open_searcher

    searcher = open_searcher(kb, lambda text: say(args, f"kb: {text}"))
    known = known_words(searcher.spellings, kb.vocabulary)
    found = [item for path in paths for item in read(path, known)]
    broken = [item for item in found if isinstance(item, Broken)]
    _tell(broken)
    since: date = args.since or date.min
    asked = [item for item in found if isinstance(item, Asked) and item.day >= since]
    result = survey(asked, Shelf(kb, searcher, _counter(args, asked)), least=args.least or 1)
    searcher.close()
    if args.json:
        print_json(to_document(result, recording=kb.log_questions, broken=len(broken)))
    else:
        nothing = (
            "記録された質問はありません。" if args.since is None else f"{since} からの質問はありません。"
        )
        put("\n".join(survey_lines(result)) or nothing)
    return EXIT_OK


def _tell(broken: Sequence[Broken]) -> None:
    """Lines that were passed over; a result of their own, so said with --quiet too."""
    for item in broken[:_TOLD]:
        warn(f"kb: {item.place}: この行をとばしました。{item.problem}")
    if len(broken) > _TOLD:
        warn(f"kb: ほかに {len(broken) - _TOLD} 行をとばしました。")


def _counter(args: argparse.Namespace, asked: Sequence[Asked]) -> Callable[[int], None]:
    """Shows how far the survey is, on stderr, where a person watches; called with how many were asked."""
    total = len({(one.question, tuple(sorted(one.filters.items()))) for one in asked})
    watched = not args.quiet and sys.stderr.isatty()

    def count(done: int) -> None:
        if watched and (done % 20 == 0 or done == total):
            end = "\n" if done == total else ""
            print(f"\r質問を調べています {done}/{total}", end=end, file=sys.stderr, flush=True)

    return count


class Shelf:
    """The knowledge base as ``kb.gaps.survey`` asks for it."""

    def __init__(self, kb: KnowledgeBase, searcher: Searcher, count: Callable[[int], None]) -> None:
        from kb.articles.reader import article_paths

        self._kb, self._searcher, self._count = kb, searcher, count
        self._ids = {path.stem for path in article_paths(kb.articles_dir)}
        self._looked = 0

    def look(self, question: str, filters: Mapping[str, tuple[str, ...]]) -> Reading:
        from kb.articles.applicability import filters_of
        from kb.gaps.reading import reading_of

        vocabulary = self._kb.vocabulary
        # Names that kb.toml has no longer, or never had (a file from elsewhere), bind nothing.
        names = [vocabulary.get(facet, name) for facet, given in filters.items() for name in given]
        categories = [c for c in filters.get("categories", ()) if vocabulary.category(c)]
        wanted = filters_of([name for name in names if name is not None], categories)
        reading = reading_of(self._searcher.trace(question, _RESULTS, wanted))
        self._looked += 1
        self._count(self._looked)
        return reading

    def stored(self, path: str) -> Sequence[Query]:
        from kb.articles.reader import read as read_article
        from kb.retrieval.query import read

        article = read_article(self._kb.root / path, self._kb.root).article
        texts = (article.title, *article.questions)
        return [read(text, self._searcher.spellings, self._kb.vocabulary) for text in texts]

    def idf(self, term: str) -> int:
        return self._searcher.spellings.idf(term)

    def holds(self, article_id: str) -> bool:
        return article_id in self._ids
