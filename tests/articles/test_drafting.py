"""``kb new``: what a title says about a new article."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb import config
from kb.articles.checks import run
from kb.articles.drafting import propose, propose_id
from kb.articles.library import read_library
from kb.cli import main
from kb.model import AppliesTo, Article, Severity, Status

KB = config.load(Path(__file__).parents[1] / "checks" / "data")
ONYX = Article(
    id="plesk-onyx-mail-forwarding",
    title="Plesk Onyx でメールを転送する",
    summary="転送先を登録します。",
    category="forwarding",
    topic="mail-forwarding",
    applies_to=AppliesTo(versions=("Plesk Onyx",)),
)
PASSWORD = Article(
    id="mail-password-change",
    title="メールのパスワードを変更する",
    summary="管理画面で変更します。",
    category="webmail",
    questions=("パスワードを忘れた",),
)
EXISTING = [ONYX, PASSWORD]


def test_a_title_for_another_version_joins_the_topic():
    proposal = propose("Plesk Obsidian でメールを転送するには", EXISTING, KB.vocabulary)
    assert proposal.id == "plesk-obsidian-mail-forwarding"
    assert (proposal.category, proposal.topic) == ("forwarding", "mail-forwarding")
    assert proposal.applies_to == AppliesTo(versions=("Plesk Obsidian",))
    assert proposal.related == ("plesk-onyx-mail-forwarding",)
    assert [near.article.id for near in proposal.existing] == ["plesk-onyx-mail-forwarding"]


def test_a_new_question_has_no_twin():
    proposal = propose("届いたメールが文字化けする", EXISTING, KB.vocabulary)
    assert proposal.existing == ()
    assert proposal.id == "mail-garbled-text"


def test_a_mistake_of_the_nearest_article_is_not_handed_on():
    from dataclasses import replace

    broken = replace(PASSWORD, category="wbemail", topic="Mail Password")
    proposal = propose("パスワードを忘れた", [broken], KB.vocabulary)
    assert proposal.existing != ()
    assert (proposal.category, proposal.topic) == ("", "password")


def test_an_article_is_found_by_its_questions_too():
    proposal = propose("パスワードを忘れた", EXISTING, KB.vocabulary)
    assert [near.article.id for near in proposal.existing] == ["mail-password-change"]


def test_archived_articles_are_no_twins():
    from dataclasses import replace

    old = [replace(PASSWORD, status=Status.ARCHIVED)]
    assert propose("パスワードを忘れた", old, KB.vocabulary).existing == ()


@pytest.mark.parametrize(
    ("title", "taken", "expected"),
    [
        ("SPF レコードの設定", set(), "spf-settings"),
        ("SPF レコードの設定", {"spf-settings", "spf-settings-2"}, "spf-settings-3"),
        ("領収書をもらう", set(), "article"),
        ("領収書をもらう", {"article"}, "article-2"),
        ("メールアドレスを作成する", set(), "mail-address-create"),
        ("a" * 300, set(), "a" * 100),
    ],
)
def test_ids_are_kebab_case_and_new(title: str, taken: set[str], expected: str):
    assert propose_id(title, AppliesTo(), taken, KB.vocabulary) == expected


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "kb.toml").write_text((KB.root / "kb.toml").read_text("utf-8"), "utf-8")
    return tmp_path


def test_a_draft_has_no_errors_and_is_not_published(root: Path, capsys):
    assert main(["new", "-C", str(root), "メールを転送する", "--category", "forwarding", "--yes"]) == 0
    path = root / capsys.readouterr().out.strip()
    assert path == root / "articles/forwarding/mail-forwarding.md"
    library = read_library(config.load(root))
    (file,) = library.files
    assert file.article.status is Status.DRAFT
    findings = run(library, config.load(root), file.article.published)
    assert [f for f in findings if f.severity is not Severity.NOTE] == []


def test_a_draft_that_is_published_unfilled_is_told(root: Path):
    main(["new", "-C", str(root), "メールを転送する", "--category", "forwarding", "--yes"])
    path = root / "articles/forwarding/mail-forwarding.md"
    path.write_text(path.read_text("utf-8").replace("status: draft", "status: current"), "utf-8")
    library = read_library(config.load(root))
    findings = run(library, config.load(root), library.files[0].article.published)
    assert {"KB409", "KB120"} <= {f.code for f in findings}


def test_an_article_is_never_overwritten(root: Path, capsys):
    arguments = [
        "new",
        "-C",
        str(root),
        "メールを転送する",
        "--category",
        "forwarding",
        "--yes",
        "--id",
        "mine",
    ]
    assert main(arguments) == 0
    before = (root / "articles/forwarding/mine.md").read_bytes()
    assert main(arguments) == 2
    assert (root / "articles/forwarding/mine.md").read_bytes() == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["--yes"],
        ["題名", "--yes"],
        ["題名", "--yes", "--category", "nowhere"],
        ["題名", "--yes", "--category", "webmail", "--id", "../x"],
        ["題名", "--yes", "--category", "webmail", "--for", "知らない版"],
    ],
)
def test_what_cannot_be_made_is_said_and_nothing_is_written(root: Path, arguments: list[str]):
    assert main(["new", "-C", str(root), *arguments]) == 2
    assert not (root / "articles").exists()


def test_answers_beat_proposals(root: Path, monkeypatch, capsys):
    import io
    import sys

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal("メールを転送する\nforwarding\nmy-id\n\n"))
    assert main(["new", "-C", str(root)]) == 0
    assert capsys.readouterr().out == "articles/forwarding/my-id.md\n"
    text = (root / "articles/forwarding/my-id.md").read_text("utf-8")
    assert "topic: mail-forwarding\n" in text
