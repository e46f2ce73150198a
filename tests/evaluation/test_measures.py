"""Measures against ir_measures, the field's reference, and the rates that only we have."""

from __future__ import annotations

import random

import ir_measures
import pytest
from ir_measures import RR, Success, nDCG

from kb.evaluation.measures import first_hit, ndcg_at, reciprocal_rank_at, shows_all, success_at
from kb.evaluation.report import Outcome, Report, Summary, below, report
from kb.evaluation.trec import qrels_lines, run_lines
from kb.model import Judgment

OURS = {
    Success(rel=2) @ 1: lambda ranked, relevant: success_at(1, ranked, relevant),
    Success(rel=2) @ 3: lambda ranked, relevant: success_at(3, ranked, relevant),
    Success(rel=2) @ 5: lambda ranked, relevant: success_at(5, ranked, relevant),
    RR(rel=2) @ 10: lambda ranked, relevant: reciprocal_rank_at(10, ranked, relevant),
    nDCG @ 10: lambda ranked, relevant: ndcg_at(10, ranked, relevant),
}


def random_run(seed: int = 7, queries: int = 60) -> Report:
    rng = random.Random(seed)
    ids = [f"article-{n}" for n in range(25)]
    judgments, outcomes = [], []
    for n in range(queries):
        relevant = {a: rng.randint(1, 3) for a in rng.sample(ids, rng.randint(1, 5))}
        judgments.append(Judgment(f"q{n}", "…", "k", relevant))
        outcomes.append(Outcome(f"q{n}", tuple(rng.sample(ids, rng.randint(0, 15))), True, ""))
    return report(judgments, outcomes)


def test_every_query_has_the_value_that_ir_measures_gives() -> None:
    run = random_run()
    qrels = list(ir_measures.read_trec_qrels("".join(qrels_lines(run))))
    ranking = list(ir_measures.read_trec_run("".join(run_lines(run))))
    theirs = {(m.query_id, m.measure): m.value for m in ir_measures.iter_calc(list(OURS), qrels, ranking)}
    ours = {
        (row.judgment.qid, measure): value(row.outcome.ranked, row.judgment.relevant)
        for row in run.rows
        for measure, value in OURS.items()
    }
    assert set(theirs) <= set(ours)
    # ir_measures leaves out what was not ranked at all; such a query is worth 0.
    assert {key: theirs.get(key, 0.0) for key in ours} == pytest.approx(ours)


def test_the_means_are_those_of_ir_measures_too() -> None:
    run = random_run(seed=8)
    qrels = list(ir_measures.read_trec_qrels("".join(qrels_lines(run))))
    ranking = list(ir_measures.read_trec_run("".join(run_lines(run))))
    theirs = ir_measures.calc_aggregate(list(OURS), qrels, ranking)
    total = run.total
    ours = [total.success_at_1, total.success_at_3, total.success_at_5, total.mrr_at_10, total.ndcg_at_10]
    assert ours == pytest.approx([theirs[measure] for measure in OURS])


def test_only_grade_two_and_more_is_a_hit() -> None:
    assert first_hit(["a", "b", "c"], {"a": 1, "c": 2}) == 3
    assert first_hit(["a"], {"a": 1}) is None


def test_a_fact_is_shown_only_letter_for_letter() -> None:
    assert shows_all("ポートは 465 です", ["465", "ポート"])
    assert not shows_all("ポートは 465 です", ["465", "587"])


def test_rates_are_taken_over_the_queries_they_are_about() -> None:
    run = report(
        [
            Judgment("right", "…", "natural", {"a": 3}, ("465",)),
            Judgment("second", "…", "natural", {"a": 3, "b": 1}),
            Judgment("refused", "…", "natural", {"a": 2}, ("465",)),
            Judgment("nothing", "…", "typo", {"a": 3}),
            Judgment("weather", "…", "out", {}, (), False),
            Judgment("taxi", "…", "out", {}, (), False),
        ],
        [
            Outcome("taxi", ("b",), True, "…", 0.7),
            Outcome("weather", ("a",), False, "…", 0.1),
            Outcome("right", ("a", "b"), True, "ポート 465", 0.9),
            Outcome("second", ("b", "a"), True, "…", 0.8),
            Outcome("refused", ("a",), False, "465", 0.2),
            Outcome("nothing", (), False, "", 0.0),
        ],
    )
    second = (1 + 3 / 1.584962500721156) / (3 + 1 / 1.584962500721156)
    assert run.total == Summary(
        queries=6,
        unanswerable=2,
        success_at_1=2 / 4,
        success_at_3=3 / 4,
        success_at_5=3 / 4,
        mrr_at_10=2.5 / 4,
        ndcg_at_10=pytest.approx((1 + second + 1 + 0) / 4),  # type: ignore[arg-type]
        zero_hit_rate=1 / 4,
        answered_share=2 / 4,
        abstention_precision=1 / 3,
        abstention_recall=1 / 2,
        shown_share=1 / 2,
    )
    assert list(run.kinds) == ["natural", "typo", "out"]
    assert run.kinds["out"].success_at_1 is None, "nothing was there to be measured"
    assert run.kinds["out"].abstention_recall == 1 / 2
    assert below(run.total, {"success_at_1": 0.9, "success_at_3": 0.7, "mrr_at_10": None}) == {
        "success_at_1": (0.5, 0.9)
    }
    assert below(run.kinds["out"], {"success_at_1": 0.9}) == {}
