"""Text normalisation: one definition, mirrored in ``kb/site/assets/search/text.js``.

Everything that compares texts (lexicon keys, aliases, ids proposed from titles) folds them here first, so that
width, case, kana script and the many hyphens and apostrophes never decide a match. The golden file
``tests/data/golden/functions.json`` is run by Python and by JavaScript.
"""

from __future__ import annotations

import re
import unicodedata

# Signs that NFKC leaves apart although people type them for one another. Long vowel mark excepted, every
# dash becomes "-"; the curly quotes of word processors become straight ones.
_SIGNS = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u201b": "'", "\u2032": "'", "\uff07": "'",
        "\u201c": '"', "\u201d": '"', "\u201f": '"', "\u2033": '"',
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2015": "-", "\u2212": "-",
        "\u301c": "~", "\uff5e": "~",
        "\u3000": " ", "\u00a0": " ", "\u2028": "\n", "\u2029": "\n",
        "\u200b": "", "\u200c": "", "\u200d": "", "\u2060": "", "\ufeff": "",
    }
)  # fmt: skip

# Kanji in the forms before 1946 and the common ones of today (the table of 常用漢字, 康熙字典体 in brackets).
_OLD_KANJI = (
    "亞惡壓圍爲醫壹隱榮營衞驛圓鹽應歐毆橫溫假價畫會壞擴覺學樂關勸觀歸僞舊據擧峽曉區驅勳徑惠溪經繼莖螢輕鷄藝缺"
    "儉劍圈檢權獻縣險顯驗嚴廣恆鑛號國濟碎齋劑櫻册殘絲齒兒辭實寫釋壽收從澁獸縱處緖敍奬將燒稱證乘剩壤孃條淨疊穰"
    "讓觸寢愼眞盡圖粹醉隨髓數聲靜齊攝竊專戰淺潛纖踐錢禪雙壯搜插爭總聰莊裝騷臟藏屬續墮體對帶滯臺瀧擇澤單擔膽團"
    "彈斷癡遲晝蟲鑄廳聽鎭遞鐵轉點傳黨盜燈當鬭獨讀屆腦霸廢拜賣麥發髮拔蠻祕濱甁拂佛竝變邊辨瓣辯舖穗寶豐沒飜槇萬"
    "滿默彌藥譯與豫餘譽搖樣謠來賴亂覽兩獵壘勵禮靈齡戀爐勞樓錄灣緣每晚步產淸增德戶敎硏稅絕脫說閱鄕銳頰黃黑靑"
)
_NEW_KANJI = (
    "亜悪圧囲為医一隠栄営衛駅円塩応欧殴横温仮価画会壊拡覚学楽関勧観帰偽旧拠挙峡暁区駆勲径恵渓経継茎蛍軽鶏芸欠"
    "倹剣圏検権献県険顕験厳広恒鉱号国済砕斎剤桜冊残糸歯児辞実写釈寿収従渋獣縦処緒叙奨将焼称証乗剰壌嬢条浄畳穣"
    "譲触寝慎真尽図粋酔随髄数声静斉摂窃専戦浅潜繊践銭禅双壮捜挿争総聡荘装騒臓蔵属続堕体対帯滞台滝択沢単担胆団"
    "弾断痴遅昼虫鋳庁聴鎮逓鉄転点伝党盗灯当闘独読届脳覇廃拝売麦発髪抜蛮秘浜瓶払仏並変辺弁弁弁舗穂宝豊没翻槙万"
    "満黙弥薬訳与予余誉揺様謡来頼乱覧両猟塁励礼霊齢恋炉労楼録湾縁毎晩歩産清増徳戸教研税絶脱説閲郷鋭頬黄黒青"
)
_SIGNS.update(str.maketrans(dict(zip(_OLD_KANJI, _NEW_KANJI, strict=True))))

_KATAKANA_FIRST, _KATAKANA_LAST, _TO_HIRAGANA = 0x30A1, 0x30F6, 0x60


def normalize(text: str) -> str:
    """NFKC, lower case, one spelling for each dash, quote, blank and kanji (轉 is 転); length may change.

    NFKC once more after lowering: a small letter may have a composed form that its capital lacks (H̱, ẖ).
    """
    lowered = unicodedata.normalize("NFKC", text.translate(_SIGNS)).lower()
    return unicodedata.normalize("NFKC", lowered).translate(_SIGNS)


def to_hiragana(text: str) -> str:
    """Katakana ァ to ヶ become hiragana; everything else, ー included, stays. Keeps the length."""
    return "".join(
        chr(ord(c) - _TO_HIRAGANA) if _KATAKANA_FIRST <= ord(c) <= _KATAKANA_LAST else c for c in text
    )


def fold(text: str) -> str:
    """The key under which a surface is looked up: normalised and in hiragana."""
    return to_hiragana(normalize(text))


def alias_key(text: str) -> str:
    """The key under which a vocabulary name is looked up: folded, without blanks, dashes and quotes."""
    return re.sub(r"[\s\-_'\"・.]+(?=\D|$)|[\s\-_'\"・]+", "", fold(text))


# C0 and C1 controls but tab and line feed, and the marks that reorder text.
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Characters that drive or deceive a terminal."""


def printable(text: str) -> str:
    """Text that moves no cursor and changes no colour: control characters as a visible stand-in.

    Tabs and line feeds stay; CRLF becomes a line feed.
    """
    return CONTROL.sub("\ufffd", text.replace("\r\n", "\n"))


def display_width(text: str) -> int:
    """Columns a terminal gives the text: 2 for wide and full-width characters, 0 for combining ones."""
    width = 0
    for char in text:
        if unicodedata.combining(char):
            continue
        width += 2 if unicodedata.east_asian_width(char) in "WF" else 1
    return width


def fitting(text: str, width: int) -> int:
    """How many characters from the front fit ``width`` columns."""
    used = 0
    for number, char in enumerate(text):
        used += display_width(char)
        if used > width:
            return number
    return len(text)


def pad(text: str, width: int, *, right: bool = False) -> str:
    """Filled with blanks to ``width`` columns of a terminal, on its right or, with ``right``, on its left."""
    blanks = " " * max(0, width - display_width(text))
    return blanks + text if right else text + blanks


def collapse(text: str) -> str:
    """One line: every run of white space becomes a blank."""
    return " ".join(text.split())
