"""``kb ask``: one screen for a person, JSON for programs, and exit codes for scripts."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kb import cli
from kb.retrieval.index import MANIFEST

Ask = Callable[..., tuple[int, str, str]]
"""Gives exit code, stdout, stderr."""
AskJson = Callable[..., dict[str, Any]]

ANSWERED, PLAIN_NO, UNUSABLE = 0, 1, 2
SURE = "Plesk Onyx で届いたメールを別の宛先へ回したい"
"""A stored question, word for word."""


@pytest.fixture
def ask(faq_root: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    """``kb ask`` on the small FAQ, whose index is up to date."""

    def run(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = cli.main(["ask", *arguments, "-C", str(faq_root)])
        return code, *capsys.readouterr()

    return run


@pytest.fixture
def ask_json(ask: Ask) -> AskJson:
    def run(*arguments: str) -> dict[str, Any]:
        _, out, err = ask(*arguments, "--json")
        assert err == ""
        value: dict[str, Any] = json.loads(out)
        return value

    return run


# ------------------------------------------------------------------------ JSON


def test_the_json_of_an_answer_has_every_promised_key(ask_json: AskJson) -> None:
    """Other programs read it: keys may be added, never dropped or renamed."""
    answer = ask_json(SURE)
    assert set(answer) >= {"query", "understood", "answered", "results", "variants", "suggestions"}
    assert set(answer["understood"]) >= {"terms", "versions", "plans", "os", "corrections"}
    for number, result in enumerate(answer["results"], 1):
        assert set(result) >= {
            "rank", "id", "score", "title", "summary", "passage", "applies_to", "support", "published", "updated",
            "status", "stale", "topic", "path", "url", "source",
        }  # fmt: skip
        assert set(result["passage"]) >= {"heading", "anchor", "text"}
        assert set(result["applies_to"]) == {"versions", "plans", "os", "software"}
        assert result["rank"] == number


def test_the_values_are_those_of_the_article(ask_json: AskJson) -> None:
    answer = ask_json(SURE)
    assert (answer["query"], answer["answered"]) == (SURE, True)
    assert answer["understood"]["versions"] == ["Plesk Onyx"]
    assert answer["understood"]["corrections"] == []
    first = answer["results"][0]
    assert {
        key: first[key] for key in first if key not in ("score", "passage", "fit", "category", "variants")
    } == {
        "rank": 1,
        "id": "forward-onyx",
        "title": "Plesk Onyx でメールを転送するには",
        "summary": "［メールアドレス］の［転送］タブで宛先を入れます。",
        "applies_to": {"versions": ["Plesk Onyx"], "plans": [], "os": [], "software": []},
        "support": "full",
        "published": "2018-05-01",
        "updated": None,
        "status": "current",
        "stale": False,
        "topic": "forward",
        "path": "articles/mail/forward-onyx.md",
        "url": "articles/mail/forward-onyx.html",
        "source": None,
    }
    assert first["passage"]["heading"] == first["passage"]["anchor"] == "回答"
    assert first["passage"]["text"].startswith("［メールアドレス］を選び、")
    assert answer["variants"] == [
        {"id": "forward-obsidian", "versions": ["Plesk Obsidian"]},
        {"id": "forward-plesk9", "versions": ["Plesk 9"]},
    ]


def test_a_stale_article_says_so(ask_json: AskJson) -> None:
    stale = {r["id"]: r["stale"] for r in ask_json("サーバー 移行")["results"]}
    assert (stale["move-server"], stale["submission-port"]) == (True, False)


def test_results_are_given_though_nothing_answers(ask_json: AskJson) -> None:
    answer = ask_json("冷蔵庫の中の野菜と肉を隣の家の犬に全部転送して冷凍したい")
    assert answer["answered"] is False
    assert len(answer["results"]) > 0


def test_what_was_mended_is_in_the_json(ask_json: AskJson) -> None:
    answer = ask_json("Roundcbue ログイン")
    assert answer["understood"]["corrections"] == [{"from": "roundcbue", "to": "roundcube"}]
    assert answer["results"][0]["id"] == "roundcube-login"


def test_nothing_found_is_empty_lists(ask_json: AskJson) -> None:
    answer = ask_json("冷蔵庫")
    assert (answer["answered"], answer["results"], answer["variants"], answer["suggestions"]) == (
        False,
        [],
        [],
        [],
    )


@pytest.mark.parametrize(
    ("arguments", "count"), [((), 5), (("-n", "1"), 1), (("-n", "10"), 10), (("-n", "99"), 12)]
)
def test_as_many_results_as_asked_for(ask_json: AskJson, arguments: tuple[str, ...], count: int) -> None:
    """Fourteen articles, three of them one topic."""
    results = ask_json("メール 宛先 証明書 レコード サーバー dovecot 移行 サイズ ログイン", *arguments)[
        "results"
    ]
    assert len(results) == count


@pytest.mark.parametrize(
    ("options", "first"),
    [
        (("--for", "Plesk 9"), "forward-plesk9"),
        (("--for", "ｵﾆｷｽ"), "forward-onyx"),
        (("--for", "plesk12"), "forward-plesk9"),
        (("--category", "mail"), "forward-obsidian"),
        (("--category", "メール"), "forward-obsidian"),
        (("--plan", "ミニプラン"), "forward-obsidian"),
    ],
)
def test_filters_decide(ask_json: AskJson, options: tuple[str, ...], first: str) -> None:
    assert ask_json("転送", *options)["results"][0]["id"] == first


# ------------------------------------------------------------------------ text


def test_an_answer_says_for_whom_and_how_sure_before_what_to_do(
    ask: Ask,
) -> None:
    code, out, err = ask(SURE)
    assert (code, err) == (ANSWERED, "")
    places = [
        out.index(text)
        for text in (
            "Plesk Onyx でメールを転送するには",
            "対象      Plesk Onyx",
            "サポート  サポート対象",
            "2018-05-01 公開",
            "［メールアドレス］の［転送］タブで宛先を入れます。",
            "── 回答",
            "［メールアドレス］を選び、",
            "ほかのバージョンの記事",
            "forward-obsidian",
            "kb show forward-onyx --format reply",
        )
    ]
    assert places == sorted(places)
    assert "\x1b" not in out


def test_words_need_no_quotes(ask: Ask) -> None:
    assert ask("Plesk", "Onyx", "転送")[1] == ask("Plesk Onyx 転送")[1]


def test_no_answer_says_so_and_shows_the_nearest(ask: Ask) -> None:
    code, out, err = ask("冷蔵庫の中の野菜と肉を隣の家の犬に全部転送して冷凍したい")
    assert (code, err) == (PLAIN_NO, "")
    assert out.startswith("この質問に答える記事は見つかりませんでした。")
    assert "近い記事" in out
    assert "全文: kb show" not in out


@pytest.mark.parametrize("question", ["MySQLのパスワードを変更したい", "MySQL"])
def test_a_topic_out_of_scope_is_refused_by_name(ask: Ask, question: str) -> None:
    code, out, _ = ask(question)
    assert code == PLAIN_NO
    assert "「MySQL」は、この FAQ が扱わない話題です。" in out
    document = json.loads(ask(question, "--json")[1])
    assert document["understood"]["out_of_scope"] == ["MySQL"]


def test_nothing_found_says_what_to_try(ask: Ask) -> None:
    code, out, _ = ask("冷蔵庫")
    assert code == PLAIN_NO
    assert "もう一度探してください" in out


def test_a_mended_slip_is_told_first(ask: Ask) -> None:
    assert ask("Roundcbue ログイン")[1].startswith("「roundcube ログイン」として検索しました")


def test_another_versions_article_is_marked(ask: Ask) -> None:
    _, out, _ = ask("Plesk 12 で届いたメールを別の宛先へ回したい")
    assert "Plesk 12 用の記事ではありません" in out or "（ほかのバージョン用）" in out


def test_a_version_that_no_vocabulary_lists_is_told(ask: Ask) -> None:
    assert "「Plesk 7」は、この FAQ が扱うバージョンにありません。" in ask("Plesk 7 でメールを転送したい")[1]


@pytest.mark.parametrize("columns", ["40", "60", "200"])
def test_the_text_fits_the_terminal(ask: Ask, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    from kb.text import display_width

    monkeypatch.setenv("COLUMNS", columns)
    _, out, _ = ask(SURE)
    words = "kb show forward-onyx --format reply"  # a command is not broken
    assert [
        line for line in out.splitlines() if display_width(line) > max(int(columns), 20) and words not in line
    ] == []


@pytest.mark.parametrize("lines", [20, 24, 30, 40])
@pytest.mark.parametrize("n", ["1", "5", "20"])
def test_an_answer_is_one_screen_of_the_terminal(
    ask: Ask, terminal: Callable[[], None], monkeypatch: pytest.MonkeyPatch, lines: int, n: str
) -> None:
    """Whoever is on the phone sees for which version the answer is without scrolling back."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LINES", str(lines))
    whole = ask(SURE, "-n", n, "--no-color")[1].splitlines()
    terminal()
    shown = ask(SURE, "-n", n, "--no-color")[1].splitlines()
    assert len(shown) < lines
    assert shown[:6] == whole[:6]
    assert shown[-1] == whole[-1]
    results = len(json.loads(ask(SURE, "-n", n, "--json")[1])["results"])
    listed = sum(bool(re.match(r"  \d+\. \S", line)) for line in shown)
    left = re.search(r"ほかの候補 (\d+) 件は", "\n".join(shown))
    assert listed + (int(left[1]) if left else 0) >= results - 1


# ---------------------------------------------------------------------- colour


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Called inside a test, makes stdout a terminal with colours."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return lambda: monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)


def test_a_terminal_gets_colour(ask: Ask, terminal: Callable[[], None]) -> None:
    terminal()
    colored = ask(SURE)[1]
    assert "\x1b[" in colored
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == ask(SURE, "--no-color")[1]


@pytest.mark.parametrize(("variable", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_colour_can_be_refused(
    ask: Ask, terminal: Callable[[], None], monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    terminal()
    monkeypatch.setenv(variable, value)
    assert "\x1b" not in ask(SURE)[1]


# --------------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((SURE, "--for", "Plesk Onix"), '--for "Plesk Onyx"'),
        ((SURE, "--for", "ミニプラン"), '--plan "ミニプラン"'),
        ((SURE, "--category", "male"), "--category mail"),
        (("",), "質問が空です"),
        (("　", " "), "質問が空です"),
        ((), "QUERY"),
        ((SURE, "-n", "0"), "1 以上"),
        ((SURE, "-n", "x"), "整数"),
        ((SURE, "--nonsense"), "--nonsense"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_remedy(
    ask: Ask, arguments: tuple[str, ...], told: str
) -> None:
    code, out, err = ask(*arguments)
    assert (code, out) == (UNUSABLE, "")
    assert told in err
    assert "対処: " in err


def test_a_folder_that_is_no_knowledge_base_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["ask", "x", "-C", str(tmp_path)]) == UNUSABLE
    assert "kb.toml" in capsys.readouterr().err
    assert cli.main(["ask", "x", "-C", str(tmp_path / "nowhere")]) == UNUSABLE
    assert "フォルダ" in capsys.readouterr().err


# ------------------------------------------------------------------ index up to date


@pytest.mark.usefixtures("quick_index")
def test_the_index_is_brought_up_to_date_and_stderr_says_so(
    run_kb: Callable[..., Any], kb_root: Path
) -> None:
    assert run_kb("ask", "変なメールが届いた").err == "kb: 索引がないので作ります。\n"
    assert run_kb("ask", "変なメールが届いた").err == ""
    path = kb_root / "articles/spam/spam-received.md"
    path.write_text(path.read_text("utf-8").replace("変なメールが", "見知らぬ広告が"), encoding="utf-8")
    ran = run_kb("ask", "見知らぬ広告が届いた", "--json")
    assert ran.err == "kb: 記事が変わったので、索引を作り直します。\n"
    assert json.loads(ran.out)["results"][0]["id"] == "spam-received"


@pytest.mark.usefixtures("quick_index")
def test_quiet_says_nothing_but_the_answer(run_kb: Callable[..., Any]) -> None:
    ran = run_kb("ask", "変なメールが届いた", "--quiet")
    assert ran.err == ""
    assert "迷惑メールが届いたときの対処" in ran.out


@pytest.mark.usefixtures("quick_index")
def test_a_broken_article_is_named_by_file_and_line(run_kb: Callable[..., Any], kb_root: Path) -> None:
    path = kb_root / "articles/spam/spam-received.md"
    path.write_text(path.read_text("utf-8").replace("category: spam", "category: spma"), encoding="utf-8")
    ran = run_kb("ask", "x")
    assert (ran.code, ran.out) == (UNUSABLE, "")
    line = path.read_text("utf-8").split("\n").index("category: spma") + 1
    assert f"articles/spam/spam-received.md:{line}:" in ran.err
    assert "対処: " in ran.err


@pytest.mark.usefixtures("quick_index")
def test_a_folder_that_refuses_a_new_index_leaves_the_older_one_answering(
    run_kb: Callable[..., Any], kb_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk must not leave a customer on the phone without an answer."""

    def full(*_: Any) -> int:
        raise OSError(28, "No space left on device", str(kb_root / "build"))

    before = run_kb("ask", "変なメールが届いた")
    change = kb_root / "articles/spam/spam-received.md"
    change.write_text(change.read_text("utf-8") + "\n追記\n", encoding="utf-8")
    monkeypatch.setattr("kb.pipeline._write_index", full)
    ran = run_kb("ask", "変なメールが届いた", "--quiet")
    assert (ran.code, ran.out) == (before.code, before.out)
    assert str(kb_root / "build") in ran.err
    assert "前に作った索引で答えます" in ran.err


@pytest.mark.usefixtures("quick_index")
def test_a_broken_article_is_told_instead_of_an_older_answer(
    run_kb: Callable[..., Any], kb_root: Path
) -> None:
    """An index that no longer follows its articles would go unnoticed."""
    run_kb("ask", "変なメールが届いた")
    (kb_root / "articles/spam/half.md").write_text("---\nid: [\n", encoding="utf-8")
    ran = run_kb("ask", "変なメールが届いた")
    assert (ran.code, ran.out) == (UNUSABLE, "")
    assert "articles/spam/half.md:" in ran.err


def test_a_damaged_index_is_told_without_a_traceback(
    faq_root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "faq"
    shutil.copytree(faq_root, root)
    (root / "build" / "index" / "spellings.sqlite").write_bytes(b"x" * 5000)
    assert cli.main(["ask", SURE, "-C", str(root)]) == UNUSABLE
    assert "対処: kb build --force" in capsys.readouterr().err


def test_what_the_system_refuses_is_told_without_a_traceback(
    run_kb: Callable[..., Any], kb_root: Path
) -> None:
    """No right to write, no room on the disk, or, as here, a file where the folder belongs."""
    (kb_root / "build").write_text("x", encoding="utf-8")
    ran = run_kb("ask", "変なメール", "-q")
    assert (ran.code, ran.out) == (UNUSABLE, "")
    assert str(kb_root / "build") in ran.err
    assert "対処: " in ran.err


def test_asking_changes_no_file(ask: Ask, faq_root: Path) -> None:
    before = {p: p.stat().st_mtime_ns for p in faq_root.rglob("*")}
    ask(SURE)
    ask("冷蔵庫", "--explain")
    assert {p: p.stat().st_mtime_ns for p in faq_root.rglob("*")} == before
    assert (faq_root / "build" / "index" / MANIFEST).is_file()


# ---------------------------------------------------------------------- explain


def test_explain_tells_how_the_question_was_read_and_why_the_order(
    ask: Ask,
) -> None:
    code, out, err = ask("Plesk 9 めいわくめーる Roundcbue 冷蔵庫", "--explain")
    assert err == ""
    assert code in (ANSWERED, PLAIN_NO)
    for told in (
        "質問: Plesk 9 めいわくめーる Roundcbue 冷蔵庫",
        "roundcbue → roundcube",
        "めいわくめーる: 迷惑メール（読み",
        "冷蔵庫: どの記事にもない語",
        "バージョンで絞る: Plesk 9",
        "確信度: ",
        "spam-received",
        "forward-plesk9",
        "BM25F",
    ):
        assert told in out


def test_explain_names_synonyms_by_their_source(ask: Ask) -> None:
    _, out, _ = ask("スパム 引っ越し", "--explain")
    assert "迷惑メール（同義語（Sudachi）" in out
    assert "移行（同義語（search/synonyms.txt）" in out


def test_explain_of_nothing_is_no_error(ask: Ask) -> None:
    assert ask("を が", "--explain")[0] == PLAIN_NO


# --------------------------------------------------------------- as a whole process


def process(root: Path, *arguments: str | bytes, **options: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "kb", "ask", *arguments, "-C", str(root)],
        stderr=subprocess.PIPE,
        check=False,
        timeout=60,
        **options,
    )


@pytest.mark.skipif(os.name != "posix", reason="pipes of POSIX")
def test_a_reader_that_goes_away_is_no_error(faq_root: Path) -> None:
    """``kb ask … | head -1``."""
    reading, writing = os.pipe()
    os.close(reading)
    ran = process(faq_root, SURE, "-n", "10", "--json", stdout=writing)
    os.close(writing)
    assert (ran.returncode, ran.stderr) == (0, b"")


@pytest.mark.skipif(os.name != "posix", reason="bytes as arguments")
def test_a_closed_stdout_is_no_error(faq_root: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "kb", "list", "-C", str(faq_root)],
        capture_output=True,
        text=True,
        preexec_fn=lambda: os.close(1),
        check=False,
    )
    assert (ran.returncode, "Traceback" in ran.stderr) == (0, False)


def test_a_question_that_is_no_utf8_gets_an_answer_like_any_other(faq_root: Path) -> None:
    """Pasted from a terminal of another encoding."""
    for options in ((), ("--json",), ("--explain",)):
        ran = process(faq_root, b"\xff\xfe\x83\x81", *options, stdout=subprocess.PIPE)
        assert (ran.returncode, ran.stderr) == (PLAIN_NO, b"")
        ran.stdout.decode("utf-8")
