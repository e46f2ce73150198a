"""Every rule fires on its own bad example and is silent on its good one."""

from __future__ import annotations

import pytest

from kb.articles.checks.rule import GROUPS, Rule, all_rules
from kb.articles.reader import ArticleFile
from kb.model import Severity

IN_THE_COMMAND = {"KB314", "KB807", "KB808"}
"""Rules that the command runs, not the checks of articles; they have tests of their own."""

RULES = [rule for rule in all_rules() if rule.code not in IN_THE_COMMAND]


class Anything:
    """Retrieval that always finds the articles asked about, and their siblings."""

    def __init__(self, files: tuple[ArticleFile, ...]) -> None:
        self.articles = [file.article for file in files]

    def find(self, text: str) -> list[str]:
        told = [a.id for a in self.articles if text in (a.title, a.summary, *a.questions)]
        return told or [article.id for article in self.articles]


class Stranger:
    """Retrieval that has one answer for everything."""

    def find(self, text: str) -> list[str]:
        return ["archived-neighbour"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_bad_example_is_found(rule: Rule, findings):
    finder = Stranger() if rule.code.startswith("KB8") else None
    assert rule.code in {result.finding.code for result in findings(rule.bad, finder=finder)}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_good_example_is_silent(rule: Rule, findings, knowledge_base):
    _, library = knowledge_base(rule.good)
    finder = Anything(library.files) if rule.code.startswith("KB8") else None
    assert rule.code not in {result.finding.code for result in findings(rule.good, finder=finder)}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_good_example_has_no_other_error(rule: Rule, findings):
    """A writer copies the good example; it must not lead to the next error."""
    errors = [r.finding for r in findings(rule.good) if r.finding.severity is Severity.ERROR]
    assert errors == []


def test_what_the_tests_fill_in_has_no_findings(findings):
    assert findings("---\n---") == []


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_a_rule_says_all_that_its_page_needs(rule: Rule):
    assert rule.code[:3] in GROUPS
    assert rule.title
    assert rule.why.endswith("。")
    assert rule.bad != rule.good
