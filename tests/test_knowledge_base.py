"""The knowledge base of this repository: what its articles promise, and what its main questions answer."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kb import cli, config, pipeline
from kb.articles.applicability import Filters
from kb.articles.library import read_library
from kb.evaluation.judgments import read_judgments
from kb.model import Article
from kb.retrieval.search import Answer, Searcher
from kb.text import alias_key

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    return [file.article for file in read_library(config.load(ROOT)).files]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy, so that a test never touches the build of the checkout."""
    root = tmp_path_factory.mktemp("faq")
    for part in ("articles", "search"):
        shutil.copytree(ROOT / part, root / part)
    shutil.copy(ROOT / config.CONFIG_NAME, root)
    return root


@pytest.fixture(scope="module")
def searcher(root: Path) -> Searcher:
    return pipeline.open_searcher(config.load(root))


@pytest.fixture(scope="module")
def ask(searcher: Searcher) -> Callable[..., Answer]:
    return searcher.ask


def test_all_sixty_articles_are_there_and_whole(articles: list[Article]) -> None:
    assert len(articles) == 60
    assert pipeline.readable_articles(config.load(ROOT)) == articles
    for article in articles:
        assert len(article.questions) >= 12, article.id
        assert 0 < len(article.summary) <= 140, article.id
        assert article.topic, article.id


def test_no_question_repeats_a_judged_one(articles: list[Article]) -> None:
    """A judged query that an article holds word for word measures nothing."""
    judged = {
        alias_key(judgment.text)
        for path in (ROOT / "search").glob("judgments*.jsonl")
        for judgment in read_judgments(path)
    }
    repeated = {q for a in articles for q in (a.title, *a.questions) if alias_key(q) in judged}
    assert repeated == set()


def test_every_judged_article_exists(articles: list[Article]) -> None:
    known = {article.id for article in articles}
    for path in (ROOT / "search").glob("judgments*.jsonl"):
        for judgment in read_judgments(path):
            assert set(judgment.relevant) <= known, judgment.qid


def test_the_newest_version_answers_and_the_other_follows(ask: Callable[..., Answer]) -> None:
    answer = ask("DKIM 外部DNS")
    assert answer.answered
    assert answer.results[0].id == "plesk-obsidian-dkim-sign-outgoing"
    assert [other.id for other in answer.results[0].others] == ["plesk-onyx-dkim-sign-outgoing"]


def test_a_named_version_decides(ask: Callable[..., Answer]) -> None:
    answer = ask("DKIM 外部DNS", filters=Filters(versions=("Plesk Onyx",)))
    assert (answer.answered, answer.results[0].id) == (True, "plesk-onyx-dkim-sign-outgoing")
    assert ask("オニキスで外部DNSのDKIM").results[0].id == "plesk-onyx-dkim-sign-outgoing"


def test_a_table_answers_by_its_row(ask: Callable[..., Answer]) -> None:
    answer = ask("Plesk 12 SNI")
    assert answer.results[0].id == "sni-lets-encrypt-support-by-panel-and-os"
    assert "Plesk 12" in answer.results[0].passage.text.split("\n\n")[0]


@pytest.mark.parametrize(
    "question", ["明日の天気", "Pleskのデータベースのパスワードを変更したい", "しりとりしよう"]
)
def test_what_no_article_answers_is_refused(ask: Callable[..., Answer], question: str) -> None:
    assert not ask(question).answered


@pytest.mark.usefixtures("searcher")
def test_the_commands_exit_as_promised(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["-C", str(root), "ask", "DKIM 外部DNS"]) == 0
    assert cli.main(["-C", str(root), "ask", "明日の天気"]) == 1
    assert "見つかりませんでした" in capsys.readouterr().out
    assert cli.main(["-C", str(root), "ask", "DKIM", "--for", "Plesk 99"]) == 2
    assert "Plesk Obsidian" in capsys.readouterr().err
