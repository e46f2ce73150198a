"""Commands, configuration lines and messages that stand between the sentences of a dump."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.importers.dump.lines import Line, line_before
from kb.importers.dump.programs import PROGRAMS

_COMMAND = re.compile(
    rf"(?:{'|'.join(re.escape(name) for name in PROGRAMS)})(?:\s+[^\s].*)?\Z|"
    r"/(?:etc|usr|var|bin|sbin|opt)/\S+(?:\s+\S.*)\Z"
)
_PROMPT = re.compile(
    r"(?P<prompt>(?P<sure>\[[^\]\s]+@[^\]]*\]\s*[#$]|[a-z_][\w.\-]*@[\w.\-]+:[^\s#$]*[#$]|\$(?=\s)|"
    r"(?:PS )?[A-Z]:[\\¥][^<>\n]{0,60}>)\s*|(?:\[[^\]\s]+\]\s*[#$]|[#$%])\s*)(?P<rest>[A-Za-z/.].*)"
)
"""A prompt; ``sure`` when nothing but a prompt looks like that."""
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "″": '"', "′": "'"})
_CONFIG = re.compile(r"[A-Za-z_:.\-*<|/@;#+=\"'`%~^&!?(){}\[\]\d\s,$\\]+\Z")
_MARKUP = re.compile(
    r"</?(?:If(?:Module|Define|Version)?|Directory(?:Match)?|Location(?:Match)?|Files(?:Match)?|VirtualHost|"
    r"Limit(?:Except)?|Require(?:All|Any|None)|Proxy(?:Match)?|Macro)\b[^<>]*>\Z|<\?(?:php|xml)\b|</[A-Za-z][A-Za-z0-9]*>\Z|<[a-z][a-z0-9]*\s[^<>]*="
)
"""Sections of a web server's settings and tags: code, where <…> elsewhere is the caption of an address."""
_STRONG = re.compile(r"[=_/@{}<>|$\\;#]|\w:\s?\w|\w\(|\b\d{3}\s|\d\.\d")
_HOST = re.compile(r"(?:[a-z0-9\-]+\.)+[a-z]{2,}\Z", re.IGNORECASE)
_STAMP = re.compile(r"\.date (?P<format>\+\S+)\Z")
_ANNOUNCED = re.compile(
    r"(?:以下|下記|次|例|応答|内容|ログ|エラー|コマンド|出力)[^。]*[。:：]?\s*\Z|[:：]\s*\Z|[)）]\s*\Z"
)


@dataclass(frozen=True, slots=True)
class Code:
    """A fenced block, the index after its last line, and what was mended in it."""

    markdown: str
    end: int
    remarks: tuple[str, ...] = ()
    prompts: tuple[str, ...] = ()
    """Prompts that stood before the commands and were taken off."""


def read(lines: Sequence[Line], index: int) -> Code | None:
    """The fenced block that begins at a line, or None."""
    if not _is_code(lines, index):
        return None
    end = index
    texts: list[str] = []
    remarks: list[str] = []
    prompts: list[str] = []
    while end < len(lines) and (_is_code(lines, end) if end == index else _goes_on(lines, end)):
        texts.append(clean(lines[end].text, remarks, prompts))
        end += 1
    _mend_stamps(texts, remarks)
    shell = any(_COMMAND.match(text) for text in texts)
    fence = "```"
    while any(text.startswith(fence) for text in texts):
        fence += "`"
    block = "\n".join([fence + ("sh" if shell else "text"), *texts, fence])
    return Code(block, end, tuple(dict.fromkeys(remarks)), tuple(prompts))


def is_command(text: str) -> bool:
    """Does a line of code begin with a program that people run?"""
    return bool(_COMMAND.match(text.split("|")[0].strip()))


def prompted(text: str) -> bool:
    """Is a line a command, by its prompt or by the program it begins with?"""
    return text.isascii() and (behind_prompt(text) is not None or is_command(text))


def behind_prompt(text: str) -> str | None:
    """The command behind a prompt; None when there is no prompt, or one that may be a comment's #."""
    prompt = _PROMPT.match(text)
    if prompt is None:
        return None
    rest = prompt["rest"].translate(_QUOTES)
    known = rest.isascii() and (bool(prompt["sure"]) or is_command(rest))
    return prompt["rest"] if known else None


def clean(text: str, remarks: list[str], prompts: list[str]) -> str:
    """A command without its prompt, the bar of the box it stood in, and typographic quotes.

    What was mended is added to ``remarks``, the prompt that was taken off to ``prompts``.
    """
    bare = text.strip()
    if bare.endswith("|"):
        bare = bare[:-1].rstrip()
        remarks.append("コマンド末尾の | を除きました。")
    rest = behind_prompt(bare)
    if rest is not None:
        prompts.append(bare[: len(bare) - len(rest)].strip())
        bare = rest
        remarks.append("コマンドの先頭のプロンプトを除きました。")
    straight = bare.translate(_QUOTES)
    if straight != bare:
        remarks.append("コマンドの引用符を半角に直しました。")
    return straight


def _mend_stamps(texts: list[str], remarks: list[str]) -> None:
    """``x.date +%Y`` with ``.bak`` on the next line is a backquoted date that lost its backquotes."""
    index = 0
    while index + 1 < len(texts):
        match = _STAMP.search(texts[index])
        if match and re.fullmatch(r"\.\w{1,8}", texts[index + 1]):
            texts[index] = f"{texts[index][: match.start()]}.`date {match['format']}`{texts.pop(index + 1)}"
            remarks.append("失われていたバッククォート（`date …`）を補いました。")
        index += 1


def _is_code(lines: Sequence[Line], index: int) -> bool:
    line = lines[index]
    text = line.text.translate(_QUOTES)
    if not text or line.url or line.bullet or (line.step and not line.step.sub and not text[0].isalpha()):
        return False
    bare = text.rstrip("| ").strip()
    if bare.isascii() and _MARKUP.match(bare):
        return True
    prompt = _PROMPT.match(bare)
    if behind_prompt(bare) is not None and (" " in bare or prompt):
        return True
    body = (prompt["rest"] if prompt else bare).strip()
    if body.isascii() and _COMMAND.match(body.split("|")[0].strip()) and " " in body:
        return True
    if not bare.isascii() or len(bare) < 3 or _HOST.match(bare) or not _CONFIG.match(bare) or "://" in bare:
        return False
    previous = line_before(lines, index)
    announced = previous is not None and bool(_ANNOUNCED.search(previous.plain))
    words_only = re.fullmatch(r"[A-Za-z][A-Za-z .'\-()]*", bare) is not None
    if words_only and announced and index + 1 < len(lines) and not lines[index + 1].blank:
        # 「RewriteEngine on」 over the lines it switches on.
        return lines[index + 1].text.isascii() and not lines[index + 1].url and _is_code(lines, index + 1)
    caption = index + 1 < len(lines) and lines[index + 1].url
    return not caption and not words_only and (bool(_STRONG.search(bare)) or announced)


def _goes_on(lines: Sequence[Line], index: int) -> bool:
    """The next line of a block: code itself, or plain Latin output right behind it."""
    text = lines[index].text.translate(_QUOTES)
    if not text or lines[index].url:
        return False
    if text.isascii() or _is_code(lines, index) or re.fullmatch(r"\.\w{1,8}", text):
        return True
    return re.match(r"[a-z0-9._\-]{12,}\s", text) is not None
