"""KB502-KB505: characters and sentences of one article."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from kb.articles.checks.body import MOJIBAKE, head_prose, screen_labels_blanked
from kb.articles.checks.context import Context
from kb.articles.checks.places import body_place, replace_value
from kb.articles.checks.rule import Edit, Problem, check
from kb.articles.passages import plain
from kb.articles.reader import ArticleFile
from kb.model import Severity

_HALF_KANA = re.compile("[\uff66-\uff9f]+")
_WIDE_ASCII = re.compile("[０-９Ａ-Ｚａ-ｚ]+")


@check(
    "KB502",
    Severity.WARNING,
    title="半角カナ",
    why=(
        "半角カナは読みにくく、環境によって文字化けします。"
        "画面の表示を「」や **[ ]** で写したものとコードは見ません。"
    ),
    bad="ﾒｰﾙｿﾌﾄを開きます。",
    good="メールソフトを開きます。",
)
def half_width_kana(file: ArticleFile, context: Context) -> Iterator[Problem]:
    yield from _normalised(
        file, context, _HALF_KANA, "半角カナ「{0}」があります。全角の「{1}」にしてください。"
    )


@check(
    "KB503",
    Severity.WARNING,
    title="全角の英数字",
    why=(
        "全角の英数字は、コマンドや設定値として写すと動きません。"
        "画面の表示を「」や **[ ]** で写したものとコードは見ません。"
    ),
    bad="ポート番号を５８７に変えます。",
    good="ポート番号を587に変えます。",
)
def full_width_ascii(file: ArticleFile, context: Context) -> Iterator[Problem]:
    yield from _normalised(
        file, context, _WIDE_ASCII, "全角の「{0}」があります。半角の「{1}」にしてください。"
    )


def _normalised(
    file: ArticleFile, context: Context, pattern: re.Pattern[str], message: str
) -> Iterator[Problem]:
    if not pattern.search(file.text):
        return
    for key, text in head_prose(file):
        match = pattern.search(screen_labels_blanked(text))
        if match:
            right = unicodedata.normalize("NFKC", match[0])
            fixed = pattern.sub(lambda m: unicodedata.normalize("NFKC", m[0]), text)
            yield Problem(
                file.head.place(key),
                message.format(match[0], right),
                right,
                replace_value(file, (key,), fixed),
            )
    for line in context.lines(file):
        if MOJIBAKE.search(line.text):
            continue  # mending its characters would only hide it
        for match in pattern.finditer(line.prose):
            right = unicodedata.normalize("NFKC", match[0])
            start, end = (body_place(file, line.number, at + 1) for at in match.span())
            yield Problem(start, message.format(match[0], right), right, (Edit(start, end, right),))


_DOUBLED = (
    re.compile(
        r"をを|へへ|(?<![一-龠ァ-ヴ])にに|(?<=[一-龠ァ-ヴーA-Za-z0-9])(?:がが|の"
        r"の(?!し)|はは(?![、。])|でで(?!き|す))"
    ),
    re.compile(
        r"してして|ますます(?=[。])|ですです|くださいください|というという|についてについて|ことがことが"
    ),
)
_TWO_OBJECTS = re.compile(r"を([一-龠]{2,4}|[ァ-ヴー]{3,8})を(?:し|行い|行う|実施)")


@check(
    "KB504",
    Severity.NOTE,
    title="助詞や言葉が重なっている",
    why="「をを」「設定を変更をします」は、書き直したときの消し残しです。",
    bad="転送先をを入力します。",
    good="転送先を入力します。",
)
def doubled_particle(file: ArticleFile, context: Context) -> Iterator[Problem]:
    for line in context.lines(file):
        for pattern in _DOUBLED:
            for match in pattern.finditer(line.prose):
                half = match[0][: len(match[0]) // 2]
                start, end = (body_place(file, line.number, at + 1) for at in match.span())
                yield Problem(
                    start,
                    f"「{match[0]}」と重なっています。一つにしてください。",
                    half,
                    (Edit(start, end, half),),
                )
        for match in _TWO_OBJECTS.finditer(line.prose):
            message = (
                f"「{match[0]}」は「を」が二つ続いています。「を{match[1]}し」のように一つにしてください。"
            )
            yield Problem(body_place(file, line.number, match.start() + 1), message)


@check(
    "KB505",
    Severity.NOTE,
    title="文が長すぎる",
    why="長い文は、電話中に読み上げても伝わりません。目安は [checks] sentence_max_chars（既定 130）です。",
    bad="メールソフトの設定を開いてサーバの名前とポート番号を確かめ、" * 5 + "保存します。",
    good="メールソフトの設定を開きます。サーバの名前とポート番号を確かめ、保存します。",
)
def long_sentence(file: ArticleFile, context: Context) -> Iterator[Problem]:
    limit = context.settings.limits.sentence_max_chars
    for line in context.lines(file):
        if line.fenced or line.table or len(line.text) <= limit:
            continue
        for match in re.finditer(r"[^。！？]+[。！？]?", line.text):
            length = len(plain(match[0].strip()))
            if length > limit:
                message = f"文が {length} 文字あります。{limit} 文字以内の文に分けてください。"
                yield Problem(body_place(file, line.number, match.start() + 1), message)
