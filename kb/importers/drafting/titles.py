"""Titles for articles that came without one: from the pages that refer to them, else from their first sentence."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kb.articles.mentions import reaches
from kb.config import Vocabulary
from kb.importers.drafting.outline import Piece, Place
from kb.text import normalize

MAX_CHARS = 60
_REVEALS, _MARGIN = 0.7, 0.2
_MIN_TOKENS = 2
_SURE_TOKENS = 5
"""A title of fewer words must be found again nearly whole."""
_REVEALS_SHORT = 0.75
_LOOKS_LIKE_TITLE = re.compile(
    r"(?:たい|たら(?:いい|よい)(?:です)?か|(?:です|ます|でしょう)か|のですが|教えてください|できない|届かない|方法|手順|について|対応|とは)[。?？」)）]*\Z"
)
_ASKING = re.compile(
    r"(?:(?:する|の)?(?:方法|手順))?(?:(?:を|が)?(?:教えて(?:ください|下さい|ほしい)|知りたい)|(?:の)?ですか|でしょうか|のですが|"
    r"どう(?:すれば|したら)(?:いい|よい|良い).*)?[。?？]?\s*\Z"
)
_WORD = re.compile(r"[a-z][a-z0-9+#\-]+|[ァ-ヶー]{2,}|[一-鿿々]+")
_GENERIC_HEADING = re.compile(
    r"(?:回答|問題(?:点|の?概要)?|概要|原因|解決方法|対処(?:法|方法)?|対象|理由|手順|設定方法|方法|関連.*|現象|症状|事象|そのほか|その他|はじめに|"
    r"注意(?:点|事項)?|.{1,20}の場合)\Z"
)
_BY_STEPS = re.compile(
    r"(?P<where>.{2,40}?)(?:から|にて|で|上で)[、,]?\s*(?:以下|下記|次)の(?:操作|手順|設定|方法)[^。]*?(?:ことで|により|ば)[、,]?\s*(?P<what>[^。]+)"
)
_SUBJECT = re.compile(
    r"(?P<what>[^。]{4,60}?(?:方法|手順|設定|操作))(?:につきまして|について|に関しまして)?は?[、,]?\s*(?:(?:以下|下記|次)の?(?!(?:FAQ|URL|リンク|サイト|ページ))|ご案内|ご説明)"
)
_SAID_BELOW = re.compile(r"(?P<what>[^。、]{4,60}?)(?:は|につきましては)、?(?:次|以下|下記)の(?:とおり|通り)")
_WHEN = re.compile(
    r"(?P<what>[^。]{10,58}?(?:場合|(?:表示|エラー)される))(?:は|には|につきましては|のは|ときは|場合は)?、"
)
"""What an answer is for stands in front of its first comma: 「SSHで接続できなくなった場合は、…」."""
_WHOSE = re.compile(r"(?:利用|契約|使用|お使い|お客様)[^、「」]{0,16}場合\Z")
"""Says for whom the answer is, not what it is about."""
_ASIDE_ADDRESS = re.compile(r"\s*[（(][^（）()]*https?://[^（）()]*[)）]")
_SAYS_NOTHING = re.compile(
    r"サポート(?:の)?対象外|保証(?:でき|いたし)|責(?:任)?(?:の元|において|にて)|(?:以下|下記)の?(?:ケース|URL|サイト|内容を|FAQ)|申し訳ございません|ご了承|\A可能でございます。\Z"
)
_PREPARES = re.compile(r"ログイン|事前準備|にアクセス|を開き")
_SWITCH = re.compile(r"[「\[](?P<what>[^」\]]{3,30}(?:オンにする|有効にする|無効にする|許可する))[」\]]")
_WISH = re.compile(r"(?P<what>[^、。「」\[\]を]{3,24}?)(?:を(?:おこない|行い|され)|し|され)たい")
_CAN = re.compile(
    r"(?:を?(?:いただく|おこなっていただく|行う|おこなう|する)?ことが(?:できます|可能(?:です|でございます|となります)?)|を?(?:ご)?(?:利用|使用)いただけます|"
    r"(?:でき|となり|になり|いただけ)ます).*\Z"
)


_BROKEN_OFF = re.compile(r"(?:[でをにのもとはがへ、]|お選び|(?<=[をが])ご[一-鿿]{1,3})\Z")


@dataclass(frozen=True, slots=True)
class Reference:
    """A text that names another page, and its address when that survived."""

    title: str
    address: str = ""
    owner: int = -1
    """Index of the article that refers; no article refers to itself."""


@dataclass(frozen=True, slots=True)
class Revealed:
    """A title that another page gives an article away by."""

    title: str
    address: str
    confidence: float


def looks_like_title(text: str) -> bool:
    """Is this how FAQ pages are called?"""
    return 6 <= len(text) <= 120 and bool(_LOOKS_LIKE_TITLE.search(text.strip()))


def reveal(
    references: Iterable[Reference],
    articles: Sequence[Sequence[Piece]],
    names: Sequence[frozenset[str]],
    vocabulary: Vocabulary,
) -> dict[int, Revealed]:
    """Match the titles found in references to articles without a title.

    A title belongs to an article when most of its words, weighted by rarity, stand in the article's opening and
    headings, when the versions it names are those of the article, and when no other article comes near.

    Args:
        references: titles, in order.
        articles: the pieces of each article.
        names: the versions each article applies to.

    Returns:
        Article index to its title.
    """
    texts = [_weights(pieces) for pieces in articles]
    index = _Index(texts)
    best: dict[int, tuple[float, Revealed]] = {}
    for reference, owners in _merged(references):
        wanted = {
            name for r in reaches(reference.title, vocabulary) if r.facet == "versions" for name in r.names
        }
        words = set(_tokens(_ASKING.sub("", reference.title)))
        if len(words) < _MIN_TOKENS:
            continue
        scored = sorted(
            (
                (score, i)
                for i, score in index.scores(words).items()
                if i not in owners and _agree(wanted, names[i], vocabulary)
            ),
            reverse=True,
        )
        if not scored or scored[0][0] < (_REVEALS if len(words) >= _SURE_TOKENS else _REVEALS_SHORT):
            continue
        if len(scored) > 1 and scored[0][0] - scored[1][0] < _MARGIN:
            continue
        score, place = scored[0]
        # Of several titles for one article, the one of which most was found again.
        worth = score * index.weight(words)
        if place not in best or best[place][0] < worth:
            best[place] = worth, Revealed(reference.title.strip(), reference.address, round(score, 2))
    return {place: revealed for place, (_, revealed) in best.items()}


def derive(pieces: Sequence[Piece], versions: Sequence[str]) -> str:
    """A title from the answer itself; empty when it has no text at all."""
    lead = [
        _ASIDE_ADDRESS.sub("", p.text)
        for p in pieces
        if p.place is Place.LEAD and not _SAYS_NOTHING.search(p.text)
    ]
    headings = [p.text for p in pieces if p.place is Place.HEADING and not _GENERIC_HEADING.match(p.text)]
    steps = [p.text for p in pieces if p.place is Place.STEP and not _PREPARES.search(p.text)]
    others = [piece.text for piece in pieces if piece.text]
    for sentence in lead[:3]:
        match = _BY_STEPS.match(sentence)
        if match:
            what = _CAN.sub("", match["what"]).strip("、, ") or match["what"]
            return _short(f"{match['where'].strip()} : {what}")
        match = _SUBJECT.search(sentence)
        if match:
            return _short(_with_version(match["what"], versions))
    for sentence in lead[:1]:
        match = _SAID_BELOW.match(sentence) or _WHEN.match(sentence)
        if match is not None and not _WHOSE.search(match["what"]):
            what = re.sub(r"(?:を?ご希望の|(?P<wish>たい))場合\Z", lambda m: m["wish"] or m[0], match["what"])
            return _short(_with_version(re.sub(r"されたい\Z", "したい", what), versions))
    if not lead and not headings and (aim := _aim(pieces)):
        return _short(_with_version(aim, versions))
    text = next((t for t in (*lead[:1], *headings[:1], *steps[:1], *others[:1]) if t), "")
    if headings and (not lead or len(lead[0]) < 12):
        text = headings[0]
    return _short(_with_version(_nominal(text), versions))


def _nominal(sentence: str) -> str:
    """A sentence without 「…ことができます」, unless what is left would break off."""
    cut = _CAN.sub("", sentence).rstrip("。")
    return sentence.rstrip("。") if not cut or _BROKEN_OFF.search(cut) else cut


def _aim(pieces: Sequence[Piece]) -> str:
    """What steps without an introduction are for: the switch they end at, or what someone wants to do."""
    steps = [piece.text for piece in pieces if piece.place is Place.STEP]
    for pattern in (_SWITCH, _WISH):
        found = [match["what"] for step in reversed(steps) if (match := pattern.search(step))]
        if found:
            return found[0]
    return ""


def _with_version(text: str, versions: Sequence[str]) -> str:
    if len(versions) == 1 and normalize(versions[0]).replace(" ", "") not in normalize(text).replace(" ", ""):
        return f"{versions[0]} : {text}"
    return text


def _short(text: str) -> str:
    text = " ".join(text.split()).strip(" 、。:：")
    if len(text) <= MAX_CHARS:
        return text
    cut = max(text.rfind(mark, 28, MAX_CHARS) for mark in "、。（( ")
    return text[: cut if cut > 0 else MAX_CHARS].rstrip("、。（( ") + "…"


def _weights(pieces: Sequence[Piece]) -> dict[str, float]:
    """1 for the words of the opening and the headings, less for words further down."""
    found: dict[str, float] = {}
    for piece in pieces:
        value = 1.0 if piece.place in (Place.LEAD, Place.HEADING) else 0.6
        for word in _tokens(piece.text):
            found[word] = max(found.get(word, 0.0), value)
    return found


def _tokens(text: str) -> Iterator[str]:
    """Latin and katakana words, and kanji by pairs: compounds are built anew in every title."""
    for word in _WORD.findall(normalize(text)):
        if len(word) > 2 and "一" <= word[0] <= "鿿":
            yield from (word[i : i + 2] for i in range(len(word) - 1))
        else:
            yield word


def _merged(references: Iterable[Reference]) -> Iterator[tuple[Reference, set[int]]]:
    """Each title once, with all articles that refer to it; an address is kept when one of them has it."""
    merged: dict[str, Reference] = {}
    owners: dict[str, set[int]] = {}
    for reference in references:
        if not looks_like_title(reference.title):
            continue
        key = normalize(reference.title)
        owners.setdefault(key, set()).add(reference.owner)
        if key not in merged or (reference.address and not merged[key].address):
            merged[key] = reference
    for key, reference in merged.items():
        yield reference, owners[key]


class _Index:
    """Which articles hold which words, so that a title is compared with few of them."""

    def __init__(self, texts: Sequence[dict[str, float]]) -> None:
        self.postings: dict[str, list[tuple[int, float]]] = {}
        for number, text in enumerate(texts):
            for word, value in text.items():
                self.postings.setdefault(word, []).append((number, value))
        self.count = len(texts)

    def rarity(self, word: str) -> float:
        """Weight of a word; one that no article has weighs most."""
        found = len(self.postings.get(word, ()))
        return math.log((1 + self.count) / (1 + found)) + 0.3

    def weight(self, words: Iterable[str]) -> float:
        """Summed weight of some words."""
        return sum(self.rarity(word) for word in words)

    def scores(self, words: set[str]) -> dict[int, float]:
        """Article to the share of the words' weight that it holds, 0 to 1."""
        total = self.weight(words)
        scores: dict[int, float] = {}
        for word in words:
            rarity = self.rarity(word)
            for number, value in self.postings.get(word, ()):
                scores[number] = scores.get(number, 0.0) + rarity * value / total
        return scores


def _agree(wanted: set[str], has: frozenset[str], vocabulary: Vocabulary) -> bool:
    """May a title naming these versions be the title of an article for those?"""

    def products(names: Iterable[str]) -> set[str]:
        return {entry.product for name in names if (entry := vocabulary.get("versions", name))}

    specific = {name for name in wanted if (entry := vocabulary.get("versions", name)) and not entry.general}
    if specific:
        return specific <= has
    if wanted:
        return bool(products(wanted) & products(has)) or not has
    return True
