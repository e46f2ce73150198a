"""Notes of a page: told by the class of a box, or by the word before a line."""

from __future__ import annotations

import re

from bs4.element import Tag

from kb.importers.html.parse import marks, text_of
from kb.importers.raw import Dropped

_BOX = (
    r"(?:wp-block-|su-|is-style-|callout[-_]?|c-|p-)?{}(?:[-_]?(?:box|block|area|message|text|wrap(?:per)?))?"
)
_CAUTION = re.compile(r"(?:^|[-_])(?:warning|caution|alert|danger|attention|important|caveat|chui)(?:$|[-_])")
_HINT = re.compile(_BOX.format(r"(?:note|notice|info|information|tips?|hint|memo|point|supplement|hosoku)"))
_BOX_CHARS = 600
"""A box longer than this is no note but a part of the article."""
_LABEL = re.compile(
    r"(?P<open>\*\*)?[(（【\[［＜<《]?\s*(?P<label>ご?注意(?:事項|点)?|警告|重要|注|補足|備考|メモ|ヒント|Note|Tip|Warning|Important|Caution)\s*"
    r"[)）】\]］＞>》:：]+(?(open)\*\*)[:：]?\s*(?P<text>.*)",
    re.IGNORECASE | re.DOTALL,
)
"""The word before a note: 「注意：…」, 「注）…」, 「＜注意＞」 on a line of its own."""
_WARNS = re.compile(r"注意|警告|重要|warning|important|caution", re.IGNORECASE)
_NOTE_WORD = re.compile(
    r"ご?注意(?:事項|点)?|注釈|警告|重要|補足|備考|メモ|ヒント|参考|情報|危険|note|tip|info|hint|warning|important|caution|danger",
    re.IGNORECASE,
)
_LABEL_LINE_CHARS = 12


def kind_of(tag: Tag) -> str:
    """ "warning" or "note" for a box that is one by its class and not long; else empty."""
    tokens = marks(tag).split()
    warns = any(map(_CAUTION.search, tokens))
    if not (warns or any(map(_HINT.fullmatch, tokens))) or tag.name not in ("div", "p", "aside", "section"):
        return ""
    # Last, because it reads all that stands in the box.
    if not 0 < len(text_of(tag)) <= _BOX_CHARS:
        return ""
    return "warning" if warns else "note"


def quoted(inner: str, dropped: list[Dropped]) -> tuple[str, str]:
    """Kind and text of a quotation that begins with the word for a note; two empty ones of another."""
    said = _LABEL.match(inner)
    if not said or not said["text"].strip():
        return "", ""
    dropped.append(Dropped(0, said["label"], "注の見出し"))
    return ("warning" if _WARNS.search(said["label"]) else "note"), said["text"].strip("\n")


def without_label(inner: str, dropped: list[Dropped]) -> str:
    """The text of a box without the word for a note that stands on its first line (注釈, 警告)."""
    first, _, rest = inner.partition("\n")
    label = re.sub(r"[*#\s:：]", "", first)
    if not rest.strip() or not _NOTE_WORD.fullmatch(label):
        return inner
    dropped.append(Dropped(0, label, "注の見出し"))
    return rest.strip("\n")


def labelled(text: str, waiting: str, dropped: list[Dropped]) -> tuple[str, str]:
    """A line with the word for a note before it as a note; the word alone waits for the next line.

    Returns:
        The line, and the word that now waits; the line does not count while one waits.
    """
    if waiting:
        word = _LABEL.match(waiting)
        return f"※{word['label'] if word else ''}：{text}", ""
    said = _LABEL.match(text)
    if said is None:
        return text, ""
    if not said["text"].strip():
        return ("", text) if len(text) <= _LABEL_LINE_CHARS else (text, "")
    if _WARNS.search(said["label"]):
        return f"※{said['label']}：{said['text']}", ""
    dropped.append(Dropped(0, said["label"], "注の見出し"))
    return f"※{said['text']}", ""
