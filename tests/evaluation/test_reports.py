"""What a report looks like: table, JSON and baseline, abstention curve, HTML page, TREC files."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kb.errors import JudgmentError
from kb.evaluation import document, table, trec
from kb.evaluation.curve import Point, abstention_curve, operating_point
from kb.evaluation.document import Change, State
from kb.evaluation.page import page
from kb.evaluation.report import Outcome, Report, report
from kb.model import Judgment

JUDGMENTS = [
    Judgment("q1", "送信できない", "自然文", {"a": 3}, ("465",)),
    Judgment("q2", '<script>alert("x")</script>', "typo", {"a": 3, "b": 1}),
    Judgment("q3", "明日の天気", "対象外", {}, (), False),
]


def run(*, better: bool = False) -> Report:
    return report(
        JUDGMENTS,
        [
            Outcome("q1", ("a", "b"), True, "465", 0.9),
            Outcome("q2", ("a",) if better else ("b", "a"), True, "", 0.5),
            Outcome("q3", ("b",), not better, "", 0.3),
        ],
    )


def test_the_table_is_aligned_for_wide_characters() -> None:
    assert table.table(run()).split("\n") == [
        "種類    件数    S@1    S@3    S@5  MRR@10  nDCG@10  0件率  回答率  棄却適合  棄却再現  要点表示",
        "自然文     1  1.000  1.000  1.000   1.000    1.000  0.000   1.000         -         -     1.000",
        "typo       1  0.000  1.000  1.000   0.500    0.797  0.000   1.000         -         -         -",
        "対象外     1      -      -      -       -        -      -       -         -     0.000         -",
        "全体       3  0.500  1.000  1.000   0.750    0.898  0.000   1.000         -     0.000     1.000",
    ]


def test_misses_name_the_query_and_what_stood_first() -> None:
    assert table.misses(run()).split("\n") == [
        'q2 [typo] <script>alert("x")</script>',
        "    正解は 2 位 先頭: b",
        "q3 [対象外] 明日の天気",
        "    答えのない質問に回答 先頭: b",
    ]
    assert table.misses(run(better=True)) == ""


def test_a_baseline_shows_which_query_fares_better(tmp_path: Path) -> None:
    path = tmp_path / "before.json"
    path.write_text(document.dump(run()), encoding="utf-8")
    baseline = document.read_baseline(path)
    changed = document.changes(run(better=True), baseline)
    assert changed == (
        Change("q2", '<script>alert("x")</script>', State(True, 2), State(True, 1), True),
        Change("q3", "明日の天気", State(True, None), State(False, None), True),
    )
    lines = table.comparison(run(better=True), baseline, changed).split("\n")
    assert lines[0].split() == ["指標", "基準", "今回", "差"]
    assert lines[1].split() == ["S@1", "0.500", "1.000", "+0.500"]
    assert lines[-1] == "良化 q3 明日の天気: 正解なし → 棄却・正解なし"


def test_a_worse_query_comes_before_the_better_ones(tmp_path: Path) -> None:
    path = tmp_path / "before.json"
    path.write_text(document.dump(run(better=True)), encoding="utf-8")
    assert [c.better for c in document.changes(run(), document.read_baseline(path))] == [False, False]
    assert document.changes(run(better=True), document.read_baseline(path)) == ()


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"total": [], "queries": []}', '{"total": {}, "queries": [{"qid": 1}]}', "[" * 100_000],
)
def test_a_file_that_is_no_baseline_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "b.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(JudgmentError, match="--save-baseline"):
        document.read_baseline(path)


def test_the_document_is_stable() -> None:
    assert json.loads(document.dump(run()))["queries"][1] == {
        "qid": "q2",
        "text": '<script>alert("x")</script>',
        "kind": "typo",
        "answerable": True,
        "answered": True,
        "confidence": 0.5,
        "ranked": ["b", "a"],
        "hit_rank": 2,
        "rr_at_10": 0.5,
        "ndcg_at_10": pytest.approx(0.796708),
        "shows": None,
    }


def test_the_curve_says_what_each_threshold_would_answer() -> None:
    assert abstention_curve(run().rows) == (
        Point(threshold=0.3, right=0.5, answered=1.0, wrong=1.0),
        Point(threshold=0.5, right=0.5, answered=1.0, wrong=0.0),
        Point(threshold=0.9, right=0.5, answered=0.5, wrong=0.0),
    )
    assert operating_point(run().rows) == (0.5, 1.0)
    assert operating_point(run(better=True).rows) == (1.0, 0.0)


def test_without_unanswerable_queries_there_is_no_curve() -> None:
    assert abstention_curve(run().rows[:2]) == ()
    assert operating_point(run().rows[:2]) is None


VOID = ("meta", "br", "rect", "path", "circle", "polyline")
"""Elements that this page writes without an end tag."""


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        if tag not in VOID:
            self.open.append(tag)
        assert not any(name in ("src", "href") or name.startswith("on") for name, _ in attrs)

    def handle_endtag(self, tag: str) -> None:
        assert tag in VOID or self.open.pop() == tag


@pytest.mark.parametrize(
    "result", [run(), run(better=True), report(JUDGMENTS[:1], [Outcome("q1", (), False, "")])]
)
def test_the_page_is_closed_escaped_and_asks_for_nothing(result: Report) -> None:
    text = page(result, "評価 <b>")
    parser = _Tags()
    parser.feed(text)
    assert parser.open == []
    assert "svg" in parser.seen
    assert "script" not in parser.seen
    assert "b" not in parser.seen
    assert "default-src 'none'" in text


def test_trec_files_hold_the_answerable_queries() -> None:
    assert "".join(trec.run_lines(run())) == (
        "q1 Q0 a 1 1.000000 kb\nq1 Q0 b 2 0.500000 kb\nq2 Q0 b 1 1.000000 kb\nq2 Q0 a 2 0.500000 kb\n"
    )
    assert "".join(trec.qrels_lines(run())) == "q1 0 a 3\nq2 0 a 3\nq2 0 b 1\n"
