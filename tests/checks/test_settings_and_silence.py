"""kb.toml and comments decide what is reported."""

from __future__ import annotations

import pytest

from kb.articles.checks.settings import Limits, read_settings
from kb.model import Severity


def codes(results) -> list[str]:
    return [result.finding.code for result in results]


HTML = "=== articles/webmail/example.md\n---\n---\n"


def test_a_rule_can_be_turned_off(findings):
    assert codes(findings(HTML + "<b>重要</b>")) == ["KB408"]
    assert codes(findings('=== kb.toml\n[checks]\noff = ["KB408"]\n' + HTML + "<b>重要</b>")) == []


def test_a_severity_can_be_changed(findings):
    (result,) = findings('=== kb.toml\n[checks.severity]\nKB505 = "error"\n' + HTML + "長い文で、" * 30)
    assert (result.finding.code, result.finding.severity) == ("KB505", Severity.ERROR)


def test_a_limit_can_be_changed(findings):
    assert codes(findings("=== kb.toml\n[checks]\nmin_questions = 4\n=== a\n---\n---")) == ["KB120"] * 2


def test_a_list_of_exceptions_can_be_changed(findings):
    assert codes(findings('=== kb.toml\n[checks]\nhtml_allowed = ["b"]\n' + HTML + "<b>重要</b>")) == []


def test_the_writers_list_beats_the_majority(findings):
    wanted = '=== kb.toml\n[checks.spelling]\n"サーバ" = "サーバー"\n'
    results = findings(wanted + HTML + "サーバを選びます。サーバを開きます。サーバを消します。サーバーです。")
    assert [(r.finding.code, r.finding.column, r.finding.fix) for r in results] == [
        ("KB501", 1, "サーバー"),
        ("KB501", 10, "サーバー"),
        ("KB501", 19, "サーバー"),
    ]


@pytest.mark.parametrize(
    "table",
    [
        {"of": []},
        {"off": "KB505"},
        {"summary_max_chars": "長い"},
        {"summary_max_chars": -1},
        {"summary_max_chars": True},
        {"duplicate_similarity": 2},
        {"html_allowed": [1]},
        {"severity": {"KB505": "fatal"}},
        {"severity": []},
        {"spelling": {"サーバー": ""}},
    ],
    ids=str,
)
def test_a_mistake_in_the_table_is_told_and_passed_over(table):
    settings = read_settings(table)
    assert len(settings.problems) == 1
    assert settings.limits == Limits()


def test_a_mistake_in_the_table_has_its_place_in_kb_toml(findings):
    (result,) = findings('=== kb.toml\n[checks]\noff = ["KB999"]\n=== a\n---\n---')
    finding = result.finding
    assert (finding.code, finding.file, finding.column) == ("KB010", "kb.toml", 9)


def test_a_comment_silences_its_own_line_and_a_lone_one_the_next(findings):
    assert codes(findings(HTML + "<b>重要</b> <!-- kb-check: ignore KB408 画面のまま -->")) == []
    assert codes(findings(HTML + "<!-- kb-check: ignore KB408 画面のまま -->\n\n<b>重要</b>")) == []
    assert "KB408" in codes(findings(HTML + "<!-- kb-check: ignore KB408 画面 -->\nここだけ\n<b>重要</b>"))


def test_a_comment_in_the_front_matter_silences_the_whole_file(findings):
    assert (
        codes(
            findings(
                "---\n# kb-check: ignore-file KB408, KB505 画面のまま\n---\n<b>重要</b>\n\n" + "長い文、" * 40
            )
        )
        == []
    )


def test_a_comment_in_the_front_matter_silences_a_value(findings):
    assert codes(findings("---\ntopic: Old_Name # kb-check: ignore KB124 旧システムの名前\n---")) == []


def test_what_a_comment_says_of_itself_cannot_be_silenced(findings):
    results = findings("---\n# kb-check: ignore-file KB408 KB008\n---\n<b>重要</b>")
    assert codes(results) == ["KB008"]
