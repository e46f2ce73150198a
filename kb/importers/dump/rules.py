"""What speaks for and against an article beginning at a line: one rule a function, each reads only form. Pure.

The weights were tuned on half of a corpus of known boundaries and tried on the other half, with and without its
explicit marks: ``benchmarks/import_boundaries.py`` shows what each rule contributes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

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
    habit: float = 0.0
    """How often, of all places where this dump ends a line like the one before, an explicit mark follows; 0 to 1."""

    @property
    def line(self) -> Line:
        return self.lines[self.index]

    @property
    def before(self) -> Line:
        return self.lines[self.previous]


def _mark(view: View) -> float:
    """A date line, 回答, 質問: unless the line before is one as well, or only a heading's distance away."""
    if not view.line.mark:
        return 0.0
    return -20.0 if view.before.mark else 12.0


def _opener(view: View) -> float:
    """■問題点, ■現象 and their like open an article, except under its own date or 回答."""
    if not view.line.opener:
        return 0.0
    return -20.0 if view.before.mark else 6.0


def _rule_line(view: View) -> float:
    """A line of dashes parts articles."""
    return 3.0 if view.before.rule else 0.0


def _closing(view: View) -> float:
    """以上となります before."""
    return 3.2 if view.before.closing else 0.0


def _habit(view: View) -> float:
    """The line before ends as the articles of this very dump end where a mark proves it."""
    return 0.0 if view.line.mark else 4.0 * max(0.0, view.habit - 0.3)


def _ending(view: View) -> float:
    """The line before ends the way articles end: a request, a last step, a reference."""
    before = view.before
    if _COURTESY.search(before.plain):
        return 2.4
    if before.url or before.pointer:
        return 1.2
    if _LAST_STEP.match(before.plain):
        return 1.2
    if _REQUEST.search(before.plain):
        return 1.0
    return 0.4 if before.sentence else 0.0


def _continuation(view: View) -> float:
    """Begins with a word that carries on: また, なお, 上記…"""
    if view.line.mark:
        return 0.0
    if _CONTINUES.match(view.line.plain):
        return -6.0
    if _CASE.match(view.line.plain):
        return 0.0 if view.before.closing and not view.named else -6.0
    if view.before.closing:
        return 0.0
    if _EXCEPTION.match(view.line.plain):
        return -3.0
    return -1.0 if not view.news and _SHORT_CONDITION.match(view.line.plain) else 0.0


def dependent(view: View) -> float:
    """A line that needs something above it: a note, bullet, row, address, caption, higher number."""
    line = view.line
    if line.mark or line.opener:
        return 0.0
    if line.closing or line.rule:
        return -20.0
    if line.step is not None and (line.step.number != 1 or line.step.sub):
        return -20.0
    if line.note or line.bullet or line.row or line.url or line.pointer or line.circled:
        return -8.0
    if line.headed:
        return -5.0
    return 0.0


def _broken_off(view: View) -> float:
    """The line before did not end: a heading with its text, or a hard wrap."""
    before, line = view.before, view.line
    if line.mark or before.mark:
        return -20.0 if before.mark and not line.mark else 0.0
    if before.step is not None and _LAST_STEP.match(before.plain):
        return -1.5 if line.opener else 0.0
    if before.step is not None and len(before.plain) < 40:
        return -2.5
    ended = before.sentence or before.closing or before.url or before.pointer or before.row or before.rule
    ended = ended or commands.prompted(before.text)
    # A line of code or output is no heading and was not cut.
    ended = ended or (before.text.isascii() and bool(_LITERAL.search(before.text)) and not before.step)
    if ended or _TITLE_LIKE.search(before.plain):
        return 0.0
    return -1.5 if line.opener else -5.0


def _announced(view: View) -> float:
    """The line before announces what follows: 以下のFAQをご参照ください。"""
    if view.line.mark or view.before.closing:
        return 0.0
    return -2.5 if _ANNOUNCES.search(view.before.plain) else 0.0


def _numbering(view: View) -> float:
    """The numbering goes on behind the line, so the line stands inside a list; or it begins anew."""
    if view.line.mark or view.last_step is None or view.next_step is None:
        return 0.0
    if view.next_step > view.last_step or (view.next_step == view.last_step and view.next_step > 1):
        return -6.0
    return 1.5 if view.next_step <= 1 else 0.0


def _formula(view: View) -> float:
    """Opens as instructions do: 「…から以下の操作をおこなっていただくことで、…できます。」"""
    if view.line.mark or view.line.step is not None:
        return 0.0
    text = view.line.plain
    if _REFERS.search(text.partition("。")[0]):
        return -2.0
    if _FORMULA.search(text):
        return 1.4 if _CONDITION.match(text) else 4.8 if view.news else 3.6
    if _WISH.match(text):
        return 2.0
    if _MESSAGE.match(text):
        return 2.0
    return 1.4 if _STATES.search(view.line.plain) else 0.0


def _sentence(view: View) -> float:
    """An article without a mark begins with a sentence of some length, not with a scrap."""
    line = view.line
    if line.mark or line.opener:
        return 0.0
    length = len(line.plain)
    if line.step is not None:
        return -2.0
    if not line.sentence:
        wrapped = length >= 30 and "、" in line.plain and not _TITLE_LIKE.search(line.plain)
        return -0.5 if wrapped else -3.5
    return 0.8 if length >= 30 else -0.8


def _topic(view: View) -> float:
    """What comes after shares few words with what comes before."""
    if view.line.mark:
        return 0.0
    return max(-4.0, min(3.0, (0.13 - view.similarity) * 28))


def _young(view: View) -> float:
    """Hardly anything of the article before has been said yet."""
    if view.line.mark or view.line.opener:
        return 0.0
    return -4.0 if view.age < 3 else -1.75 if view.age < 5 else 0.0


def _product(view: View) -> float:
    """The line names a product or version that was not spoken of before."""
    if view.line.mark or not view.named:
        return 0.0
    return 1.6 if view.news else -0.4


RULES: tuple[Callable[[View], float], ...] = (
    _mark,
    _opener,
    _rule_line,
    _closing,
    _habit,
    _ending,
    _continuation,
    dependent,
    _broken_off,
    _announced,
    _numbering,
    _formula,
    _sentence,
    _topic,
    _young,
    _product,
)
