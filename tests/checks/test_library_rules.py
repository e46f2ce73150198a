"""Rules that compare articles, read kb.toml or look at files: what they name, and when they are silent."""

from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath

import pytest

from kb.articles.checks import blocking, examine, run
from kb.articles.checks.duplicate_rules import question_key, similarity
from kb.articles.library import read_library
from kb.model import Severity

TODAY = date(2024, 6, 1)
A, B = PurePosixPath("articles/webmail/a.md"), PurePosixPath("articles/webmail/b.md")
TWO = "=== a\n---\ntopic: same\n{a}\n---\n{body}\n=== b\n---\ntopic: {topic}\n{b}\n---\n{body}"


def two(*, a: str = "", b: str = "", body: str = "", topic: str = "same") -> str:
    text = TWO.format(a=a, b=b, body=body, topic=topic)
    return "\n".join(line for line in text.split("\n") if line)


def places(results, code: str) -> list[tuple[str, int, int]]:
    return [(r.finding.file, r.finding.line, r.finding.column) for r in results if r.finding.code == code]


def test_findings_come_in_file_order(findings):
    results = [r.finding for r in findings(two(body="<b>a</b>\n\nポートは５８７です。"))]
    assert results == sorted(results, key=lambda f: (f.file, f.line, f.column, f.code))


@pytest.mark.parametrize("only", [{A}, {B}], ids=["a", "b"])
@pytest.mark.parametrize("code", ["KB203", "KB704"])
def test_of_two_articles_at_odds_the_one_asked_about_is_told(findings, only, code):
    """--changed-since must tell the writer of either article."""
    results = findings(two(a="title: 同じ題名です", b="title: 同じ題名です"), only=only)
    assert {r.finding.file for r in results if r.finding.code == code} == {next(iter(only)).as_posix()}


def test_a_general_article_beside_one_for_the_version_is_no_doubling(findings):
    for_one = "applies_to:\n  versions: [Plesk Onyx]"
    assert places(findings(two(a=for_one)), "KB203") == []
    assert places(findings(two(a="applies_to:\n  versions: [Plesk]", b=for_one)), "KB203") == []


def test_versions_of_one_topic_may_read_alike(findings):
    body = "管理画面を開いて転送先のアドレスを入力します。最後に保存して、メールを送って確かめます。" * 3
    assert places(findings(two(body=body)), "KB701") == []
    assert places(findings(two(body=body, topic="other")), "KB701") == [(B.as_posix(), 4, 8)]


def test_an_article_of_the_same_topic_fills_the_gap(findings):
    gap = "applies_to:\n  versions: [Plesk 9, Plesk 11]"
    filled = "applies_to:\n  versions: [Plesk 10]"
    assert places(findings(two(a=gap)), "KB204") == [(A.as_posix(), 4, 3)]
    assert places(findings(two(a=gap, b=filled)), "KB204") == []


def test_settings_for_different_versions_do_not_contradict(findings):
    onyx, obsidian = "applies_to:\n  versions: [Plesk Onyx]", "applies_to:\n  versions: [Plesk Obsidian]"
    ten, twenty = "- 添付の上限: `10MB`", "- 添付の上限: `20MB`"
    example = "=== a\n---\n{}\n---\n{}\n=== b\n---\n{}\n---\n{}"
    assert places(findings(example.format(onyx, ten, obsidian, twenty)), "KB705") == []
    assert places(findings(example.format(onyx, ten, onyx, twenty)), "KB705") == [(B.as_posix(), 23, 3)]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("`message_size_limit = 10240000` を書きます。", True),
        ("| 添付の上限 | 10MB |", True),
        ("- 設定ファイル: `/etc/postfix/main.cf`", True),
        ("- メールアドレスの例: `user@example.jp`", False),
        ("- 接続先: `mail.example.jp`", False),
        ("本文で 10MB と言うだけです。", False),
    ],
)
def test_what_counts_as_a_setting(knowledge_base, line, found):
    from kb.articles.checks.body import body_lines
    from kb.articles.checks.contradiction_rules import settings_of

    _, library = knowledge_base(f"=== a\n---\n---\n{line}")
    file = library.files[0]
    assert bool(list(settings_of(file, body_lines(file.article.body)))) is found


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("メールが送れない", "メール、送れない？", True),
        ("ﾒｰﾙを転送したい", "メールを転送したい", True),
        ("Plesk にログインできない", "PLESKへログインできない", True),
        ("メールが送れない", "メールが届かない", False),
        ("は", "が", False),
    ],
)
def test_questions_are_the_same_when_only_particles_and_signs_differ(one, other, same):
    assert (question_key(one) == question_key(other)) is same


def test_similarity_is_the_share_of_common_text():
    assert similarity("あいうえお", "あいうえお") == 1.0
    assert similarity("あいうえお", "かきくけこ") == 0.0
    assert similarity("", "") == 0.0


def test_the_spelling_of_the_majority_wins_only_when_it_is_clear(findings):
    article = "=== a\n---\n---\n{}\n"
    clear = "サーバに送ります。サーバから受けます。サーバを止めます。サーバーを消します。"
    unclear = "サーバに送ります。サーバから受けます。サーバーを止めます。サーバーを消します。"
    assert places(findings(article.format(clear)), "KB501") == [(A.as_posix(), 26, 29)]
    assert places(findings(article.format(unclear)), "KB501") == []


def test_screen_labels_code_and_vocabulary_keep_their_spelling(findings):
    text = (
        "サーバー設定です。" * 4 + "Linux専用サーバの「サーバ」と **[サーバ]** と `サーバ` と [サーバ] です。"
    )
    assert places(findings(f"=== a\n---\n---\n{text}"), "KB501") == []


def test_readers_may_ask_in_any_spelling(findings):
    """Questions are the readers' own words: variants there are wanted."""
    questions = "questions: [サーバが遅い, ＤＫＩＭとは, ﾒｰﾙが届かない]"
    results = findings(f"=== a\n---\n{questions}\n---\n" + "サーバーです。" * 5)
    assert [r.finding.code for r in results if r.finding.code.startswith("KB5")] == []


def test_a_file_that_nothing_uses_is_told_and_a_used_one_is_not(findings):
    article = "=== articles/webmail/a.md\n---\n---\n![画面の図](used.png)"
    results = findings(f"{article}\n=== articles/webmail/used.png\nx\n=== articles/webmail/idle.png\nx")
    assert places(results, "KB313") == [("articles/webmail/idle.png", 1, 1)]


def test_a_build_is_stopped_by_schema_errors_and_doubled_ids_only(knowledge_base):
    kb, library = knowledge_base(
        "=== articles/webmail/a.md\n---\nstatus: publish\n---\n<b>HTML</b> と [死んだリンク](x.md)\n"
        "=== articles/sending/a.md\n---\nid: a\ncategory: sending\n---"
    )
    assert [(f.code, f.file, f.severity) for f in blocking(library.files, kb)] == [
        ("KB117", "articles/webmail/a.md", Severity.ERROR),
        ("KB108", "articles/webmail/a.md", Severity.ERROR),
    ]


def test_optional_keys_and_questions_may_be_missing(knowledge_base):
    """Other knowledge bases have less; a build must not refuse them."""
    kb, _ = knowledge_base("=== a\n---\n---")
    path = kb.root / "articles/webmail/bare.md"
    path.write_text(
        "---\nid: bare\ntitle: 題\nsummary: 答え。\ncategory: webmail\nstatus: current\n---\n答え。\n",
        "utf-8",
    )
    library = read_library(kb)
    assert blocking(library.files, kb) == []
    errors = [f for f in run(library, kb, TODAY) if f.severity is Severity.ERROR]
    assert errors == []


def test_ids_that_differ_by_case_are_one_file_on_some_systems(knowledge_base):
    kb, library = knowledge_base(
        "=== articles/webmail/a.md\n---\nid: a\n---\n=== "
        "articles/sending/A.md\n---\nid: A\ncategory: sending\n---"
    )
    assert "KB108" in [f.code for f in blocking(library.files, kb)]


def test_nothing_a_file_may_hold_crashes_a_check(knowledge_base):
    kb, library = knowledge_base(
        "=== a\n---\ntitle: '[x](http://[bad'\nrelated: ['', null, 3, [a]]\nquestions: {a: [b]}\n---\n"
        "[x](http://[::1) ![](//) [a]( ) [b](<>) | | |\n|-|\n"
        + "|" * 50
        + "\n"
        + "`" * 99
        + "\n!!!\n"
        + "#" * 9
    )
    assert all(r.finding.line >= 1 and r.finding.column >= 1 for r in examine(library, kb, TODAY))


@pytest.mark.parametrize(
    "line",
    [
        *("`" * 20000, "`a" * 10000, " ".join("`" * n for n in range(1, 200)), "[" * 20000, "[a](" * 5000),
        *("**a" * 7000, "「" * 20000, "<a " * 7000, "|" * 20000, "1" * 20000, "#" * 20000, "<!--" * 5000),
        *("a." * 10000 + "@", " " * 20000 + "x", "| -- " * 4000 + "x", "を" * 20000, "[caption " * 2000),
    ],
    ids=lambda line: line[:6],
)
def test_a_hostile_line_does_not_hold_up_the_checks(knowledge_base, line):
    """Each would take minutes in a pattern that starts anew at every character."""
    kb, library = knowledge_base(f"=== a\n---\n---\n{line}")
    assert "KB415" in {r.finding.code for r in examine(library, kb, TODAY)}


def test_a_body_of_many_tables_is_looked_at_once(knowledge_base):
    kb, library = knowledge_base("=== a\n---\n---\n" + "|a|b|\n|--|--|\n" * 5000)
    assert "KB405" not in {r.finding.code for r in examine(library, kb, TODAY)}


def test_terms_that_end_after_the_last_day_there_is_end_no_check(knowledge_base):
    kb, library = knowledge_base(
        '=== kb.toml\n[[categories]]\nid = "long"\nstale_after_days = 9999999\n[checks]\neol_notice_days = 9999999\n'
        '[[versions]]\nname = "Long"\nproduct = "Long"\norder = 1\neol = 9999-12-31\n'
        "=== a\n---\ncategory: long\napplies_to:\n  versions: [Long]\n---\n"
    )
    codes = {r.finding.code for r in examine(library, kb, TODAY)}
    assert "KB605" in codes
    assert "KB601" not in codes
