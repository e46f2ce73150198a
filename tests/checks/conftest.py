"""A knowledge base made of fragments: what a test does not say is filled in rightly."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from difflib import get_close_matches
from pathlib import Path

import pytest

from kb import config
from kb.articles.checks import Result, examine
from kb.articles.library import Library, read_library
from kb.config import KnowledgeBase

HERE = Path(__file__).parent
TODAY = date(2024, 6, 1)
NEIGHBOURS = {
    "neighbour": "---\nsource: https://example.jp/faq/neighbour/\nrelated: [{first}]\n---",
    "archived-neighbour": "---\nstatus: archived\nrelated: []\n---",
}
BASE = {
    "id": "{stem}",
    "title": "{stem} の開き方",
    "summary": "ブラウザで管理画面を開き、{stem} を選びます。",
    "questions": "\n  - {stem} を開きたい\n  - {stem} はどこにありますか\n  - {stem} が見つからない",
    "category": "{category}",
    "tags": "[見本]",
    "applies_to": "\n  versions: []\n  plans: []\n  os: []\n  software: []",
    "topic": "{stem}",
    "support": "full",
    "published": "2022-10-01",
    "updated": "",
    "review_by": "",
    "status": "current",
    "source": "",
    "related": "[neighbour]",
}
REQUIRED = ("id:", "title:", "summary:", "category:", "status:")


def whole_article(path: str, fragment: str, first: str = "neighbour") -> str:
    """An article file from a fragment: keys it does not name and a body it does not have are filled in.

    A fragment that names most required keys is taken as it stands, so that one can be left out.
    """
    head, body = split_fragment(fragment)
    if sum(any(line.startswith(key) for line in head) for key in REQUIRED) < len(REQUIRED) - 1:
        stem, category = Path(path).stem, Path(path).parent.name
        known = {re.match(r"[\w-]*", line)[0] for line in head if not line.startswith((" ", "#", "-"))}
        for key, value in BASE.items():
            if not get_close_matches(key, known, cutoff=0.85):
                filled = value.format(stem=stem, category=category)
                head.append(f"{key}: {filled}".rstrip() if not filled.startswith("\n") else f"{key}:{filled}")
    text = body or f"## 回答\n\n{Path(path).stem} を選びます。\n"
    return "---\n" + "\n".join(head).replace("{first}", first) + "\n---\n\n" + text.rstrip("\n") + "\n"


def split_fragment(fragment: str) -> tuple[list[str], str]:
    """The front matter lines of a fragment, and its body."""
    if not fragment.startswith("---\n"):
        return [], fragment
    lines = fragment.split("\n")
    end = lines.index("---", 1)
    return lines[1:end], "\n".join(lines[end + 1 :])


def example_files(example: str) -> dict[str, str]:
    """Path to fragment for each file of a documented example."""
    if not example.startswith("=== "):
        return {"articles/webmail/example.md": example}
    parts = re.split(r"^=== (.+)\n?", example, flags=re.M)[1:]
    names = (name if "/" in name or "." in name else f"articles/webmail/{name}.md" for name in parts[::2])
    return {name: text.rstrip("\n") for name, text in zip(names, parts[1::2], strict=True)}


@pytest.fixture
def knowledge_base(tmp_path: Path) -> Callable[[str], tuple[KnowledgeBase, Library]]:
    """Lay down a documented example with two neighbours, and read it back."""

    def make(example: str, root: Path = tmp_path) -> tuple[KnowledgeBase, Library]:
        files = example_files(example)
        settings = files.pop("kb.toml", "")
        vocabulary = (HERE / "data" / "kb.toml").read_text("utf-8")
        (root / "articles").mkdir(parents=True, exist_ok=True)
        (root / "kb.toml").write_text(f"{vocabulary}\n{settings}\n", "utf-8")
        articles = [name for name in files if name.endswith(".md")]
        first = Path(articles[0]).stem if articles else "archived-neighbour"
        for stem, fragment in NEIGHBOURS.items():
            files.setdefault(f"articles/webmail/{stem}.md", fragment)
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(whole_article(name, text, first) if name.endswith(".md") else text, "utf-8")
        kb = config.load(root)
        return kb, read_library(kb)

    return make


@pytest.fixture
def findings(knowledge_base) -> Callable[..., list[Result]]:
    """All results about a documented example, as of a fixed day."""

    def run(example: str, **options: object) -> list[Result]:
        kb, library = knowledge_base(example)
        return examine(library, kb, TODAY, **options)

    return run
