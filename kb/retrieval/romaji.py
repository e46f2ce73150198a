"""Japanese typed in Latin letters: Hepburn, kunrei and the mixtures people type.

Mirrored in ``kb/site/assets/search/romaji.js``. The table is that of common input methods; long vowels may be
written in any of the usual ways (meeru, me-ru, mēru for メール; touroku, tooroku, tōroku for 登録).
"""

from __future__ import annotations

import re
import unicodedata
from itertools import product

from kb.retrieval.lexicon import Lexicon
from kb.retrieval.segmentation import segment

_VOWELS = "aiueo"
_ROWS = {
    "": "あいうえお", "k": "かきくけこ", "g": "がぎぐげご", "s": "さしすせそ", "z": "ざじずぜぞ", "t": "たちつてと",
    "d": "だぢづでど", "n": "なにぬねの", "h": "はひふへほ", "b": "ばびぶべぼ", "p": "ぱぴぷぺぽ", "m": "まみむめも",
    "y": "や ゆ よ", "r": "らりるれろ", "w": "わ   を",
}  # fmt: skip
_SYLLABLES = {
    consonant + vowel: kana
    for consonant, row in _ROWS.items()
    for vowel, kana in zip(_VOWELS, row, strict=True)
    if kana != " "
}
_SYLLABLES |= {
    consonant + "y" + vowel: base + small
    for consonant, base in (
        ("k", "き"), ("g", "ぎ"), ("s", "し"), ("z", "じ"), ("t", "ち"), ("d", "ぢ"), ("n", "に"), ("h", "ひ"),
        ("b", "び"), ("p", "ぴ"), ("m", "み"), ("r", "り"), ("j", "じ"),
    )
    for vowel, small in (("a", "ゃ"), ("u", "ゅ"), ("o", "ょ"))
}  # fmt: skip
_SYLLABLES |= {
    "shi": "し", "chi": "ち", "tsu": "つ", "fu": "ふ", "ji": "じ", "sha": "しゃ", "shu": "しゅ", "sho": "しょ",
    "cha": "ちゃ", "chu": "ちゅ", "cho": "ちょ", "ja": "じゃ", "ju": "じゅ", "jo": "じょ", "she": "しぇ", "che": "ちぇ",
    "je": "じぇ", "fa": "ふぁ", "fi": "ふぃ", "fe": "ふぇ", "fo": "ふぉ", "thi": "てぃ", "dhi": "でぃ", "va": "ゔぁ",
    "vi": "ゔぃ", "vu": "ゔ", "ve": "ゔぇ", "vo": "ゔぉ", "wi": "うぃ", "we": "うぇ",
}  # fmt: skip

_LONG = {"aa": ("ああ", "あー"), "ii": ("いい", "いー"), "uu": ("うう", "うー"), "ee": ("ええ", "えー", "えい"),
         "oo": ("おお", "おう", "おー"), "ou": ("おう", "おー", "おお"), "ei": ("えい", "えー")}  # fmt: skip
_VOWEL_OF = {kana[-1]: key[-1] for key, kana in _SYLLABLES.items()}
_VOWEL_OF |= {"ゃ": "a", "ゅ": "u", "ょ": "o", "ぁ": "a", "ぃ": "i", "ぇ": "e", "ぉ": "o"}

_ROMAJI = re.compile(r"[a-z\u0101\u0113\u012b\u014d\u016b\u00e2\u00ea\u00ee\u00f4\u00fb'-]{2,40}")
_SHORTEST_WORD = 3
"""Two letters are only read as a particle (wo, ga): as a word they are more often an abbreviation."""

# "senyou" is せんよう as well as せにょう.
_HEADS = {"にゃ": ("にゃ", "んや"), "にゅ": ("にゅ", "んゆ"), "にょ": ("にょ", "んよ")}

_MAX_READINGS = 24
"""Ways to write the long vowels of one word that are tried."""


def to_kana(text: str, lexicon: Lexicon) -> str | None:
    """The hiragana a run of Latin letters spells, if the lexicon knows words to make it up of.

    Of the ways to write its long vowels, the one that the lexicon reads at least cost. None when the text is no
    romaji, or when a part of it stays unknown (then it is more likely a foreign word).
    """
    if not _ROMAJI.fullmatch(text):
        return None
    best: tuple[int, str] | None = None
    for kana in readings(text):
        pieces = segment(kana, lexicon)
        if not all(piece.entry for piece in pieces):
            continue
        entries = [piece.entry for piece in pieces if piece.entry]
        if any(entry.groups for entry in entries):
            plausible = len(text) >= _SHORTEST_WORD
        else:
            # Grammar alone: only words that the articles use (し+たい, but not てん+そう for 転送).
            plausible = all(entry.cost * 10 < lexicon.unknown_cost * 6 for entry in entries)
        if not plausible:
            continue
        cost = sum(entry.cost for entry in entries)
        if best is None or cost < best[0]:
            best = cost, kana
    return best[1] if best else None


def readings(text: str) -> list[str]:
    """The hiragana spellings of a romaji text, most literal first; none when it is no romaji."""
    syllables = _syllables(_without_macrons(text))
    if syllables is None:
        return []
    slots: list[tuple[str, ...]] = []
    position = 0
    while position < len(syllables):
        pair = _long_pair(syllables, position)
        heads = _HEADS.get(syllables[position], (syllables[position],))
        tails = ("",) if pair is None else tuple(spelling[1:] for spelling in pair)
        slots.append(tuple(head + tail for head in heads for tail in tails))
        position += 1 if pair is None else 2
    spelled: list[str] = []
    for choice in product(*slots):
        spelled.append("".join(choice))
        if len(spelled) == _MAX_READINGS:
            break
    return spelled


def _without_macrons(text: str) -> str:
    """Long vowels marked by macron or circumflex, or by a hyphen, as doubled vowels."""
    plain = ""
    for char in unicodedata.normalize("NFD", text):
        if char in "\u0304\u0302":
            plain += plain[-1:]
        elif char == "-":
            plain += plain[-1:] if plain[-1:] in _VOWELS else "-"
        else:
            plain += char
    return plain


def _syllables(text: str) -> list[str] | None:
    result: list[str] = []
    position = 0
    while position < len(text):
        rest = text[position:]
        if rest[0] == "'":
            position += 1
            continue
        taken = next((n for n in (3, 2, 1) if rest[:n] in _SYLLABLES and len(rest[:n]) == n), 0)
        if taken:
            result.append(_SYLLABLES[rest[:taken]])
        elif rest[0] == "n" or (rest[0] == "m" and rest[1:2] in ("b", "p", "m")):
            result.append("ん")
            taken = 2 if rest[:2] == "nn" and rest[2:3] not in (*_VOWELS, "y") else 1
        elif len(rest) > 1 and (rest[0] == rest[1] or rest[:2] == "tc") and rest[0] not in _VOWELS:
            result.append("っ")
            taken = 1
        else:
            return None
        position += taken
    return result


def _long_pair(syllables: list[str], position: int) -> tuple[str, ...] | None:
    """The spellings of a long vowel that begins at a syllable, when the next one only lengthens it."""
    if position + 1 >= len(syllables) or syllables[position + 1] not in "あいうえお":
        return None
    vowel = _VOWEL_OF.get(syllables[position][-1], "")
    follower = _VOWELS["あいうえお".index(syllables[position + 1])]
    return _LONG.get(vowel + follower)
