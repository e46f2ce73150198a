"""The small FAQ as a survey asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb import config, pipeline
from kb.cli.gaps_command import Shelf


@pytest.fixture(scope="session")
def shelf(faq_root: Path) -> Iterator[Shelf]:
    """Over the fourteen articles of the tests of retrieval."""
    kb = config.load(faq_root)
    searcher = pipeline.open_searcher(kb)
    yield Shelf(kb, searcher, lambda done: None)
    searcher.close()
