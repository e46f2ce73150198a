"""KB002, KB101-KB104, KB112, KB113: the keys of the front matter and the kinds of their values."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from kb.articles.checks.context import Context
from kb.articles.checks.places import file_lines, key_place, raw_value, replace_key, replace_value, value_span
from kb.articles.checks.rule import Edit, Problem, check
from kb.articles.frontmatter import Place, Value, dump_flow_list
from kb.articles.reader import ArticleFile
from kb.articles.writer import KEYS
from kb.model import FACETS, Severity, Status, Support

REQUIRED = ("id", "title", "summary", "category", "status")
"""Keys that every article has."""

TEXT_KEYS = ("id", "title", "summary", "category", "topic", "support", "status", "source")
LIST_KEYS = ("questions", "tags", "related")
DATE_KEYS = ("published", "updated", "review_by")

_WHAT = {
    "id": "id: ファイル名と同じ英小文字・数字・ハイフン",
    "title": "title: 記事の題名",
    "summary": "summary: 答えそのものを 1〜2 文で",
    "category": "category: kb.toml にあるカテゴリの id",
    "status": "status: draft（下書き）・current（公開中）・archived（保管）のどれか",
}


@check(
    "KB101",
    Severity.ERROR,
    title="必須の項目がない",
    why="id・title・summary・category・status がない記事は、検索結果にもサイトにも正しく出せません。",
    bad="""
    ---
    id: example
    title: Webメールの開き方
    category: webmail
    status: current
    ---
    """,
    good="""
    ---
    id: example
    title: Webメールの開き方
    summary: ブラウザで管理画面を開き、メールアドレスとパスワードでログインします。
    category: webmail
    status: current
    ---
    """,
    blocking=True,
)
def missing_key(file: ArticleFile, context: Context) -> Iterator[Problem]:
    for key in REQUIRED:
        if key not in file.head.values:
            yield Problem(
                Place(1, 1),
                f"必須の項目 {key} がありません。「{_WHAT[key]}」をフロントマターに書いてください。",
                f"{key}: を加える",
            )


@check(
    "KB102",
    Severity.ERROR,
    title="知らない項目がある",
    why="綴りの違う項目は読まれず、書いた内容がどこにも出ません。",
    bad="""
    ---
    sumary: 587番ポートに変えると送信できます。
    ---
    """,
    good="""
    ---
    summary: 587番ポートに変えると送信できます。
    ---
    """,
)
def unknown_key(file: ArticleFile, context: Context) -> Iterator[Problem]:
    for key in file.head.values:
        if key not in KEYS:
            yield _unknown(file, (key,), KEYS)
    applies = file.head.values.get("applies_to")
    if isinstance(applies, dict):
        for key in applies:
            if key not in FACETS:
                yield _unknown(file, ("applies_to", key), FACETS)


def _unknown(file: ArticleFile, path: tuple[str, ...], known: tuple[str, ...]) -> Problem:
    key = path[-1]
    where = "applies_to に" if len(path) > 1 else "フロントマターに"
    missing = [name for name in known if (*path[:-1], name) not in file.head.key_places]
    near = difflib.get_close_matches(key.lower(), missing, n=1, cutoff=0.7)
    place = key_place(file, *path)
    if not near:
        other = (
            f"消すか、使える項目に直してください（{'、'.join(missing)}）。" if missing else "消してください。"
        )
        return Problem(place, f"{where} {key} という項目はありません。{other}")
    message = f"{where} {key} という項目はありません。{near[0]} の書き間違いなら直してください。"
    return Problem(place, message, f"{near[0]}:", replace_key(file, path, near[0]))


@check(
    "KB103",
    Severity.ERROR,
    title="値の種類が違う",
    why=(
        "文が入るところに並びを書く、並びのところに一語だけ書く、引用符のない yes や "
        "on が真偽値になる、といった誤りです。"
    ),
    bad="""
    ---
    tags: DKIM
    ---
    """,
    good="""
    ---
    tags: [DKIM]
    ---
    """,
    blocking=True,
)
def wrong_type(file: ArticleFile, context: Context) -> Iterator[Problem]:
    values = file.head.values
    for key in TEXT_KEYS:
        yield from _expect_text(file, (key,), values.get(key))
    for key in LIST_KEYS:
        yield from _expect_list(file, (key,), values.get(key))
    applies = values.get("applies_to")
    if isinstance(applies, dict):
        for facet in FACETS:
            yield from _expect_list(file, ("applies_to", facet), applies.get(facet))
    elif applies is not None:
        message = "applies_to は「versions: [ ]」などの項目を字下げして並べます。"
        yield Problem(file.head.place("applies_to"), message, "applies_to:\n  versions: []")


_CHOICES: dict[str | int, str] = {
    "support": "・".join(value.value for value in Support),
    "status": "・".join(value.value for value in Status),
}
"""Keys that take one of a few words: quotes around a yes would not make it one of them."""


def _expect_text(file: ArticleFile, path: tuple[str | int, ...], value: Value) -> Iterator[Problem]:
    name, place = _name(path), file.head.place(*path)
    if isinstance(value, list | dict):
        yield Problem(
            place, f"{name} は一つの文字列です。並びや字下げした項目ではなく、1 行で書いてください。"
        )
    elif isinstance(value, bool) and (choices := _CHOICES.get(path[0])):
        message = f"{name} の値「{raw_value(file, *path)}」は使えません。{choices} のどれかを書いてください。"
        yield Problem(place, message)
    elif isinstance(value, bool):
        raw = raw_value(file, *path)
        quoted = f'"{raw}"' if raw else None
        message = f"{name} の {raw or '値'} は YAML では真偽値になります。引用符で囲んでください。"
        yield Problem(place, message, quoted, replace_value(file, path, quoted, raw=True) if quoted else ())


def _expect_list(file: ArticleFile, path: tuple[str | int, ...], value: Value) -> Iterator[Problem]:
    name, place = _name(path), file.head.place(*path)
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _expect_text(file, (*path, index), item)
    elif isinstance(value, dict):
        yield Problem(place, f"{name} は文字列の並びです。[a, b] か、- で始まる行に直してください。")
    elif value is not None:
        text = raw_value(file, *path)
        fixed = dump_flow_list([text]) if text and text[0] not in "'\"" else f"[{text}]"
        message = f"{name} は文字列の並びです。1 件でも [ ] で囲んでください。"
        yield Problem(
            place,
            message,
            fixed if text else None,
            replace_value(file, path, fixed, raw=True) if text else (),
        )


def _name(path: tuple[str | int, ...]) -> str:
    return ".".join(f"{part + 1} 番目" if isinstance(part, int) else part for part in path)


@check(
    "KB104",
    Severity.ERROR,
    title="必須の項目が空",
    why="項目だけあって値がない記事は、項目がないのと同じです。",
    bad="""
    ---
    summary:
    ---
    """,
    good="""
    ---
    summary: 587番ポートに変えると送信できます。
    ---
    """,
    blocking=True,
)
def empty_required(file: ArticleFile, context: Context) -> Iterator[Problem]:
    for key in REQUIRED:
        value = file.head.values.get(key, "-")
        if value is None or (isinstance(value, str) and not value.strip()):
            yield Problem(key_place(file, key), f"{key} が空です。「{_WHAT[key]}」を書いてください。")


@check(
    "KB112",
    Severity.WARNING,
    title="並びに空の項目がある",
    why="値のない - や引用符だけの項目は、書きかけか消し残しです。",
    bad="""
    ---
    tags: [DKIM, '']
    ---
    """,
    good="""
    ---
    tags: [DKIM]
    ---
    """,
)
def empty_item(file: ArticleFile, context: Context) -> Iterator[Problem]:
    for path, items in _lists(file):
        for index, item in enumerate(items):
            if item is None or (isinstance(item, str) and not item.strip()):
                yield Problem(
                    file.head.place(*path, index),
                    f"{_name(path)} に空の項目があります。値を書くか、項目を消してください。",
                )


@check(
    "KB113",
    Severity.WARNING,
    title="並びに同じ項目が二度ある",
    why="同じ値を二度書いても効き目はなく、直すときに片方を見落とします。",
    bad="""
    ---
    tags: [DKIM, DNS, DKIM]
    ---
    """,
    good="""
    ---
    tags: [DKIM, DNS]
    ---
    """,
)
def repeated_item(file: ArticleFile, context: Context) -> Iterator[Problem]:
    for path, items in _lists(file):
        texts = [str(item) for item in items if item is not None]
        if len(texts) != len(items) or len(set(texts)) == len(texts):
            continue
        for index, text in enumerate(texts):
            if text in texts[:index]:
                message = f"{_name(path)} に「{text}」が二度あります。片方を消してください。"
                yield Problem(
                    file.head.place(*path, index), message, "消す", _without_item(file, path, index)
                )


def _without_item(file: ArticleFile, path: tuple[str, ...], index: int) -> tuple[Edit, ...]:
    """Take out a scalar item that is not the first: its whole line, or it and the comma before it."""
    before, here = value_span(file, *path, index - 1), value_span(file, *path, index)
    if before is None or here is None:
        return ()
    if before[1].line == here[0].line:
        return (Edit(before[1], here[1], ""),)
    line = file_lines(file)[here[0].line - 1]
    alone = line[: here[0].column - 1].strip() == "-" and not line[here[1].column - 1 :].strip()
    return (Edit(Place(here[0].line, 1), Place(here[0].line + 1, 1), ""),) if alone else ()


def _lists(file: ArticleFile) -> Iterator[tuple[tuple[str, ...], list[Value]]]:
    for key in LIST_KEYS:
        value = file.head.values.get(key)
        if isinstance(value, list):
            yield (key,), value
    applies = file.head.values.get("applies_to")
    if isinstance(applies, dict):
        for facet in FACETS:
            value = applies.get(facet)
            if isinstance(value, list):
                yield ("applies_to", facet), value


@check(
    "KB002",
    Severity.ERROR,
    title="同じ項目が二度ある",
    why="YAML では後の値が捨てられるか前の値が消え、どちらが残るか書き手には分かりません。",
    bad="""
    ---
    topic: webmail-open
    topic: webmail-login
    ---
    """,
    good="""
    ---
    topic: webmail-open
    ---
    """,
    blocking=True,
)
def duplicate_key(file: ArticleFile, context: Context) -> Iterator[Problem]:
    for key, place in file.head.duplicates:
        yield Problem(place, f"項目 {key} が二度あります。片方を消してください（読まれるのは先の値です）。")
