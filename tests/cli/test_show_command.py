"""``kb show``: every format, and help for an id that does not exist."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kb.cli.show_command import near_ids

Run = Callable[..., Any]


def test_text_tells_what_staff_need_before_the_body(run_kb: Run) -> None:
    ran = run_kb("show", "plesk-obsidian-dkim")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.split("\n") == [
        "Plesk Obsidian で送信メールに DKIM 署名を付けるには",
        "対象      Plesk Obsidian",
        "サポート  一部サポート対象",
        "日付      記載なし",
        "",
        "メール設定で DKIM を有効にし、外部DNSなら公開鍵の TXT レコードを登録します。",
        "",
        "■ 回答",
        "",
        "  ドメインの [メール設定] で DKIM を有効にします。",
        "",
        "■ 手順",
        "",
        "  1. [メール設定] を開く。",
        "  2. TXT レコード default._domainkey を登録する。",
        "",
        "同じ質問のほかのバージョン",
        "  plesk-onyx-dkim",
        "    Plesk Onyx",
        "",
        "関連する記事",
        "  spam-received",
        "    迷惑メールが届いたときの対処",
        "",
        "出典  https://faq.example.jp/dkim/",
        "",
    ]


def test_an_article_for_an_ended_version_says_so(run_kb: Run) -> None:
    out = run_kb("show", "plesk-onyx-dkim").out
    assert "鮮度      ⚠ 提供元のサポートが終了: Plesk Onyx" in out.split("\n")


def test_stale_and_draft_are_said(run_kb: Run, kb_root: Path) -> None:
    path = kb_root / "articles/spam/spam-received.md"
    text = path.read_text("utf-8").replace("review_by:", "review_by: 2020-01-31").replace("current", "draft")
    path.write_text(text, "utf-8")
    lines = run_kb("show", "spam-received").out.split("\n")
    assert "状態      下書き" in lines
    assert "鮮度      ⚠ 古い可能性（2020-01-31 に見直し期限切れ）" in lines
    assert "対象      特定のバージョン・プランに限りません" in lines


def test_markdown_is_the_file_itself(run_kb: Run, kb_root: Path) -> None:
    out = run_kb("show", "spam-received", "--format", "md").out
    assert out == (kb_root / "articles/spam/spam-received.md").read_text("utf-8")


def test_json_has_the_front_matter_the_body_and_the_other_versions(run_kb: Run) -> None:
    shown = json.loads(run_kb("show", "plesk-obsidian-dkim", "--json").out)
    assert shown == {
        "id": "plesk-obsidian-dkim",
        "title": "Plesk Obsidian で送信メールに DKIM 署名を付けるには",
        "summary": "メール設定で DKIM を有効にし、外部DNSなら公開鍵の TXT レコードを登録します。",
        "questions": ["外部DNSでDKIMを使いたい", "メールに電子署名を付けたい"],
        "category": "sender-authentication",
        "tags": ["DKIM", "DNS"],
        "applies_to": {"versions": ["Plesk Obsidian"], "plans": [], "os": [], "software": []},
        "topic": "dkim",
        "support": "partial",
        "published": None,
        "updated": None,
        "review_by": None,
        "status": "current",
        "stale": False,
        "source": "https://faq.example.jp/dkim/",
        "related": ["spam-received"],
        "path": "articles/sender-authentication/plesk-obsidian-dkim.md",
        "url": "articles/sender-authentication/plesk-obsidian-dkim.html",
        "variants": [{"id": "plesk-onyx-dkim", "versions": ["Plesk Onyx"]}],
        "body": "## 回答\n\nドメインの **[メール設定]** で DKIM を有効にします。\n\n## 手順\n\n"
        "1. **[メール設定]** を開く。\n2. TXT レコード `default._domainkey` を登録する。\n",
    }


def test_reply_is_text_for_a_mail(run_kb: Run) -> None:
    out = run_kb("show", "spam-received", "--format", "reply").out
    assert "リンクや添付を開かず、削除してください。" in out
    assert "##" not in out


def test_a_path_is_as_good_as_an_id(run_kb: Run) -> None:
    assert run_kb("show", "articles/spam/spam-received.md").code == 0


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("dkim", "plesk-obsidian-dkim"), ("spam-recieved", "spam-received"), ("zzz", "kb list")],
)
def test_an_unknown_id_is_refused_with_what_may_be_meant(run_kb: Run, typed: str, offered: str) -> None:
    ran = run_kb("show", typed)
    assert (ran.code, ran.out) == (2, "")
    assert offered in ran.err


def test_near_ids_are_few() -> None:
    assert near_ids("a", [f"a-{n}" for n in range(20)]) == [f"a-{n}" for n in (0, 1, 10, 11, 12)]
    assert near_ids("", ["a"]) == []


def test_a_broken_article_is_named(run_kb: Run, kb_root: Path) -> None:
    (kb_root / "articles/spam/broken.md").write_text("no front matter", "utf-8")
    ran = run_kb("show", "broken")
    assert ran.code == 2
    assert "articles/spam/broken.md:1" in ran.err
    assert run_kb("show", "plesk-obsidian-dkim").code == 0
