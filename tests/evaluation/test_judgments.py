"""Files of judged queries: what is read, and how a broken line is named."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import JudgmentError
from kb.evaluation.judgments import parse_judgments, read_judgments
from kb.model import Judgment

GOOD = {"qid": "q1", "text": "届かない", "kind": "natural", "relevant": {"a": 3}}


def line(**changes: object) -> str:
    return json.dumps(GOOD | changes, ensure_ascii=False)


def test_comments_blank_lines_and_remarks_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "j.jsonl"
    text = f"# a comment\n\n{line(remark='x', must_contain=['465'])}\n  # another\n"
    path.write_text("\ufeff" + text + line(qid="q2", relevant={}, answerable=False), encoding="utf-8")
    assert read_judgments(path) == (
        Judgment("q1", "届かない", "natural", {"a": 3}, ("465",), True),
        Judgment("q2", "届かない", "natural", {}, (), False),
    )


@pytest.mark.parametrize(
    ("broken", "problem"),
    [
        ("{", "JSON として読めません"),
        ("[" * 100_000, "JSON として読めません"),
        ("[]", "オブジェクトではありません"),
        (line(qid=""), "qid が空でない文字列ではありません"),
        (line(qid="q 1"), "空白があります"),
        (line(text=None), "text が空でない文字列ではありません"),
        (line(kind=3), "kind が空でない文字列ではありません"),
        (line(relevant=["a"]), "relevant がオブジェクトではありません"),
        (line(relevant={"a": 4}), "適合度は 0 から 3"),
        (line(relevant={"a": True}), "適合度は 0 から 3"),
        (line(relevant={}), "relevant が空です"),
        (line(must_contain="465"), "must_contain が文字列の並びではありません"),
        (line(answerable="yes"), "answerable は true か false"),
        (line(), "qid 'q1' は 1 行目にもあります"),
    ],
)
def test_a_broken_line_is_named_with_its_place(broken: str, problem: str) -> None:
    with pytest.raises(JudgmentError) as caught:
        list(parse_judgments([line(), "", broken], "search/j.jsonl"))
    assert (caught.value.path, caught.value.line) == ("search/j.jsonl", 3)
    assert problem in caught.value.problem


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(JudgmentError, match="読めません"):
        read_judgments(tmp_path / "none.jsonl")
    (tmp_path / "sjis.jsonl").write_bytes("届かない".encode("cp932"))
    with pytest.raises(JudgmentError, match="UTF-8"):
        read_judgments(tmp_path / "sjis.jsonl")


@given(st.text())
def test_no_line_crashes_the_reader(text: str) -> None:
    with contextlib.suppress(JudgmentError):
        assert all(isinstance(found, Judgment) for found in parse_judgments(text.split("\n"), "f"))


@given(
    st.dictionaries(
        st.sampled_from(["qid", "text", "kind", "relevant", "must_contain", "answerable"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(),
            lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
            max_leaves=5,
        ),
    )
)
def test_no_object_crashes_the_reader(value: dict[str, object]) -> None:
    with contextlib.suppress(JudgmentError):
        assert all(isinstance(found, Judgment) for found in parse_judgments([json.dumps(GOOD | value)], "f"))
