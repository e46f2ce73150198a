"""How long ``kb check`` takes, on a knowledge base made up for it.

    python benchmarks/check_speed.py [ARTICLES]        (default 1000)

Prints ``name  n  seconds``: reading, all checks, the checks of one changed article, and those that a
build runs. Articles are made from a fixed seed: about 1,300 characters and 15 questions each, with links,
tables and steps, and one mistake in ten.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from kb import config
from kb.articles.checks import blocking, examine
from kb.articles.library import read_library

TODAY = date(2024, 6, 1)
SEED = 20240601

NOUNS = [
    "メール",
    "サーバ",
    "ポート",
    "パスワード",
    "転送",
    "署名",
    "証明書",
    "ドメイン",
    "容量",
    "受信箱",
    "送信元",
    "アカウント",
    "設定画面",
    "管理画面",
    "接続先",
    "通知",
]
VERBS = [
    "開きます",
    "選びます",
    "確かめます",
    "入力します",
    "保存します",
    "変更します",
    "追加します",
    "削除します",
    "再起動します",
    "登録します",
]
VERSIONS = [f"Panel {number}" for number in range(1, 11)]
CATEGORIES = ["mailbox", "sending", "network", "account", "ssl"]


def write_base(root: Path, count: int) -> None:
    """A knowledge base of ``count`` articles."""
    names = "".join(
        f'[[versions]]\nname = "{name}"\nproduct = "Panel"\norder = {order}\naliases '
        f'= ["Panel{order}", "P{order}"]\n'
        for order, name in enumerate(VERSIONS, 1)
    )
    categories = "".join(
        f'[[categories]]\nid = "{c}"\nname = "{c}"\nstale_after_days = 1825\n' for c in CATEGORIES
    )
    (root / "kb.toml").write_text(f'[kb]\nname = "速さの見本"\n{categories}{names}', "utf-8")
    random_ = random.Random(SEED)
    for number in range(count):
        category = CATEGORIES[number % len(CATEGORIES)]
        path = root / "articles" / category / f"article-{number}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(article(random_, number, count), "utf-8")


def article(random_: random.Random, number: int, count: int) -> str:
    """One article file; every tenth has a mistake."""

    def sentence() -> str:
        words = random_.sample(NOUNS, 3)
        return f"{words[0]}の{words[1]}で{words[2]}を{random_.randint(1, 999)}回{random_.choice(VERBS)}。"

    version = VERSIONS[number % len(VERSIONS)]
    questions = "".join(f"  - {sentence()[:-1]}（{number}-{n}）\n" for n in range(15))
    other = random_.randrange(count)
    category = CATEGORIES[other % len(CATEGORIES)]
    mistake = "Panel10 のサーバーです。ﾒｰﾙ。" if number % 10 == 0 else ""
    steps = "".join(f"{n}. **[{random_.choice(NOUNS)}]** を開き、{sentence()}\n" for n in range(1, 9))
    paragraphs = "\n\n".join("".join(sentence() for _ in range(4)) for _ in range(6))
    return (
        f"---\nid: article-{number}\ntitle: {version} の{random_.choice(NOUNS)}を直す {number}\n"
        f"summary: {sentence()}{sentence()}\nquestions:\n{questions}"
        f"category: {CATEGORIES[number % len(CATEGORIES)]}\ntags: [a, "
        f"b]\napplies_to:\n  versions: [{version}]\n  plans: []\n"
        f"  os: []\n  software: []\ntopic: topic-{number}\nsupport: full\npublished: "
        "2022-03-03\nupdated:\nreview_by:\n"
        f"status: current\nsource:\nrelated: [article-{other}]\n---\n\n## "
        f"回答\n\n{sentence()}{mistake}\n\n## 手順\n\n{steps}\n"
        f"## 説明\n\n{paragraphs}\n\n| 項目 | 値 |\n|---|---|\n| 上限 | "
        f"`{random_.randint(1, 99)}MB` |\n| 番号 | `{number}` |\n\n"
        f"[別の記事](../{category}/article-{other}.md) も見てください。\n"
    )


def timed(name: str, count: int, work: Callable[[], object]) -> None:
    """Do the work once and print how long it took."""
    start = time.perf_counter()
    work()
    print(f"{name:<28} {count:>6} {time.perf_counter() - start:8.3f}")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_base(root, count)
        kb = config.load(root)
        print(f"{'name':<28} {'n':>6} {'seconds':>8}")
        timed("read", count, lambda: read_library(kb))
        timed("read and check all", count, lambda: examine(read_library(kb), kb, TODAY))
        library = read_library(kb)
        changed = {library.files[count // 2].path}
        timed("read and check one changed", count, lambda: examine(read_library(kb), kb, TODAY, only=changed))
        timed("what a build checks", count, lambda: blocking(library.files, kb))


if __name__ == "__main__":
    main()
