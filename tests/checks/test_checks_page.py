"""docs/checks.md says what the code does."""

from __future__ import annotations

from pathlib import Path

from kb.articles.checks.docs import page
from kb.articles.checks.rule import all_rules

PAGE = Path(__file__).parents[2] / "docs" / "checks.md"


def test_the_page_is_the_one_that_the_code_writes():
    """Renew it with: python -m kb.articles.checks.docs > docs/checks.md"""
    assert PAGE.read_text("utf-8") == page()


def test_every_rule_has_a_section():
    text = PAGE.read_text("utf-8")
    assert [rule.code for rule in all_rules() if f"\n### {rule.code} {rule.title}\n" not in text] == []
