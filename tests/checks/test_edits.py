"""Mending: edits hit their places, whatever the line breaks, and never each other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kb.articles.checks.edits import apply
from kb.articles.checks.rule import Edit
from kb.articles.frontmatter import Place


def edit(line: int, start: int, end: int, text: str) -> Edit:
    return Edit(Place(line, start), Place(line, end), text)


def test_edits_are_applied_from_the_end_so_that_places_stay_true():
    text, applied = apply(
        "abc\ndef\n", [(edit(1, 1, 2, "長い"),), (edit(1, 3, 4, ""),), (edit(2, 1, 1, "+"),)]
    )
    assert (text, applied) == ("長いb\n+def\n", (True, True, True))


def test_line_breaks_of_any_system_are_counted_and_kept():
    assert apply("a\r\nb\rc\n", [(edit(3, 1, 2, "C"),)])[0] == "a\r\nb\rC\n"


def test_an_edit_that_touches_an_earlier_one_waits_for_the_next_run():
    text, applied = apply("abcd", [(edit(1, 2, 4, "X"),), (edit(1, 3, 5, "Y"),)])
    assert (text, applied) == ("aXd", (True, False))


def test_a_group_is_applied_wholly_or_not_at_all():
    text, applied = apply("abcd", [(edit(1, 2, 3, "X"),), (edit(1, 1, 2, "Y"), edit(1, 2, 3, "Z"))])
    assert (text, applied) == ("aXcd", (True, False))


def test_a_line_can_be_taken_out():
    assert apply("a\nb\nc\n", [(Edit(Place(2, 1), Place(3, 1), ""),)])[0] == "a\nc\n"


def test_a_place_outside_the_text_changes_nothing():
    assert apply("a\n", [(edit(9, 1, 1, "X"),), (edit(1, 50, 60, "X"),), ()]) == (
        "a\n",
        (False, False, False),
    )


@given(st.text(alphabet="ab\r\n𠮷", max_size=20), st.integers(1, 5), st.integers(1, 6), st.integers(0, 3))
def test_an_edit_changes_only_its_span(text: str, line: int, column: int, width: int):
    new, (applied,) = apply(text, [(edit(line, column, column + width, "*"),)])
    assert len(new) == (len(text) - width + 1 if applied else len(text))
    assert new.count("*") == int(applied)
