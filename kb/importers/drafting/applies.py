"""What an article applies to, told apart from what it only mentions.

Every place where a vocabulary name stands is worth something: a title or a heading much, the opening sentences and
the login step a good deal, a sentence somewhere little, the title of another page nothing. A name whose evidence
reaches ``THRESHOLD`` is what the article is for. Pure; the weights are general habits of support pages.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from kb.articles.mentions import Reach, reaches
from kb.config import Vocabulary
from kb.importers.drafting.outline import Piece, Place
from kb.model import FACETS, AppliesTo

THRESHOLD = 2.5
_MENTION, _MENTION_CAP = 0.4, 1.2
_CASE_CAP = 2.2
_TITLE, _HEADING, _TARGET, _STRONG = 6.0, 3.0, 3.0, 2.6
_LEAD_CASE = (2.6, 2.6, 1.8, 1.2)
_LEAD = (2.6, 1.8, 1.2, 0.8)
"""By sentence of the lead: 「Plesk Onyxをご利用の場合」, and any other mention with a case particle."""

_TARGET_SECTION = re.compile(
    r"対象(?!外)|該当|適用|影響を受ける|可能性が高い|サービス名|動作環境|前提|対応(?:バージョン|環境|OS|プラン)"
)
_SUFFIX = r"\s*(?:シリーズ|サービス|サーバ|環境|プラン|のバージョン|版|系|\([^)]*\)|（[^）]*）|\s)*"
_CASE = re.compile(
    _SUFFIX
    + r"(?:を?(?:ご|お)?(?:利用|使い|使用|契約|選択|導入|搭載|運用)|"
    + r"の?場合|につきましても|におき?まして|も(?:脆弱性の)?対象)"
)
_LIKEWISE = re.compile(_SUFFIX + r"(?:につきましても|においても|でも|も)[^。]{0,12}(?:同様|対象となり)")
_OPERATED = re.compile(
    r"\s*(?:の?(?:コントロールパネル|管理画面|画面))?\s*"
    r"(?:から|にて|では(?!な|あり|ござ)|で(?!す|は|あ|き|の)|上(?:で|から)|に(?:ログイン|admin)|へ(?:の)?ログイン)"
)
_SET_APART = re.compile(_SUFFIX + r"(?:(?:で|に)は(?!な|あり|ござ)|は(?=[、,]|でき|使|利用|ご利用|対応))")
"""「Flex Miniではできません。Flex Webでは…」: what the sentence says holds for this one, unlike for the others."""
_TOPIC = re.compile(_SUFFIX + r"(?:は|が|の|に|を|をご)")
_LOGIN = re.compile(r"ログイン|サインイン|login", re.IGNORECASE)
_INSTRUCTS = re.compile(
    _SUFFIX + r"(?:の|における|での)[^。、]{0,14}(?:手順|方法|流れ)(?:は|を|につきまして|について)"
    r"[^。]{0,12}(?:以下|下記|次|ご案内|ご?説明)|"
    r"\s*の?(?:管理|操作)?画面[^。、]{0,6}(?:で|を(?:例|もと|元))[^。]{0,10}(?:説明|案内|解説|記載)|\s*を例に"
)
"""「A、Bの設定手順は以下の通り」 and 「Aの画面で説明しております」: the instructions are for these."""
_NEGATED = re.compile(
    r"\s*(?:サーバ)?(?:以外|ではなく|社|に限らず|を除く|へ(?:の)?(?:ご)?(?:移行|アップデート|変更|乗り換え)|に(?:アップデート|移行)|"
    r"[^。、]{0,10}(?:選択可能|後継|プランアップ))"
)
_PLAYS, _PLAYED = re.compile(r"\w\s*[(（]\s*\Z"), re.compile(r"\s*[)）]")
"""「送信メールサーバ(Postfix)」: the software behind a part of the system."""
_GLOSS = re.compile(r"\s*[(（]\s*\Z")
_REPLACES = re.compile(r"\s*(?:から|へ|に)[^。、]{0,20}(?:変更|切り?替え|移行)")
"""「Courier-IMAPからDovecotへ変更」: both are what the article deals with, where versions would not be."""
_OPENED, _PICKED = (
    re.compile(r"[\[［「『【][^\]］」』】]{0,20}\Z"),
    re.compile(r"[^\[［「『【\]］」』】]{0,20}[\]］」』】][^。]{0,12}(?:選択|クリック|押)"),
)
"""A step that picks the software's own entry of a menu: 「[Postfix の設定]を選択」."""
_LACKS = re.compile(
    r"[^。]*(?:ておりません|ございません|できません|対応しません|対象外|いたしかねます|異なります)"
)
_PROCEDURE = re.compile(r"(?:以下|下記|次)の(?:手順|操作|設定|方法|コマンド)(?!.{0,20}(?:FAQ|URL|リンク))")
_ELSEWHERE = re.compile(r"(?:FAQ|URL|リンク|お知らせ|ページ|サイト)[^。]{0,12}(?:参照|参考|ご覧|確認)")
_FAMILY_OF = re.compile(r"\s*(?:シリーズ|サービス)?の\s*\Z")
_COORDINATED = re.compile(
    r"\s*(?:シリーズ|サービス|プラン|系|サーバ|\([^)]*\))*\s*(?:[、,・/／と]|および|及び|または|もしくは|や|の)\s*[、,]?\s*\Z"
)


@dataclass(frozen=True, slots=True)
class Judged:
    """A name of the vocabulary with the evidence for it."""

    facet: str
    name: str
    score: float

    @property
    def applies(self) -> bool:
        return self.score >= THRESHOLD

    @property
    def confidence(self) -> float:
        """0 to 1: how far the evidence is from the line it had to cross."""
        return round(min(1.0, 0.5 + abs(self.score - THRESHOLD) / 6), 2)


def judge(
    title: str, pieces: Sequence[Piece], vocabulary: Vocabulary, operated: Collection[str] = ()
) -> tuple[Judged, ...]:
    """Every name the article mentions, with its evidence, in the vocabulary's order.

    Args:
        title: empty when it was derived from the text, which would count twice.
        pieces: of the body.
        vocabulary: the names to look for.
        operated: software whose files or services the article works on.
    """
    evidence = _Evidence(vocabulary, _rows(pieces, vocabulary))
    titled = _named(title, vocabulary)
    for piece in pieces:
        evidence.add(piece)
    scores = evidence.totals()
    for name in operated:
        scores["software", name] = scores.get(("software", name), 0.0) + _STRONG
    for key in titled:
        scores[key] = scores.get(key, 0.0) + _TITLE
    _enumerated(scores, evidence, vocabulary)
    _set_apart(scores, evidence)
    _prefer_title(scores, titled, vocabulary)
    _prefer_headings(scores, evidence, titled, vocabulary)
    _prefer_versions(scores, evidence, vocabulary)
    return tuple(
        Judged(entry.facet, entry.name, round(scores[entry.facet, entry.name], 2))
        for entry in vocabulary.names
        if (entry.facet, entry.name) in scores
    )


def applies_to(judged: Iterable[Judged]) -> AppliesTo:
    """The names whose evidence is enough."""
    chosen: dict[str, list[str]] = {facet: [] for facet in FACETS}
    for one in judged:
        if one.applies:
            chosen[one.facet].append(one.name)
    return AppliesTo(**{facet: tuple(names) for facet, names in chosen.items()})


def _named(text: str, vocabulary: Vocabulary) -> set[tuple[str, str]]:
    return {(reach.facet, name) for reach in reaches(text, vocabulary) for name in reach.names}


Key = tuple[str, str]
"""Facet and name."""


class _Evidence:
    """What the pieces of an article say about each name, by kind of evidence."""

    def __init__(self, vocabulary: Vocabulary, rows: set[str]) -> None:
        self.vocabulary, self.rows = vocabulary, rows
        self.strong: dict[Key, float] = defaultdict(float)
        self.cases: dict[Key, float] = defaultdict(float)
        self.passing: dict[Key, float] = defaultdict(float)
        self.direct: set[Key] = set()
        """Named by itself, not as part of a range, and as more than a mention."""
        self.headed: set[Key] = set()
        self.apart: set[Key] = set()
        """Named in the lead as the one for which its sentence holds."""

    def add(self, piece: Piece) -> None:
        """Count one piece; of several mentions of a name in it the weightiest counts."""
        found = _without_glosses(piece.text, reaches(piece.text, self.vocabulary))
        found = _without_families(piece.text, found, self.vocabulary)
        best: dict[Key, float] = {}
        for index, reach in enumerate(found):
            worth = _worth(piece, reach, _tail(piece.text, found, index), self.rows)
            for name in reach.names:
                key = reach.facet, name
                best[key] = max(best.get(key, 0.0), worth)
                if worth > _MENTION and not reach.ranged:
                    self.direct.add(key)
                if piece.place is Place.HEADING and (not reach.ranged or len(reach.names) <= 3):
                    self.headed.add(key)
                if piece.place is Place.LEAD and _SET_APART.match(piece.text[reach.end :]):
                    self.apart.add(key)
        for key, worth in best.items():
            kind = self.passing if worth <= _MENTION else self.cases if worth <= 1.2 else self.strong
            kind[key] += worth

    def totals(self) -> dict[Key, float]:
        """Summed evidence; weak kinds count up to a cap, however often they are repeated."""
        keys = {*self.strong, *self.cases, *self.passing}
        return {
            key: self.strong.get(key, 0.0)
            + min(_CASE_CAP, self.cases.get(key, 0.0) + min(_MENTION_CAP, self.passing.get(key, 0.0)))
            for key in keys
        }


def _tail(text: str, found: Sequence[Reach], index: int) -> str:
    """What follows a mention; of coordinated ones (A、BのC) what follows the last."""
    while index + 1 < len(found) and _COORDINATED.match(text[found[index].end : found[index + 1].start]):
        index += 1
    return text[found[index].end :]


def _worth(piece: Piece, reach: Reach, tail: str, rows: set[str]) -> float:
    """What one mention says about what the article is for."""
    text = piece.text
    opening = piece.place is Place.LEAD and piece.order == 0
    if reach.facet == "software" and (role := _role(piece, reach)):
        return role
    if _NEGATED.match(text[reach.end :]) or (
        not opening and _LACKS.match(tail) and piece.place is not Place.STEP
    ):
        return 0.2
    if piece.place is Place.HEADING:
        return _HEADING
    if _INSTRUCTS.match(tail) or (piece.place in (Place.LEAD, Place.TEXT) and _alone(text, reach)):
        return _STRONG
    if _TARGET_SECTION.search(piece.section) and piece.place is not Place.STEP:
        return _TARGET
    if piece.place in (Place.FIRST_COLUMN, Place.HEADER):
        return _STRONG if reach.facet in rows else 1.0
    if piece.place is Place.STEP:
        early = reach.facet == "versions" and _LOGIN.search(tail[:40]) is not None
        return _STRONG if early else _MENTION
    if piece.place is Place.LEAD and piece.order < len(_LEAD):
        return _lead(piece, tail)
    if _CASE.match(tail):
        if _ELSEWHERE.search(text):
            return _MENTION
        return _STRONG if _PROCEDURE.search(text) else 0.8 if piece.place is Place.NOTE else 1.2
    return 0.8 if _OPERATED.match(tail) else _MENTION


def _role(piece: Piece, reach: Reach) -> float:
    """What a mention says when it tells which software plays a part in the article; 0 when it does not."""
    before, after = piece.text[: reach.start], piece.text[reach.end :]
    if _PLAYS.search(before) and _PLAYED.match(after):
        return _STRONG
    if piece.place is Place.LEAD and piece.order == 0 and _REPLACES.match(after):
        return _STRONG
    if piece.place is Place.STEP and _OPENED.search(before) and _PICKED.match(after):
        return _STRONG
    return 0.0


def _alone(text: str, reach: Reach) -> bool:
    """Is the piece nothing but the name: a label over what follows?"""
    return not reach.ranged and not re.search(r"\w", text[: reach.start] + text[reach.end :])


def _lead(piece: Piece, tail: str) -> float:
    if _LIKEWISE.match(tail):
        return _STRONG
    if _CASE.match(tail):
        return _MENTION if _ELSEWHERE.search(piece.text) else _LEAD_CASE[piece.order]
    base = _LEAD[piece.order]
    if piece.order == 0 or _OPERATED.match(tail):
        return base
    return base * (0.6 if _TOPIC.match(tail) else 0.4)


def _rows(pieces: Sequence[Piece], vocabulary: Vocabulary) -> set[str]:
    """Facets that a table goes through one by one."""
    facets: dict[str, set[str]] = defaultdict(set)
    for piece in pieces:
        if piece.place in (Place.FIRST_COLUMN, Place.HEADER):
            for facet, name in _named(piece.text, vocabulary):
                facets[facet].add(name)
    return {facet for facet, names in facets.items() if len(names) >= 2}


def _without_glosses(text: str, found: Sequence[Reach]) -> list[Reach]:
    """「SpamAssassin(スパムアサシン)」 names it once: the second is how the first is read."""
    return [
        reach
        for index, reach in enumerate(found)
        if not index
        or found[index - 1].names != reach.names
        or not _GLOSS.match(text[found[index - 1].end : reach.start])
    ]


def _without_families(text: str, found: Iterable[Reach], vocabulary: Vocabulary) -> list[Reach]:
    """「Flex Mini CubeシリーズのBasic Cube」 is about the plan, not about its whole family."""
    ordered = list(found)
    kept: list[Reach] = []
    for index, reach in enumerate(ordered):
        following = ordered[index + 1] if index + 1 < len(ordered) else None
        if following is not None and following.facet == reach.facet:
            entry = vocabulary.get(following.facet, following.names[0])
            gap = text[reach.end : following.start]
            if entry is not None and entry.family == reach.names[0] and _FAMILY_OF.match(gap):
                continue
        kept.append(reach)
    return kept


def _prefer_title(scores: dict[Key, float], titled: set[Key], vocabulary: Vocabulary) -> None:
    """A title that names versions of a product rules out the versions it does not name."""
    products = {
        entry.product for facet, name in titled if (entry := vocabulary.get(facet, name)) and entry.product
    }
    specific = {
        entry.product
        for facet, name in titled
        if (entry := vocabulary.get(facet, name)) and entry.product and not entry.general
    }
    for key in list(scores):
        entry = vocabulary.get(*key)
        if entry is None or key in titled or entry.product not in products:
            continue
        if entry.product in specific:
            scores[key] = min(scores[key], 1.0)


def _enumerated(scores: dict[Key, float], evidence: _Evidence, vocabulary: Vocabulary) -> None:
    """「Pleskの場合は… Webminの場合は…」: an article that goes through several products is for each of them."""
    told = {
        key: entry.product
        for key in evidence.direct
        if key[0] == "versions" and (entry := vocabulary.get(*key)) and scores.get(key, 0.0) >= 1.2
    }
    if len(set(told.values())) > 1:
        for key in told:
            scores[key] = max(scores[key], THRESHOLD)


def _set_apart(scores: dict[Key, float], evidence: _Evidence) -> None:
    """A lead that answers for one name and then for another answers for both."""
    for facet in {key[0] for key in evidence.apart}:
        told = [key for key in evidence.apart if key[0] == facet]
        if len(told) > 1 and any(scores[key] >= THRESHOLD for key in told):
            for key in told:
                scores[key] = max(scores[key], THRESHOLD)


def _prefer_headings(
    scores: dict[Key, float], evidence: _Evidence, titled: set[Key], vocabulary: Vocabulary
) -> None:
    """Sections for some versions say more than an open range such as 以降: only those are answered."""
    headed: dict[str, set[Key]] = defaultdict(set)
    for key in evidence.headed:
        entry = vocabulary.get(*key)
        if entry is not None and entry.order and not entry.general:
            headed[entry.product].add(key)
    for key in list(scores):
        entry = vocabulary.get(*key)
        if entry is None or len(headed.get(entry.product, ())) < 2 or key in titled:
            continue
        if key not in headed[entry.product] and key not in evidence.direct and not entry.general:
            scores[key] = min(scores[key], 1.0)


def _prefer_versions(scores: dict[Key, float], evidence: _Evidence, vocabulary: Vocabulary) -> None:
    """The bare product is said in every article about one of its versions; the version says more."""
    for key in list(scores):
        entry = vocabulary.get(*key)
        if entry is None or not entry.general:
            continue
        siblings = [
            (n.facet, n.name)
            for n in vocabulary.facet(entry.facet)
            if n.product == entry.product and not n.general and (n.facet, n.name) in scores
        ]
        sure = [one for one in siblings if scores[one] >= THRESHOLD]
        if not sure and scores[key] >= THRESHOLD:
            sure = [one for one in siblings if scores[one] >= 1.2 and one in evidence.direct]
            for one in sure:
                scores[one] = THRESHOLD
        if sure:
            scores[key] = min(scores[key], 1.0)
