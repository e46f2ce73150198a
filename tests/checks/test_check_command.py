"""``kb check`` as a person and a CI job run it."""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from kb.cli import main

CLEAN = "=== articles/webmail/a.md\n---\n---\n設定を開きます。"
WARNED = "=== articles/webmail/a.md\n---\n---\nポート５８７番を開きます。"
FAILED = "=== articles/webmail/a.md\n---\nstatus: publish\n---\nポート５８７番を開きます。"


@pytest.fixture
def check(knowledge_base, capsys):
    """Run ``kb check`` in a knowledge base made of fragments: (exit code, stdout, stderr)."""

    def run(example: str | None, *arguments: str) -> tuple[int, str, str]:
        if example is not None:
            run.root = knowledge_base(example)[0].root
        code = main(["check", "-C", str(run.root), "--today", "2024-06-01", *arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.mark.parametrize(
    ("example", "arguments", "code"),
    [
        (CLEAN, (), 0),
        (CLEAN, ("--strict",), 0),
        (WARNED, (), 0),
        (WARNED, ("--strict",), 1),
        (FAILED, (), 1),
        (FAILED, ("no-such-file.md",), 2),
        (FAILED, ("/",), 2),
        (FAILED, ("--changed-since", "--output=x"), 2),
        (FAILED, ("--changed-since", "HEAD"), 2),
        (FAILED, ("--format", "xml"), 2),
        (FAILED, ("--explain", "KB999"), 2),
    ],
)
def test_the_exit_code_says_how_it_went(check, example, arguments, code):
    assert check(example, *arguments)[0] == code


def test_paths_choose_what_is_reported(check):
    other = "=== articles/sending/b.md\n---\nid: b\ncategory: sending\n---\n<b>HTML</b>"
    code, out, _ = check(f"{FAILED}\n{other}", "--json", "articles/sending")
    assert code == 0
    assert {f["file"] for f in json.loads(out)["findings"]} == {"articles/sending/b.md"}
    assert json.loads(out)["summary"]["files"] == 1


@pytest.mark.parametrize(
    "named", [(), (".",), ("articles",), ("articles/sending",), ("articles/sending/b.md",)]
)
def test_articles_may_be_a_link_to_another_place(check, tmp_path_factory, named):
    example = "=== articles/sending/b.md\n---\nid: b\ncategory: sending\n---\n<b>HTML</b>"
    straight = check(example, "--json", *named)
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "texts"
    (check.root / "articles").rename(elsewhere)
    (check.root / "articles").symlink_to(elsewhere)
    assert check(None, "--json", *named) == straight
    assert json.loads(straight[1])["summary"]["files"] > 0


@pytest.mark.parametrize("name", ["text", "json", "sarif", "github", "junit"])
def test_every_format_can_be_asked_for(check, name):
    code, out, err = check(FAILED, "--format", name)
    assert (code, err) == (1, "")
    assert "KB117" in out


@pytest.mark.parametrize("name", ["sarif", "github", "junit"])
def test_systems_for_ci_get_files_named_from_the_top_of_the_repository(check, name):
    _, alone, _ = check(FAILED, "--format", name)
    top, check.root = check.root, check.root / "faq"
    check.root.mkdir()
    for part in ("kb.toml", "articles"):
        (top / part).rename(check.root / part)
    (top / ".git").mkdir()
    _, below, _ = check(None, "--format", name)
    assert ["faq/articles/webmail/a.md" in told for told in (alone, below)] == [False, True]


def test_a_broken_file_of_search_is_told_after_the_findings(check):
    """It stops the next build as surely as a broken article."""
    check(FAILED)
    folder = check.root / "search"
    folder.mkdir(exist_ok=True)
    (folder / "user_dictionary.csv").write_text("一列だけ\n", encoding="utf-8")
    code, out, err = check(None)
    assert (code, "KB117" in out) == (2, True)
    assert "search/user_dictionary.csv:1: " in err


def test_a_yes_where_one_of_a_few_words_belongs_gets_no_quotes(check):
    code, out, _ = check("=== articles/webmail/a.md\n---\nsupport: yes\n---")
    assert code == 1
    assert "support の値「yes」は使えません。full・partial・none のどれか" in out
    assert "--fix" not in out


def test_a_wrong_day_is_told_in_japanese(check):
    code, _, err = check(CLEAN, "--today", "2026/7/1")
    assert code == 2
    assert "'2026/7/1' は 2026-07-01 の形の日付ではありません" in err


def test_a_pipe_gets_no_colour(check):
    assert "\x1b" not in check(FAILED)[1]


def test_a_rule_explains_itself(check):
    code, out, _ = check(CLEAN, "--explain", "kb404")
    assert code == 0
    assert out.startswith("KB404 手順の番号が続いていない")


def test_safe_fixes_are_applied_and_told(check):
    code, out, err = check(FAILED, "--fix")
    path = check.root / "articles/webmail/a.md"
    assert "ポート587番を開きます。" in path.read_text("utf-8")
    assert "直しました: articles/webmail/a.md" in err
    assert "KB503" in err
    assert (code, "KB503" in out) == (1, False)


def test_fixing_keeps_the_line_breaks_of_the_file(check):
    check(WARNED)
    path = check.root / "articles/webmail/a.md"
    path.write_bytes(path.read_text("utf-8").replace("\n", "\r\n").encode())
    check(None, "--fix")
    data = path.read_bytes()
    assert b"587" in data
    assert data.count(b"\r\n") == data.count(b"\n")


def test_fixing_twice_changes_nothing_more(check):
    check(WARNED, "--fix")
    path = check.root / "articles/webmail/a.md"
    once = path.read_bytes()
    check(None, "--fix")
    assert path.read_bytes() == once


def test_fixes_follow_one_another_until_none_is_left(check):
    """The first fix makes the key known; only then can its value be seen to be wrong."""
    example = "=== articles/webmail/a.md\n---\nrelatde: [neighbor]\n---"
    check(example, "--fix")
    assert "related: [neighbour]" in (check.root / "articles/webmail/a.md").read_text("utf-8")


def git(root: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.jp", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(root), *identity, *arguments], check=True, capture_output=True)


@pytest.fixture
def committed(check):
    """Three articles in git: b links to a, c to neither; each has a finding of its own."""
    article = "=== articles/webmail/{}.md\n---\nrelated: {}\n---\n５８７番です。"
    check(
        "\n".join(
            [article.format("a", "[neighbour]"), article.format("b", "[a]"), article.format("c", "[b]")]
        )
    )
    git(check.root, "init", "-q")
    git(check.root, "add", ".")
    git(check.root, "commit", "-q", "-m", "first")
    return check


def reported(check) -> set[str]:
    _, out, _ = check(None, "--changed-since", "HEAD", "--json")
    return {Path(f["file"]).stem for f in json.loads(out)["findings"]}


def test_nothing_changed_is_nothing_reported(committed):
    assert reported(committed) == set()


def test_a_change_touches_its_file_and_those_that_refer_to_it(committed):
    path = committed.root / "articles/webmail/a.md"
    path.write_text(path.read_text("utf-8") + "追記です。\n", "utf-8")
    assert reported(committed) == {"a", "b"}


def test_a_deleted_article_is_told_where_it_is_referred_to(committed):
    (committed.root / "articles/webmail/a.md").unlink()
    _, out, _ = committed(None, "--changed-since", "HEAD", "--json")
    assert ("KB305", "articles/webmail/b.md") in {(f["code"], f["file"]) for f in json.loads(out)["findings"]}


def test_a_new_file_counts_as_changed(committed):
    (committed.root / "articles/webmail/new.md").write_text("記事ではありません。\n", "utf-8")
    assert reported(committed) == {"new"}


def test_a_changed_vocabulary_touches_everything(committed):
    path = committed.root / "kb.toml"
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")
    assert {"a", "b", "c"} <= reported(committed)


def test_the_real_retrieval_is_asked_only_on_request(check):
    """The title says nothing of its own, so another article of that name comes first."""
    article = (
        "=== articles/webmail/{0}.md\n---\ntitle: 送信エラー\nsummary: {0} "
        "の答えです。\n---\n{0} を開きます。"
    )
    example = "\n".join(article.format(name) for name in ("a", "b", "c", "d", "e"))
    assert "KB80" not in check(example, "--json")[1]
    _, out, _ = check(None, "--json", "--find", "--quiet")
    assert "KB801" in {f["code"] for f in json.loads(out)["findings"]}


def test_findability_waits_until_the_articles_can_be_indexed(check):
    code, out, err = check(FAILED, "--find")
    assert code == 1
    assert "KB117" in out
    assert "見つけやすさは調べません" in err


class _Server(BaseHTTPRequestHandler):
    """/ok answers, /no-head refuses HEAD, everything else is gone."""

    def do_GET(self) -> None:
        self.send_response(200 if self.path in ("/ok", "/no-head") else 404)
        self.end_headers()

    def do_HEAD(self) -> None:
        self.send_response({"/ok": 200, "/no-head": 405}.get(self.path, 404))
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), _Server) as http:
        thread = threading.Thread(target=http.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()
        thread.join()


def test_links_to_the_web_are_opened_only_on_request(check, server):
    body = (
        f"[一]({server}/ok) [二]({server}/no-head) [三]({server}/gone) "
        f"[四]({server}/gone#x) [五](http://127.0.0.1:1/)"
    )
    example = f"=== articles/webmail/a.md\n---\n---\n{body}"
    _, out, _ = check(example, "--json")
    assert "KB314" not in out
    _, out, _ = check(None, "--json", "--external")
    told = [f["message"].split("。")[0] for f in json.loads(out)["findings"] if f["code"] == "KB314"]
    assert told[:2] == [f"{server}/gone が開けません（HTTP 404）"] * 2
    assert told[2].startswith("http://127.0.0.1:1/ が開けません")


def test_watching_checks_at_once_and_after_each_change(check, monkeypatch, capsys):
    """The first and last line of a round are what the editors' problem matchers wait for."""
    import watchfiles

    def changes(*paths: Path, **options: object) -> Iterator[set[str]]:
        path = check.root / "articles/webmail/a.md"
        path.write_text(path.read_text("utf-8").replace("５８７", "587"), "utf-8")
        yield {str(path)}

    monkeypatch.setattr(watchfiles, "watch", changes)
    code, out, _ = check(WARNED, "--watch", "--format", "github")
    first, second = out.split("kb: 変更を待っています")[:2]
    assert code == 0
    assert first.startswith("kb: 調べています\n::warning file=articles/webmail/a.md")
    assert "::warning" not in second
