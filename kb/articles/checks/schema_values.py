"""KB109-KB111, KB114, KB117, KB118, KB125-KB127: single values of the front matter against kb.toml."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from datetime import date

from kb.articles.checks.context import Context
from kb.articles.checks.places import file_lines, replace_value, value_span
from kb.articles.checks.rule import Problem, check
from kb.articles.checks.schema_keys import DATE_KEYS
from kb.articles.formatting import written_out
from kb.articles.frontmatter import dump_scalar
from kb.articles.reader import ArticleFile
from kb.model import FACETS, Severity, Status, Support
from kb.text import alias_key

FACET_NAMES = {"versions": "バージョン", "plans": "プラン", "os": "OS", "software": "ソフトウェア"}
"""What the facets are called in messages."""

SURE = 0.8
"""Likeness from which a misspelt name counts as meant."""

_LOOSE_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?\Z")


@check(
    "KB109",
    Severity.ERROR,
    title="カテゴリが kb.toml にない",
    why="知らないカテゴリの記事は、一覧にも絞り込みにも出ません。",
    bad="""
    ---
    category: web-mail
    ---
    """,
    good="""
    ---
    category: webmail
    ---
    """,
    blocking=True,
)
def unknown_category(file: ArticleFile, context: Context) -> Iterator[Problem]:
    category = file.article.category
    if not category or context.vocabulary.category(category) is not None:
        return
    near = context.vocabulary.suggest_category(category)
    hint = (
        f"近いもの: {near}" if near else "kb.toml の [[categories]] にある id を書くか、そこに加えてください"
    )
    sure = near if near and surely_meant(category, near) else None
    message = f"カテゴリ「{category}」は kb.toml にありません（{hint}）。"
    edits = replace_value(file, ("category",), sure) if sure else ()
    yield Problem(file.head.place("category"), message, sure, edits)


def surely_meant(text: str, near: str) -> bool:
    """Is ``near`` what ``text`` was meant to be, so surely that it may be written without asking?

    A slip of the keyboard changes a letter or two; another number is another version.
    """
    if re.findall(r"\d+", text) != re.findall(r"\d+", near):
        return False
    return difflib.SequenceMatcher(None, alias_key(text), alias_key(near)).ratio() >= SURE


@check(
    "KB110",
    Severity.ERROR,
    title="対象の名前が kb.toml にない",
    why="知らない名前は絞り込みに使えず、そのバージョンの利用者に記事が届きません。",
    bad="""
    ---
    applies_to:
      versions: [Plesk Obsidien]
    ---
    """,
    good="""
    ---
    applies_to:
      versions: [Plesk Obsidian]
    ---
    """,
    blocking=True,
)
def unknown_name(file: ArticleFile, context: Context) -> Iterator[Problem]:
    vocabulary = context.vocabulary
    for facet, index, text in _facet_items(file):
        if vocabulary.get(facet, text) is not None or written_out(vocabulary, facet, text):
            continue
        place = file.head.place("applies_to", facet, index)
        other = vocabulary.resolve(text)
        if other is not None:
            message = (
                f"「{text}」は{FACET_NAMES[other.facet]}の名前です。"
                f"applies_to.{other.facet} に移してください。"
            )
            yield Problem(place, message, f"{other.facet}: [{other.name}]")
            continue
        near = vocabulary.suggest(text, (facet,))
        hint = (
            f"近いもの: {near}"
            if near
            else f"kb.toml の [[{facet}]] にある名前を書くか、そこに加えてください"
        )
        sure = near if near and surely_meant(text, near) else None
        message = f"{FACET_NAMES[facet]}「{text}」は kb.toml にありません（{hint}）。"
        edits = replace_value(file, ("applies_to", facet, index), sure) if sure else ()
        yield Problem(place, message, sure, edits)


@check(
    "KB111",
    Severity.ERROR,
    title="対象が別名や範囲で書かれている",
    why=(
        "記事には kb.toml の name だけを書きます。"
        "別名や「Plesk 9 以降」のような範囲は kb fmt が名前の並びに直します。"
    ),
    bad="""
    ---
    applies_to:
      versions: [オブシディアン]
    ---
    """,
    good="""
    ---
    applies_to:
      versions: [Plesk Obsidian]
    ---
    """,
    blocking=True,
)
def alias_used(file: ArticleFile, context: Context) -> Iterator[Problem]:
    for facet, index, text in _facet_items(file):
        if context.vocabulary.get(facet, text) is not None:
            continue
        names = written_out(context.vocabulary, facet, text)
        if not names:
            continue
        path = ("applies_to", facet, index)
        written = ", ".join(names)
        kind = "別名" if len(names) == 1 else "範囲"
        whole = file.head.places[path[:-1]]
        in_flow = file_lines(file)[whole.line - 1][whole.column - 1 :].startswith("[")
        safe = len(names) == 1 or in_flow
        # What --fix mends is said by the report; a block list is longer by lines, which only kb fmt writes.
        way = "" if safe else "（kb fmt で直せます）"
        message = f"「{text}」は{kind}です。kb.toml の名前「{written}」を書いてください{way}。"
        yield Problem(
            file.head.place(*path),
            message,
            written,
            replace_value(file, path, written, raw=True) if safe else (),
        )


def _facet_items(file: ArticleFile) -> Iterator[tuple[str, int, str]]:
    """(facet, index in the file's list, text) of each text under ``applies_to``."""
    applies = file.head.values.get("applies_to")
    if not isinstance(applies, dict):
        return
    for facet in FACETS:
        items = applies.get(facet)
        for index, item in enumerate(items if isinstance(items, list) else []):
            text = "" if item is None or isinstance(item, list | dict) else str(item).strip()
            if text:
                yield facet, index, text


@check(
    "KB114",
    Severity.ERROR,
    title="日付の書き方が違うか、ありえない日付",
    why=(
        "日付は 2023-02-28 の形で、引用符なしに書きます。読めない日付は「日付なし」"
        "になり、古い記事が古いと分かりません。"
    ),
    bad="""
    ---
    updated: 2023-02-30
    ---
    """,
    good="""
    ---
    updated: 2023-02-28
    ---
    """,
    blocking=True,
)
def bad_date(file: ArticleFile, context: Context) -> Iterator[Problem]:
    for key in DATE_KEYS:
        value = file.head.values.get(key)
        if value is None or isinstance(value, date) or value == "":
            continue
        place = file.head.place(key)
        iso, impossible = _as_date(str(value))
        if impossible:
            yield Problem(place, f"{key} の {value} は暦にない日付です。正しい日付を書いてください。")
        elif iso:
            message = f"{key} は 2023-02-28 の形で、引用符を付けずに書いてください。"
            yield Problem(place, message, iso, replace_value(file, (key,), iso, raw=True))
        else:
            yield Problem(
                place, f"{key} を日付として読めません（{value}）。2023-02-28 の形で書くか、空にしてください。"
            )


def _as_date(text: str) -> tuple[str, bool]:
    """The ISO form of a loosely written date, and whether it names a day that does not exist."""
    match = _LOOSE_DATE.match(text.strip())
    if match is None:
        return "", False
    try:
        return date(*map(int, match.groups())).isoformat(), False
    except ValueError:
        return "", True


@check(
    "KB117",
    Severity.ERROR,
    title="support か status の値が違う",
    why=(
        "support は full・partial・none、status は draft・current・archived "
        "のどれかです。ほかの値は full や current として扱われ、案内を誤ります。"
    ),
    bad="""
    ---
    status: publish
    ---
    """,
    good="""
    ---
    status: current
    ---
    """,
    blocking=True,
)
def bad_choice(file: ArticleFile, context: Context) -> Iterator[Problem]:
    for key, kind in (("support", Support), ("status", Status)):
        value = file.head.values.get(key)
        if not isinstance(value, str | int) or isinstance(value, bool) or not str(value).strip():
            continue
        choices = [str(choice) for choice in kind]
        if str(value) in choices:
            continue
        near = difflib.get_close_matches(str(value).lower(), choices, n=1, cutoff=0.6)
        message = f"{key} の値「{value}」は使えません。{'・'.join(choices)} のどれかを書いてください。"
        edits = replace_value(file, (key,), near[0]) if near else ()
        yield Problem(file.head.place(key), message, near[0] if near else None, edits)


@check(
    "KB118",
    Severity.ERROR,
    title="要約が長すぎる",
    why=(
        "要約は検索結果にそのまま出る答えです。長いと画面に収まらず、電話中に読み切れません。"
        "上限は [checks] summary_max_chars（既定 140）です。"
    ),
    bad="---\nsummary: "
    + "メールソフトのポート番号を 587 に変えると送信できるようになります。" * 5
    + "\n---",
    good="""
    ---
    summary: メールソフトのポート番号を 587 に変えると送信できるようになります。
    ---
    """,
)
def long_summary(file: ArticleFile, context: Context) -> Iterator[Problem]:
    limit, length = context.settings.limits.summary_max_chars, len(file.article.summary)
    if length > limit:
        message = f"要約が {length} 文字あります。{limit} 文字以内の 1〜2 文にしてください。"
        yield Problem(file.head.place("summary"), message)


@check(
    "KB125",
    Severity.ERROR,
    title="source が Web の URL ではない",
    why="source は公開ページの http または https の URL です。ほかの値はリンクにできません。",
    bad="""
    ---
    source: spt.clara.jp/ufaqs/id-12138/
    ---
    """,
    good="""
    ---
    source: https://spt.clara.jp/ufaqs/id-12138/
    ---
    """,
    blocking=True,
)
def bad_source(file: ArticleFile, context: Context) -> Iterator[Problem]:
    source = file.article.source
    if source and not re.match(r"https?://[^\s/?#]+\.?[^\s]*\Z", source):
        yield Problem(
            file.head.place("source"),
            (
                f"source「{source[:60]}」は http または https の URL ではありません。"
                "URL を全部書くか、空にしてください。"
            ),
        )


@check(
    "KB126",
    Severity.ERROR,
    title="1 行で書く値に改行がある",
    why="題名・要約・質問などは一覧に 1 行で出ます。| や > で始まる複数行の書き方は使えません。",
    bad="""
    ---
    title: |
      Webメールの
      開き方
    ---
    """,
    good="""
    ---
    title: Webメールの開き方
    ---
    """,
    blocking=True,
)
def line_break(file: ArticleFile, context: Context) -> Iterator[Problem]:
    for key, value in file.head.values.items():
        items = value if isinstance(value, list) else [value]
        for index, item in enumerate(items):
            if isinstance(item, str) and "\n" in item.strip():
                path = (key, index) if isinstance(value, list) else (key,)
                yield Problem(
                    file.head.place(*path),
                    f"{key} に改行があります。1 行で書いてください。",
                    " ".join(item.split()),
                )


_WORDS = ("title", "summary", "questions", "tags", "topic")
"""Keys whose values are words of the writer."""

# A comment is written with a blank behind its #; one for kb check may do without.
_CUT_OFF = re.compile(r"\s+#(?!\s|kb-check|\Z).*")


@check(
    "KB127",
    Severity.WARNING,
    title="値が # で切れている",
    why="YAML では空白の後の # から先はコメントです。囲まない値は、そこで黙って切れます。",
    bad="""
    ---
    title: エラー #5 が出たとき
    ---
    """,
    good="""
    ---
    title: "エラー #5 が出たとき"
    ---
    """,
)
def cut_off_value(file: ArticleFile, context: Context) -> Iterator[Problem]:
    lines = file_lines(file)
    for path in file.head.places:
        span = value_span(file, *path) if path and path[0] in _WORDS else None
        if span is None:
            continue
        start, end = span
        text = lines[start.line - 1]
        value = text[start.column - 1 : end.column - 1]
        cut = _CUT_OFF.match(text, end.column - 1)
        if cut and not value.startswith(("'", '"')):
            told = f"値が「{value[:40]}」で切れています（空白の後の # から先はコメントです）。"
            yield Problem(
                start, f'{told}# も値なら、値を "…" で囲んでください。', dump_scalar(value + cut[0].rstrip())
            )
