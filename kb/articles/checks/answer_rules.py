"""KB411-KB413: does a body begin with the answer, and say what ``support`` says?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.articles.checks.body import HEADING
from kb.articles.checks.context import Context
from kb.articles.checks.places import body_place, key_place
from kb.articles.checks.rule import Problem, check
from kb.articles.reader import ArticleFile
from kb.model import Severity, Status, Support


@check(
    "KB411",
    Severity.WARNING,
    title="手順の前に答えがない",
    why="最初に答えがあれば、電話中でも一目で返事ができます。「## 回答」に結論を書いてから手順を並べます。",
    bad="""
    ## 手順
    1. 管理画面を開きます。
    2. 「メール」を押します。
    """,
    good="""
    ## 回答
    管理画面の「メール」で転送先を登録します。
    ## 手順
    1. 管理画面を開きます。
    2. 「メール」を押します。
    """,
)
def no_answer_first(file: ArticleFile, context: Context) -> Iterator[Problem]:
    for line in context.lines(file):
        text = line.text.strip()
        if not text or (HEADING.match(text) and not line.fenced):
            continue
        if re.match(r"\d{1,3}[.)]\s", text) and not line.fenced:
            yield Problem(
                body_place(file, line.number, 1),
                "答えがないまま手順が始まります。先に「## 回答」を置き、結論を 1〜3 文で書いてください。",
            )
        return


_NO_PROMISE = re.compile(
    r"サポート(?:の)?(?:対象外|範囲外)|サポート外"
    r"|サポート(?:は|を)?(?:いたし|致し|し)かね"
    r"|サポート(?:は|を)?(?:行|おこな)って(?:おりません|いません)"
    r"|サポート(?:は|を|が)?でき(?:ません|ない|かね)"
    r"|(?:お客様|利用者|お客さま)(?:ご自身)?の(?:ご)?責任(?:で|において|のもと)、?"
    r"(?:ご?対応|行|おこな|実施|ご?作業|お試し)"
)


@check(
    "KB412",
    Severity.WARNING,
    title="サポート範囲の注意と support が食い違う",
    why=(
        "本文が「サポート対象外」と言うのに support: full だと、"
        "スタッフが手助けを約束してしまいます。逆なら、断る理由が本文にありません。"
    ),
    bad="""
    ---
    support: full
    ---
    コマンドラインの操作はサポート対象外です。
    """,
    good="""
    ---
    support: partial
    ---
    コマンドラインの操作はサポート対象外です。
    """,
)
def support_contradicts(file: ArticleFile, context: Context) -> Iterator[Problem]:
    told = next(((line, m) for line in context.lines(file) if (m := _NO_PROMISE.search(line.plain))), None)
    support = file.article.support
    if told is not None and support is Support.FULL:
        line, match = told
        message = (
            f"本文は「{match[0]}」と言いますが support は full です。"
            "partial か none にするか、本文を直してください。"
        )
        yield Problem(body_place(file, line.number, match.start() + 1), message)
    elif told is None and support is Support.NONE and file.article.body:
        yield Problem(
            key_place(file, "support"),
            (
                "support が none ですが、本文にその断りがありません。"
                "「サポート対象外」と本文にも書いてください。"
            ),
        )


@check(
    "KB413",
    Severity.WARNING,
    title="本文がない",
    why="要約だけでは、確かめたい人が前提や手順を読めません。",
    bad="""
    ---
    status: current
    ---
    <!-- 本文はまだありません -->
    """,
    good="""
    ---
    status: current
    ---
    ## 回答
    587番ポートを使います。
    """,
)
def empty_body(file: ArticleFile, context: Context) -> Iterator[Problem]:
    if file.article.status is not Status.CURRENT:
        return
    if not file.article.body.strip():
        yield Problem(
            body_place(file, 0, 1),
            "本文がありません。「## 回答」から書いてください。まだなら status: draft にしてください。",
        )
