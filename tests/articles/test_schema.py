"""The JSON Schema of the front matter, under a validator that is not ours, and the editors' settings."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from kb import config
from kb.articles.editors import editor_files
from kb.articles.reader import article_paths
from kb.articles.schema import front_matter_schema
from kb.articles.writer import KEYS, dump
from kb.cli import main
from kb.model import AppliesTo, Article

REPOSITORY = Path(__file__).parents[2]
BROKEN = REPOSITORY / "tests" / "checks" / "broken"
KB = config.load(REPOSITORY / "tests" / "checks" / "data")
SCHEMA = front_matter_schema(KB)


def head(text: str) -> dict[str, Any]:
    """The front matter as any YAML reader gives it, dates as JSON has them."""
    value = yaml.safe_load(text.split("\n---\n")[0].removeprefix("---\n"))
    return {key: item.isoformat() if isinstance(item, date) else item for key, item in value.items()}


def errors(value: dict[str, Any], schema: dict[str, Any] = SCHEMA) -> list[str]:
    validator = jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker())
    return sorted(
        {"/".join(map(str, error.path)) or error.validator for error in validator.iter_errors(value)}
    )


def test_the_schema_is_valid_and_has_every_key_in_order():
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    assert tuple(SCHEMA["properties"]) == KEYS


@pytest.mark.parametrize("path", sorted(article_paths(REPOSITORY / "articles")), ids=lambda p: p.stem)
def test_an_article_of_ours_passes(path: Path):
    schema = front_matter_schema(config.load(REPOSITORY))
    assert errors(head(path.read_text("utf-8")), schema) == []


def test_what_the_writer_writes_passes():
    """Empty keys stand in the file and are null in YAML."""
    article = Article(id="a", title="587", summary="答え。", category="webmail", tags=("587",))
    assert errors(head(dump(article))) == []


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("empty-title", ["title"]),
        ("typo-facet", ["applies_to"]),
        ("unknown-key", ["additionalProperties"]),
        ("tags-is-text", ["tags"]),
        ("title-is-bool", ["title"]),
        ("repeated-tag", ["tags"]),
        ("id-with-capitals", ["id"]),
        ("unknown-category", ["category"]),
        ("unknown-version", ["applies_to/versions/0"]),
        ("alias-version", ["applies_to/versions/0"]),
        ("wrong-facet", ["applies_to/versions/0"]),
        ("impossible-date", ["updated"]),
        ("japanese-date", ["published"]),
        ("status-typo", ["status"]),
        ("support-japanese", ["support"]),
        ("long-summary", ["summary"]),
        ("source-without-scheme", ["source"]),
        ("topic-with-capitals", ["topic"]),
        ("required-missing", ["required"]),
    ],
)
def test_what_the_check_calls_malformed_fails_here_too(name: str, where: list[str]):
    text = (BROKEN / f"{name}.md").read_text("utf-8").replace("2023-02-30", '"2023-02-30"')
    assert errors(head(text)) == where


def test_the_vocabulary_is_offered_with_descriptions():
    items = SCHEMA["properties"]["applies_to"]["properties"]["versions"]["items"]["oneOf"]
    assert {"const": "Plesk 8", "description": "サポート終了 2022-10-12。別名: Plesk8"} in items
    assert {"const": "Plesk", "description": "Plesk のすべてのバージョン"} in items
    assert {"const": "webmail", "description": "Webメール"} in SCHEMA["properties"]["category"]["oneOf"]


def test_a_knowledge_base_without_names_of_a_facet_allows_only_the_empty_list():
    bare = config.KnowledgeBase(
        root=Path(), name="空", vocabulary=config.Vocabulary(KB.vocabulary.categories)
    )
    schema = front_matter_schema(bare)
    article = Article(id="a", title="題", summary="答え。", category="webmail")
    assert errors(head(dump(article)), schema) == []
    tied = Article(
        id="a", title="題", summary="答。", category="webmail", applies_to=AppliesTo(os=("macOS",))
    )
    assert errors(head(dump(tied)), schema) == ["applies_to/os/0"]


def test_the_schema_is_printed_or_written(tmp_path: Path, capsys):
    assert main(["schema", "-C", str(KB.root)]) == 0
    printed = capsys.readouterr().out
    assert json.loads(printed) == SCHEMA
    assert main(["schema", "-C", str(KB.root), "-o", str(tmp_path / "s.json")]) == 0
    assert (tmp_path / "s.json").read_text("utf-8") == printed


def test_editor_settings_leave_what_people_changed(tmp_path: Path, capsys):
    (tmp_path / "kb.toml").write_text((KB.root / "kb.toml").read_text("utf-8"), "utf-8")
    settings = tmp_path / ".vscode" / "settings.json"
    settings.parent.mkdir()
    settings.write_text("{}", "utf-8")
    assert main(["schema", "-C", str(tmp_path), "--editors"]) == 0
    assert settings.read_text("utf-8") == "{}"
    assert "残しました: .vscode/settings.json" in capsys.readouterr().err
    assert main(["schema", "-C", str(tmp_path), "--editors", "--force"]) == 0
    written = {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()}
    assert written == {*editor_files(KB), "kb.toml"}
    assert settings.read_text("utf-8") == editor_files(KB)[".vscode/settings.json"]


def test_a_problem_matcher_reads_the_annotations():
    """The tasks underline what ``kb check --watch --format github`` prints."""
    tasks = json.loads(editor_files(KB)[".vscode/tasks.json"])["tasks"]
    matchers = tasks[0]["problemMatcher"]
    line = "::warning file=articles/a/日本語.md,line=3,col=14,title=KB110::名前がありません: 直す"
    hits = [re.match(m["pattern"]["regexp"], line) for m in matchers]
    assert [bool(hit) for hit in hits] == [False, True, False]
    assert hits[1].groups() == ("articles/a/日本語.md", "3", "14", "KB110", "名前がありません: 直す")
    assert [m["severity"] for m in matchers] == ["error", "warning", "info"]


def test_snippets_offer_the_vocabulary():
    snippets = json.loads(editor_files(KB)[".vscode/kb.code-snippets"])
    assert snippets["category"]["body"] == ["category: ${1|webmail,sending,forwarding|}$0"]
    assert "Plesk Obsidian" in snippets["versions"]["body"][0]
