"""Where the articles of a dump begin.

Every line gets a score from rules; each rule reads only the form of the lines around it, so none knows a
particular dump. A line at or above ``THRESHOLD`` begins an article; of several close together the best does.
The weights were tuned on half of a corpus of known boundaries and tried on the other half, with and without its
explicit marks: ``benchmarks/import_boundaries.py`` shows what each rule contributes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from kb.articles.mentions import mentions
from kb.config import Vocabulary
from kb.importers.dump import cohesion, commands
from kb.importers.dump.lines import Line

THRESHOLD = 3.0
_BEFORE_LINES, _AFTER_LINES = 14, 9
_NEAR_LINES = 3
_ENDING_CHARS, _HABIT_PLACES, _HABIT_SHARE = 7, 3, 0.2
"""An ending is a habit when it stands before this many marks, and before this share of all of them."""
_STEP_REACH = 14
"""How many lines ahead the next numbered line is looked for."""

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
    r"[^。、]{1,40}(?:ない|難しい|困難な|不明な|不要な|必要な|ご希望の|希望する)(?:場合|際|方|お客様)"
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

Names = Callable[[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Boundary:
    """A line at which an article begins, and why."""

    index: int
    """Of the line, from 0."""
    score: float
    reasons: tuple[tuple[str, float], ...]

    @property
    def confidence(self) -> float:
        """0 to 1; an explicit mark is 1."""
        return max(0.0, min(1.0, 0.5 + (self.score - THRESHOLD) / 8))


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


def _dependent(view: View) -> float:
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
    _dependent,
    _broken_off,
    _announced,
    _numbering,
    _formula,
    _sentence,
    _topic,
    _young,
    _product,
)


def find_boundaries(
    lines: Sequence[Line],
    names: Names,
    rules: Sequence[Callable[[View], float]] = RULES,
    progress: Callable[[float], None] = lambda share: None,
) -> tuple[Boundary, ...]:
    """The beginnings of the articles, in order; the first line with text is always one.

    Args:
        lines: all lines of the dump.
        names: the vocabulary names a line mentions; a version's product counts as mentioned with it.
        rules: the rules to score with; fewer of them to see what each is worth.
        progress: called now and then with the share of the lines that are done.
    """
    first = next((i for i, line in enumerate(lines) if line.text), None)
    if first is None:
        return ()
    scanner = _Scanner(lines, names, first)
    kept: list[Boundary] = [Boundary(first, 12.0, (("first", 12.0),))]
    for index in range(first + 1, len(lines)):
        if index % 2000 == 0:
            progress(index / len(lines))
        if lines[index].blank or (_dependent in rules and _hopeless(lines[index])):
            continue
        view = scanner.view(index, kept[-1].index)
        scored = tuple((rule.__name__.lstrip("_"), rule(view)) for rule in rules)
        total = sum(value for _, value in scored)
        if total < THRESHOLD:
            continue
        boundary = Boundary(index, total, tuple((n, v) for n, v in scored if v))
        if view.age < 2:
            if len(kept) > 1 and total > kept[-1].score:
                kept[-1] = boundary
            continue
        kept.append(boundary)
    return tuple(kept)


def _hopeless(line: Line) -> bool:
    """A line that ``_dependent`` rules out whatever the others say: spares comparing the windows around it."""
    if line.mark or line.opener:
        return False
    step = line.step is not None and (line.step.number != 1 or bool(line.step.sub))
    return step or line.closing or line.rule or line.note or line.bullet or line.row or line.url


def _ending_of(line: Line) -> str:
    """What is compared when a dump's habit of ending its articles is learned."""
    return "closing" if line.closing else line.plain.rstrip("。. ")[-_ENDING_CHARS:]


def _habits(lines: Sequence[Line]) -> dict[str, float]:
    """The endings that stand before several of the dump's explicit marks, with the share of their places that do."""
    told = [line for line in lines if line.text]
    everywhere = Counter(_ending_of(line) for line in told if not line.mark)
    closing = Counter(
        _ending_of(line) for line, following in pairwise(told) if following.mark and not line.mark
    )
    enough = max(_HABIT_PLACES, _HABIT_SHARE * closing.total())
    return {ending: n / everywhere[ending] for ending, n in closing.items() if n >= enough}


def naming(vocabulary: Vocabulary) -> Names:
    """The names a text mentions, each with its product."""

    def names(text: str) -> frozenset[str]:
        found: set[str] = set()
        for mention in mentions(text, vocabulary):
            entry = vocabulary.get(mention.facet, mention.name)
            found.add(mention.name)
            if entry is not None and entry.product:
                found.add(entry.product)
        return frozenset(found)

    return names


class _Scanner:
    """Walks the lines once; remembers what the rules ask for again and again."""

    def __init__(self, lines: Sequence[Line], names: Names, first: int) -> None:
        self.lines = lines
        self.words = [cohesion.words(line.plain) if line.text else () for line in lines]
        self.weights = cohesion.rarity(self.words)
        self.names = [names(line.plain[:400]) if line.text else frozenset() for line in lines]
        self.next_step = self._next_steps()
        self.habits = _habits(lines)
        self.told = [0, *accumulate(bool(line.text) and not line.mark for line in lines)]

    def _next_steps(self) -> list[int | None]:
        """For every line, the number of the first numbered line at or after it, within reach."""
        ahead: list[int | None] = [None] * len(self.lines)
        found, place = None, 0
        for index in range(len(self.lines) - 1, -1, -1):
            line = self.lines[index]
            if line.mark:
                found = None
            elif line.step is not None and not line.step.hand:
                found, place = line.step.number, index
            ahead[index] = found if found is not None and place - index <= _STEP_REACH else None
        return ahead

    def view(self, index: int, start: int) -> View:
        """What the rules see at a line, when the article before began at ``start``."""
        previous = index - 1
        while previous > start and self.lines[previous].blank:
            previous -= 1
        low = max(start, index - _BEFORE_LINES)
        high = index
        while (
            high < len(self.lines)
            and high - index < _AFTER_LINES
            and not (high > index and self.lines[high].mark)
        ):
            high += 1
        before = cohesion.vector(self.words[low:index], self.weights)
        after = cohesion.vector(self.words[index:high], self.weights)
        near = cohesion.vector(self.words[index : min(high, index + _NEAR_LINES)], self.weights)
        seen = frozenset().union(*self.names[low:index])
        return View(
            lines=self.lines,
            index=index,
            previous=previous,
            next_step=self.next_step[index],
            last_step=self._last_step(index, start),
            similarity=max(cohesion.cosine(before, after), 0.8 * cohesion.cosine(before, near)),
            news=bool(self.names[index] - seen),
            named=bool(self.names[index]),
            age=self.age(start, index),
            habit=self.habits.get(_ending_of(self.lines[previous]), 0.0),
        )

    def _last_step(self, index: int, start: int) -> int | None:
        for place in range(index - 1, max(start, index - 40) - 1, -1):
            step = self.lines[place].step
            if step is not None and not step.hand:
                return step.number
        return None

    def age(self, start: int, index: int) -> int:
        """Lines with text from the last beginning to a line, marks not counted."""
        return self.told[index] - self.told[start]
