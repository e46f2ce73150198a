"""The file of questions: what a line holds, appending and emptying, and lines that are none."""

from __future__ import annotations

import json
import os
import stat
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.articles.applicability import Filters
from kb.errors import UsageError
from kb.gaps import log
from kb.gaps.log import Asked, Broken

DAY = date(2026, 7, 28)


def known(word: str) -> bool:
    return False


NO_FILTERS = Filters()


def asked(question: str, filters: Filters = NO_FILTERS) -> Asked | None:
    return log.asked(
        question, known, DAY, answered=False, confidence=0.31415, article="spam-received", filters=filters
    )


def read(path: Path) -> list[Asked | Broken]:
    return list(log.read(path, known))


def test_a_line_holds_exactly_what_the_module_says(tmp_path: Path) -> None:
    """The list of keys is a promise made in the README: nothing else is ever kept."""
    path = tmp_path / "build" / "questions.jsonl"
    entry = asked("ＤＫＩＭ  taro@example.com", Filters(versions=("Plesk Onyx",), categories=("spam",)))
    assert entry is not None
    log.append(path, entry)
    assert path.read_text("utf-8") == (
        '{"day":"2026-07-28","question":"dkim 〔メールアドレス〕","answered":false,"confidence":0.31,'
        '"article":"spam-received","filters":{"versions":["Plesk Onyx"],"categories":["spam"]}}\n'
    )
    assert read(path) == [entry]


def test_lines_are_added_and_the_file_is_its_owners(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    for text in ("一つ目", "二つ目"):
        entry = asked(text)
        assert entry is not None
        log.append(path, entry)
    assert [json.loads(line)["question"] for line in path.read_text("utf-8").splitlines()] == [
        "一つ目",
        "二つ目",
    ]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="the system cannot refuse links")
def test_a_link_in_the_place_of_the_log_is_not_followed(tmp_path: Path) -> None:
    target = tmp_path / "elsewhere"
    target.write_text("")
    (tmp_path / "questions.jsonl").symlink_to(target)
    entry = asked("質問")
    assert entry is not None
    with pytest.raises(OSError, match=r"questions\.jsonl"):
        log.append(tmp_path / "questions.jsonl", entry)
    assert target.read_text() == ""


def test_a_question_of_nothing_visible_is_not_kept() -> None:
    assert asked("\u200b\u00ad \u3000") is None


def test_clearing_empties_and_tells_how_many_there_were(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text("a\nb\n")
    assert (log.clear(path), path.read_bytes(), log.clear(path)) == (2, b"", 0)
    assert log.clear(tmp_path / "none.jsonl") == 0


LONG = json.dumps({"day": "2026-07-28", "question": "あ" * log.LONGEST_LINE}, ensure_ascii=False)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "JSON として読めません。"),
        ("[" * 100_000, f"行が長すぎます（{log.LONGEST_LINE} 文字まで）。"),
        ("[" * 15_000, "JSON として読めません。"),
        ("[]", "JSON のオブジェクトではありません。"),
        ('{"day": "2026-07-28"}', "question（質問の文字列）がありません。"),
        ('{"day": "2026-07-28", "question": 3}', "question（質問の文字列）がありません。"),
        ('{"day": "2026-07-28", "question": " "}', "question（質問の文字列）がありません。"),
        ('{"question": "質問"}', "day（2026-07-28 の形の日付）がありません。"),
        ('{"day": "きのう", "question": "質問"}', "day（2026-07-28 の形の日付）がありません。"),
        ('{"day": 20260728, "question": "質問"}', "day（2026-07-28 の形の日付）がありません。"),
        (LONG, f"行が長すぎます（{log.LONGEST_LINE} 文字まで）。"),
    ],
)
def test_a_broken_line_is_told_and_passed_over(line: str, problem: str) -> None:
    good = '{"day": "2026-07-28", "question": "質問"}'
    found = list(log.parse([good, "", line, good], "a.jsonl", known))
    assert found == [Asked(DAY, "質問", False), Broken("a.jsonl:3", problem), Asked(DAY, "質問", False)]


def test_keys_of_the_wrong_kind_are_ignored_and_questions_masked_again() -> None:
    """Files from elsewhere may hold anything."""
    line = json.dumps(
        {
            "day": "2026-07-28", "question": "taro@example.com", "answered": "yes", "confidence": 1e9,
            "article": "../../etc", "filters": {"versions": ["Plesk", 3], "plans": "x", "user": ["taro"]}, "user": 1,
        }
    )  # fmt: skip
    assert list(log.parse([line], "a", known)) == [
        Asked(DAY, "〔メールアドレス〕", False, None, None, {"versions": ("Plesk",)})
    ]


def test_bytes_that_are_no_utf8_break_their_line_only(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'\xff\xfe\n{"day": "2026-07-28", "question": "x"}\r\n')
    assert read(path) == [Broken(f"{path}:1", "JSON として読めません。"), Asked(DAY, "x", False)]


def test_a_file_that_cannot_be_read_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.jsonl を読めません"):
        read(tmp_path / "none.jsonl")


@given(st.text())
def test_any_question_comes_back_from_its_line_as_one_line(question: str) -> None:
    entry = asked(question)
    if entry is not None:
        assert entry.line().count("\n") == 1
        assert len(entry.line().encode()) < 4096, "short enough for one write"
        (again,) = log.parse(entry.line().split("\n"), "a", lambda word: True)
        assert isinstance(again, Asked)
        assert (again.day, again.article, again.confidence) == (DAY, "spam-received", 0.31)


@given(st.text())
def test_any_line_can_be_read(line: str) -> None:
    assert all(isinstance(item, Asked | Broken) for item in log.parse([line], "a", known))
