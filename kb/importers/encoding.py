"""Bytes to clean text: which encoding, one kind of line end, no control characters.

What a page claims is believed when the bytes agree; otherwise the bytes decide.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import PurePath

from kb.errors import SourceError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CLAIM = re.compile(
    rb"""<meta[^>]+charset\s*=\s*["']?\s*([A-Za-z0-9_:.\-]+)|<\?xml[^>]+encoding\s*=\s*["']([A-Za-z0-9_:.\-]+)""",
    re.IGNORECASE,
)
_ALIASES = {
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "ms_kanji": "cp932",
    "windows-31j": "cp932", "cp932": "cp932", "euc-jp": "euc_jp", "eucjp": "euc_jp", "x-euc-jp": "euc_jp",
    "iso-2022-jp": "iso2022_jp_ext", "jis": "iso2022_jp_ext", "utf8": "utf-8", "utf-8": "utf-8",
    "utf-16": "utf-16", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be", "us-ascii": "utf-8", "ascii": "utf-8",
    "iso-8859-1": "", "latin1": "", "windows-1252": "",
}  # fmt: skip
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad]")
_SAMPLE = 1 << 20
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fc]")
_HALF_KANA = re.compile("[\uff61-\uff9f]")
_ODD = re.compile("[\u0080-\u00a6\u00a9-\u00d6\u00d8-\u00f6\u00f8-\u036f\u0400-\u2000\ue000-\uf8ff\ufffd]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with line feeds only, and what was done to get it."""

    text: str
    encoding: str
    remarks: tuple[str, ...] = ()


def decode(data: bytes, path: PurePath | str, wanted: str | None = None) -> Decoded:
    """Decode a source.

    Args:
        data: the file's bytes.
        path: for messages.
        wanted: an encoding that the user named; then nothing is guessed.

    Raises:
        SourceError: an unknown encoding was asked for, or the bytes are no text.
    """
    if wanted:
        return _named(data, path, wanted)
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _cleaned(data[len(bom) :].decode(name, "replace"), name, data)
    if b"\x00" in data[:4096]:
        return _cleaned(_wide(data, path), "utf-16", data)
    claimed = _claimed(data)
    remarks: tuple[str, ...] = ()
    if b"\x1b$" in data[:_SAMPLE] or b"\x1b(" in data[:_SAMPLE]:
        return _cleaned(data.decode("iso2022_jp_ext", "replace"), "iso-2022-jp", data)
    if (text := _strict(data, "utf-8")) is not None:
        if claimed and claimed != "utf-8" and not data.isascii():
            remarks = (f"文字コードの表記は {claimed} ですが、実際は UTF-8 でした。",)
        return _cleaned(text, "utf-8", data, remarks)
    name = _best(data, claimed)
    if claimed and claimed != name:
        remarks = (f"文字コードの表記は {claimed} ですが、実際は {name} でした。",)
    return _cleaned(data.decode(name, "replace"), name, data, remarks)


def _named(data: bytes, path: PurePath | str, wanted: str) -> Decoded:
    name = _ALIASES.get(wanted.lower(), wanted) or wanted
    try:
        codecs.lookup(name)
        text = data.decode(name, "replace")
    except (LookupError, UnicodeError) as exc:
        raise SourceError(
            path,
            None,
            f"{wanted} という文字コードは使えません。",
            "utf-8、cp932、euc-jp、iso-2022-jp、utf-16 などを指定してください。",
        ) from exc
    return _cleaned(text, wanted.lower(), data)


def _wide(data: bytes, path: PurePath | str) -> str:
    """UTF-16 without its mark; other files with NUL bytes are no text."""
    head = data[:4096]
    little = head[1::2].count(0) >= head[0::2].count(0)
    text = data.decode("utf-16-le" if little else "utf-16-be", "replace")
    sample = text[:2000]
    plausible = len(re.findall(r"[\w\s　-〿＀-￯<>\"'=/.,:;!?#()\-]", sample))
    if "\x00" in sample or plausible < 0.8 * max(1, len(sample)):
        raise SourceError(
            path,
            None,
            "文字のファイルではありません（NUL バイトがあります）。",
            "テキスト、HTML、XML、Markdown のファイルを指定してください。",
        )
    return text


def _claimed(data: bytes) -> str:
    match = _CLAIM.search(data[:4096])
    if match is None:
        return ""
    name = (match[1] or match[2]).decode("ascii", "replace").lower()
    return _ALIASES.get(name, "")


def _strict(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeError:
        return None


def _best(data: bytes, claimed: str) -> str:
    """CP932, EUC-JP or damaged UTF-8: the one whose text looks most like Japanese; ties go to the claim."""
    sample = data[:_SAMPLE]
    # A multi-byte character cut at the sample's end must not count against an encoding.
    scores = {name: _likeness(sample.decode(name, "replace")) for name in ("cp932", "euc_jp", "utf-8")}
    if claimed in scores:
        scores[claimed] += 0.02
    return max(scores, key=lambda name: scores[name])


def _likeness(text: str) -> float:
    total = max(1, sum(not char.isascii() for char in text))
    good = len(_KANA.findall(text))
    bad = len(_ODD.findall(text)) + 0.7 * len(_HALF_KANA.findall(text))
    return (good - 2 * bad) / total


def _cleaned(text: str, encoding: str, data: bytes, remarks: tuple[str, ...] = ()) -> Decoded:
    notes = list(remarks)
    broken = text.count("\ufffd")
    if broken:
        notes.append(
            f"読めない文字が {broken} か所あり、「\ufffd」になっています"
            f"（文字コードは {encoding} と判断しました）。--encoding で指定できます。"
        )
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub("[\u2028\u2029\x85\x0b\x0c]", "\n", text)
    text, controls = _CONTROL.subn("", text)
    if controls:
        notes.append(f"制御文字を {controls} 個取り除きました。")
    return Decoded(_INVISIBLE.sub("", text), encoding, tuple(notes))
