"""``kb init``: a knowledge base that works as it is."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from kb import config
from kb.articles.checks import run
from kb.articles.formatting import format_article
from kb.articles.library import read_library
from kb.cli import main
from kb.cli.scaffolding import scaffold_files


@pytest.fixture
def root(tmp_path: Path) -> Path:
    assert main(["init", str(tmp_path / "faq"), "--name", '情シス "FAQ" \\ 1']) == 0
    return tmp_path / "faq"


def test_the_new_knowledge_base_has_no_findings(root: Path):
    kb = config.load(root)
    assert kb.name == '情シス "FAQ" \\ 1'
    assert run(read_library(kb), kb, date.today()) == []


def test_its_articles_are_in_canonical_form(root: Path):
    kb = config.load(root)
    for file in read_library(kb).files:
        assert format_article(file.text, file.path, kb.vocabulary) == file.text


def test_everything_that_design_and_readme_name_is_there(root: Path):
    present = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    assert {
        "kb.toml", "README.md", ".gitignore", "build/README.md", "search/synonyms.txt", "search/stopwords.txt",
        "search/out_of_scope.txt",
        "search/user_dictionary.csv", "search/judgments.jsonl", ".vscode/tasks.json", ".kb/article.schema.json",
    } <= present  # fmt: skip


def test_no_place_is_left_to_fill_in(root: Path):
    for path in root.rglob("*"):
        assert not path.is_file() or "{{" not in path.read_text("utf-8")


def test_judged_queries_name_articles_that_exist(root: Path):
    ids = {file.article.id for file in read_library(config.load(root)).files}
    lines = (root / "search/judgments.jsonl").read_text("utf-8").splitlines()
    judged = [json.loads(line) for line in lines if line and not line.startswith("#")]
    assert {article for query in judged for article in query["relevant"]} <= ids
    assert any(not query["answerable"] for query in judged)


def test_nothing_that_exists_is_touched(tmp_path: Path, capsys):
    (tmp_path / "README.md").write_text("大事な文書\n", "utf-8")
    assert main(["init", str(tmp_path)]) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["README.md"]
    assert "README.md がもうあります" in capsys.readouterr().err


def test_a_folder_with_other_files_can_become_one(tmp_path: Path):
    (tmp_path / "memo.txt").write_text("メモ\n", "utf-8")
    assert main(["init", str(tmp_path)]) == 0
    assert (tmp_path / "memo.txt").read_text("utf-8") == "メモ\n"


def test_a_file_is_no_folder(tmp_path: Path):
    (tmp_path / "x").write_text("", "utf-8")
    assert main(["init", str(tmp_path / "x")]) == 2


def test_the_examples_carry_the_day_they_were_made():
    files = scaffold_files("FAQ", date(2031, 2, 3))
    articles = [text for path, text in files.items() if path.startswith("articles/")]
    assert len(articles) == 2
    assert all("published: 2031-02-03\n" in text for text in articles)
