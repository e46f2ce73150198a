"""Fixtures of several rooms: a small knowledge base in a temporary folder, and the command line on it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pytest

from kb import cli, config, pipeline
from kb.articles.writer import dump
from kb.config import KnowledgeBase
from kb.model import AppliesTo, Article, Support

REPOSITORY = Path(__file__).resolve().parent.parent

KB_TOML = """\
[kb]
name = "小さな FAQ"

[[categories]]
id = "sender-authentication"
name = "送信ドメイン認証"
stale_after_days = 3650

[[categories]]
id = "spam"
name = "迷惑メール"

[[versions]]
name = "Plesk"
product = "Plesk"
general = true

[[versions]]
name = "Plesk 9"
product = "Plesk"
order = 9
successor = "Plesk Onyx"
eol = 2013-06-09

[[versions]]
name = "Plesk Onyx"
product = "Plesk"
order = 17
successor = "Plesk Obsidian"
eol = 2021-04-20
aliases = ["オニキス", "Plesk Onix"]

[[versions]]
name = "Plesk Obsidian"
product = "Plesk"
order = 18
aliases = ["オブシディアン"]

[[plans]]
name = "Flex Web"

[[plans]]
name = "Flex Web Pro"
family = "Flex Web"

[[os]]
name = "CentOS 7"
product = "CentOS"
order = 7
eol = 2024-06-30

[[software]]
name = "Postfix"
"""


def article(article_id: str, category: str, title: str, **values: object) -> Article:
    """An article whose path is where its file belongs."""
    path = PurePosixPath("articles", category, f"{article_id}.md")
    return Article(article_id, title, category=category, path=path, **values)  # type: ignore[arg-type]


ARTICLES = (
    article(
        "plesk-obsidian-dkim",
        "sender-authentication",
        "Plesk Obsidian で送信メールに DKIM 署名を付けるには",
        summary="メール設定で DKIM を有効にし、外部DNSなら公開鍵の TXT レコードを登録します。",
        questions=("外部DNSでDKIMを使いたい", "メールに電子署名を付けたい"),
        tags=("DKIM", "DNS"),
        applies_to=AppliesTo(versions=("Plesk Obsidian",)),
        topic="dkim",
        support=Support.PARTIAL,
        source="https://faq.example.jp/dkim/",
        related=("spam-received",),
        body="## 回答\n\nドメインの **[メール設定]** で DKIM を有効にします。\n\n## 手順\n\n"
        "1. **[メール設定]** を開く。\n2. TXT レコード `default._domainkey` を登録する。\n",
    ),
    article(
        "plesk-onyx-dkim",
        "sender-authentication",
        "Plesk Onyx で送信メールに DKIM 署名を付けるには",
        summary="サーバ全体のメール設定で DKIM を許可してから、ドメインで有効にします。",
        questions=("OnyxでDKIMを使いたい",),
        tags=("DKIM",),
        applies_to=AppliesTo(versions=("Plesk Onyx",)),
        topic="dkim",
        body="## 回答\n\nサーバ全体の **[メールサーバの設定]** で DKIM を許可します。\n",
    ),
    article(
        "spam-received",
        "spam",
        "迷惑メールが届いたときの対処",
        summary="リンクや添付を開かず、削除してください。返信もしないでください。",
        questions=("変なメールが届いた",),
        tags=("迷惑メール",),
        topic="spam-received",
        support=Support.NONE,
        body="## 回答\n\nリンクや添付を開かず、削除してください。\n",
    ),
)


def write_knowledge_base(root: Path, articles: tuple[Article, ...] = ARTICLES) -> Path:
    """Write ``KB_TOML`` and articles under ``root``; gives ``root``."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "kb.toml").write_text(KB_TOML, encoding="utf-8")
    (root / "search").mkdir(exist_ok=True)
    for value in articles:
        path = root / value.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dump(value), encoding="utf-8")
    return root


@pytest.fixture
def kb_root(tmp_path: Path) -> Path:
    """A knowledge base of three articles: DKIM for two versions of Plesk, and one tied to nothing."""
    return write_knowledge_base(tmp_path / "kb")


@pytest.fixture
def kb(kb_root: Path) -> KnowledgeBase:
    """The same, loaded."""
    return config.load(kb_root)


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str


@pytest.fixture
def run_kb(kb_root: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run ``kb`` on that knowledge base: ``run_kb("show", "spam-received")``."""

    def run(*arguments: str) -> Ran:
        capsys.readouterr()
        code = cli.main([*arguments, "-C", str(kb_root)])
        return Ran(code, *capsys.readouterr())

    return run


FAQ = REPOSITORY / "tests" / "retrieval" / "data" / "faq"
"""A knowledge base of fourteen articles, each there for a test of retrieval."""


@pytest.fixture(scope="session")
def faq_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of ``FAQ`` with an index, made once (it takes seconds). Read only."""
    root = tmp_path_factory.mktemp("faq") / "faq"
    shutil.copytree(FAQ, root)
    pipeline.open_searcher(config.load(root)).close()
    return root


@pytest.fixture
def quick_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """Indexes made in this test know the spellings of their articles only, and take no seconds to make."""
    monkeypatch.setattr("kb.retrieval.compilation._Compiler._walk_dictionary", lambda self: None)
