"""The lines of one article of a dump to Markdown: steps, notes, tables, commands, links, headings.

Pure. Pictures are gone from a dump; where the numbering shows it, the gap stays visible.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.importers import inline
from kb.importers.dump import commands, tables
from kb.importers.dump.lines import Line, line_before, read_line
from kb.importers.dump.prepare import Body, cited, kept_lines, split_steps
from kb.importers.dump.runs import is_top_step, list_run, number_of, ordinal_run, step_text
from kb.importers.dump.shapes import (
    CAPTION,
    HEADING_MARK,
    HEADING_WORD,
    NOTE,
    TITLE_END,
    caption_of,
    heading_text,
    is_caption,
    is_heading,
    is_title_of_page,
    joined_wraps,
    leads,
)
from kb.importers.raw import Dropped, Note

_POINTER = re.compile(r"[▼▽▶►→⇒☞・]+\s*(?P<text>\S.*?)\s*\Z")
_URL_LINE = re.compile(r"[▼▽▶►→⇒・\s]*(?P<url>https?://[A-Za-z0-9][^\s　]*?)(?P<rest>[\s　]*※.*)?\Z")
_CAPTION_URL = re.compile(
    r"[・▼▽▶►→\s]*(?P<text>\S[^。]{1,100}?。?)\s+(?P<url>https?://[A-Za-z0-9][^\s　]*)(?P<rest>\s*※.*)?\Z"
)
_BULLET = re.compile(r"(?:・|[●○◦•‣▪–—]|[-*+](?=\s))\s*(?P<text>\S.*)", re.DOTALL)
WARNING = re.compile(
    r"注意|しないで|絶対|必ず|対象外|できません|お客様の責|いたしかね|致しかね|有償|戻せません|恐れ|おそれ|消える|エラーとなり"
)
_POINTS = re.compile(
    r"(?:以下|下記|次|こちら)の?[^。]{0,24}(?:FAQ|URL|リンク|ページ|サイト|お知らせ|フォーム|マニュアル|手順)[^。]{0,40}"
    r"(?:参照|参考|ご覧|確認|お申し?込|設定|おこな|行っ)[^。]{0,40}[。:：]?\s*\Z"
)
_BLOCK_HEADING = re.compile(r"(?P<marks>#{2,6}) ")
_SECTIONS_FROM = 2
"""Headings inside a numbered list from which its items are sections."""


def render(lines: Sequence[Line], *, markdown: bool = False) -> Body:
    """Markdown for the lines of one article; date lines, 回答 and the closing formula are dropped and listed.

    Args:
        lines: the article's lines.
        markdown: the lines' texts are Markdown already; only lists, notes and headings are looked for.
    """
    body = Body("")
    kept = kept_lines(split_steps(lines, body), body)
    writer = _Writer(body, markdown=markdown)
    writer.sequence(kept)
    if not markdown:
        body.references += [title for line in kept for title in cited(line.text)]
    body.markdown = "\n\n".join(block for block in writer.blocks if block.strip()).strip("\n") + "\n"
    return body


class _Writer:
    """Turns lines into Markdown blocks, one kind of block a method."""

    def __init__(self, body: Body, nested: bool = False, markdown: bool = False) -> None:
        self.body, self.nested, self.markdown = body, nested, markdown
        self.blocks: list[str] = []
        self.level = 0
        """Of the last heading that the source itself marked as one; 0 before any."""

    def inline(self, text: str) -> str:
        """A piece of a line as Markdown."""
        return text if self.markdown else inline.text(text)

    def words(self, text: str, *, screen: bool = True) -> str:
        """A piece of a line as Markdown, without looking for addresses."""
        return text if self.markdown else inline.words(text, screen=screen)

    def sequence(self, lines: Sequence[Line]) -> None:
        """All blocks of some lines, numbered lists included."""
        index = 0
        while index < len(lines):
            if (run := list_run(lines, index)) > index:
                own = lines[index:run]
                self._steps(own, [i for i, line in enumerate(own) if is_top_step(line)])
                index = run
            elif (run := ordinal_run(lines, index)) > index:
                self._ordinals(lines[index:run])
                index = run
            else:
                index = self._block(lines, index)

    # ------------------------------------------------------------- lists

    def _ordinals(self, lines: Sequence[Line]) -> None:
        """A list of ①②③, or of 手順1, 手順2; with lists of their own inside, the latter are sections."""
        circled = lines[0].circled
        starts = [i for i, line in enumerate(lines) if line.ordinal and line.circled == circled]
        if not circled and not self.nested and any(is_top_step(line) for line in lines):
            self._sections(lines, starts)
            return
        for i in () if circled else starts:
            self.body.dropped.append(Dropped(lines[i].number, _hand(lines[i].text), "手順の番号"))
        self._steps(lines, starts)

    def _steps(self, lines: Sequence[Line], starts: Sequence[int]) -> None:
        """A numbered list: its lines up to and with what belongs to its last item."""
        inner_headings = sum(is_heading(lines, i) for i in range(len(lines)) if i not in starts)
        if not self.nested and inner_headings >= _SECTIONS_FROM:
            self._sections(lines, starts)
            return
        expected = None
        items: list[str] = []
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            number = number_of(lines[start])
            if expected is not None and number > expected:
                self._close(items)
                items = []
                self._gap(lines[start].number, expected, number)
            items.append(self._item(number, lines[start:end]))
            expected = number + 1
        self._close(items)

    def _sections(self, lines: Sequence[Line], starts: Sequence[int]) -> None:
        """Numbered parts with headings inside them: sections rather than items."""
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            self._title("##", lines[start].text)
            self.sequence(lines[start + 1 : end])

    def _close(self, items: list[str]) -> None:
        if items:
            loose = any("\n" in item for item in items)
            self.blocks.append(("\n\n" if loose else "\n").join(items))

    def _gap(self, line: int, low: int, high: int) -> None:
        missing = f"{low}" if high - low == 1 else f"{low}〜{high - 1}"
        self.blocks.append(f"（手順 {missing} は元の資料にありません。画像だけの手順だったと思われます）")
        self.body.notes.append(Note(line, f"手順の番号が飛んでいます（{missing} がありません）。", 0.7))

    def _item(self, number: int, lines: Sequence[Line]) -> str:
        inner = _Writer(self.body, nested=True, markdown=self.markdown)
        text, begin = step_text(lines[0]), 0
        following = next((i for i, line in enumerate(lines) if i and line.text), 0)
        if not text and following and not lines[following].block:
            text, begin = lines[following].text, following
        taken, joined = joined_wraps(lines, begin, text)
        inner.sequence(lines[taken:])
        blocks = [f"{number}. {self.inline(joined)}"]
        blocks += ["\n".join(_indent(block)) for block in inner.blocks if block.strip()]
        return "\n\n".join(blocks)

    # ------------------------------------------------------------ blocks

    def _block(self, lines: Sequence[Line], index: int) -> int:
        """Write the block that begins at a line; returns the index after it."""
        line = lines[index]
        if line.blank:
            return index + 1
        if line.block:
            if heading := _BLOCK_HEADING.match(line.text):
                self.level = len(heading["marks"])
            self.blocks.append(line.text)
            return index + 1
        if self.markdown:
            return self._marked_block(lines, index)
        for method in (
            self._table,
            self._code,
            self._note,
            self._linked,
            self._reference,
            self._bullets,
            self._heading,
        ):
            after = method(lines, index)
            if after > index:
                return after
        return self._paragraph(lines, index)

    def _marked_block(self, lines: Sequence[Line], index: int) -> int:
        """What is still to be found in text that is Markdown already."""
        for method in (self._note, self._bullets, self._heading):
            after = method(lines, index)
            if after > index:
                return after
        if lines[index].step is not None:
            return self._paragraph(lines, index)
        self.blocks.append(lines[index].text)
        return index + 1

    def _table(self, lines: Sequence[Line], index: int) -> int:
        end = tables.run_end(lines, index)
        if end > index:
            table = tables.render([line for line in lines[index:end] if line.text])
            self.blocks.append(table.markdown)
            self.body.notes.extend(Note(lines[index].number, text, 0.7) for text in table.remarks)
        return end

    def _code(self, lines: Sequence[Line], index: int) -> int:
        found = commands.read(lines, index)
        if found is None:
            return index
        self.blocks.append(found.markdown)
        number = lines[index].number
        self.body.dropped.extend(Dropped(number, text, "コマンドのプロンプト") for text in found.prompts)
        self.body.notes.extend(Note(lines[index].number, text, 0.8) for text in found.remarks)
        return found.end

    def _note(self, lines: Sequence[Line], index: int) -> int:
        if not NOTE.match(lines[index].text):
            return index
        end = index
        texts: list[str] = []
        while end < len(lines) and (match := NOTE.match(lines[end].text)):
            text = _note_text(match["text"], lines[end].text)
            if end == index and _short_title(text) and end + 1 < len(lines) and lines[end + 1].text:
                self._title("###", text)
                return end + 1
            taken, joined = joined_wraps(lines, end, text)
            texts.append(joined)
            end = taken
        kind = "warning" if any(WARNING.search(text) for text in texts) else "note"
        inner = "\n\n".join("    " + self.inline(text) for text in texts)
        self.blocks.append(f"!!! {kind}\n{inner}")
        return end

    def _linked(self, lines: Sequence[Line], index: int) -> int:
        """An address with its caption, a caption with the address on the next line, or a bare reference."""
        line = lines[index]
        own = _CAPTION_URL.match(line.text) if not line.step else None
        if own and inline.URL.fullmatch(own["url"]) and not NOTE.match(own["text"]):
            self._list_line(inline.link(caption_of(own["text"]), own["url"]), own["rest"])
            return index + 1
        bare = _URL_LINE.match(line.text)
        if bare and inline.URL.fullmatch(bare["url"]):
            self._list_line(f"<{bare['url']}>", bare["rest"])
            return index + 1
        following = lines[index + 1] if index + 1 < len(lines) else None
        target = _URL_LINE.match(following.text) if following is not None else None
        if target and inline.URL.fullmatch(target["url"]) and is_caption(line):
            self._list_line(inline.link(caption_of(line.text), target["url"]), target["rest"])
            return index + 2
        caption = CAPTION.match(line.text)
        pointed = caption or (_POINTER.match(line.text) if line.pointer else None)
        if caption and not self._announced(lines, index) and not TITLE_END.search(caption["text"]):
            self._title("###", caption["text"])
            return index + 1
        if pointed:
            self.body.references.append(pointed["text"])
            self.blocks.append(f"- {self.inline(pointed['text'])}")
            return index + 1
        return index

    def _reference(self, lines: Sequence[Line], index: int) -> int:
        """The title of another page under 「以下のFAQをご参照ください。」, its address lost."""
        line = lines[index]
        previous = line_before(lines, index)
        if previous is None or not _POINTS.search(previous.plain) or not is_title_of_page(line):
            return index
        end = index
        items: list[str] = []
        while end < len(lines) and is_title_of_page(lines[end]) and (end == index or not leads(lines, end)):
            self.body.references.append(lines[end].text)
            items.append(f"- {self.inline(lines[end].text)}")
            end += 1
        self.blocks.append("\n".join(items))
        return end

    def _announced(self, lines: Sequence[Line], index: int) -> bool:
        previous = line_before(lines, index)
        return previous is not None and bool(
            re.search(r"以下|下記|次の|参照|参考|より", previous.plain[-60:])
        )

    def _list_line(self, markdown: str, rest: str | None) -> None:
        self.blocks.append(f"- {markdown}")
        if rest and rest.strip():
            self._note([read_line(0, rest.strip())], 0)

    def _bullets(self, lines: Sequence[Line], index: int) -> int:
        end = index
        items: list[str] = []
        while (
            end < len(lines) and (match := _BULLET.match(lines[end].text)) and not commands.read(lines, end)
        ):
            if items and self._peek_link(lines, end):
                break
            end, joined = joined_wraps(lines, end, match["text"])
            items.append("- " + self.inline(_without_bar(joined)))
        if items:
            self.blocks.append("\n".join(items))
        return end

    def _peek_link(self, lines: Sequence[Line], index: int) -> bool:
        following = lines[index + 1] if index + 1 < len(lines) else None
        return bool(following and _URL_LINE.match(following.text) and is_caption(lines[index]))

    def _heading(self, lines: Sequence[Line], index: int) -> int:
        line = lines[index]
        if not is_heading(lines, index):
            return index
        said = heading_text(line)
        match = HEADING_MARK.match(said)
        text = (match["text"] if match else said).rstrip(":： ")
        level = "#" * min(6, max(2, self.level + 1)) if self.markdown else "##"
        if match and match["mark"] in "□◇☆":
            level += "#" if len(level) < 6 else ""
        self._title(level, text)
        return index + 1

    def _title(self, level: str, text: str) -> None:
        """A heading; inside a numbered list, where a heading would be lost, a line in bold."""
        if self.markdown:
            text = text.replace("**", "")
        self.blocks.append(
            f"**{self.words(text, screen=False)}**" if self.nested else f"{level} {self.words(text)}"
        )

    def _paragraph(self, lines: Sequence[Line], index: int) -> int:
        head, step = lines[index].text, lines[index].step
        if step is not None:
            items: list[str] = []
            end = index
            while end < len(lines) and ((deeper := lines[end].step) or lines[end].blank):
                if deeper is not None and bool(deeper.sub) != bool(step.sub):
                    break
                if deeper is not None:
                    items.append(("- " if step.sub else "") + self.inline(lines[end].text))
                end += 1
            self.blocks.append(("\n" if step.sub else "\n\n").join(items))
            return end
        end, joined = joined_wraps(lines, index, head)
        self.blocks.append(self.inline(_without_bar(joined)))
        return end


def _hand(text: str) -> str:
    """The word and number that a step written by hand begins with."""
    match = re.match(r"\D+[\d０-９]+", text)
    return match[0] if match else ""


def _note_text(text: str, whole: str) -> str:
    """The note without its ※, unless the ※ carries a number that the text refers to."""
    if re.match(r"[0-9０-９]{1,2}(?![0-9０-９番台個件名文月年日時分])", text):
        return "※" + text
    return text.removesuffix("）").removesuffix(")") if whole[0] in "(（" else text


def _without_bar(text: str) -> str:
    """The bar that a box of one cell leaves at the end of its line."""
    return text[:-1].rstrip() if text.endswith("|") and text.count("|") == 1 else text


def _short_title(text: str) -> bool:
    return len(text) <= 16 and bool(HEADING_WORD.search(text))


def _indent(block: str) -> list[str]:
    return [("    " + line if line else "") for line in block.split("\n")]
