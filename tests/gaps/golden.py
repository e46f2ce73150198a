"""Renew the random part of ``data/masking.json``, which holds Python's masking and the browser's together.

    python tests/gaps/golden.py

``known``: the words that the articles of these tests hold. ``masked``: [typed, kept], by hand, one for each kind.
``kept``: what stays as it is, by hand. ``random``: [typed, kept] as Python masks it. Run by ``test_masking.py`` and
by ``tests/js/masking.test.mjs``.
"""

from __future__ import annotations

import json
import random
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from kb.gaps.masking import mask

FILE = Path(__file__).parent / "data" / "masking.json"

PIECES = (
    "taro|Taro.Yamada|太郎|ヤマダ|山田商事|gmail.com|担当者|main.cf|example.co.jp|例え.jp|"
    "@|＠|(at)|アットマーク|://|https://|/|?|#|&|id=3|:465|.|.jp|‐|ー|−|"
    "/home/|C:\\Users\\|¥users¥|さん|様|様々|氏|氏名|殿|-san|株式会社|㈱|お客|仕|"
    "0|03|090|１２３４|5678|10025|465|5.7.26|192.168.0.1|2001:db8::1|00-1a-2b-3c-4d-5e|"
    "+81 |0x800ccc0e|12:30:45|2026/07/28|550e8400e29b41d4|a1b2c3d4-e5f6-a7b8|٠١٢|①|Ⅻ|½|"
    " |　|\n|、|。|「|」|〔|〕|〔番号〕|に届かない|を設定|が出る|メール|ログイン|"
    "\u200b|\u00ad|\u0301|\u3099|\ufe0f\u20e3|\u202e|\x00|\x1c|\x85|🙂|𠮷|ｶﾞ|İ|ﬁ"
)
"""Parted by |."""


def texts(seed: int, count: int) -> Iterator[str]:
    """Pieces side by side, as no list of examples would think of them."""
    rng, pieces = random.Random(seed), PIECES.split("|")
    for _ in range(count):
        yield "".join(rng.choices(pieces, k=rng.randint(1, 9)))


def _json(value: object) -> str:
    """Japanese as it is; what cannot be seen, and what would look like a path of one machine, escaped."""
    text = json.dumps(value, ensure_ascii=False)
    seen = "".join(
        char
        if char.isprintable() and not unicodedata.combining(char) and char <= "\uffff"
        else json.dumps(char)[1:-1]
        for char in text
    )
    return seen.replace("/home/", r"\u002fhome/")


def main() -> None:
    data = json.loads(FILE.read_text("utf-8"))
    known = frozenset(data["known"]).__contains__
    data["random"] = [[text, mask(text, known)] for text in texts(1, 1000)]
    rows = {name: ",\n".join(map(_json, found)) for name, found in data.items()}
    FILE.write_text(
        "{" + ",".join(f'\n"{name}": [\n{found}\n]' for name, found in rows.items()) + "\n}\n", "utf-8"
    )


if __name__ == "__main__":
    main()
