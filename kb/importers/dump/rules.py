"""What speaks for and against an article beginning at a line: one rule a function, each reads only form. Pure.

A rule gives the cue that it sees and how strongly; how much a cue counts stands in ``kb.importers.dump.weights``.
``benchmarks/import_boundaries.py`` shows what each rule contributes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from kb.importers.dump import commands
from kb.importers.dump.lines import Line

_CONTINUES = re.compile(
    r"(?:また|なお|ただ|ただし|但し|もし|仮に|そのため|このため|そのほか|その他|その後|次に|続いて|最後に|さらに|更に|加えて|しかし|"
    r"反対に|一方|つまり|すなわち|同様に|従って|したがって|および|及び|上記|以上|下記|以下|詳細|例えば|例\)|例:|例|この|その|これ|"
    r"それ|当該|同じ|すると|では|変更前|変更後|こちら|理由|原因|備考|注意|参考|関連|削除後|設定後|完了後|必要で|具体的|まず|ご不明|お困り|記述後|変更後|作業後|登録後|本[手現事設機件作ペ])"
)
_CASE = re.compile(r".{1,24}(?:の場合|をご利用の場合)(?:、|は|には)")
_SHORT_CONDITION = re.compile(r"[^。、「]{1,12}(?:場合|際|とき|時)(?:は|には)?、")
_MESSAGE = re.compile(
    r"[^。「]{6,60}「[^」]{4,}」(?:と(?:表示|出|エラー)|という(?:エラー|警告|メッセージ|表示)|のエラー|エラー)"
)
"""Someone did something and was shown a message: 「SFTPで接続した際に「…」と表示される」."""
_LITERAL = re.compile(r"[=;/{}()$<>|]|\d")
_WISH = re.compile(r"[^。、]{4,50}たい(?:場合|とき|時|方|お客様)(?:は|には)?[、,]")
_REFERS = re.compile(
    r"(?:以下|下記|次|こちら)の?[^。]{0,12}(?:FAQ|URL|リンク|ページ|サイト|お知らせ|フォーム|マニュアル)[^。]{0,24}"
    r"(?:参照|参考|ご覧|ご確認|確認|お申込|お問|ご検討|ご連絡)"
)
_EXCEPTION = re.compile(
    r"[^。、]{1,40}(?:ない|難しい|困難な|不明な|不要な|必要な|ご希望の|希望する|希望される)(?:場合|際|方|お客様)"
    r"|[^。、]{1,60}お客様(?:の場合)?(?:は|には|につきましては)、|.{1,16}の場合の"
)
_CONDITION = re.compile(r"[^。]{4,60}(?:場合|際|とき|時)(?:は|には|につきましては)?、")
_FORMULA = re.compile(
    r"(?:以下|下記|次)の(?:操作|手順|設定|方法|流れ)[^。]{0,30}(?:ことで|いただく(?:ことで)?|必要|なります|ございます|です)|"
    r"(?:手順|方法|設定)(?:につきまして|について|は|に関しまして)[^。]{0,30}(?:以下|下記|ご案内|ご説明)|"
    r"(?:以下|下記)の(?:とおり|通り|内容|手順)(?:となります|になります|でございます|です)|"
    r"(?:ご案内|ご説明|ご紹介)(?:させていただき|いたし|致し)ます。"
)
_STATES = re.compile(
    r"(?:ことで|ことが(?:でき|可能)|場合がございます|可能(?:です|でございます|となります)|できます|(?:対応|推奨|おすすめ|お勧め)[^。]{0,12}して(?:い|おり)ます|設定(?:条件|内容)[:])"
)
_ANNOUNCES = re.compile(r"(?:以下|下記|次の|こちら)[^。]{0,60}[。:]?\s*\Z")
_LAST_STEP = re.compile(
    r"(?:\d+[.)]\s*)?(?:最後に|その後、|問題なければ|以上)|.*(?:ご確認ください|ご確認をいただき|完了(?:です|します|となります|いたします|し)|削除されます|反映されます)"
    r"|.*[「\[『](?:OK|適用|保存|更新|作成|登録|送信|完了|変更|追加|実行|設定の適用)[」\]』](?:ボタン)?を(?:選択|クリック|押)\S{0,5}\Z"
)
_COURTESY = re.compile(
    r"(?:ご?不明な?(?:点|こと)|お困りの(?:点|こと)|ご質問).{0,24}(?:ましたら|場合は?)、?.{0,40}(?:お問い?合わせ|ご連絡|ご相談|お知らせ)(?:ください|下さい|くださいませ|願います)"
)
_REQUEST = re.compile(
    r"(?:お願い(?:致し|いたし|申し上げ)ます|お問い?合わせください|ご連絡ください|ご了承ください)[。]?\s*\Z"
)
_TITLE_LIKE = re.compile(
    r"(?:したい|どうしたら(?:いい|よい)か|ですか|ますか|でしょうか|について|方法|手順|教えてください|できない|のですが)[。?？]?\s*\Z"
)


_USUAL_SIMILARITY, _SIMILARITY_SPAN = 0.13, 3 / 28
"""Cosine of neighbouring windows below which they speak of two topics, and how far below it that is certain."""
_SAME_TOPIC = -4 / 3
"""Strength of a shift where the words stay the same."""


@dataclass(frozen=True, slots=True)
class Cue:
    """What a rule saw at a line."""

    name: str
    """Key of the table of weights: ``rule: cue``."""
    strength: float = 1.0
    """Factor on the weight, 1 where a cue is simply there; between ``_SAME_TOPIC`` and 1."""


@dataclass(frozen=True, slots=True)
class View:
    """What the rules see around one line."""

    lines: Sequence[Line]
    index: int
    previous: int
    """Index of the last line with text before it; -1 at the start."""
    next_step: int | None
    last_step: int | None
    similarity: float
    """Cosine of the windows before and after, 0 to 1."""
    news: bool
    """Does the line name a product that the window before does not?"""
    named: bool
    age: int
    """Lines with text since the last beginning, marks not counted."""
    dashes: Literal["", "parts", "alone", "frame"] = ""
    """Is the line before made of dashes: such as part this dump's articles, stand alone, or frame some output?"""

    @property
    def line(self) -> Line:
        return self.lines[self.index]

    @property
    def before(self) -> Line:
        return self.lines[self.previous]


def mark(view: View) -> Cue | None:
    """The first line of a head: a date, a field, 質問, 回答."""
    return Cue("mark: begins") if view.line.mark else None


def tail(view: View) -> Cue | None:
    """What this dump writes below its articles is over."""
    return Cue("tail: over") if view.before.tail and not view.line.tail else None


def opener(view: View) -> Cue | None:
    """■問題点, ■現象 and their like open an article, except under its own date or 回答."""
    if not view.line.opener:
        return None
    return Cue("opener: under a mark") if view.before.mark else Cue("opener: opens")


def rule_line(view: View) -> Cue | None:
    """A line of dashes parts articles, surely when it does elsewhere in the dump; not so the frame of some output."""
    return Cue(f"rule_line: {view.dashes}") if view.dashes else None


def closing(view: View) -> Cue | None:
    """以上となります before."""
    return Cue("closing: closed") if view.before.closing else None


def ending(view: View) -> Cue | None:
    """The line before ends the way articles end: a request, a last step, a reference."""
    before = view.before
    if _COURTESY.search(before.plain):
        return Cue("ending: courtesy")
    if before.url or before.pointer:
        return Cue("ending: reference")
    if _LAST_STEP.match(before.plain):
        return Cue("ending: last step")
    if _REQUEST.search(before.plain):
        return Cue("ending: request")
    return Cue("ending: sentence") if before.sentence else None


def continuation(view: View) -> Cue | None:
    """Begins with a word that carries on: また, なお, 上記…"""
    line = view.line
    if line.mark:
        return None
    if _CONTINUES.match(line.plain):
        return Cue("continuation: carries on")
    if _CASE.match(line.plain):
        return None if view.before.closing and not view.named else Cue("continuation: case")
    if view.before.closing:
        return None
    if _EXCEPTION.match(line.plain):
        return Cue("continuation: exception")
    condition = not view.news and _SHORT_CONDITION.match(line.plain)
    return Cue("continuation: condition") if condition else None


def dependent(view: View) -> Cue | None:
    """A line that needs something above it: a note, bullet, row, address, caption, higher number."""
    line = view.line
    if line.mark or line.opener:
        return None
    if line.closing or line.rule or line.tail:
        return Cue("dependent: impossible")
    if line.step is not None and (line.step.number != 1 or line.step.sub):
        return Cue("dependent: impossible")
    if line.note or line.bullet or line.row or line.url or line.pointer or line.circled:
        return Cue("dependent: hangs on")
    return Cue("dependent: headed") if line.headed else None


def broken_off(view: View) -> Cue | None:
    """The line before did not end: a heading with its text, or a hard wrap."""
    before, line = view.before, view.line
    if line.mark:
        return None
    if before.mark:
        return Cue("broken_off: under a mark")
    if before.step is not None and _LAST_STEP.match(before.plain):
        return Cue("broken_off: before an opener") if line.opener else None
    if before.step is not None and len(before.plain) < 40:
        return Cue("broken_off: short step")
    ended = before.sentence or before.closing or before.url or before.pointer or before.row
    ended = ended or before.rule or before.tail
    ended = ended or commands.prompted(before.text)
    # A line of code or output is no heading and was not cut.
    ended = ended or (before.text.isascii() and bool(_LITERAL.search(before.text)) and not before.step)
    if ended or _TITLE_LIKE.search(before.plain):
        return None
    return Cue("broken_off: before an opener") if line.opener else Cue("broken_off: cut")


def announced(view: View) -> Cue | None:
    """The line before announces what follows: 以下のFAQをご参照ください。"""
    if view.line.mark or view.before.closing:
        return None
    return Cue("announced: what follows") if _ANNOUNCES.search(view.before.plain) else None


def numbering(view: View) -> Cue | None:
    """The numbering goes on behind the line, so the line stands inside a list; or it begins anew."""
    if view.line.mark or view.last_step is None or view.next_step is None:
        return None
    if view.next_step > view.last_step or (view.next_step == view.last_step and view.next_step > 1):
        return Cue("numbering: goes on")
    return Cue("numbering: restarts") if view.next_step <= 1 else None


def formula(view: View) -> Cue | None:
    """Opens as instructions do: 「…から以下の操作をおこなっていただくことで、…できます。」"""
    if view.line.mark or view.line.step is not None:
        return None
    text = view.line.plain
    if _REFERS.search(text.partition("。")[0]):
        return Cue("formula: refers")
    if _FORMULA.search(text):
        if _CONDITION.match(text):
            return Cue("formula: instructs on a condition")
        return Cue("formula: instructs on a new product") if view.news else Cue("formula: instructs")
    if _WISH.match(text):
        return Cue("formula: wish")
    if _MESSAGE.match(text):
        return Cue("formula: message")
    return Cue("formula: states") if _STATES.search(text) else None


def sentence(view: View) -> Cue | None:
    """An article without a mark begins with a sentence of some length, not with a scrap."""
    line = view.line
    if line.mark or line.opener:
        return None
    length = len(line.plain)
    if line.step is not None:
        return Cue("sentence: step")
    if not line.sentence:
        wrapped = length >= 30 and "、" in line.plain and not _TITLE_LIKE.search(line.plain)
        return Cue("sentence: wrapped") if wrapped else Cue("sentence: scrap")
    return Cue("sentence: long") if length >= 30 else Cue("sentence: short")


def topic(view: View) -> Cue | None:
    """What comes after shares few words with what comes before."""
    if view.line.mark:
        return None
    shift = (_USUAL_SIMILARITY - view.similarity) / _SIMILARITY_SPAN
    return Cue("topic: shift", max(_SAME_TOPIC, min(1.0, shift)))


def young(view: View) -> Cue | None:
    """Hardly anything of the article before has been said yet."""
    if view.line.mark or view.line.opener or view.age >= 5:
        return None
    return Cue("young: two lines") if view.age < 3 else Cue("young: four lines")


def product(view: View) -> Cue | None:
    """The line names a product or version that was not spoken of before."""
    if view.line.mark or not view.named:
        return None
    return Cue("product: new") if view.news else Cue("product: known")


RULES: tuple[Callable[[View], Cue | None], ...] = (
    mark,
    tail,
    opener,
    rule_line,
    closing,
    ending,
    continuation,
    dependent,
    broken_off,
    announced,
    numbering,
    formula,
    sentence,
    topic,
    young,
    product,
)
