"""Texts that the golden functions are tried with: chosen ones, and random ones that are the same each time."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator

from kb.text import fold, normalize

ALPHABETS = (
    "あいうえおかがきっゃゅょをんゔー",
    "アイカガキッャュョヲンヴヶー・",
    "ｱｲｶﾞｷﾟｯｬｰ",
    "迷惑届配信設定々〆〇𠮷𩸽﨑",
    "轉變證對廣國會屆錄區",
    "abcnopsxyzABCXYZ",
    "0123456789①²",
    "ＡｂＣ１２．－",
    " \u3000\u00a0\t\n",
    ".-_/:@+=~%&?#'!*$",
    "、。「」（）〜～—−…‘’“”",
    "\u3099\u309a\u0301\u0304\u200d\ufeff\u0345",
    "🙂👨‍👩‍👧🇯🇵İßΣςﬁẖ",
    "\ud800\udfff",
)

NAMES = (
    *[
        "Plesk",
        "plesk",
        "プレスク",
        "Onyx",
        "オニキス",
        "Obsidian",
        "9",
        "12",
        "10",
        "12.5",
        ".",
        "・",
        "、",
        "〜",
        "-",
        "から",
        "まで",
        "以降",
        "以前",
        "未満",
        "より新しい",
    ],
    *[
        "CentOS",
        "7",
        "のバージョン",
        "つ",
        "MB",
        "www.",
        ".com",
        "Dovecot",
        "ドブコット",
        "/etc/",
        "サーバ",
        "ミニプラン",
        "AlmaLinux",
        "🙂",
    ],
    " ",
)


def random_texts(seed: int, count: int, alphabets: Iterable[str] = ALPHABETS) -> Iterator[str]:
    """Texts of mixed scripts, short and long."""
    rng = random.Random(seed)
    known = tuple(alphabets)
    for _ in range(count):
        runs = (
            "".join(rng.choices(rng.choice(known), k=rng.randint(1, 4))) for _ in range(rng.randint(1, 6))
        )
        text = "".join(runs)
        # A pair of lone surrogates would be one character after a journey through JSON.
        yield (
            text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            if "\ud800\udfff" in text
            else text
        )


def random_phrases(seed: int, count: int) -> Iterator[str]:
    """Texts made of names, numbers and the words of ranges."""
    rng = random.Random(seed)
    for _ in range(count):
        yield "".join(rng.choices(NAMES, k=rng.randint(2, 8)))


def random_topics(seed: int, count: int) -> Iterator[str]:
    """Topics and bits of other words, with and without blanks."""
    chance = random.Random(seed)
    bits = [*TOPIC_KEYS, "の", "ア", "x", "9", " ", "𠮷", "データ", "ベース", "FTPS"]
    for _ in range(count):
        yield "".join(chance.choice(bits) for _ in range(chance.randint(1, 6)))


TOPIC_KEYS = ("でーたべーす", "mysql", "ふぉーむ", "天気", "db")
"""As ``kb.retrieval.resources`` reads them: folded."""

TOPICS = (
    "Pleskのデータベースを直したい",
    "マイデータベース",
    "DBとdba",
    "お問い合わせﾌｫｰﾑ",
    "プラットフォーム",
    "𠮷野の天気とDB",
    "",
)

CHOSEN = (
    "ﾛｸﾞｲﾝ できない",
    "Ｐｌｅｓｋ　１２．５",
    "mail.add_x_header＝On",
    "v=spf1 include:_spf.example.jp ~all",
    "Let’s Encrypt",
    "/etc/postfix/main.cf",
    "http://example.com:8443/a?b=c",
    "CVE-2019-11500",
    "C++とC#",
    "ÅNGSTRÖM ΣΑΣ İ",
    "か\u3099き\u3099",
    "",
    "𠮷野家𩸽",
    "Plesk 9以降",
    "ＣｅｎｔＯＳ７",
    "Webメール・ウェブメール",
    "587番ポート",
    "\u3000",
)

ENGLISH = [
    "drops",
    "blocked",
    "blocking",
    "settings",
    "queries",
    "addresses",
    "status",
    "hopping",
    "failed",
    "news",
    "red",
    "series",
    "using",
    "passing",
    "spelled",
    "bes",
    "ied",
]

ROMAJI = [
    "touroku",
    "tooroku",
    "tōroku",
    "meeru",
    "me-ru",
    "mēru",
    "messeeji",
    "senyou",
    "tensou",
    "kyouyuu",
    "matchi",
    "kon'nichiwa",
    "shinbun",
    "shimbun",
    "nn",
    "annai",
    "onna",
    "server",
    "xyz",
    "ooooooo",
    "oooooooooooooo",
    "wo",
    "ga",
    "a-b",
    "-",
]


def random_romaji(seed: int, count: int) -> Iterator[str]:
    rng = random.Random(seed)
    pieces = [
        "ka",
        "shi",
        "tsu",
        "n",
        "nn",
        "nyo",
        "kyu",
        "o",
        "u",
        "i",
        "tt",
        "m",
        "ba",
        "-",
        "'",
        "ō",
        "ê",
        "e",
        "x",
        "tch",
        "ji",
    ]
    for _ in range(count):
        yield "".join(rng.choices(pieces, k=rng.randint(1, 7)))


def random_pairs(seed: int, count: int) -> Iterator[tuple[str, str, int]]:
    rng = random.Random(seed)
    for text in random_texts(seed, count):
        other = list(text)
        for _ in range(rng.randint(0, 3)):
            place = rng.randrange(len(other) + 1)
            other[place : place + rng.randint(0, 1)] = rng.choice(("", "あ", "𠮷"))
            if len(other) > 2:
                other[0:2] = other[1::-1] if rng.random() < 0.3 else other[0:2]
        yield text, "".join(other), rng.randint(1, 2)


def random_lexicons(seed: int, count: int) -> Iterator[tuple[str, dict[str, int]]]:
    """Texts with spellings drawn from them and costs near one another, so that paths tie."""
    rng = random.Random(seed)
    for text in random_texts(seed, count, (*ALPHABETS[:2], ALPHABETS[3], ALPHABETS[9], "🙂")):
        text = normalize(text)
        key = fold(text)
        spans = [sorted(rng.sample(range(len(key) + 1), 2)) for _ in range(6) if len(key) > 1]
        yield text, {key[a:b]: rng.choice((200, 250, 300, 500, 1200)) for a, b in spans}
