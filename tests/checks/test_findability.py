"""The findability rules, with a retrieval that the test decides."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePosixPath


class Fake:
    """Retrieval that finds one list for the texts it knows, and the article itself for the others."""

    def __init__(self, known: dict[str, list[str]], default: list[str]) -> None:
        self.known, self.default = known, default
        self.asked: Counter[str] = Counter()

    def find(self, text: str) -> list[str]:
        self.asked[text] += 1
        return self.known.get(text, self.default)


A = PurePosixPath("articles/webmail/a.md")
EVERYBODY = ["a", "neighbour", "archived-neighbour"]
ARTICLE = "=== a\n---\ntitle: 題名\nsummary: 要約です。\nquestions: [問い一, 問い二, 問い三]\n---"


def told(results) -> list[tuple[str, int, int]]:
    return [(f.code, f.line, f.column) for f in (r.finding for r in results) if f.code.startswith("KB8")]


def test_without_retrieval_nothing_is_said(findings):
    assert told(findings(ARTICLE)) == []


def test_an_article_that_its_own_words_find_is_silent(findings):
    results = findings(ARTICLE, finder=Fake({}, EVERYBODY), only={A})
    assert told(results) == []


def test_each_text_that_misses_its_article_is_told_at_its_place(findings):
    misses = {text: ["neighbour", "x", "y", "a"] for text in ("題名", "要約です。", "問い二")}
    results = findings(ARTICLE, finder=Fake(misses, EVERYBODY), only={A})
    assert told(results) == [("KB801", 2, 8), ("KB802", 3, 10), ("KB803", 4, 18)]


def test_the_rank_that_counts_can_be_changed(findings):
    late = Fake({"題名": ["neighbour", "x", "y", "a"]}, EVERYBODY)
    results = findings(f"=== kb.toml\n[checks]\nfound_within = 4\n{ARTICLE}", finder=late)
    assert "KB801" not in [code for code, _, _ in told(results)]


def test_the_article_of_another_version_answers_too(findings):
    other = "=== b\n---\ntopic: a\n---"
    results = findings(f"{ARTICLE}\n{other}", finder=Fake({"題名": ["b"]}, EVERYBODY))
    assert "KB801" not in [code for code, _, _ in told(results)]


def test_an_alias_that_finds_none_of_its_articles_is_told_in_kb_toml(findings):
    horde = "=== a\n---\napplies_to:\n  software: [Horde]\n---"
    results = findings(horde, finder=Fake({"ホルデ": ["neighbour"]}, EVERYBODY))
    (finding,) = [r.finding for r in results if r.finding.code == "KB804"]
    assert (finding.file, finding.column) == ("kb.toml", 12)


def test_each_text_is_asked_for_once(findings):
    """Several rules want to know what a question finds; retrieval is the slow part."""
    fake = Fake({}, EVERYBODY)
    findings(ARTICLE, finder=fake)
    assert set(fake.asked.values()) == {1}


def test_only_the_articles_asked_about_are_searched_for(findings):
    fake = Fake({}, EVERYBODY)
    findings(ARTICLE, finder=fake, only={A})
    assert sorted(fake.asked) == sorted(["題名", "要約です。", "問い一", "問い二", "問い三"])


def test_a_judged_query_that_repeats_a_question_has_its_line(findings):
    judgments = '# 注釈\n\n{"qid": "1", "text": "問い一？"}\nbroken\n{"qid": "2", "text": 3}\n'
    results = findings(f"=== search/judgments.jsonl\n{judgments}\n{ARTICLE}")
    (finding,) = [r.finding for r in results if r.finding.code == "KB806"]
    assert (finding.file, finding.line) == ("search/judgments.jsonl", 3)
