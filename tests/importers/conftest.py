"""What the importers' tests share: a small knowledge base and a way to import a sample."""

from pathlib import Path

import pytest

from kb.articles.writer import dump
from kb.config import Vocabulary, load
from kb.importers.drafting.draft import Draft, draft_all
from kb.importers.raw import Reading
from kb.importers.sources import Options, read_bytes

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return load(DATA).vocabulary


class Import:
    """Reads and drafts one source in memory."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def reading(self, data: bytes | str, name: str, **options: object) -> Reading:
        raw = data if isinstance(data, bytes) else data.encode()
        return read_bytes(raw, name, self.vocabulary, Options(**options))  # type: ignore[arg-type]

    def drafts(self, data: bytes | str, name: str, **options: object) -> tuple[Draft, ...]:
        return draft_all(self.reading(data, name, **options).entries, self.vocabulary)

    def texts(self, data: bytes | str, name: str, **options: object) -> list[str]:
        return [dump(draft.article) for draft in self.drafts(data, name, **options)]


@pytest.fixture(scope="session")
def importer(vocabulary: Vocabulary) -> Import:
    return Import(vocabulary)
