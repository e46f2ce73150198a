"""The browser ranks as the terminal does: every judged query, in real Chromium, from a folder.

The repository's own knowledge base is built whole, index and site; the answers of ``kb ask`` and of the scripts
of the page must have the same five articles, the same scores, and the same verdict.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kb import config, pipeline
from kb.evaluation.judgments import read_judgments
from kb.retrieval.search import Answer, Searcher

if TYPE_CHECKING:
    from playwright.sync_api import Page

REPOSITORY = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 24)

ASK = """
async (questions) => {
  window.engine ??= await KB.openSearch({ base: "data/" });
  const answers = [];
  for (const question of questions) {
    const { answered, confidence, results, understood } = await window.engine.ask(question, { n: 5 });
    answers.push({
      terms: understood.terms, answered, confidence,
      ids: results.map(({ id }) => id), scores: results.map(({ score }) => score),
      passages: results.map(({ passage }) => passage.text),
    });
  }
  return answers;
}
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository's knowledge base, built."""
    root = tmp_path_factory.mktemp("agreement") / "kb"
    root.mkdir()
    shutil.copy(REPOSITORY / "kb.toml", root)
    for folder in ("articles", "search"):
        shutil.copytree(REPOSITORY / folder, root / folder)
    pipeline.build(config.load(root), TODAY)
    return root


@pytest.fixture(scope="module")
def searcher(built: Path) -> Iterator[Searcher]:
    kb = config.load(built)
    opened = Searcher(kb.index_dir, kb.vocabulary)
    yield opened
    opened.close()


@pytest.fixture
def page(built: Path, visit: Callable[..., Any]) -> Page:
    opened: Page = visit(config.load(built).site_dir.as_uri() + "/").open("index.html")
    return opened


def shown(answer: Answer) -> dict[str, Any]:
    return {
        "terms": list(answer.query.terms),
        "answered": answer.answered,
        "ids": [result.id for result in answer.results],
        "passages": [result.passage.text for result in answer.results],
    }


def test_every_judged_query_is_answered_alike(searcher: Searcher, page: Page) -> None:
    files = sorted((REPOSITORY / "search").glob("judgments*.jsonl"))
    questions = [judgment.text for path in files for judgment in read_judgments(path)]
    assert len(questions) > 100
    found = page.evaluate(ASK, questions)
    for question, in_browser in zip(questions, found, strict=True):
        answer = searcher.ask(question, 5)
        scores, confidence = in_browser.pop("scores"), in_browser.pop("confidence")
        assert in_browser == shown(answer), question
        # The last bit of a power or a logarithm is the machine's; see tests/js/questions.test.mjs.
        assert scores == pytest.approx([result.score for result in answer.results], rel=1e-12), question
        assert confidence == pytest.approx(answer.confidence, rel=1e-12), question
