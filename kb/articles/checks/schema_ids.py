"""KB105-KB108: ids, file names and folders."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.articles.checks.context import Context
from kb.articles.checks.places import replace_value
from kb.articles.checks.rule import Problem, check, library_check
from kb.articles.reader import ArticleFile
from kb.model import Severity

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
"""Kebab-case ASCII."""

MAX_ID_CHARS = 100
"""Long enough for any title; some file systems allow 255 bytes with the suffixes that a build adds."""

_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])\Z")


@check(
    "KB105",
    Severity.ERROR,
    title="id がファイル名と違う",
    why=(
        "リンクも検索も id で記事を指します。id とファイル名が違うと、記事を探し出せません。"
        "id は一度公開したら変えません。"
    ),
    bad="""
    ---
    id: another-name
    ---
    """,
    good="""
    ---
    id: example
    ---
    """,
    blocking=True,
)
def id_is_not_file_name(file: ArticleFile, context: Context) -> Iterator[Problem]:
    written, stem = file.article.id, file.path.stem
    if written == stem:
        return
    edits = replace_value(file, ("id",), stem) if ID.match(stem) and not ID.match(written) else ()
    yield Problem(
        file.head.place("id"),
        (
            f"id「{written[:60]}」とファイル名「{stem[:60]}.md」が違います。"
            "公開済みの id は残し、ファイル名のほうを合わせてください。"
        ),
        f"ファイル名を {written}.md にする" if ID.match(written) else f"id: {stem}",
        edits,
    )


@check(
    "KB106",
    Severity.ERROR,
    title="id に使えない文字がある",
    why=(
        "id は URL とファイル名になります。英小文字・数字・ハイフンだけが、どの OS "
        "と Web サーバでも同じに扱われます。"
    ),
    bad="""
    === articles/webmail/Example_1.md
    ---
    id: Example_1
    ---
    """,
    good="""
    === articles/webmail/example-1.md
    ---
    id: example-1
    ---
    """,
    blocking=True,
)
def malformed_id(file: ArticleFile, context: Context) -> Iterator[Problem]:
    written = file.article.id
    place = file.head.place("id")
    if not ID.match(written):
        near = re.sub(r"[^a-z0-9]+", "-", written.lower()).strip("-")
        message = (
            f"id「{written[:60]}」に使えない文字があります。"
            "英小文字・数字・ハイフンだけで書いてください（ファイル名も同じに）。"
        )
        yield Problem(place, message, near or None)
    elif _RESERVED.match(written):
        yield Problem(
            place,
            f"id「{written}」は Windows のファイル名に使えません。別の id にしてください。",
            f"{written}-page",
        )
    elif len(written) > MAX_ID_CHARS:
        yield Problem(place, f"id が {len(written)} 文字あります。{MAX_ID_CHARS} 文字以内にしてください。")


@check(
    "KB107",
    Severity.WARNING,
    title="カテゴリのフォルダに置かれていない",
    why=(
        "記事は articles/<カテゴリ>/<id>.md に置きます。フォルダとカテゴリが違うと、"
        "書き手が記事を見つけられず、相対リンクも誤りやすくなります。"
    ),
    bad="""
    === articles/sending/example.md
    ---
    category: webmail
    ---
    """,
    good="""
    === articles/webmail/example.md
    ---
    category: webmail
    ---
    """,
)
def wrong_folder(file: ArticleFile, context: Context) -> Iterator[Problem]:
    category = file.article.category
    if not category or context.vocabulary.category(category) is None:
        return
    if file.path.parts[1:-1] != (category,):
        wanted = f"articles/{category}/{file.path.name}"
        yield Problem(
            file.head.place("category"),
            (
                f"category が {category} の記事は {wanted} に置きます。"
                "ファイルを移すか category を直してください。"
            ),
            wanted,
        )


@library_check(
    "KB108",
    Severity.ERROR,
    title="同じ id の記事が二つある",
    why=(
        "id は記事を一つだけ指します。大文字と小文字だけが違う id も、Windows や "
        "macOS では同じファイルになります。"
    ),
    bad="""
    === articles/webmail/same.md
    ---
    id: same
    ---
    === articles/sending/same.md
    ---
    id: same
    category: sending
    ---
    """,
    good="""
    === articles/webmail/one.md
    ---
    id: one
    ---
    === articles/sending/two.md
    ---
    id: two
    category: sending
    ---
    """,
    blocking=True,
)
def duplicate_id(context: Context) -> Iterator[Problem]:
    first: dict[str, ArticleFile] = {}
    for later in context.files:
        earlier = first.setdefault(later.article.id.casefold(), later)
        if earlier is not later:
            file, other = context.report(earlier, later)
            message = (
                f"id「{file.article.id[:60]}」は {other.path} でも使われています。"
                "片方の id を変えるか、記事を一つにまとめてください。"
            )
            yield Problem(file.head.place("id"), message, path=file.path)
