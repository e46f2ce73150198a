"""``kb check`` reads the judged queries too: who breaks a line should not learn it from the next ``kb eval``."""

from __future__ import annotations

import json

import pytest

from kb.articles.checks.rule import all_rules
from kb.cli import main

CODES = ("KB807", "KB808")
ARTICLE = "=== a\n---\n---\n設定を開きます。"
GOOD = '{"qid": "q1", "text": "送れない", "kind": "natural", "relevant": {"a": 3}}'


@pytest.fixture
def told(knowledge_base, capsys):
    """What ``kb check`` says about the judged queries of a documented example: (exit code, findings)."""

    def run(example: str, *arguments: str) -> tuple[int, list[list[object]]]:
        root = knowledge_base(example)[0].root
        code = main(["check", "-C", str(root), "--today", "2024-06-01", "--json", *arguments])
        findings = json.loads(capsys.readouterr().out)["findings"]
        keys = ("code", "file", "line", "column", "message", "fix")
        return code, [[f.get(key) for key in keys] for f in findings if f["code"] in CODES]

    return run


def test_every_broken_line_is_told_with_what_mends_it(told):
    lines = ["# comment", GOOD, "{", "[]", GOOD, GOOD.replace("3", "9").replace("q1", "q2")]
    code, findings = told(ARTICLE + "\n=== search/judgments-hard.jsonl\n" + "\n".join(lines))
    name = "search/judgments-hard.jsonl"
    assert code == 1
    assert [found[:4] for found in findings] == [["KB807", name, line, 1] for line in (3, 4, 5, 6)]
    assert [found[4] for found in findings[1:]] == [
        'JSON のオブジェクトではありません。{"qid": …, "text": …} の形で書いてください。',
        "qid 'q1' は 2 行目にもあります。別の qid を付けてください。",
        "a の適合度は 0 から 3 の整数です（いまの値: 9）。3: 正解、2: 正解の一つ、1: 関連する、と書いてください。",
    ]


def test_a_judged_article_that_is_not_there_is_told_where_it_is_named(told):
    judged = GOOD.replace('"a"', '"neighbor"')
    code, findings = told(f"{ARTICLE}\n=== search/judgments.jsonl\n{judged}")
    (finding,) = findings
    assert code == 0
    assert finding[:4] == ["KB808", "search/judgments.jsonl", 1, judged.index('"neighbor"') + 1]
    assert finding[4].startswith("q1 の正解 neighbor という記事はありません。書き間違いなら直し、")
    assert finding[5] == "neighbour"


def test_a_file_that_is_no_text_is_told(told, knowledge_base):
    root = knowledge_base(ARTICLE)[0].root
    (root / "search").mkdir()
    (root / "search/judgments.jsonl").write_bytes(b"\x82\xa0")
    message = "UTF-8 として読めません。UTF-8 で保存し直してください。"
    assert told(ARTICLE) == (1, [["KB807", "search/judgments.jsonl", 1, 1, message, None]])


@pytest.mark.parametrize("rule", [r for r in all_rules() if r.code in CODES], ids=lambda rule: rule.code)
def test_the_documented_examples_are_right(told, rule, tmp_path):
    assert {found[0] for found in told(f"{rule.bad}\n{ARTICLE}")[1]} == {rule.code}
    good = rule.good if "=== a\n" in rule.good else f"{rule.good}\n{ARTICLE}"
    assert told(good)[1] == []


@pytest.mark.parametrize(
    ("settings", "arguments"),
    [('[checks]\noff = ["KB807"]', ()), ("", ("articles",))],
    ids=["turned off", "other files asked for"],
)
def test_what_is_not_wanted_is_not_told(told, settings, arguments):
    example = f"=== kb.toml\n{settings}\n{ARTICLE}\n=== search/judgments.jsonl\n{{"
    assert told(example, *arguments) == (0, [])


def test_a_severity_can_be_changed(told):
    example = f'=== kb.toml\n[checks.severity]\nKB807 = "note"\n{ARTICLE}\n=== search/judgments.jsonl\n{{'
    code, findings = told(example)
    assert (code, len(findings)) == (0, 1)
