"""``kb gaps`` and the log of ``kb ask``: off unless asked for, never in the way of an answer, nothing personal."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

RunKb = Callable[..., Any]
"""Gives ``code``, ``out`` and ``err``."""

NOT_FOUND = "会議室の予約"


@pytest.fixture(autouse=True)
def _quick(quick_index: None) -> None:
    """No test here is about the words of the dictionary."""


@pytest.fixture
def log(kb_root: Path) -> Path:
    return kb_root / "build" / "questions.jsonl"


@pytest.fixture
def recording(kb_root: Path) -> None:
    """kb.toml asks for the log."""
    path = kb_root / "kb.toml"
    path.write_text(path.read_text("utf-8") + "\n[log]\nquestions = true\n", encoding="utf-8")


def write(path: Path, *entries: tuple[str, str]) -> Path:
    path.parent.mkdir(exist_ok=True)
    lines = [json.dumps({"day": day, "question": text}, ensure_ascii=False) for day, text in entries]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


# ---------------------------------------------------------------------- kb ask


def test_nothing_is_kept_unless_kb_toml_asks_for_it(run_kb: RunKb, log: Path) -> None:
    run_kb("ask", NOT_FOUND)
    assert not log.exists()


@pytest.mark.usefixtures("recording")
def test_a_question_is_kept_without_what_is_personal(run_kb: RunKb, log: Path) -> None:
    day = date.today().isoformat()
    run_kb("ask", "DKIM", "taro@example.com 090-1234-5678", "--for", "オニキス", "--quiet", "--json")
    (line,) = log.read_text("utf-8").splitlines()
    value = json.loads(line)
    assert 0 <= value.pop("confidence") <= 1
    assert isinstance(value.pop("answered"), bool)
    assert value == {
        "day": day,
        "question": "dkim 〔メールアドレス〕 〔電話番号〕",
        "article": "plesk-onyx-dkim",
        "filters": {"versions": ["Plesk Onyx"]},
    }


@pytest.mark.usefixtures("recording")
def test_every_way_of_asking_is_kept_but_the_one_that_says_no(run_kb: RunKb, log: Path) -> None:
    for options in ((), ("--json",), ("--explain",), ("--quiet",), ("--no-log",)):
        run_kb("ask", "DKIM", *options)
    assert len(log.read_text("utf-8").splitlines()) == 4


@pytest.mark.usefixtures("recording")
def test_a_log_that_cannot_be_written_costs_one_line_and_no_answer(run_kb: RunKb, log: Path) -> None:
    answer = run_kb("ask", "DKIM", "--no-log")
    log.mkdir()
    found = run_kb("ask", "DKIM")
    assert (found.code, found.out) == (answer.code, answer.out)
    assert re.fullmatch(r"kb: 質問を記録できませんでした（.*questions\.jsonl: .+）。\n", found.err)


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ('questions = "yes"', "[log] の questions は true か false です"),
        ("site = 1", "[log] の site は true か false です"),
        ("question = true", "[log] に question という項目はありません"),
    ],
)
def test_a_wrong_log_table_is_told_with_its_line(
    kb_root: Path, run_kb: RunKb, table: str, problem: str
) -> None:
    """A slip must not leave one believing that questions are, or are not, kept."""
    path = kb_root / "kb.toml"
    text = path.read_text("utf-8")
    path.write_text(f"{text}\n[log]\n{table}\n", encoding="utf-8")
    found = run_kb("list")
    assert found.code == 2
    assert f"kb.toml:{len(text.splitlines()) + 3}: {problem}" in found.err


# --------------------------------------------------------------------- kb gaps


def test_without_a_log_it_says_how_to_begin_one(run_kb: RunKb) -> None:
    found = run_kb("gaps")
    assert (found.code, found.err) == (0, "")
    assert "[log]\nquestions = true\n" in found.out


@pytest.mark.usefixtures("recording")
def test_a_log_that_has_begun_and_is_empty_is_no_reason_to_explain(run_kb: RunKb, log: Path) -> None:
    assert (
        run_kb("gaps").out == "記録された質問はまだありません。kb ask で聞かれた質問がここにまとまります。\n"
    )
    write(log)
    assert run_kb("gaps", "--quiet").out == "記録された質問はありません。\n"


def test_the_json_of_nothing_says_whether_anything_is_recorded(run_kb: RunKb) -> None:
    assert json.loads(run_kb("gaps", "--json").out) == {
        "recording": False, "asked": 0, "broken": 0, "wordless": 0, "days": None,
        "not_found": [], "unsure": [], "mended": [], "synonyms": [],
    }  # fmt: skip


@pytest.mark.usefixtures("recording")
def test_what_was_asked_and_not_found_is_shown(run_kb: RunKb) -> None:
    run_kb("ask", NOT_FOUND)
    found = run_kb("gaps")
    assert found.code == 0
    assert "\n  1 件  会議室の予約\n        提案          答える記事がなさそうです。" in found.out


def test_a_log_is_read_even_when_nothing_more_is_recorded(run_kb: RunKb, log: Path) -> None:
    write(log, ("2026-07-01", NOT_FOUND))
    assert NOT_FOUND in run_kb("gaps").out


def test_files_are_read_instead_of_the_log(run_kb: RunKb, log: Path, tmp_path: Path) -> None:
    """Questions collected elsewhere, such as by an intranet, have the same format."""
    write(log, ("2026-07-01", "しりとり"))
    files = [write(tmp_path / f"{n}.jsonl", ("2026-07-02", NOT_FOUND)) for n in (1, 2)]
    (gap,) = json.loads(run_kb("gaps", *map(str, files), "--json").out)["not_found"]
    assert gap["wordings"] == [{"question": NOT_FOUND, "count": 2}]


def test_days_and_counts_narrow_the_list(run_kb: RunKb, log: Path) -> None:
    write(log, ("2026-07-01", NOT_FOUND), ("2026-07-02", NOT_FOUND), ("2026-07-02", "領収書の発行"))

    def asked(*options: str) -> list[tuple[str, int]]:
        gaps = json.loads(run_kb("gaps", "--json", *options).out)["not_found"]
        return [(gap["wordings"][0]["question"], gap["count"]) for gap in gaps]

    assert asked() == [(NOT_FOUND, 2), ("領収書の発行", 1)]
    assert asked("--min", "2") == [(NOT_FOUND, 2)]
    assert asked("--since", "2026-07-02") == [(NOT_FOUND, 1), ("領収書の発行", 1)]
    assert run_kb("gaps", "--since", "2026-08-01").out == "2026-08-01 からの質問はありません。\n"


def test_broken_lines_are_told_and_the_rest_is_shown(run_kb: RunKb, log: Path) -> None:
    write(log, ("2026-07-01", NOT_FOUND))
    with log.open("a", encoding="utf-8") as stream:
        stream.write('{"day": "2026-07-02", "quest\n' * 7)
    run_kb("ask", "DKIM")
    found = run_kb("gaps", "--quiet")
    assert (found.code, NOT_FOUND in found.out) == (0, True)
    assert found.err.splitlines() == [
        *(f"kb: {log}:{n}: この行をとばしました。JSON として読めません。" for n in range(2, 7)),
        "kb: ほかに 2 行をとばしました。",
    ]


def test_nothing_personal_of_a_foreign_file_is_shown(run_kb: RunKb, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", ("2026-07-01", f"{NOT_FOUND} taro@example.com 03-1234-5678"))
    for options in ((), ("--json",)):
        out = run_kb("gaps", str(path), *options).out
        assert "〔メールアドレス〕 〔電話番号〕" in out
        assert "taro" not in out
        assert "1234" not in out


def test_names_that_kb_toml_does_not_have_bind_nothing(run_kb: RunKb, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    filters = {"versions": ["Plesk 3"], "categories": ["none"], "os": ["CentOS 7"]}
    path.write_text(
        json.dumps({"day": "2026-07-01", "question": NOT_FOUND, "filters": filters}), encoding="utf-8"
    )
    assert run_kb("gaps", str(path)).code == 0


def test_clearing_empties_the_log_and_nothing_else(run_kb: RunKb, log: Path) -> None:
    write(log, ("2026-07-01", NOT_FOUND))
    found = run_kb("gaps", "--clear")
    assert (found.code, found.out, found.err) == (0, "", "記録を空にしました（1 件）。\n")
    assert log.read_bytes() == b""
    assert run_kb("gaps", "--clear").err == "記録はありません。\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--clear", "a.jsonl"), "--clear は、ほかの引数と一緒には使えません。"),
        (("--clear", "--min", "2"), "--clear は、ほかの引数と一緒には使えません。"),
        (("--since", "きのう"), "'きのう' は 2026-07-01 の形の日付ではありません"),
        (("--min", "0"), "1 以上の整数ではありません"),
        (("none.jsonl",), "none.jsonl を読めません"),
    ],
)
def test_wrong_usage_is_told(run_kb: RunKb, arguments: tuple[str, ...], message: str) -> None:
    found = run_kb("gaps", *arguments)
    assert (found.code, found.out) == (2, "")
    assert message in found.err
