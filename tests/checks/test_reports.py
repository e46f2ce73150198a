"""The formats: for a person, for CI systems, for programs."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest

from kb.articles.checks import Result
from kb.articles.checks.reports import Summary
from kb.articles.checks.reports.machine import render_github, render_json, render_junit
from kb.articles.checks.reports.sarif import render_sarif
from kb.articles.checks.reports.text import excerpt, one_line, render
from kb.articles.checks.rule import Edit
from kb.articles.frontmatter import Place
from kb.model import Finding, Severity
from kb.text import display_width

HERE = Path(__file__).parent
REPOSITORY = HERE.parent.parent

ERROR = Result(
    Finding(
        "KB110", Severity.ERROR, "articles/a/日本語 b.md", 3, 14, "名前がありません: 100%\n直す", "Plesk Onyx"
    ),
    (Edit(Place(3, 14), Place(3, 19), "Plesk Onyx"),),
)
WARNING = Result(Finding("KB503", Severity.WARNING, "articles/a/c.md", 1, 4, "全角です。\x08", None))
NOTE = Result(Finding("KB505", Severity.NOTE, "articles/a/c.md", 9, 1, "長い文です。", None))
RESULTS = [ERROR, WARNING, NOTE]
SUMMARY = Summary.of(RESULTS, 60)
SOURCES = {
    "articles/a/日本語 b.md": ["---", "applies_to:", "  versions: [Onix]"],
    "articles/a/c.md": ["ｱ全角５８７\tです", *[""] * 7, "文"],
}


def source(name: str) -> list[str]:
    return SOURCES[name]


def test_a_person_reads_findings_by_file_with_source_and_caret():
    assert render(RESULTS, SUMMARY, source, width=80, color=False) == (
        "articles/a/日本語 b.md\n"
        "  3:14 誤り KB110 名前がありません: 100%\ufffd直す\n"
        "    3 |   versions: [Onix]\n"
        "      |              ^\n"
        "    直し方: Plesk Onyx（--fix で直せます）\n"
        "\n"
        "articles/a/c.md\n"
        "  1:4 警告 KB503 全角です。\ufffd\n"
        "    1 | ｱ全角５８７ です\n"
        "      |      ^\n"
        "  9:1 参考 KB505 長い文です。\n"
        "    9 | 文\n"
        "      | ^\n"
        "\n"
        "60 件のファイルを調べました: 誤り 1 件、警告 1 件、参考 1 件。 kb check --fix で 1 件を直せます。\n"
    )


def test_no_findings_is_said_too():
    assert (
        render([], Summary.of([], 3), source, width=80, color=False) == "3 件のファイルに問題はありません。\n"
    )


def test_colour_is_only_used_when_asked_for():
    assert "\x1b[" in render(RESULTS, SUMMARY, source, width=80, color=True)
    assert "\x1b" not in render(RESULTS, SUMMARY, source, width=80, color=False)


@pytest.mark.parametrize(
    ("line", "column", "width", "expected"),
    [
        ("短い行", 2, 40, ("短い行", 2)),
        ("あいうえおかきくけこ", 1, 10, ("あいうえ…", 0)),
        ("あいうえおかきくけこ", 10, 10, ("…くけこ", 5)),
        ("", 1, 10, ("", 0)),
        ("行の外", 99, 40, ("行の外", 6)),
        ("\x1b[31m赤", 1, 40, ("\ufffd[31m赤", 0)),
    ],
)
def test_a_source_line_is_cut_to_the_terminal_around_the_place(line, column, width, expected):
    assert excerpt(line, column, width) == expected


@pytest.mark.parametrize("column", [1, 200_000, 400_000])
def test_a_line_of_any_length_is_cut_in_no_time(column):
    """Measured anew at every character it would take hours."""
    text, before = excerpt("あ" * 400_000, column, 80)
    assert before <= display_width(text) <= 80


def test_json_follows_its_published_schema():
    schema = json.loads((REPOSITORY / "docs" / "check-output.schema.json").read_text("utf-8"))
    value = json.loads(render_json(RESULTS, SUMMARY))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(value)
    assert value["summary"] == {"errors": 1, "warnings": 1, "notes": 1, "files": 60}
    assert value["findings"][0] == {
        "code": "KB110",
        "severity": "error",
        "file": "articles/a/日本語 b.md",
        "line": 3,
        "column": 14,
        "message": "名前がありません: 100%\n直す",
        "fix": "Plesk Onyx",
    }


def test_sarif_has_the_structure_that_2_1_0_asks_for():
    """Against a hand-written, closed subset of the schema; the official one is not in the repository."""
    schema = json.loads((HERE / "data" / "sarif-subset.schema.json").read_text("utf-8"))
    value = json.loads(render_sarif(RESULTS, SUMMARY))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(value)
    (run,) = value["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rules[r["ruleIndex"]]["id"] for r in run["results"]] == ["KB110", "KB503", "KB505"]
    location = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location["uri"] == "articles/a/%E6%97%A5%E6%9C%AC%E8%AA%9E%20b.md"
    assert location["uriBaseId"] in run["originalUriBaseIds"]


def test_github_annotations_escape_what_ends_a_command():
    assert render_github(RESULTS, SUMMARY).splitlines() == [
        "::error file=articles/a/日本語 b.md,line=3,col=14,title=KB110"
        "::名前がありません: 100%25%0A直す 直し方: Plesk Onyx",
        "::warning file=articles/a/c.md,line=1,col=4,title=KB503::全角です。\x08",
        "::notice file=articles/a/c.md,line=9,col=1,title=KB505::長い文です。",
    ]


def test_junit_counts_only_what_fails_the_check():
    root = ElementTree.fromstring(render_junit(RESULTS, SUMMARY))
    assert (root.tag, root.get("tests"), root.get("failures")) == ("testsuite", "2", "1")
    strict = ElementTree.fromstring(render_junit(RESULTS, SUMMARY, strict=True))
    assert strict.get("failures") == "2"
    assert strict.find("testcase[2]/failure").get("message") == "全角です。\ufffd"


def test_junit_of_a_clean_check_is_one_passed_case():
    root = ElementTree.fromstring(render_junit([], Summary.of([], 3)))
    assert (root.get("tests"), root.get("failures"), len(root[0])) == ("1", "0", 0)


def test_a_file_name_drives_no_terminal() -> None:
    finding = Finding("KB001", Severity.ERROR, "articles/a\x1b[31m.md", 1, 1, "読めません。")
    assert "\x1b" not in one_line(finding)
