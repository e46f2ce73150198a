"""``kb import`` as its users see it: what is written, what is never overwritten, what is said."""

import json
import os
import shutil
from pathlib import Path

import pytest

from kb.cli import main
from kb.errors import SourceError
from kb.importers.write import write_atomic

DATA = Path(__file__).parent / "data"


@pytest.fixture
def base(tmp_path):
    shutil.copy(DATA / "kb.toml", tmp_path / "kb.toml")
    (tmp_path / "source.md").write_text("# FTPの設定\n\n一番の文です。\n", "utf-8")
    return tmp_path


def run(base, *arguments):
    return main(["-C", str(base), "import", *map(str, arguments)])


def drafts(base):
    return {p.relative_to(base / "articles").as_posix() for p in (base / "articles").rglob("*.md")}


def test_drafts_and_both_reports_are_written(base, capsys):
    assert run(base, base / "source.md") == 0
    assert drafts(base) == {"hosting/ftp-settings.md"}
    report = json.loads((base / "build/reports/import.json").read_text("utf-8"))
    assert report["summary"] == {
        "add": 1,
        "update": 0,
        "unchanged": 0,
        "conflict": 0,
        "sources": 1,
        "failed": 0,
    }
    assert "<script" not in (base / "build/reports/import.html").read_text("utf-8")
    assert "hosting/ftp-settings.md" in capsys.readouterr().out


def test_a_dry_run_writes_nothing(base, capsys):
    assert run(base, base / "source.md", "--dry-run", "--json") == 0
    assert sorted(p.name for p in base.iterdir()) == ["kb.toml", "source.md"]
    assert json.loads(capsys.readouterr().out)["articles"][0]["action"] == "add"


def test_an_untouched_draft_is_brought_up_to_date(base):
    run(base, base / "source.md")
    (base / "source.md").write_text("# FTPの設定\n\n二番の文です。\n", "utf-8")
    run(base, base / "source.md")
    assert "二番の文です。" in (base / "articles/hosting/ftp-settings.md").read_text("utf-8")


def test_a_writers_change_is_never_overwritten(base, capsys):
    run(base, base / "source.md")
    article = base / "articles/hosting/ftp-settings.md"
    edited = article.read_text("utf-8").replace("一番", "書き手が直した")
    article.write_text(edited, "utf-8")
    (base / "source.md").write_text("# FTPの設定\n\n二番の文です。\n", "utf-8")
    assert run(base, base / "source.md") == 0
    assert article.read_text("utf-8") == edited
    beside = base / "build/reports/import-conflicts/ftp-settings.imported.md"
    assert "二番の文です。" in beside.read_text("utf-8")
    assert "要確認 1" in capsys.readouterr().err


def test_a_draft_that_a_writer_moved_stays_where_it_is(base):
    run(base, base / "source.md")
    (base / "articles/database").mkdir()
    (base / "articles/hosting/ftp-settings.md").rename(base / "articles/database/ftp-settings.md")
    run(base, base / "source.md")
    assert drafts(base) == {"database/ftp-settings.md"}


def test_one_bad_source_does_not_stop_the_others(base, capsys):
    (base / "bad.xml").write_text('<?xml version="1.0"?>\n<rss><channel>\n<item>', "utf-8")
    assert run(base, base / "bad.xml", base / "none.txt", base / "source.md") == 1
    assert drafts(base) == {"hosting/ftp-settings.md"}
    said = capsys.readouterr().err
    assert "bad.xml:3: XML が壊れています" in said
    assert "none.txt: ありません。" in said


def test_slugs_cannot_lead_out_of_the_folder(base):
    (base / "evil.md").write_text("---\nid: ../../../etc/passwd\ntitle: x\n---\n\n本文です。\n", "utf-8")
    assert run(base, base / "evil.md") == 0
    assert all(".." not in name for name in drafts(base))
    assert (base / "articles") in next((base / "articles").rglob("*.md")).parents


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="needs symbolic links")
def test_links_in_a_folder_are_not_followed_and_not_written_through(base, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.md").write_text("# 秘密のこと\n\n本文です。\n", "utf-8")
    folder = base / "in"
    folder.mkdir()
    (folder / "loop").symlink_to(folder)
    (folder / "secret.md").symlink_to(outside / "secret.md")
    (folder / "good.md").write_text("# FTPの設定\n\n文です。\n", "utf-8")
    (base / "articles").mkdir()
    (base / "articles/hosting").symlink_to(outside)
    assert run(base, folder) == 2
    assert sorted(p.name for p in outside.iterdir()) == ["secret.md"]


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="needs symbolic links")
def test_no_folder_is_made_behind_a_link_before_it_is_refused(tmp_path):
    outside, root = tmp_path / "outside", tmp_path / "articles"
    outside.mkdir()
    root.mkdir()
    (root / "hosting").symlink_to(outside)
    with pytest.raises(SourceError, match="シンボリックリンクを外してください"):
        write_atomic(root / "hosting" / "ftp" / "a.md", "文\n", root)
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize(("arguments", "where"), [((), "一覧は報告にあります。"), (("--dry-run",), "")])
def test_files_of_unknown_kind_are_counted_and_listed(base, capsys, arguments, where):
    """A folder of PDFs beside one page must not look imported."""
    folder = base / "in"
    folder.mkdir()
    (folder / "good.md").write_text("# FTPの設定\n\n文です。\n", "utf-8")
    (folder / ".hidden.pdf").write_bytes(b"")
    for name in ("a.pdf", "b.docx"):
        (folder / name).write_bytes(b"x")
    assert run(base, folder, "--json", *arguments) == 0
    captured = capsys.readouterr()
    assert f"知らない種類のファイルやリンク 2 件は読んでいません。{where}\n" in captured.err
    assert json.loads(captured.out)["skipped"] == [
        f"{folder.as_posix()}/{name}: 知らない種類のファイルは読みません。" for name in ("a.pdf", "b.docx")
    ]


def test_the_audit_is_told(base, capsys):
    assert run(base, base / "source.md", "--dry-run", "--audit", "--quiet") == 0
    assert "欠落なし" in capsys.readouterr().out


def test_a_category_must_exist(base, capsys):
    assert run(base, base / "source.md", "--category", "hostin") == 2
    assert "もしかして: hosting" in capsys.readouterr().err
