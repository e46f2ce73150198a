"""The blocks of a foreign Markdown file as our Markdown: headings from ``##``, no HTML, our notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from kb.articles.passages import outside_fences
from kb.importers.dump.body import WARNING
from kb.importers.dump.commands import behind_prompt
from kb.importers.markdown.inliner import Inliner
from kb.importers.raw import Dropped, Note

HEADING = re.compile(r"(?P<marks>#{1,6})[ \t]+(?P<text>.*?)[ \t]*#*[ \t]*\Z")
_REFERENCE = re.compile(
    r" {0,3}\[(?P<name>[^\]]+)\]:\s*<?(?P<target>\S+?)>?(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^)]*\)))?\s*\Z"
)
_BLOCK_TAG = re.compile(
    r"\s*<(?:/?(?:address|article|aside|blockquote|center|details|dd|div|dl|dt|figure|footer|form|h[1-6]|header|hr|iframe|main|nav|object|ol|p|pre|script|section|style|summary|svg|table|ul)\b|!--)",
    re.IGNORECASE,
)
_ALERT = re.compile(r"> ?\[!(?P<kind>NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*\Z", re.IGNORECASE)
_FENCED_DIV = re.compile(
    r":::+\s*\{?\.?(?P<kind>note|tip|info|warning|caution|danger|important|message|details)\b\s*(?P<rest>.*?)\s*\Z",
    re.IGNORECASE,
)
_MATERIAL = re.compile(r"(?:!!!|\?\?\?\+?)\s+(?P<kind>[A-Za-z][\w-]*)[^\"]*(?:\"(?P<title>[^\"]*)\")?\s*\Z")
_WARNINGS = {"warning", "caution", "important", "danger", "attention", "error", "failure", "bug"}
_HOLDS_MARKDOWN = {"details", "div", "section", "aside"}
_A_LINE = re.compile(r"(?:\*\*)?(?:A|答|回答)\s*\d*\s*[.:．：]\s*(?:\*\*)?\s*(?=\S)")


def body_lines(lines: Sequence[str], reader: Inliner) -> Iterator[str]:
    """Our Markdown: headings from ``##``, no HTML, safe links, our notes."""
    references: dict[str, str] = {}
    kept: list[tuple[str, bool]] = []
    for line, fenced in outside_fences(lines):
        match = None if fenced else _REFERENCE.match(line)
        if match:
            references[match["name"].lower()] = match["target"]
            reader.dropped.append(Dropped(0, line, "リンクの定義（リンクへ）"))
        else:
            kept.append((line, fenced))
    levels = [len(m["marks"]) for line, fenced in kept if not fenced and (m := HEADING.match(line))]
    shift = 2 - min(levels, default=2)
    index = 0
    while index < len(kept):
        line, fenced = kept[index]
        if fenced or (line.startswith("    ") and not _BLOCK_TAG.match(line)):
            yield _without_prompt(line, reader) if fenced else reader.links(line, references)
            index += 1
            continue
        if _BLOCK_TAG.match(line):
            end = _html_end(kept, index)
            yield from ("", reader.html([text for text, _ in kept[index:end]]), "")
            index = end
            continue
        if line.startswith("※") and (index == 0 or not kept[index - 1][0].strip()):
            index, note = _notes(kept, index, reader, references)
            yield note
            continue
        index, converted = _admonition(kept, index, reader, references)
        if converted is not None:
            yield converted
            continue
        yield _line(line, shift, reader, references)
        index += 1


def with_gaps(lines: Iterator[str], reader: Inliner) -> Iterator[str]:
    """Numbered steps with numbers missing: without a word between them a list would close the gap."""
    last = 0
    for line, fenced in outside_fences("\n".join(lines).split("\n")):
        step = None if fenced else re.match(r"(?P<number>\d{1,3})[.)]\s", line)
        number = int(step["number"]) if step else 0
        if step and last and number > last + 1:
            missing = f"{last + 1}" if number == last + 2 else f"{last + 1}〜{number - 1}"
            yield from ("", f"（手順 {missing} は元の資料にありません）", "")
            reader.notes.append(Note(0, f"手順の番号が飛んでいます（{missing} がありません）。", 0.7))
        if step:
            last = number
        elif line.strip() and not line.startswith(" "):
            last = 0
        yield line


def _without_prompt(line: str, reader: Inliner) -> str:
    """A line of code without the prompt before its command."""
    bare = line.strip()
    rest = behind_prompt(bare)
    if rest is None or rest == bare:
        return line
    reader.dropped.append(Dropped(0, bare[: len(bare) - len(rest)].strip(), "コマンドのプロンプト"))
    return line[: len(line) - len(line.lstrip())] + rest


def _notes(
    kept: Sequence[tuple[str, bool]], index: int, reader: Inliner, references: Mapping[str, str]
) -> tuple[int, str]:
    """Lines that begin with ※ as our ``!!! note``."""
    texts: list[str] = []
    while index < len(kept) and kept[index][0].startswith("※"):
        numbered = re.match(r"※\s*[0-9０-９]", kept[index][0])
        text = kept[index][0] if numbered else kept[index][0].lstrip("※ 　")
        texts.append(reader.links(reader.without_tags(text), references))
        index += 1
    kind = "warning" if any(map(WARNING.search, texts)) else "note"
    return index, f"!!! {kind}\n" + "\n\n".join(f"    {text}" for text in texts)


def _html_end(kept: Sequence[tuple[str, bool]], index: int) -> int:
    """The end of a block of HTML: a blank line once its tags are closed, or the end of a script."""
    opening = re.match(
        r"\s*<(script|style|pre|table|details|ul|ol|dl|div|section|aside)\b", kept[index][0], re.IGNORECASE
    )
    if opening:
        name = opening[1].lower()
        depth = 0
        for end in range(index, min(len(kept), index + 5000)):
            text = kept[end][0].lower()
            if name in _HOLDS_MARKDOWN and not text.strip():
                # What follows a blank line is Markdown again, as CommonMark has it.
                return end
            depth += len(re.findall(rf"<{name}\b", text)) - len(re.findall(rf"</{name}\s*>", text))
            if depth <= 0:
                return end + 1
    end = index
    while end < len(kept) and kept[end][0].strip():
        end += 1
    return max(end, index + 1)


def _admonition(
    kept: Sequence[tuple[str, bool]], index: int, reader: Inliner, references: Mapping[str, str]
) -> tuple[int, str | None]:
    """``> [!NOTE]`` and ``:::note`` as our ``!!! note``."""
    line = kept[index][0]
    alert, fenced = _ALERT.match(line), _FENCED_DIV.match(line)
    if material := _MATERIAL.match(line):
        return _material(kept, index, material, reader, references)
    if not alert and not fenced:
        return index, None
    label = _box_label(fenced["rest"]) if fenced else ""
    stated = (alert or fenced)["kind"].lower()  # type: ignore[index]
    grave = stated in _WARNINGS or label.lower() in ("warn", "alert")
    kind = "warning" if grave else "note"
    label = "" if label.isascii() and label.islower() else label
    inner: list[str] = []
    end = index + 1
    while end < len(kept):
        text = kept[end][0]
        if alert and not text.startswith(">"):
            break
        if fenced and re.match(r":::+\s*\Z", text):
            end += 1
            break
        inner.append(re.sub(r"^> ?", "", text) if alert else text)
        end += 1
    body = "\n".join(f"    {reader.links(reader.without_tags(text), references)}".rstrip() for text in inner)
    if stated == "details":
        return end, "\n".join(
            ["", f"**{label}**" if label else "", "", re.sub(r"^ {4}", "", body, flags=re.M), ""]
        )
    if label:
        body = f"    **{label}**\n\n{body}"
    return end, f"!!! {kind}\n{body}"


def _material(
    kept: Sequence[tuple[str, bool]],
    index: int,
    opening: re.Match[str],
    reader: Inliner,
    references: Mapping[str, str],
) -> tuple[int, str]:
    """``!!! danger "題"`` and ``??? tip`` of MkDocs, with the indented lines that belong to it."""
    end = index + 1
    while end < len(kept) and (kept[end][0].startswith("    ") or not kept[end][0].strip()):
        end += 1
    lines = [f"**{opening['title']}**", ""] if opening["title"] else []
    lines += [
        text[4:] if fenced else reader.links(reader.without_tags(text[4:]), references)
        for text, fenced in kept[index + 1 : end]
    ]
    while lines and not lines[-1].strip():
        lines.pop()
    if opening["kind"].lower() not in ("note", "warning"):
        reader.dropped.append(Dropped(0, opening["kind"], "注の見出し"))
    kind = "warning" if opening["kind"].lower() in _WARNINGS else "note"
    return end, "\n".join([f"!!! {kind}", *(f"    {line}".rstrip() for line in lines), ""])


def _box_label(rest: str) -> str:
    """The title of a box: 「:::tip[題名]」, 「:::caution 題名」, 「:::details 題名」."""
    return re.sub(r"\A[\[{\"']|[\]}\"']\Z", "", rest).strip()


def _line(line: str, shift: int, reader: Inliner, references: Mapping[str, str]) -> str:
    heading = HEADING.match(line)
    if heading:
        marks = "#" * max(2, min(6, len(heading["marks"]) + shift))
        return f"{marks} {reader.links(reader.without_tags(heading['text']), references)}"
    if re.fullmatch(r"\s*(?:[-*_]\s*){3,}", line):
        return ""
    answer = _A_LINE.match(line)
    if answer:
        reader.dropped.append(Dropped(0, answer[0], "回答の見出し"))
        line = line[answer.end() :]
    return reader.links(reader.without_tags(line), references)
