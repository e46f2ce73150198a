"""``kb eval``: what it prints, writes and exits with; the search is given, only evaluation is tested."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kb.cli import eval_command

Run = Callable[..., Any]


@dataclass(frozen=True)
class Passage:
    text: str


@dataclass(frozen=True)
class Result:
    id: str
    summary: str
    passage: Passage


@dataclass(frozen=True)
class Answer:
    answered: bool
    confidence: float
    results: tuple[Result, ...]


ANSWERS = {
    "DKIM 外部DNS": Answer(True, 0.9, (Result("plesk-obsidian-dkim", "要点", Passage("TXT レコード")),)),
    "変なメールが来た": Answer(
        True,
        0.6,
        (Result("plesk-onyx-dkim", "", Passage("")), Result("spam-received", "", Passage(""))),
    ),
    "明日の天気": Answer(False, 0.1, ()),
}

JUDGMENTS = """\
# three queries
{"qid": "1", "text": "DKIM 外部DNS", "kind": "keyword", "relevant": {"plesk-obsidian-dkim": 3}, \
"must_contain": ["TXT"]}

{"qid": "2", "text": "変なメールが来た", "kind": "natural", "relevant": {"spam-received": 3}}
{"qid": "3", "text": "明日の天気", "kind": "out", "relevant": {}, "answerable": false}
"""


class FakeSearcher:
    def ask(self, question: str, *, n: int) -> Answer:
        assert n == 10
        return ANSWERS[question]


@pytest.fixture
def run_eval(run_kb: Run, kb_root: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr(eval_command, "_open", lambda args, kb: FakeSearcher())
    (kb_root / "search/judgments.jsonl").write_text(JUDGMENTS, "utf-8")
    return lambda *options: run_kb("eval", *options)


def set_bar(kb_root: Path, text: str) -> None:
    path = kb_root / "kb.toml"
    path.write_text(path.read_text("utf-8") + f"\n[eval]\n{text}\n", "utf-8")


def test_measures_are_printed_by_kind_and_in_total(run_eval: Run) -> None:
    ran = run_eval("--quiet")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.split("\n") == [
        "種類     件数    S@1    S@3    S@5  MRR@10  nDCG@10  0件率  回答率  棄却適合  棄却再現  要点表示",
        "keyword     1  1.000  1.000  1.000   1.000    1.000  0.000   1.000         -         -     1.000",
        "natural     1  0.000  1.000  1.000   0.500    0.631  0.000   1.000         -         -         -",
        "out         1      -      -      -       -        -      -       -     1.000     1.000         -",
        "全体        3  0.500  1.000  1.000   0.750    0.815  0.000   1.000     1.000     1.000     1.000",
        "",
    ]


def test_below_the_bar_exits_with_1_and_says_what_is_missing(run_eval: Run, kb_root: Path) -> None:
    set_bar(kb_root, "success_at_1 = 0.9\nsuccess_at_3 = 0.9")
    ran = run_eval()
    assert ran.code == 1
    assert ran.err == "kb: S@1 が 0.5000 で、kb.toml の基準 0.9 に届きません。\n"
    assert run_eval("--kind", "keyword").code == 0


def test_json_has_every_query_and_the_bar_missed(run_eval: Run, kb_root: Path) -> None:
    set_bar(kb_root, "success_at_1 = 0.9")
    ran = run_eval("--json")
    document = json.loads(ran.out)
    assert ran.code == 1
    assert document["below_bar"] == {"success_at_1": {"value": 0.5, "bar": 0.9}}
    assert [row["hit_rank"] for row in document["queries"]] == [1, 2, None]


def test_a_saved_baseline_is_compared_query_by_query(
    run_eval: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "made/before.json"
    assert run_eval("--save-baseline", str(path)).code == 0
    better = Answer(True, 0.8, (Result("spam-received", "", Passage("")),))
    monkeypatch.setitem(ANSWERS, "変なメールが来た", better)
    out = run_eval("--baseline", str(path)).out
    assert "良化 2 変なメールが来た: 2 位 → 1 位" in out
    (change,) = json.loads(run_eval("--baseline", str(path), "--json").out)["changes"]
    assert (change["qid"], change["better"]) == ("2", True)


def test_files_are_written_where_asked(run_eval: Run, kb_root: Path, tmp_path: Path) -> None:
    ran = run_eval("--trec", str(tmp_path / "trec"), "--report")
    assert (tmp_path / "trec/run.trec").read_text().startswith("1 Q0 plesk-obsidian-dkim 1 ")
    assert (tmp_path / "trec/qrels.trec").read_text() == "1 0 plesk-obsidian-dkim 3\n2 0 spam-received 3\n"
    assert "変なメールが来た" in (kb_root / "build/reports/eval.html").read_text("utf-8")
    assert "eval.html" in ran.err


def test_misses_are_listed(run_eval: Run) -> None:
    assert "2 [natural] 変なメールが来た\n    正解は 2 位 先頭: plesk-onyx-dkim" in run_eval("--misses").out


def test_several_files_are_one_set_and_a_qid_counts_once(run_eval: Run, tmp_path: Path) -> None:
    one, two = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    lines = [line for line in JUDGMENTS.split("\n") if line.startswith("{")]
    one.write_text(lines[0], "utf-8")
    two.write_text(lines[2], "utf-8")
    assert json.loads(run_eval(str(one), str(two), "--json").out)["total"]["queries"] == 2
    ran = run_eval(str(one), str(one))
    assert ran.code == 2
    assert "qid '1'" in ran.err


def test_a_judgment_for_an_article_that_does_not_exist_is_pointed_out(run_eval: Run, tmp_path: Path) -> None:
    path = tmp_path / "j.jsonl"
    path.write_text(JUDGMENTS.replace('"spam-received"', '"spam-recieved"'), "utf-8")
    ran = run_eval(str(path))
    assert "2 の正解 spam-recieved という記事はありません。もしかして: spam-received" in ran.err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["missing.jsonl"], "missing.jsonl"),
        (["--kind", "nothing"], "keyword、natural、out"),
        (["--baseline", "missing.json"], "--save-baseline"),
        (["--save-baseline", "/dev/null/x"], "書けません"),
    ],
)
def test_what_cannot_be_done_is_said(run_eval: Run, options: list[str], said: str) -> None:
    ran = run_eval(*options)
    assert ran.code == 2
    assert said in ran.err


def test_an_empty_file_is_refused(run_eval: Run, kb_root: Path) -> None:
    (kb_root / "search/judgments.jsonl").write_text("# nothing yet\n", "utf-8")
    assert run_eval().code == 2
