"""KB501: one word, one spelling across the knowledge base: the writers' list first, else the majority."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from kb.articles.checks.body import head_prose, plain_text, screen_labels_blanked
from kb.articles.checks.context import Context
from kb.articles.checks.places import body_place, file_lines
from kb.articles.checks.rule import Edit, Problem, library_check
from kb.articles.frontmatter import Place
from kb.articles.reader import ArticleFile
from kb.model import Severity

MIN_MAJORITY = 3
"""A spelling counts as the custom of the house from this many uses on, and only when it leads two to one."""

_LONG_VOWEL_STEMS = (
    "サーバ",
    "ユーザ",
    "ブラウザ",
    "フォルダ",
    "プロバイダ",
    "パラメータ",
    "コンピュータ",
    "プリンタ",
    "ルータ",
    "ヘッダ",
    "フッタ",
    "フィルタ",
    "エディタ",
    "モニタ",
    "アダプタ",
    "マネージャ",
    "レジストラ",
    "ドライバ",
    "カテゴリ",
    "ディレクトリ",
    "リポジトリ",
    "プロパティ",
    "メモリ",
    "インストーラ",
    "スキャナ",
    "メーラ",
    "コンテナ",
    "ベンダ",
    "スケジューラ",
    "リスナ",
    "ハンドラ",
    "コントローラ",
    "ライブラリ",
)
"""Words whose final long vowel writers leave out or write. Only groups in use are ever reported."""

_GROUPS: tuple[tuple[str, ...], ...] = (
    ("ウイルス", "ウィルス", "ヴィルス"),
    ("ソフトウェア", "ソフトウエア"),
    ("ハードウェア", "ハードウエア"),
    ("インターフェース", "インタフェース", "インターフェイス", "インタフェイス"),
    ("アップデート", "アップデイト"),
    ("ください", "下さい"),
    ("いただ", "頂"),
    ("いたします", "致します"),
    ("できます", "出来ます"),
    ("できません", "出来ません"),
    ("できる", "出来る"),
    ("または", "又は"),
    ("および", "及び"),
    ("あらかじめ", "予め"),
    ("すべて", "全て"),
    ("さまざま", "様々"),
    ("すでに", "既に"),
    ("ただし", "但し"),
    ("さらに", "更に"),
    ("お問い合わせ", "お問合せ", "お問合わせ", "お問い合せ"),
    ("取り扱い", "取扱い", "取扱"),
    ("申し込み", "申込み", "申込"),
    ("切り替え", "切替え", "切替"),
    ("組み合わせ", "組合せ", "組み合せ"),
    ("受け取", "受取"),
    ("Webメール", "ウェブメール", "WEBメール", "Ｗｅｂメール", "webメール"),
    ("メールアドレス", "メルアド", "メアド"),
    ("子ども", "子供"),
)
"""Spellings of one word. Which one is right is for the writers to say, by their list or by custom."""

_KANJI = "一-龠々"
# 頂 in 頂点, 取扱 in 取扱説明書, 及び in 波及び are other words.
_GUARDED = {
    "頂": re.compile(rf"頂(?=[いきくけ])(?<![{_KANJI}]頂)"),
    "全て": re.compile(r"(?<!安)全て"),
    "及び": re.compile(r"(?<!波)(?<!言)及び"),
    "更に": re.compile(r"(?<!変)更に"),
    "取扱": re.compile(r"取扱(?![いう]|説明|注意)"),
    "申込": re.compile(rf"申込(?![みむ{_KANJI}])"),
    "切替": re.compile(rf"切替(?![え{_KANJI}])"),
    "受取": re.compile(r"受取(?=[りるれっ])"),
}


@dataclass(frozen=True, slots=True)
class _Use:
    """A spelling that stands in an article."""

    file: ArticleFile
    text: str
    place: Place


@library_check(
    "KB501",
    Severity.WARNING,
    title="表記ゆれ",
    why=(
        "同じ言葉が二通りに書かれていると、検索語の控えや置き換えが漏れ、雑にも見えます。"
        "多いほう（2 倍以上）か、[checks.spelling] に書かれたほうにそろえます。"
        "「」と **[ ]** の中（画面の表示）とコードは見ません。"
    ),
    bad="""
    === a
    ---
    ---
    サーバを選びます。サーバに接続します。サーバを再起動します。
    === b
    ---
    ---
    サーバーを止めます。
    """,
    good="""
    === a
    ---
    ---
    サーバを選びます。サーバに接続します。サーバを再起動します。
    === b
    ---
    ---
    サーバを止めます。
    """,
)
def spelling_varies(context: Context) -> Iterator[Problem]:
    uses = list(_uses(context, [file for file in context.files if context.wanted(file)]))
    if not uses:
        return
    rest = _uses(context, [file for file in context.files if not context.wanted(file)])
    preferred = _preferred(Counter(use.text for use in (*uses, *rest)), context.settings.spelling)
    for use in uses:
        right = preferred.get(use.text)
        if right is not None:
            end = Place(use.place.line, use.place.column + len(use.text))
            why = (
                "[checks.spelling] の表記"
                if use.text in context.settings.spelling
                else "この知識ベースで多い表記"
            )
            message = f"「{use.text}」は「{right}」と書きます（{why}）。"
            yield Problem(use.place, message, right, (Edit(use.place, end, right),), use.file.path)


def _preferred(counts: Mapping[str, int], listed: Mapping[str, str]) -> dict[str, str]:
    """Each spelling to avoid, to the one to write."""
    right = {avoid: write for avoid, write in listed.items() if counts.get(avoid)}
    settled = set(listed) | set(listed.values())
    for group in _groups():
        ranked = sorted((word for word in group if counts.get(word)), key=lambda word: (-counts[word], word))
        if len(ranked) < 2 or settled & set(group):
            continue
        best = ranked[0]
        if counts[best] >= MIN_MAJORITY and counts[best] >= 2 * counts[ranked[1]]:
            right |= dict.fromkeys(ranked[1:], best)
    return right


@lru_cache(maxsize=1)
def _groups() -> tuple[tuple[str, ...], ...]:
    return tuple((stem, stem + "ー") for stem in dict.fromkeys(_LONG_VOWEL_STEMS)) + _GROUPS


def _uses(context: Context, files: Iterable[ArticleFile]) -> Iterator[_Use]:
    listed = context.settings.spelling
    pattern = _pattern(tuple(sorted({*listed, *listed.values()})))
    names = _names_with_spellings(context, pattern)
    for file in files:
        for key, text in head_prose(file):
            for match in pattern.finditer(_mask(names, screen_labels_blanked(plain_text(text)))):
                place = _head_place(file, key, match[0], text[: match.start()].count(match[0]))
                if place is not None:
                    yield _Use(file, match[0], place)
        if not pattern.search(file.article.body):
            continue
        for line in context.lines(file):
            for match in pattern.finditer(_mask(names, line.prose)):
                yield _Use(file, match[0], body_place(file, line.number, match.start() + 1))


@lru_cache(maxsize=8)
def _pattern(listed: tuple[str, ...]) -> re.Pattern[str]:
    """Any spelling of any group, the longest first."""
    words = {word for group in _groups() for word in group} | set(listed)
    parts = []
    for word in sorted(words, key=lambda word: (-len(word), word)):
        if word in _GUARDED:
            parts.append(_GUARDED[word].pattern)
        elif word in _LONG_VOWEL_STEMS:
            parts.append(re.escape(word) + "(?![ァ-ヴー])")
        elif word.removesuffix("ー") in _LONG_VOWEL_STEMS:
            parts.append(re.escape(word) + "(?![ァ-ヴ])")
        else:
            parts.append(re.escape(word))
    return re.compile("|".join(parts))


def _names_with_spellings(context: Context, pattern: re.Pattern[str]) -> re.Pattern[str] | None:
    """Names of the vocabulary and categories that hold such a word: they are spelt as they are spelt."""
    entries = context.vocabulary.names
    texts = {entry.name for entry in entries} | {c.name for c in context.vocabulary.categories}
    held = sorted((text for text in texts if pattern.search(text)), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, held))) if held else None


def _mask(names: re.Pattern[str] | None, text: str) -> str:
    return names.sub(lambda match: " " * len(match[0]), text) if names else text


def _head_place(file: ArticleFile, key: str, word: str, skip: int) -> Place | None:
    """Where a word stands in the line of a front matter value, after ``skip`` earlier ones."""
    start = file.head.place(key)
    line = file_lines(file)[start.line - 1]
    position = start.column - 2
    for _ in range(skip + 1):
        position = line.find(word, position + 1)
        if position < 0:
            return None
    return Place(start.line, position + 1)
