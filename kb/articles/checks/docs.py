"""docs/checks.md, and what ``kb check --explain`` shows: written from the registry, never by hand.

python -m kb.articles.checks.docs > docs/checks.md
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import fields
from itertools import groupby

from kb.articles.checks.reports.text import LABELS
from kb.articles.checks.rule import GROUPS, Rule, all_rules
from kb.articles.checks.settings import Limits
from kb.model import Severity

_INTRO = """\
# 検査の一覧

<!-- このページは kb/articles/checks/docs.py が作ります。手で直さず、検査のほうを直してください。 -->

`kb check` が報告することの一覧です。誤り（error）があると終了コードが 1 になります。
`--strict` なら警告（warning）でも 1 になります。参考（note）は助言です。

- 直し方が一つに決まるものは `kb check --fix` が直し、何を直したかを表示します。
- 見つけやすさ（KB8xx）は実際に検索するので、`kb check --find` のときだけ調べます。KB806〜KB808 はいつも調べます。
- 外部のリンク（KB314）は `kb check --external` のときだけ開きます。
- 検査の理由と例は `kb check --explain KB404` でも読めます。
- 例の `===` の行は、その後がどのファイルかを表します。例にない項目は、正しく書かれているものとします。

## 検査を止める

理由を必ず添えます。理由のないコメントは KB008、効いていないコメントは KB007 になります。

| 範囲 | 書き方 |
|---|---|
| その行（コメントだけの行なら次の行） | 本文に `<!-- kb-check: ignore KB408 画面の表示のまま -->` |
| フロントマターのその行 | `topic: Old_Name # kb-check: ignore KB124 旧システムの名前` |
| 記事全体 | フロントマターに `# kb-check: ignore-file KB206 現役の顧客がいる` |
| ナレッジベース全体 | kb.toml の `[checks]` に `off = ["KB505"]` |

## kb.toml の [checks]

```toml
[checks]
off = ["KB505"]              # 行わない検査
summary_max_chars = 120      # 下の表の値はどれも変えられる

[checks.severity]
KB206 = "warning"            # error・warning・note

[checks.spelling]
"サーバー" = "サーバ"          # 避ける表記 = 使う表記（多数決より優先）
```
"""

_LIMITS = {
    "summary_max_chars": "要約の上限の文字数",
    "title_max_chars": "題名の目安の文字数",
    "min_questions": "質問の目安の件数（0: 求めない）",
    "sentence_max_chars": "一文の目安の文字数",
    "line_max_chars": "一行の上限の文字数",
    "as_of_max_days": "「〜現在」の事実を見直すまでの日数",
    "eol_notice_days": "サポート終了を何日前から知らせるか",
    "duplicate_similarity": "ほとんど同じ記事と見なす割合（0〜1）",
    "found_within": "自分の言葉で何位までに見つかればよいか",
    "html_allowed": "本文に書いても指摘しない HTML の要素（書いたままの文字で表示される）",
    "https_hosts": "https で開けると分かっているホスト",
}


def page() -> str:
    """The whole of docs/checks.md."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield _INTRO
    yield "| 項目 | 既定 | 意味 |\n|---|---|---|"
    for item in fields(Limits):
        default = list(item.default) if isinstance(item.default, tuple) else item.default
        yield f"| `{item.name}` | `{default}` | {_LIMITS[item.name]} |"
    for prefix, group in groupby(all_rules(), key=lambda rule: rule.code[:3]):
        yield f"\n## {prefix}xx {GROUPS[prefix]}"
        for rule in group:
            yield from _section(rule)


def _section(rule: Rule) -> Iterator[str]:
    yield f"\n### {rule.code} {rule.title}\n"
    yield f"{_severity(rule.severity)}{'・ビルドも止めます' if rule.blocking else ''}\n\n{rule.why}\n"
    yield f"悪い例:\n\n{_fenced(rule.bad)}\n\n良い例:\n\n{_fenced(rule.good)}"


def _severity(severity: Severity) -> str:
    return f"{LABELS[severity]}（{severity}）"


def _fenced(text: str) -> str:
    # Marks of a merge conflict are set in by a blank: tools that look for real ones read this page too.
    visible = re.sub(r"^(?=<{7}|={7}$|>{7})", " ", text.replace("\u200b", "\\u200b"), flags=re.M)
    fence = "````" if "```" in text else "```"
    return f"{fence}markdown\n{visible}\n{fence}"


def explain(rule: Rule) -> str:
    """One rule for a terminal."""
    bad, good = ("\n".join(f"    {line}" for line in text.split("\n")) for text in (rule.bad, rule.good))
    return (
        f"{rule.code} {rule.title}（{LABELS[rule.severity]}・{rule.group}）"
        f"\n\n{rule.why}\n\n悪い例:\n\n{bad}\n\n良い例:\n\n{good}"
    )


if __name__ == "__main__":
    sys.stdout.write(page())
