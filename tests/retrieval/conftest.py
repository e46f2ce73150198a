"""The small FAQ of ``tests/retrieval/data/faq`` with its index, opened once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kb import config
from kb.articles.applicability import parse_filters
from kb.config import KnowledgeBase
from kb.retrieval.search import Answer, Searcher


@pytest.fixture(scope="session")
def faq(faq_root: Path) -> KnowledgeBase:
    return config.load(faq_root)


@pytest.fixture(scope="session")
def searcher(faq: KnowledgeBase) -> Iterator[Searcher]:
    opened = Searcher(faq.index_dir, faq.vocabulary)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def ask(searcher: Searcher) -> Callable[..., Answer]:
    """Ask the small FAQ: ``ask("転送", "Plesk 9")`` is ``kb ask 転送 --for "Plesk 9"``."""

    def run(question: str, *targets: str, n: int = 5) -> Answer:
        return searcher.ask(question, n, parse_filters(searcher.vocabulary, targets))

    return run
