"""Files and folders to readings: walk, decode, find out the kind by the content, hand to the right reader."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kb.config import Vocabulary
from kb.errors import SourceError
from kb.importers.encoding import decode
from kb.importers.raw import Kind, Note, Reading

MAX_BYTES = 200 * 1024 * 1024
MAX_FILES = 20_000
_SUFFIXES = {
    ".txt": Kind.DUMP,
    ".text": Kind.DUMP,
    ".log": Kind.DUMP,
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".xhtml": Kind.HTML,
    ".mht": Kind.HTML,
    ".xml": Kind.WXR,
    ".wxr": Kind.WXR,
    ".rss": Kind.WXR,
    ".md": Kind.MARKDOWN,
    ".markdown": Kind.MARKDOWN,
    ".mdx": Kind.MARKDOWN,
    ".mdown": Kind.MARKDOWN,
    "": Kind.DUMP,
}
_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|meta|title|div|article|main|section|table|p|h[1-6])\b", re.IGNORECASE
)
_TAGS = re.compile(r"</?(?:p|div|span|br|li|ul|ol|h[1-6]|table|tr|td|a|img|body|html)\b[^>]*>", re.IGNORECASE)
_MARKDOWN = re.compile(r"^(?:#{1,6} \S|```|~~~|!\[[^\]]*\]\(|[-*] \[[ x]\] )|\]\([^)\s]+\)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Options:
    """What the user chose for reading."""

    post_types: tuple[str, ...] = ("ufaq",)
    unpublished: bool = False
    encoding: str | None = None


@dataclass(slots=True)
class Gathered:
    """All readings, and the sources that could not be read."""

    readings: list[Reading] = field(default_factory=list)
    failures: list[SourceError] = field(default_factory=list)
    skipped: list[Note] = field(default_factory=list)


def gather(
    sources: Iterable[Path],
    vocabulary: Vocabulary,
    options: Options,
    progress: Callable[[str, float], None] = lambda name, share: None,
) -> Gathered:
    """Read every source; one that cannot be read does not stop the others."""
    gathered = Gathered()
    for source in sources:
        try:
            for path, name in _files(source, gathered):
                _read_into(gathered, path, name, vocabulary, options, progress)
        except SourceError as exc:
            gathered.failures.append(exc)
    return gathered


def _read_into(
    gathered: Gathered,
    path: Path,
    name: str,
    vocabulary: Vocabulary,
    options: Options,
    progress: Callable[[str, float], None],
) -> None:
    progress(name, 0.0)
    try:
        gathered.readings.append(
            read_bytes(_bytes(path), name, vocabulary, options, lambda share: progress(name, share))
        )
    except SourceError as exc:
        gathered.failures.append(exc)
    except RecursionError:
        gathered.failures.append(
            SourceError(name, None, "入れ子が深すぎて読めません。", "元のファイルを確かめてください。")
        )
    progress(name, 1.0)


def read_bytes(
    data: bytes,
    name: str,
    vocabulary: Vocabulary,
    options: Options,
    progress: Callable[[float], None] = lambda share: None,
) -> Reading:
    """Read one source from its bytes.

    Raises:
        SourceError: it is empty, no text, or broken beyond reading.
    """
    if not data.strip():
        raise SourceError(name, None, "空のファイルです。", "内容のあるファイルを指定してください。")
    decoded = decode(data, name, options.encoding)
    if not decoded.text.strip():
        raise SourceError(
            name, None, "読める文字がありません。", "--encoding で文字コードを指定してみてください。"
        )
    kind = detect(decoded.text, Path(name).suffix.lower())
    reading = _READERS[kind](decoded.text, name, vocabulary, options, progress)
    notes = tuple(Note(0, remark) for remark in decoded.remarks)
    return Reading(
        reading.source, reading.kind, decoded.encoding, reading.entries, reading.text,
        (*notes, *reading.notes), reading.dropped,
    )  # fmt: skip


def detect(text: str, suffix: str) -> Kind:
    """The kind of a source by what is in it; the name's ending decides only where the content leaves it open."""
    head = text[:65536].lstrip()
    if re.match(r"<\?xml|<rss\b|<!DOCTYPE\s+rss|<!ENTITY|<!DOCTYPE(?!\s+html)", head, re.IGNORECASE):
        if re.search(r"<rss\b|<channel\b|wordpress\.org/export|<!ENTITY", head, re.IGNORECASE):
            return Kind.WXR
        if re.search(r"<html\b|<!DOCTYPE\s+html", head, re.IGNORECASE):
            return Kind.HTML
        return Kind.WXR
    if re.match(
        r"(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|link|script|div|article|main)\b",
        head,
        re.I | re.S,
    ):
        return Kind.HTML
    if re.match(r"(?:---|\+\+\+)[ \t]*\n(?:.*\n){0,200}?(?:---|\+\+\+|\.\.\.)[ \t]*(?:\n|\Z)", head):
        return Kind.MARKDOWN
    if suffix in (".html", ".htm", ".xhtml") and "<" in head:
        return Kind.HTML
    if suffix in (".md", ".markdown", ".mdown", ".mdx"):
        return Kind.MARKDOWN
    if len(_TAGS.findall(head)) >= 6 and _HTML.search(head):
        return Kind.HTML
    if re.match(r"# \S", head) and len(_MARKDOWN.findall(head)) >= 2:
        return Kind.MARKDOWN
    return Kind.DUMP


def _files(source: Path, gathered: Gathered) -> Iterator[tuple[Path, str]]:
    if source.is_dir():
        yield from _walk(source, gathered)
    elif source.is_file():
        yield source, source.as_posix()
    elif source.exists():
        raise SourceError(
            source, None, "ふつうのファイルではありません。", "ファイルかフォルダを指定してください。"
        )
    else:
        raise SourceError(source, None, "ありません。", "パスを確かめてください。")


def _walk(folder: Path, gathered: Gathered) -> Iterator[tuple[Path, str]]:
    """Readable files below a folder, sorted; links and files of other kinds are noted, hidden ones left alone."""
    count = 0
    for base, folders, files in os.walk(folder, followlinks=False):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and not (Path(base) / f).is_symlink())
        for file in sorted(files):
            path = Path(base) / file
            if file.startswith("."):
                continue
            if path.suffix.lower() not in _SUFFIXES:
                gathered.skipped.append(Note(0, f"{path.as_posix()}: 知らない種類のファイルは読みません。"))
                continue
            if path.is_symlink() or not path.is_file():
                gathered.skipped.append(Note(0, f"{path.as_posix()}: シンボリックリンクなどは読みません。"))
                continue
            count += 1
            if count > MAX_FILES:
                raise SourceError(
                    folder,
                    None,
                    f"ファイルが {MAX_FILES:,} を超えています。",
                    "フォルダを分けて取り込んでください。",
                )
            yield path, path.as_posix()
    if not count:
        raise SourceError(
            folder,
            None,
            "読めるファイルがありません。",
            "txt、html、xml、md のファイルがあるフォルダを指定してください。",
        )


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise SourceError(
                path,
                None,
                f"大きすぎます（{size:,} バイト）。",
                f"{MAX_BYTES:,} バイト以下に分けてください。",
            )
        return path.read_bytes()
    except OSError as exc:
        raise SourceError(
            path, None, f"読めません（{exc.strerror}）。", "ファイルの権限を確かめてください。"
        ) from exc


_Progress = Callable[[float], None]


def _dump(text: str, name: str, vocabulary: Vocabulary, options: Options, progress: _Progress) -> Reading:
    from kb.importers.dump.reader import read_dump

    return Reading(name, Kind.DUMP, "", read_dump(text, name, vocabulary, progress), text)


def _html(text: str, name: str, vocabulary: Vocabulary, options: Options, progress: _Progress) -> Reading:
    from kb.importers.html.reader import read_html

    return read_html(text, name)


def _wxr(text: str, name: str, vocabulary: Vocabulary, options: Options, progress: _Progress) -> Reading:
    from kb.importers.wxr import read_wxr

    return read_wxr(text, name, options.post_types, options.unpublished, progress)


def _markdown(text: str, name: str, vocabulary: Vocabulary, options: Options, progress: _Progress) -> Reading:
    from kb.importers.markdown.reader import read_markdown

    return read_markdown(text, name, options.unpublished)


_READERS: dict[Kind, Callable[[str, str, Vocabulary, Options, _Progress], Reading]] = {
    Kind.DUMP: _dump,
    Kind.HTML: _html,
    Kind.WXR: _wxr,
    Kind.MARKDOWN: _markdown,
}
"""One function a kind; each imports its parser only when it is needed."""
