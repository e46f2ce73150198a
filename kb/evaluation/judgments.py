"""Files of judged queries (JSONL) to ``Judgment`` values.

One JSON object a line; blank lines and lines that begin with ``#`` are comments. Unknown keys are ignored, so
that a file may carry remarks of its own; a known key of the wrong kind is refused with its line.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath
from typing import Any

from kb.errors import JudgmentError
from kb.model import Judgment

MAX_GRADE = 3


def read_judgments(path: Path, shown_as: PurePath | str | None = None) -> tuple[Judgment, ...]:
    """Read one file of judged queries.

    Args:
        path: the file.
        shown_as: how messages name it; ``path`` when not given.

    Raises:
        JudgmentError: unreadable, not UTF-8, or a line breaks the format.
    """
    name = shown_as or path
    return tuple(parse_judgments(read_lines(path, name), name))


def read_lines(path: Path, name: PurePath | str) -> list[str]:
    """The lines of one file, comments and all.

    Raises:
        JudgmentError: unreadable, or not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as exc:
        raise JudgmentError(name, None, "UTF-8 として読めません。", "UTF-8 で保存し直してください。") from exc
    except OSError as exc:
        raise JudgmentError(
            name, None, f"読めません（{exc.strerror}）。", "ファイルの場所と権限を確かめてください。"
        ) from exc


def parse_judgments(lines: Iterable[str], name: PurePath | str) -> Iterator[Judgment]:
    """Turn lines into judged queries, in order.

    Raises:
        JudgmentError: a line breaks the format or repeats a qid.
    """
    for _, judged in parse_lines(lines, name):
        if isinstance(judged, JudgmentError):
            raise judged
        yield judged


def parse_lines(lines: Iterable[str], name: PurePath | str) -> Iterator[tuple[int, Judgment | JudgmentError]]:
    """(line number from 1, judged query or what is wrong with it) of each line that is no comment."""
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            judgment = _Row(name, number, line).judgment()
        except JudgmentError as exc:
            yield number, exc
            continue
        first = seen.setdefault(judgment.qid, number)
        if first == number:
            yield number, judgment
        else:
            problem = f"qid {judgment.qid!r} は {first} 行目にもあります。"
            yield number, JudgmentError(name, number, problem, "別の qid を付けてください。")


class _Row:
    """One line: takes it apart, naming the place of whatever is wrong."""

    def __init__(self, name: PurePath | str, number: int, line: str) -> None:
        self.name, self.number = name, number
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as exc:
            raise self.fail(
                f"JSON として読めません（{exc}）。", "1 行に一つの JSON を書いてください。"
            ) from exc
        if not isinstance(value, dict):
            raise self.fail(
                "JSON のオブジェクトではありません。", '{"qid": …, "text": …} の形で書いてください。'
            )
        self.values: dict[str, Any] = value

    def fail(self, problem: str, remedy: str) -> JudgmentError:
        return JudgmentError(self.name, self.number, problem, remedy)

    def judgment(self) -> Judgment:
        relevant, answerable = self._relevant(), self._answerable()
        if answerable and not relevant:
            raise self.fail(
                "答えのある質問なのに relevant が空です。",
                '答える記事を書くか、答えのない質問なら "answerable": false としてください。',
            )
        return Judgment(
            qid=self._id(self._text("qid")),
            text=self._text("text"),
            kind=self._text("kind"),
            relevant=relevant,
            must_contain=self._must_contain(),
            answerable=answerable,
        )

    def _text(self, key: str) -> str:
        value = self.values.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.fail(f"{key} が空でない文字列ではありません。", f'"{key}": "…" と書いてください。')
        return value

    def _id(self, text: str) -> str:
        # TREC's formats, which the run is written in, separate their columns by blanks.
        if text.split() != [text]:
            raise self.fail(f"{text!r} に空白があります。", "qid と記事の id は空白なしで書いてください。")
        return text

    def _relevant(self) -> dict[str, int]:
        value = self.values.get("relevant", {})
        if not isinstance(value, dict):
            raise self.fail(
                "relevant がオブジェクトではありません。", '{"記事の id": 3} の形で書いてください。'
            )
        for article_id, grade in value.items():
            if type(grade) is not int or not 0 <= grade <= MAX_GRADE:
                raise self.fail(
                    f"{article_id} の適合度は 0 から {MAX_GRADE} の整数です（いまの値: {grade!r}）。",
                    "3: 正解、2: 正解の一つ、1: 関連する、と書いてください。",
                )
        return {self._id(article_id): grade for article_id, grade in value.items()}

    def _must_contain(self) -> tuple[str, ...]:
        value = self.values.get("must_contain", [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.fail("must_contain が文字列の並びではありません。", '["465"] の形で書いてください。')
        return tuple(value)

    def _answerable(self) -> bool:
        value = self.values.get("answerable", True)
        if not isinstance(value, bool):
            raise self.fail(
                f"answerable は true か false です（いまの値: {value!r}）。",
                "true か false を書いてください。",
            )
        return value
